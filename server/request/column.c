/* From a column to a JSON value. */
#include "request/column.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The form of one scalar of a schema. */
static enum column_form form_of(const struct schema *schema)
{
	if (schema->types & SCHEMA_BOOLEAN)
		return COLUMN_AS_BOOL;
	if (schema->types & SCHEMA_NUMBER)
		return COLUMN_AS_HUNDREDTHS;
	if (schema->types & SCHEMA_INTEGER)
		return COLUMN_AS_INT;
	return schema->format == FORMAT_DATE_TIME ? COLUMN_AS_INSTANT : COLUMN_AS_TEXT;
}

static void plan_hidden(struct column_plan *plan, const char *name)
{
	bool key = name[1] >= '1' && name[1] <= '3' && !name[2];

	assert((key || !strcmp(name, "_revision")) && "a hidden column is _revision, _1, _2 or _3");
	plan->form = key ? COLUMN_KEY : COLUMN_REVISION;
	plan->key = key ? name[1] - '1' : 0;
}

static void plan_member(struct column_plan *plan, const struct schema *schema, const char *name)
{
	const struct property *property = schema_property(schema, name);

	assert(property && "the column is no member of the reply's schema");
	plan->form = form_of(property->schema);
	plan->property = (size_t)(property - schema->properties);
	int length = snprintf(plan->member, sizeof plan->member, "\"%s\":", name);

	assert(length > 0 && (size_t)length < sizeof plan->member);
	plan->length = (unsigned short)length;
}

const struct column_plan *column_plans(
	struct request *req, struct stmt *stmt, const struct schema *schema)
{
	struct column_plan *plans = stmt_note(stmt, schema);

	if (plans)
		return plans;
	int count = column_count(stmt);

	plans = calloc((size_t)count + 1, sizeof *plans);
	if (!plans) {
		req_fail(req, E_MEMORY);
		return NULL;
	}
	for (int i = 0; i < count; i++) {
		const char *name = column_name(stmt, i);

		if (name[0] == '_')
			plan_hidden(&plans[i], name);
		else
			plan_member(&plans[i], schema, name);
	}
	stmt_set_note(stmt, schema, plans);
	return plans;
}

static void write_null(struct buffer *out, enum notation notation)
{
	if (notation == AS_JSON)
		buffer_bytes(out, "null", 4);
}

void write_text(struct buffer *out, enum notation notation, const char *text, size_t length)
{
	if (!text)
		write_null(out, notation);
	else if (notation == AS_CELL)
		buffer_csv(out, text, length);
	else
		buffer_json(out, text, length);
}

static void write_instant(struct buffer *out, enum notation notation, int64_t milliseconds)
{
	if (notation == AS_JSON)
		buffer_char(out, '"');
	buffer_instant(out, milliseconds);
	if (notation == AS_JSON)
		buffer_char(out, '"');
}

void write_number(struct buffer *out, enum notation notation, enum column_form form, int64_t number)
{
	switch (form) {
	case COLUMN_AS_BOOL:
		buffer_text(out, number ? "true" : "false");
		break;
	case COLUMN_AS_HUNDREDTHS:
		buffer_hundredths(out, number);
		break;
	case COLUMN_AS_INSTANT:
		write_instant(out, notation, number);
		break;
	default:
		buffer_int(out, number);
		break;
	}
}

void write_column(struct buffer *out, enum notation notation, const struct stmt *stmt, int column,
	enum column_form form)
{
	int64_t number = 0;
	size_t length = 0;

	if (form == COLUMN_AS_TEXT) {
		const char *text = column_text_n(stmt, column, &length);

		write_text(out, notation, text, length);
	} else if (column_number(stmt, column, &number)) {
		write_number(out, notation, form, number);
	} else {
		write_null(out, notation);
	}
}
