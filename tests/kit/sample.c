/* Values for and against the schemas of the contract. */
#include "sample.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "tally.h"

#define LONGEST_TEXT 6000 /* of a parameter: what the server still reads as a request line */

static const char *const format_samples[] = {
	[FORMAT_NONE] = "Zz",
	[FORMAT_DATE] = "2009-06-30",
	[FORMAT_DATE_TIME] = "2009-07-02T02:10:05Z",
	[FORMAT_PERIOD] = "2009-06",
	[FORMAT_SLUG] = "zz-nobody",
	[FORMAT_CODE] = "ZZ-99",
	[FORMAT_KEY] = "zz_nothing",
	[FORMAT_LOGIN] = "zz.nobody",
	[FORMAT_COUNT] = "Zz",
	[FORMAT_CURSOR] = "AAAA",
	[FORMAT_PASSWORD] = "zz khong ai doan",
	[FORMAT_LINE] = "Zz",
	[FORMAT_NAME] = "Zz",
};

static void sample_string(const struct schema *schema, struct buffer *out)
{
	const char *text = schema->words ? schema->words[0] : format_samples[schema->format];
	size_t length = strlen(text);

	if (length > schema->max_length)
		length = schema->max_length;
	buffer_bytes(out, text, length);
	for (; length < schema->min_length; length++)
		buffer_char(out, 'z');
}

/* High, so that no row has it as an id. */
static int64_t sample_integer(const struct schema *schema)
{
	int64_t value = 987654321;

	if (value > schema->maximum)
		value = schema->maximum;
	return value < schema->minimum ? schema->minimum : value;
}

static json_t *decimal(const struct schema *schema, int64_t value)
{
	int one = schema->thousandths ? 1000 : 100;

	return value % one == 0 ? json_integer(value / one) : json_real((double)value / one);
}

static json_t *sample_object(const struct schema *schema)
{
	json_t *object = json_object();

	for (size_t i = 0; i < schema->property_count; i++)
		if (!schema->properties[i].read_only)
			json_object_set_new(object, schema->properties[i].name,
				sample_value(schema->properties[i].schema));
	return object;
}

static json_t *sample_items(const struct schema *schema, size_t count)
{
	json_t *array = json_array();

	while (json_array_size(array) < count)
		json_array_append_new(array, sample_value(schema->items));
	return array;
}

json_t *sample_value(const struct schema *schema)
{
	unsigned types = schema->types;

	if (types & SCHEMA_STRING) {
		struct buffer text = {0};

		sample_string(schema, &text);
		json_t *json = json_stringn(text.data, text.length);

		buffer_free(&text);
		return json;
	}
	if (types & SCHEMA_INTEGER)
		return json_integer(sample_integer(schema));
	if (types & SCHEMA_NUMBER)
		return decimal(schema, sample_integer(schema));
	if (types & SCHEMA_BOOLEAN)
		return json_true();
	if (types & SCHEMA_ARRAY)
		return sample_items(schema, schema->min_items ? schema->min_items : 1);
	if (types & SCHEMA_OBJECT)
		return sample_object(schema);
	return json_null();
}

void sample_text(const struct schema *schema, struct buffer *out)
{
	if (schema->types & SCHEMA_STRING)
		sample_string(schema, out);
	else if (schema->types & SCHEMA_BOOLEAN)
		buffer_text(out, "true");
	else if (schema->types & SCHEMA_NUMBER)
		buffer_decimal(out, sample_integer(schema), schema_places(schema));
	else
		buffer_int(out, sample_integer(schema));
}

static void give(fault_value *take, void *context, const char *what, json_t *value)
{
	take(context, what, value);
	json_decref(value);
}

static json_t *long_string(size_t length)
{
	struct buffer text = {0};

	while (text.length < length)
		buffer_char(&text, 'z');
	json_t *json = json_stringn(text.data ? text.data : "", text.length);

	buffer_free(&text);
	return json;
}

static void wrong_types(const struct schema *schema, fault_value *take, void *context)
{
	unsigned types = schema->types;

	if (!(types & SCHEMA_NULL))
		give(take, context, "null", json_null());
	if (!(types & SCHEMA_STRING))
		give(take, context, "a string", json_string("1"));
	if (!(types & (SCHEMA_INTEGER | SCHEMA_NUMBER)))
		give(take, context, "a number", json_integer(1));
	if (!(types & SCHEMA_NUMBER))
		give(take, context, "a real", json_real(1.0));
	if (!(types & SCHEMA_BOOLEAN))
		give(take, context, "a boolean", json_true());
	if (!(types & SCHEMA_ARRAY))
		give(take, context, "an array", json_array());
	if (!(types & SCHEMA_OBJECT))
		give(take, context, "an object", json_object());
}

