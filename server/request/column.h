/*
 * How the columns of a statement become members of a reply: worked out once for each statement and
 * schema, kept with the statement.
 */
#ifndef THIDUA_COLUMN_H
#define THIDUA_COLUMN_H

#include "request/request.h"

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

/* How a value is written: as JSON, or as the cell of a CSV, where null is empty. */
enum notation { AS_JSON, AS_CELL };

void write_text(struct buffer *out, enum notation notation, const char *text, size_t length);
void write_number(
	struct buffer *out, enum notation notation, enum column_form form, int64_t number);
void write_column(struct buffer *out, enum notation notation, const struct stmt *stmt, int column,
	enum column_form form);

#endif
