/*
 * Units not considered for emulation in a year (BR-17): said and lifted by a unit above, never by
 * itself. One that is lifted stays to be read and stops nothing.
 */
#include <string.h>

#include "gen/api.h"
#include "gen/problems.h"
#include "office/unit.h"
#include "request/bind.h"
#include "request/etag.h"
#include "request/import.h"
#include "request/journal.h"
#include "request/query.h"
#include "request/reach.h"
#include "request/reply.h"
#include "yearend/ranking.h"

#define UNIT_NAME NAME_OF_UNIT("unit_exclusions.unit")

#define COLUMNS "unit, " UNIT_NAME ", year, reason, document, lifted_on, lift_reason"
#define EXCLUSIONS                                                                                 \
	" FROM unit_exclusions WHERE (CAST(:unit AS TEXT) IS NULL OR unit = :unit)"                \
	" AND (CAST(:year AS BIGINT) IS NULL OR year = :year)"                                     \
	" AND (CAST(:lifted AS BIGINT) IS NULL"                                                    \
	" OR (CAST(:lifted AS BIGINT) = 1) = (lifted_on IS NOT NULL))"

enum error list_exclusions(struct request *req)
{
	return REPLY_PAGE2(req, COLUMNS, EXCLUSIONS, "year", BIGINT, "unit", TEXT);
}

static enum error reply_exclusion(struct request *req)
{
	struct stmt *q = db_query(req->db,
		"SELECT " COLUMNS ", revision AS _revision FROM unit_exclusions"
		" WHERE unit = :unit AND year = :year");

	return reply_row(req, 200, q);
}

enum error get_exclusion(struct request *req)
{
	return reply_exclusion(req);
}

static enum error require_below(struct request *req, const char *unit)
{
	if (require_reach(req, unit))
		return req->failed;
	return strcmp(unit, req->caller.unit) ? OK : fail_own_exclusion(req, unit);
}

/* The unit lies below the caller's, and there is such a work year; then If-Match, for which an
 * exclusion that is not there yet has revision 0. */
static enum error require_place(struct request *req, const char *unit)
{
	struct stmt *q = db_query(req->db,
		"SELECT COALESCE(x.revision, 0) FROM work_years y LEFT JOIN unit_exclusions x"
		" ON x.year = y.year AND x.unit = :unit WHERE y.year = :year");

	if (require_below(req, unit))
		return req->failed;
	return check_revision(req, q);
}

/* Rankings in which the unit stands. */
static enum error restate(struct request *req, const char *unit, int64_t year)
{
	return rankings_touch_unit(req, unit, year) ? req->failed : rankings_compare(req);
}

/* What was lifted is said anew, as if it were not there. */
enum error exclude_unit(struct request *req)
{
	const struct exclude_unit_in *in = req->in;
	struct stmt *old = db_query(req->db,
		"SELECT reason, document FROM unit_exclusions WHERE unit = :unit AND year = :year"
		" AND lifted_on IS NULL");
	struct stmt *put = db_query(req->db,
		"INSERT INTO unit_exclusions (unit, year, reason, document)"
		" VALUES (:unit, :year, :reason, :document) ON CONFLICT (unit, year) DO UPDATE SET"
		" reason = excluded.reason, document = excluded.document, lifted_on = NULL,"
		" lift_reason = NULL,"
		" revision = unit_exclusions.revision + 1");

	if (require_place(req, in->unit))
		return req->failed;
	if (row_replace(req, old, put))
		restate(req, in->unit, in->year);
	req_about(req, in->unit);
	return reply_exclusion(req);
}

/* The exclusion is there, in reach; then If-Match. *lifted_on is NULL while it is in force. */
static enum error require_exclusion(struct request *req, const char *unit, const char **lifted_on)
{
	struct stmt *q = db_query(req->db,
		"SELECT revision, lifted_on FROM unit_exclusions"
		" WHERE unit = :unit AND year = :year");
	int64_t revision = 0;

	if (require_below(req, unit))
		return req->failed;
	bind_input(q, req);
	bool found = db_row(q);

	if (found) {
		revision = column_int(q, 0);
		*lifted_on = req_text(req, column_text(q, 1));
	}
	return query_end(req, q, found) ? req->failed : check_if_match(req, revision);
}

enum error lift_exclusion(struct request *req)
{
	const struct lift_exclusion_in *in = req->in;
	struct stmt *put = db_query(req->db,
		"UPDATE unit_exclusions SET lifted_on = :today, lift_reason = :reason,"
		" revision = revision + 1 WHERE unit = :unit AND year = :year");
	const char *lifted_on = NULL;

	if (require_exclusion(req, in->unit, &lifted_on))
		return req->failed;
	if (lifted_on)
		return fail_exclusion_lifted(req, in->unit, in->year, lifted_on);
	if (query_run(req, bind_input(put, req)) || restate(req, in->unit, in->year))
		return req->failed;
	req_about(req, in->unit);
	return reply_exclusion(req);
}
