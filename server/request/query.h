/*
 * Statements of which a handler wants one thing: that it is done, whether there is a row, what its
 * first column holds. Each finishes its statement; a failure of it is the request's, and a request
 * that has failed asks nothing more.
 *
 *	return query_exists(req, bind_input(q, req)) ? OK : fail_not_found(req);
 */
#ifndef THIDUA_QUERY_H
#define THIDUA_QUERY_H

#include "request/request.h"

enum error query_run(struct request *req, struct stmt *q); /* to its end */
bool query_exists(struct request *req, struct stmt *q);
/* Ends a statement that had its row, or not: then the problem not_found. */
enum error query_end(struct request *req, struct stmt *q, bool found);
/* Of the first row; 0 without one or for NULL. Also the id of `INSERT .. RETURNING id`. */
int64_t query_int(struct request *req, struct stmt *q);
/* The same as text that lives as long as the request; NULL without a row or for NULL. */
const char *query_text(struct request *req, struct stmt *q);

#endif
