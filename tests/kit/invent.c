/* Values by schema, and faults in them. */
#include "invent.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "naughty.h"
#include "sample.h"
#include "tally.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))
#define PLACES        400 /* of a body that a fault may have */

/* Right for the contract; what is made of them is the matter of the resource. */
static const char *const dates[] = {"2021-01-01", "2021-12-31", "2020-02-29", "1900-01-01",
	"9999-12-31", "0001-01-01", "2026-10-01", "2020-11-30"};
static const char *const instants[] = {"2021-12-31T16:59:59Z", "2021-12-31T17:00:00Z",
	"2021-06-30T24:00:00Z", "2016-12-31T23:59:60Z", "2099-01-01T00:00:00+07:00",
	"0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999-12:00"};
static const char *const periods[] = {
	"2021-01", "2021-12", "2021-H1", "2021-H2", "2021-Y", "1900-Y", "2099-12", "2020-11"};
static const char *const slugs[] = {"gialai", "gialai.pleiku", "vkstc", "kontum", "lamdong.v2",
	"vkstc-cum-7-2021", "gialai-khoi-1-2016", "no-such"};
static const char *const codes[] = {
	"DT-03", "TB-02", "advanced-worker", "grassroots-merit-paper", "R2024b", "ZZ-99", "I", "B"};
static const char *const keys[] = {
	"dt_new_c", "tb_open", "tb_pend", "xx_review", "new_staff_min_months", "zz_none"};
static const char *const cursors[] = {"AAAA", "bGltaXQ", "_-_-", "WzEsMl0",
	"eyJpZCI6MX0AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"};

#define PICK(array) (array)[invent_number(LENGTH(array))]

static const char *formatted(enum schema_format format)
{
	switch (format) {
	case FORMAT_DATE:
		return PICK(dates);
	case FORMAT_DATE_TIME:
		return PICK(instants);
	case FORMAT_PERIOD:
		return PICK(periods);
	case FORMAT_SLUG:
	case FORMAT_LOGIN:
		return PICK(slugs);
	case FORMAT_CODE:
		return PICK(codes);
	case FORMAT_KEY:
		return PICK(keys);
	case FORMAT_CURSOR:
		return PICK(cursors);
	default:
		return NULL;
	}
}

static size_t count_words(const struct schema *schema)
{
	size_t count = 0;

	while (schema->words && schema->words[count])
		count++;
	return count;
}

static void invent_string(const struct schema *schema, struct buffer *out)
{
	size_t words = count_words(schema);
	const char *text = words ? schema->words[invent_number(words)] : formatted(schema->format);

	if (text && (words || strlen(text) <= schema->max_length))
		buffer_text(out, text);
	else
		sample_text(schema, out);
}

static int64_t invent_integer(const struct schema *schema)
{
	const int64_t edges[] = {schema->minimum, schema->maximum, 0, 1, 2, 100, 2021, 50000,
		INT64_C(1) << 31, INT64_C(1) << 53};
	int64_t value = PICK(edges);

	if (value > schema->maximum)
		value = schema->maximum;
	return value < schema->minimum ? schema->minimum : value;
}

static json_t *invent_decimal(const struct schema *schema)
{
	struct buffer text = {0};

	buffer_decimal(&text, invent_integer(schema), schema_places(schema));
	json_t *json = json_loads(buffer_string(&text), JSON_DECODE_ANY, NULL);

	buffer_free(&text);
	return json;
}

static json_t *invent_items(const struct schema *schema)
{
	json_t *array = json_array();
	size_t count = schema->min_items + invent_number(4);

	for (size_t i = 0; i < count && i < schema->max_items; i++)
		json_array_append_new(array, invent_value(schema->items));
	return array;
}

static json_t *invent_object(const struct schema *schema)
{
	json_t *object = json_object();

	for (size_t i = 0; i < schema->property_count; i++) {
		const struct property *property = &schema->properties[i];

		if (!property->read_only && (property->required || invent_chance(60)))
			json_object_set_new(object, property->name, invent_value(property->schema));
	}
	return object;
}

json_t *invent_value(const struct schema *schema)
{
	unsigned types = schema->types;
	struct buffer text = {0};

	if (types & SCHEMA_NULL && (types == SCHEMA_NULL || invent_chance(20)))
		return json_null();
	if (types & SCHEMA_STRING) {
		invent_string(schema, &text);
		json_t *json = json_stringn(text.data ? text.data : "", text.length);

		buffer_free(&text);
		return json;
	}
	if (types & SCHEMA_INTEGER)
		return json_integer(invent_integer(schema));
	if (types & SCHEMA_NUMBER)
		return invent_decimal(schema);
	if (types & SCHEMA_BOOLEAN)
		return json_boolean(invent_chance(50));
	if (types & SCHEMA_ARRAY)
		return invent_items(schema);
	return invent_object(schema);
}

