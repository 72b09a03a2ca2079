#include "request/query.h"

#include "gen/problems.h"

enum error query_run(struct request *req, struct stmt *q)
{
	return req_fail(req, req->failed ? db_done(q) : db_run(q));
}

bool query_exists(struct request *req, struct stmt *q)
{
	bool found = !req->failed && db_row(q);

	return req_fail(req, db_done(q)) == OK && found;
}

enum error query_end(struct request *req, struct stmt *q, bool found)
{
	req_fail(req, db_done(q));
	return found ? req->failed : fail_not_found(req);
}

int64_t query_int(struct request *req, struct stmt *q)
{
	int64_t value = !req->failed && db_row(q) ? column_int(q, 0) : 0;

	return req_fail(req, db_done(q)) == OK ? value : 0;
}

const char *query_text(struct request *req, struct stmt *q)
{
	const char *value = !req->failed && db_row(q) ? req_text(req, column_text(q, 0)) : NULL;

	return req_fail(req, db_done(q)) == OK ? value : NULL;
}
