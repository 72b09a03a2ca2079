/* Values of the contract between JSON, inputs, statements and answers. */
#include "request/value.h"

#include <assert.h>
#include <string.h>

#include "request/json_read.h"

enum value_form value_form(const struct schema *schema)
{
	unsigned types = schema->types;

	if (types & (SCHEMA_OBJECT | SCHEMA_ARRAY))
		return VALUE_NESTED;
	if (types & SCHEMA_BOOLEAN)
		return VALUE_BOOL;
	if (types & SCHEMA_NUMBER)
		return schema->thousandths ? VALUE_THOUSANDTHS : VALUE_HUNDREDTHS;
	if (types & SCHEMA_INTEGER)
		return VALUE_INT;
	return schema->format == FORMAT_DATE_TIME ? VALUE_INSTANT : VALUE_TEXT;
}

struct value value_of_text(const char *text)
{
	return (struct value){.form = text ? VALUE_TEXT : VALUE_NULL, .text = text};
}

struct value value_of_number(enum value_form form, int64_t number)
{
	return (struct value){.form = form, .number = number};
}

struct value value_of_json(const struct schema *schema, const json_t *json)
{
	enum value_form form = value_form(schema);
	const char *text = json_string_value(json);
	int64_t number = 0;

	if (form == VALUE_TEXT)
		return value_of_text(text);
	if (form == VALUE_INT && json_is_integer(json))
		return value_of_number(form, json_integer_value(json));
	if (form == VALUE_BOOL && json_is_boolean(json))
		return value_of_number(form, json_is_true(json));
	if ((form == VALUE_HUNDREDTHS || form == VALUE_THOUSANDTHS) && json &&
		schema_scaled(json, schema_places(schema), &number))
		return value_of_number(form, number);
	if (form == VALUE_INSTANT && text && schema_instant(text, &number))
		return value_of_number(form, number);
	return value_of_text(NULL);
}

json_t *value_as_json(const struct value *value)
{
	struct buffer text = {0};

	if (value->form == VALUE_TEXT)
		return json_string(value->text);
	value_write(value, &text, AS_JSON);
	json_t *json = text.failed ? NULL : json_read(text.data, text.length, JSON_DECODE_ANY);

	buffer_free(&text);
	return json;
}

struct value value_of_column(const struct stmt *stmt, int column, enum value_form form)
{
	int64_t number = 0;

	if (form == VALUE_TEXT)
		return value_of_text(column_text(stmt, column));
	bool there = column_number(stmt, column, &number);

	return value_of_number(there ? form : VALUE_NULL, number);
}

struct value value_of_field(const struct field *field, const void *in)
{
	const void *place = (const char *)in + field->offset;
	enum value_form form = value_form(field->schema);

	if (field->has_offset != NO_OFFSET &&
		!*(const bool *)((const char *)in + field->has_offset))
		return value_of_text(NULL);
	if (form == VALUE_TEXT)
		return value_of_text(*(const char *const *)place);
	return value_of_number(
		form, form == VALUE_BOOL ? *(const bool *)place : *(const int64_t *)place);
}

void value_store(const struct value *value, const struct field *field, void *in)
{
	void *place = (char *)in + field->offset;

	if (value->form == VALUE_NULL)
		return;
	if (value->form == VALUE_TEXT)
		*(const char **)place = value->text;
	else if (value->form == VALUE_BOOL)
		*(bool *)place = value->number != 0;
	else
		*(int64_t *)place = value->number;
	if (field->has_offset != NO_OFFSET)
		*(bool *)((char *)in + field->has_offset) = true;
}

static bool never(void *target, const struct schema_report *report)
{
	(void)target;
	(void)report;
	return false;
}

bool value_fits_text(const char *text, const struct field *field)
{
	int64_t number;

	return schema_check_text(field->schema, text, field->name, &number, never, NULL);
}

void value_store_text(const char *text, const struct field *field, void *in)
{
	enum value_form form = value_form(field->schema);
	int64_t number = 0;
	bool right = schema_check_text(field->schema, text, field->name, &number, never, NULL);

	assert(right && "the contract refuses its own text");
	(void)right;
	struct value value =
		form == VALUE_TEXT ? value_of_text(text) : value_of_number(form, number);

	value_store(&value, field, in);
}

bool value_same(const struct value *a, const struct value *b)
{
	if (a->form != b->form)
		return false;
	return a->form == VALUE_TEXT ? !strcmp(a->text, b->text) : a->number == b->number;
}

void value_bind(const struct value *value, struct stmt *stmt, int position)
{
	if (value->form == VALUE_NULL)
		bind_null_at(stmt, position);
	else if (value->form == VALUE_TEXT)
		bind_text_at(stmt, position, value->text);
	else
		bind_int_at(stmt, position, value->number);
}

static void write_null(struct buffer *out, enum notation notation)
{
	if (notation == AS_JSON)
		buffer_bytes(out, "null", 4);
}

static void write_text(struct buffer *out, enum notation notation, const char *text, size_t length)
{
	if (notation == AS_JSON)
		buffer_json(out, text, length);
	else if (notation == AS_SHEET)
		buffer_sheet(out, text, length);
	else
		buffer_csv(out, text, length);
}

static void write_decimal(struct buffer *out, enum notation notation, int64_t number, int places)
{
	buffer_decimal(out, number, places);
	if (notation == AS_CELL_OF_SEMICOLONS && !out->failed)
		out->data[out->length - 1 - (size_t)places] = ',';
}

static void write_number(
	struct buffer *out, enum notation notation, enum value_form form, int64_t number)
{
	bool quoted = form == VALUE_INSTANT && notation == AS_JSON;

	if (quoted)
		buffer_char(out, '"');
	if (form == VALUE_INT)
		buffer_int(out, number);
	else if (form == VALUE_BOOL)
		buffer_text(out, number ? "true" : "false");
	else if (form == VALUE_HUNDREDTHS || form == VALUE_THOUSANDTHS)
		write_decimal(out, notation, number, form == VALUE_THOUSANDTHS ? 3 : 2);
	else
		buffer_instant(out, number);
	if (quoted)
		buffer_char(out, '"');
}

void value_write(const struct value *value, struct buffer *out, enum notation notation)
{
	if (value->form == VALUE_NULL)
		write_null(out, notation);
	else if (value->form == VALUE_TEXT)
		write_text(out, notation, value->text, strlen(value->text));
	else
		write_number(out, notation, value->form, value->number);
}

void value_write_column(struct buffer *out, enum notation notation, const struct stmt *stmt,
	int column, enum value_form form)
{
	const char *text;
	size_t length;
	int64_t number;

	if (form == VALUE_TEXT && (text = column_text_n(stmt, column, &length)))
		write_text(out, notation, text, length);
	else if (form != VALUE_TEXT && column_number(stmt, column, &number))
		write_number(out, notation, form, number);
	else
		write_null(out, notation);
}
