/*
 * How the columns of a statement become members of a reply: worked out once for each statement and
 * schema, kept with the statement.
 */
#ifndef THIDUA_COLUMN_H
#define THIDUA_COLUMN_H

#include "request.h"

enum column_form {
	COLUMN_AS_TEXT,
	COLUMN_AS_INT,
	COLUMN_AS_HUNDREDTHS,
	COLUMN_AS_BOOL,
	COLUMN_AS_INSTANT,
	COLUMN_REVISION,
	COLUMN_KEY
};

struct column_plan {
	enum column_form form;
	size_t property;       /* its place in the schema */
	int key;               /* 0..2 of COLUMN_KEY */
	unsigned short length; /* of `member` */
	char member[54];       /* "\"name_vi\":" */
};

/* One plan a column; NULL when memory is short (the request has failed then). */
const struct column_plan *column_plans(
	struct request *req, struct stmt *stmt, const struct schema *schema);

/* Appends the value of a column as JSON. */
void column_write(struct buffer *out, const struct stmt *stmt, int column, enum column_form form);

#endif