static void wrong_strings(const struct schema *schema, fault_value *take, void *context)
{
	if (schema->words) {
		give(take, context, "an unknown word", json_string("zz_no_such_word"));
		give(take, context, "an empty word", json_string(""));
		return;
	}
	if (schema->min_length > 0)
		give(take, context, "too short", long_string(schema->min_length - 1));
	if (schema->max_length < SIZE_MAX)
		give(take, context, "too long", long_string(schema->max_length + 1));
	if (schema->format != FORMAT_NONE && schema->format != FORMAT_PASSWORD)
		give(take, context, "a wrong format",
			json_string(schema->format >= FORMAT_LINE ? "two\nlines" : "--?"));
	if (schema->format == FORMAT_NAME)
		give(take, context, "letters that were lost", json_string("Nguy?n"));
}

static void wrong_numbers(const struct schema *schema, fault_value *take, void *context)
{
	bool number = schema->types & SCHEMA_NUMBER;

	if (schema->minimum > INT64_MIN)
		give(take, context, "too small",
			number ? decimal(schema, schema->minimum - 1)
			       : json_integer(schema->minimum - 1));
	if (schema->maximum < INT64_MAX)
		give(take, context, "too large",
			number ? decimal(schema, schema->maximum + 1)
			       : json_integer(schema->maximum + 1));
	if (number)
		give(take, context, "too precise", json_real(0.0625));
}

static void wrong_items(const struct schema *schema, fault_value *take, void *context)
{
	if (schema->min_items > 0)
		give(take, context, "too few items", sample_items(schema, schema->min_items - 1));
	if (schema->max_items < SIZE_MAX)
		give(take, context, "too many items", sample_items(schema, schema->max_items + 1));
}

void sample_faults(const struct schema *schema, fault_value *take, void *context)
{
	wrong_types(schema, take, context);
	if (schema->types & SCHEMA_STRING)
		wrong_strings(schema, take, context);
	if (schema->types & (SCHEMA_INTEGER | SCHEMA_NUMBER))
		wrong_numbers(schema, take, context);
	if (schema->types & SCHEMA_ARRAY)
		wrong_items(schema, take, context);
}

struct text_context {
	fault_text *take;
	void *context;
};

static void give_as_text(void *context, const char *what, json_t *value)
{
	struct text_context *to = context;
	char *text = json_is_string(value) ? NULL : json_dumps(value, JSON_ENCODE_ANY);

	if (!json_is_string(value) || json_string_length(value) <= LONGEST_TEXT)
		to->take(to->context, what, text ? text : json_string_value(value));
	free(text);
}

void sample_text_faults(const struct schema *schema, fault_text *take, void *context)
{
	struct text_context to = {take, context};

	if (schema->types & SCHEMA_STRING) {
		wrong_strings(schema, give_as_text, &to);
		return;
	}
	take(context, "nothing", "");
	take(context, "a word", "maybe");
	if (schema->types & SCHEMA_BOOLEAN) {
		take(context, "a number for a boolean", "1");
		return;
	}
	take(context, "a plus sign", "%2B1");
	take(context, "a blank", "1%20");
	take(context, "an exponent", "1e1");
	wrong_numbers(schema, give_as_text, &to);
	if (schema->types & SCHEMA_INTEGER)
		take(context, "beyond 64 bits", "99999999999999999999999");
}

static const struct field *path_field(const struct route *route, const char *name, size_t length)
{
	for (size_t i = 0; i < route->field_count; i++)
		if (route->fields[i].place == IN_PATH && strlen(route->fields[i].name) == length &&
			memcmp(route->fields[i].name, name, length) == 0)
			return &route->fields[i];
	tally_abort("%s: the path has a parameter that the fields lack", route->operation);
}

void sample_target(const struct route *route, const char *left_out, struct buffer *out)
{
	char separator = '?';

	for (const char *at = route->path; *at; at++) {
		if (*at != '{') {
			buffer_char(out, *at);
			continue;
		}
		size_t length = strcspn(at + 1, "}");

		sample_text(path_field(route, at + 1, length)->schema, out);
		at += length + 1;
	}
	for (size_t i = 0; i < route->field_count; i++) {
		const struct field *field = &route->fields[i];

		if (field->place != IN_QUERY || !field->required ||
			(left_out && strcmp(field->name, left_out) == 0))
			continue;
		buffer_char(out, separator);
		buffer_printf(out, "%s=", field->name);
		sample_text(field->schema, out);
		separator = '&';
	}
	if (!buffer_string(out))
		tally_abort("out of memory");
}