static void invent_scalar(const struct schema *schema, struct buffer *out)
{
	if (naughty_fits(schema))
		invent_text(out);
	else if (schema->types & SCHEMA_STRING)
		invent_string(schema, out);
	else if (schema->types & SCHEMA_BOOLEAN)
		buffer_text(out, invent_chance(50) ? "true" : "false");
	else if (schema->types & SCHEMA_NUMBER)
		buffer_decimal(out, invent_integer(schema), schema_places(schema));
	else
		buffer_int(out, invent_integer(schema));
}

void invent_parameter(const struct field *field, struct buffer *out)
{
	size_t count = field->many ? 1 + invent_number(field->many < 4 ? field->many : 4) : 1;

	for (size_t i = 0; i < count; i++) {
		buffer_text(out, i ? "," : "");
		invent_scalar(field->schema, out);
	}
}

struct wrong_text {
	struct buffer *out;
	size_t seen;
};

/* Of all that is offered each is taken as likely as another. */
static void take_text(void *context, const char *what, const char *text)
{
	struct wrong_text *wrong = context;

	(void)what;
	if (invent_number(++wrong->seen))
		return;
	buffer_truncate(wrong->out, 0);
	buffer_text(wrong->out, text);
}

bool invent_wrong_parameter(const struct field *field, struct buffer *out)
{
	struct wrong_text wrong = {.out = out};

	sample_text_faults(field->schema, take_text, &wrong);
	return wrong.seen;
}

void invent_texts(const struct schema *schema, json_t *value)
{
	const char *name;
	json_t *below;
	size_t i;
	void *next;

	if (json_is_string(value) && naughty_fits(schema)) {
		struct buffer text = {0};

		invent_text(&text);
		json_string_set(value, buffer_string(&text));
		buffer_free(&text);
	}
	json_array_foreach(value, i, below)
	{
		invent_texts(schema->items, below);
	}
	json_object_foreach_safe(value, next, name, below)
	{
		const struct property *property = schema_property(schema, name);

		if (property && !property->read_only)
			invent_texts(property->schema, below);
	}
}

/* A member that may become wrong: of an object of the body. */
struct spot {
	const struct property *property;
	json_t *object;
	char pointer[INVENT_POINTER];
};

struct spots {
	size_t count;
	struct spot all[PLACES];
};

static void find_places(
	const struct schema *schema, json_t *value, const char *pointer, struct spots *out)
{
	char below[INVENT_POINTER];
	json_t *item;
	size_t i;

	json_array_foreach(value, i, item)
	{
		if (snprintf(below, sizeof below, "%s/%zu", pointer, i) < INVENT_POINTER)
			find_places(schema->items, item, below, out);
	}
	for (i = 0; json_is_object(value) && i < schema->property_count && out->count < PLACES;
		i++) {
		const struct property *property = &schema->properties[i];
		struct spot *place = &out->all[out->count];

		if (property->read_only ||
			snprintf(place->pointer, sizeof place->pointer, "%s/%s", pointer,
				property->name) >= INVENT_POINTER)
			continue;
		place->property = property;
		place->object = value;
		out->count++;
		find_places(property->schema, json_object_get(value, property->name),
			place->pointer, out);
	}
}

static bool is_within(const char *pointer, const char *other)
{
	size_t length = strlen(other);

	return !strncmp(pointer, other, length) &&
		(pointer[length] == '/' || pointer[length] == '\0');
}

static bool is_apart(const struct invented_faults *faults, const char *pointer)
{
	for (size_t i = 0; i < faults->count; i++)
		if (is_within(pointer, faults->pointers[i]) ||
			is_within(faults->pointers[i], pointer))
			return false;
	return true;
}

struct wrong_value {
	json_t *value;
	size_t seen;
};

static void take_value(void *context, const char *what, json_t *value)
{
	struct wrong_value *wrong = context;

	(void)what;
	if (invent_number(++wrong->seen))
		return;
	json_decref(wrong->value);
	wrong->value = json_incref(value);
}

static void spoil(const struct spot *place, struct invented_faults *out)
{
	struct wrong_value wrong = {0};

	if (place->property->required && invent_chance(20)) {
		json_object_del(place->object, place->property->name);
	} else {
		sample_faults(place->property->schema, take_value, &wrong);
		json_object_set_new(place->object, place->property->name, wrong.value);
	}
	memcpy(out->pointers[out->count++], place->pointer, INVENT_POINTER);
}

void invent_faults(const struct schema *schema, json_t *body, struct invented_faults *out)
{
	static struct spots places;
	size_t wanted = 1 + invent_number(INVENT_FAULTS);

	out->count = places.count = 0;
	find_places(schema, body, "", &places);
	for (size_t tries = 0; places.count && tries < 10 && out->count < wanted; tries++) {
		const struct spot *place = &places.all[invent_number(places.count)];

		if (is_apart(out, place->pointer))
			spoil(place, out);
	}
}
