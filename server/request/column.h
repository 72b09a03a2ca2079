/*
 * How the columns of a statement become members of a reply: worked out once for each statement and
 * schema, kept with the statement.
 */
#ifndef THIDUA_COLUMN_H
#define THIDUA_COLUMN_H

#include "request/request.h"
#include "request/value.h"

enum column_use { COLUMN_MEMBER, COLUMN_REVISION, COLUMN_KEY, COLUMN_ASIDE };

struct column_plan {
	enum column_use use;
	enum value_form form;  /* of COLUMN_MEMBER */
	size_t property;       /* its place in the schema */
	int key;               /* 0..2 of COLUMN_KEY */
	unsigned short length; /* of `member` */
	char member[54];       /* "\"name_vi\":" */
};

/* One plan a column; NULL when memory is short (the request has failed then). */
const struct column_plan *column_plans(
	struct request *req, struct stmt *stmt, const struct schema *schema);

#endif
