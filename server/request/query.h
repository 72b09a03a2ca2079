/*
 * Statements of which a handler wants one thing: is there a row, what does its first column hold.
 * Each finishes its statement; a failure of the statement is the request's, which then has no row.
 *
 *	return query_exists(req, q) ? OK : fail_not_found(req);
 */
#ifndef THIDUA_QUERY_H
#define THIDUA_QUERY_H

#include "request/request.h"

bool query_exists(struct request *req, struct stmt *q);
/* Of the first row; 0 without one or for NULL. Also the id of `INSERT .. RETURNING id`. */
int64_t query_int(struct request *req, struct stmt *q);
/* The same as text that lives as long as the request; NULL without a row or for NULL. */
const char *query_text(struct request *req, struct stmt *q);

#endif
