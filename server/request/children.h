/*
 * Rows that belong to one object and come with its body, as a list of objects: they are compared
 * and replaced together. Statements name the object :x_id, and the members of an item as they are
 * called in the contract; each is finished.
 */
#ifndef THIDUA_CHILDREN_H
#define THIDUA_CHILDREN_H

#include "request/request.h"

/* The items of `member` are those that are stored: `count` tells how many are, `one` has a row for
 * an item that is. */
bool children_same(
	struct request *req, const char *member, int64_t id, struct stmt *count, struct stmt *one);

/* Stores the items of `member` in place of those that were there. */
enum error children_replace(
	struct request *req, const char *member, int64_t id, struct stmt *clear, struct stmt *put);

#endif
