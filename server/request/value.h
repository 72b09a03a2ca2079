/*
 * What a value of the contract is in C: its form is decided here, from its schema, and nowhere else.
 * Values lend their text; it lives as long as what they were taken from.
 */
#ifndef THIDUA_VALUE_H
#define THIDUA_VALUE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buffer.h"
#include "contract.h"
#include "db.h"

enum value_form {
	VALUE_NULL, /* absent, or null: of a value, never of a schema */
	VALUE_TEXT,
	VALUE_INT,
	VALUE_HUNDREDTHS,
	VALUE_THOUSANDTHS,
	VALUE_BOOL,    /* 0 or 1 */
	VALUE_INSTANT, /* milliseconds since 1970 */
	VALUE_NESTED   /* an object or an array, which has no single value */
};

enum value_form value_form(const struct schema *schema);

struct value {
	enum value_form form;
	int64_t number; /* of all but VALUE_TEXT */
	const char *text;
};

struct value value_of_text(const char *text); /* NULL is VALUE_NULL */
struct value value_of_number(enum value_form form, int64_t number);
/* Of JSON that was checked by this schema; NULL and what does not fit are VALUE_NULL. */
struct value value_of_json(const struct schema *schema, const json_t *json);
/* As an answer would say it; NULL when memory is short. */
json_t *value_as_json(const struct value *value);
/* Of the row on which the statement stands. */
struct value value_of_column(const struct stmt *stmt, int column, enum value_form form);
/* Of a `struct OPERATION_in`; and into it. */
struct value value_of_field(const struct field *field, const void *in);
void value_store(const struct value *value, const struct field *field, void *in);
/* Whether the field takes this text. */
bool value_fits_text(const char *text, const struct field *field);
/* From text that is known to be right, as the defaults of the contract are. */
void value_store_text(const char *text, const struct field *field, void *in);

bool value_same(const struct value *a, const struct value *b);
void value_bind(const struct value *value, struct stmt *stmt, int position);

/* How a value is written: as JSON; as the cell of a CSV, where null is empty, and between semicolons
 * decimals have a comma; or as the text of which the cell of a sheet is made. */
enum notation { AS_JSON, AS_CELL, AS_CELL_OF_SEMICOLONS, AS_SHEET };
void value_write(const struct value *value, struct buffer *out, enum notation notation);
/* The same for a column, with one look at it. */
void value_write_column(struct buffer *out, enum notation notation, const struct stmt *stmt,
	int column, enum value_form form);

#endif
