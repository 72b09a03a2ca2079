#include "request/reach.h"

#include "db.h"
#include "gen/problems.h"
#include "request/query.h"

bool in_reach(struct request *req, const char *unit)
{
	if (!req->caller.token)
		return true;
	struct stmt *q = db_query(req->db,
		"SELECT 1 FROM unit_below WHERE ancestor = :caller_unit AND unit = :x_unit");

	bind_text(q, ":caller_unit", req->caller.unit);
	bind_text(q, ":x_unit", unit);
	return query_exists(req, q);
}

enum error require_reach(struct request *req, const char *unit)
{
	if (in_reach(req, unit))
		return req->failed;
	return req->failed ? req->failed : fail_not_found(req);
}

enum error require_sector(struct request *req)
{
	if (!req->caller.token)
		return OK;
	struct stmt *q = db_query(
		req->db, "SELECT 1 FROM units WHERE unit = :caller_unit AND parent IS NULL");

	bind_text(q, ":caller_unit", req->caller.unit);
	return query_exists(req, q) ? OK : fail_sector_only(req);
}
