/* A named unit may report in a locked period until an instant; given by others, never by itself. */
#include <string.h>

#include "gen/api.h"
#include "gen/problems.h"
#include "office/unit.h"
#include "request/bind.h"
#include "request/import.h"
#include "request/journal.h"
#include "request/problem.h"
#include "request/query.h"
#include "request/reach.h"
#include "request/reply.h"

#define UNIT_NAME NAME_OF_UNIT("e.unit")

#define COLUMNS                                                                                    \
	"e.id, e.unit, " UNIT_NAME                                                                 \
	", e.period, e.reason, e.expires_at, e.created_at, e.created_by, e.revoked_at"
/* The unit's own, those of units below, and those that a cluster's lead has to know of. */
#define IN_REACH                                                                                   \
	" FROM lock_exceptions e JOIN periods p ON p.period = e.period"                            \
	" WHERE (EXISTS (SELECT 1 FROM unit_below b WHERE b.ancestor = :caller_unit"               \
	" AND b.unit = e.unit) OR EXISTS (SELECT 1 FROM lead_reach l"                              \
	" WHERE l.head = :caller_head AND l.year = p.year AND l.unit = e.unit))"
#define LISTED                                                                                     \
	IN_REACH " AND (CAST(:unit AS TEXT) IS NULL OR e.unit = :unit)"                            \
		 " AND (CAST(:period AS TEXT) IS NULL OR e.period = :period)"                      \
		 " AND (CAST(:year AS BIGINT) IS NULL OR p.year = :year)"

enum error list_lock_exceptions(struct request *req)
{
	return REPLY_PAGE1(req, COLUMNS, LISTED, "e.id", BIGINT);
}

static enum error reply_exception(struct request *req, int status, int64_t id)
{
	struct stmt *q = db_query(req->db,
		"SELECT " COLUMNS ", e.revision AS _revision" IN_REACH " AND e.id = :x_id");

	return reply_row(req, status, bind_id(q, id));
}

enum error get_lock_exception(struct request *req)
{
	const struct get_lock_exception_in *in = req->in;

	return reply_exception(req, 200, in->id);
}

static enum error check_exception(struct request *req, const struct create_lock_exception_in *in)
{
	struct row row = body_row(req);

	row_refers(req, &row, "unit", db_query(req->db, "SELECT 1 FROM units WHERE unit = :unit"));
	row_refers(req, &row, "period",
		db_query(req->db, "SELECT 1 FROM periods WHERE period = :period"));
	if (in->expires_at <= req->now)
		fault_expires_in_past(req, "/expires_at");
	return req_faults(req);
}

enum error create_lock_exception(struct request *req)
{
	const struct create_lock_exception_in *in = req->in;
	struct stmt *put = db_query(req->db,
		"INSERT INTO lock_exceptions (unit, period, reason, expires_at, created_at,"
		" created_by) VALUES (:unit, :period, :reason, :expires_at, :now, :caller_token)"
		" RETURNING id");

	if (require_sector(req))
		return req->failed;
	if (!strcmp(in->unit, req->caller.unit))
		return fail_own_exception(req, in->unit);
	if (check_exception(req, in))
		return req->failed;
	int64_t id = query_int(req, bind_input(put, req));

	if (req->failed)
		return req->failed;
	req_about(req, in->unit);
	req_created(req, "/lock-exceptions/%lld", (long long)id);
	return reply_exception(req, 201, id);
}

enum error revoke_lock_exception(struct request *req)
{
	const struct revoke_lock_exception_in *in = req->in;
	struct stmt *found =
		db_query(req->db, "SELECT revision FROM lock_exceptions WHERE id = :id");
	struct stmt *put = db_query(req->db,
		"UPDATE lock_exceptions SET revoked_at = :now, revision = revision + 1"
		" WHERE id = :id AND revoked_at IS NULL");

	if (require_sector(req))
		return req->failed;
	if (check_revision(req, found))
		return req->failed;
	query_run(req, bind_input(put, req));
	if (!db_changed(req->db))
		req_unchanged(req);
	return reply_exception(req, 200, in->id);
}
