/*
 * Cursors of lists: the keys of the last row, bound to the operation and its filters by a digest,
 * so that a cursor is only good for the list that it came from.
 */
#ifndef THIDUA_CURSOR_H
#define THIDUA_CURSOR_H

#include "request/request.h"

/* Takes the keys of the request's cursor; false when it is malformed or belongs to another list. */
bool cursor_read(struct request *req, const char *text);
/* The three keys of the row behind which the page begins; NULL on the first page. */
const char *const *cursor_keys(const struct request *req);

/* An input that only chooses the page of a list and its form. */
bool is_of_page(const struct route *route, const struct field *field);

/* A cursor of up to three keys (NULL ends), bound to the operation and its filters. */
const char *reply_cursor(struct request *req, const char *key1, const char *key2, const char *key3);

#endif
