#include "request/reach.h"

#include "db.h"
#include "gen/problems.h"

bool in_reach(struct request *req, const char *unit)
{
	if (!req->caller.token)
		return true;
	struct stmt *q = db_query(req->db,
		"SELECT 1 FROM unit_below WHERE ancestor = :caller_unit AND unit = :x_unit");

	bind_text(q, ":caller_unit", req->caller.unit);
	bind_text(q, ":x_unit", unit);
	bool found = db_row(q);

	req_fail(req, db_done(q));
	return found;
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
	bool top = db_row(q);
	enum error error = db_done(q);

	if (error)
		return req_fail(req, error);
	return top ? OK : fail_sector_only(req);
}
