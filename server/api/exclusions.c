/* Units not considered for emulation in a year (BR-17): said by a unit above, never by itself. */
#include <string.h>

#include "gen/api.h"
#include "gen/problems.h"
#include "import.h"
#include "reply.h"

#define COLUMNS "unit, year, reason, document"
#define EXCLUSIONS                                                                                 \
	" FROM unit_exclusions WHERE (CAST(:unit AS TEXT) IS NULL OR unit = :unit)"                \
	" AND (CAST(:year AS BIGINT) IS NULL OR year = :year)"

enum error list_exclusions(struct request *req)
{
	struct stmt *count = db_query(req->db, "SELECT count(*)" EXCLUSIONS);

	bind_input(count, req);
	reply_total(req, count);

	struct stmt *q = db_query(req->db,
		"SELECT " COLUMNS ", year AS _1, unit AS _2" EXCLUSIONS
		" AND (CAST(:after_1 AS TEXT) IS NULL"
		" OR (year, unit) > (CAST(:after_1 AS BIGINT), :after_2))"
		" ORDER BY year, unit LIMIT :limit");

	bind_input(q, req);
	return reply_rows(req, q);
}

static enum error reply_exclusion(struct request *req)
{
	struct stmt *q = db_query(req->db,
		"SELECT " COLUMNS ", revision AS _revision FROM unit_exclusions"
		" WHERE unit = :unit AND year = :year");

	bind_input(q, req);
	return reply_row(req, 200, q);
}

enum error get_exclusion(struct request *req)
{
	return reply_exclusion(req);
}

/* The unit lies below the caller's, and there is such a work year; then If-Match, for which an
 * exclusion that is not there yet has revision 0. */
static enum error require_place(struct request *req, const char *unit)
{
	struct stmt *q = db_query(req->db,
		"SELECT COALESCE(x.revision, 0) FROM work_years y LEFT JOIN unit_exclusions x"
		" ON x.year = y.year AND x.unit = :unit WHERE y.year = :year");

	if (require_reach(req, unit))
		return req->failed;
	if (!strcmp(unit, req->caller.unit))
		return fail_own_exclusion(req, unit);
	bind_input(q, req);
	return require_object(req, q);
}

enum error exclude_unit(struct request *req)
{
	const struct exclude_unit_in *in = req->in;
	struct stmt *old = db_query(req->db,
		"SELECT reason, document FROM unit_exclusions WHERE unit = :unit AND year = :year");
	struct stmt *put = db_query(req->db,
		"INSERT INTO unit_exclusions (unit, year, reason, document)"
		" VALUES (:unit, :year, :reason, :document) ON CONFLICT (unit, year) DO UPDATE SET"
		" reason = excluded.reason, document = excluded.document,"
		" revision = unit_exclusions.revision + 1");

	if (require_place(req, in->unit))
		return req->failed;
	import_replace(req, old, put);
	req_about(req, in->unit);
	return reply_exclusion(req);
}
