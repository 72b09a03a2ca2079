/*
 * Walks a JSON value and its schema side by side and reports every fault. The way down is a chain
 * of steps on the stack, from which a pointer is made only when there is a fault: input without
 * faults costs no allocation. The depth is that of the schema, never that of the input.
 */
#include "schema.h"

#include <string.h>

#include "schema_parts.h"
#include "text.h"

static void check_value(struct check *check, const struct step *at, const struct schema *schema,
	const json_t *json);

/* The types that the value can pass for: an integer is a number, too. */
static unsigned types_of(const json_t *json)
{
	switch (json_typeof(json)) {
	case JSON_OBJECT:
		return SCHEMA_OBJECT;
	case JSON_ARRAY:
		return SCHEMA_ARRAY;
	case JSON_STRING:
		return SCHEMA_STRING;
	case JSON_INTEGER:
		return SCHEMA_INTEGER | SCHEMA_NUMBER;
	case JSON_REAL:
		return SCHEMA_NUMBER;
	case JSON_NULL:
		return SCHEMA_NULL;
	default:
		return SCHEMA_BOOLEAN;
	}
}

static bool is_word(const struct schema *schema, const char *text)
{
	for (const char *const *word = schema->words; *word; word++)
		if (strcmp(*word, text) == 0)
			return true;
	return false;
}

/* Any text may be read: one that is stored, or what a problem found. */
static bool has_format(const struct check *check, const struct schema *schema)
{
	return check->request || schema->format != FORMAT_NONE;
}

static void check_damage(
	struct check *check, const struct step *at, const struct schema *schema, const char *text)
{
	switch (text_damage(text)) {
	case TEXT_SOUND:
		break;
	case TEXT_LETTERS_LOST:
		report_allowed(check, at, schema, FAULT_LETTERS_LOST, NULL, text);
		break;
	case TEXT_IN_TCVN3:
		report_allowed(check, at, schema, FAULT_OLD_ENCODING, "TCVN3", text);
		break;
	case TEXT_IN_VNI:
		report_allowed(check, at, schema, FAULT_OLD_ENCODING, "VNI", text);
		break;
	}
}

static void check_string(struct check *check, const struct step *at, const struct schema *schema,
	const char *text, size_t bytes)
{
	/* Bytes will do while they are not too many: no text has more code points than bytes. A
	 * name of blanks is no name. */
	size_t length = bytes;
	if (bytes > schema->max_length)
		length = text_code_points(text);

	if (schema->words) {
		if (!is_word(schema, text))
			report_word(check, at, schema, text);
	} else if (schema->min_length > 0 && text_trimmed_length(text) < schema->min_length) {
		report_limit(check, at, schema, FAULT_TOO_SHORT, (int64_t)schema->min_length, text);
	} else if (length > schema->max_length) {
		report_limit(check, at, schema, FAULT_TOO_LONG, (int64_t)schema->max_length, text);
	} else if (has_format(check, schema) && !schema_format_fits(schema->format, text)) {
		report_allowed(
			check, at, schema, FAULT_FORMAT, schema_format_hint(schema->format), text);
	} else if (check->request && schema->format == FORMAT_NAME) {
		check_damage(check, at, schema, text);
	}
}

static bool in_range(const struct schema *schema, enum decimal decimal, int64_t value)
{
	return decimal == DECIMAL_EXACT && value >= schema->minimum && value <= schema->maximum;
}

static void check_number(
	struct check *check, const struct step *at, const struct schema *schema, const json_t *json)
{
	int64_t value = json_integer_value(json);
	enum decimal decimal = DECIMAL_EXACT;
	char space[SCHEMA_HINT_SIZE];

	if (schema->types & SCHEMA_NUMBER)
		decimal = schema_decimal(json, schema_places(schema), &value);
	if (!in_range(schema, decimal, value))
		report_number(check, at, schema, decimal, value, scalar_text(json, space));
}

static void check_array(
	struct check *check, const struct step *at, const struct schema *schema, const json_t *json)
{
	size_t count = json_array_size(json);

	if (count < schema->min_items)
		report_limit(check, at, schema, FAULT_TOO_FEW, (int64_t)schema->min_items, NULL);
	if (count > schema->max_items)
		report_limit(check, at, schema, FAULT_TOO_MANY, (int64_t)schema->max_items, NULL);
	for (size_t i = 0; schema->items && i < count && !check->stopped; i++) {
		struct step item = {.up = at, .index = i};
		check_value(check, &item, schema->items, json_array_get(json, i));
	}
}

/* A member that only the server sets is not missing in what a client sends. */
static bool is_required(const struct check *check, const struct property *property)
{
	return property->required && !(check->request && property->read_only);
}

static void report_missing(
	struct check *check, const struct step *at, const struct schema *schema, const json_t *json)
{
	for (size_t i = 0; i < schema->property_count; i++) {
		const struct property *property = &schema->properties[i];
		if (!is_required(check, property) || json_object_get(json, property->name))
			continue;
		struct step member = {.up = at, .member = property->name};
		report_allowed(
			check, &member, property->schema, FAULT_MISSING, NULL, property->name);
	}
}

static void check_member(struct check *check, const struct step *at, const struct schema *schema,
	const struct property *property, const json_t *json)
{
	if (property && check->request && property->read_only)
		report_allowed(check, at, property->schema, FAULT_READ_ONLY, NULL, property->name);
	else if (property)
		check_value(check, at, property->schema, json);
	else if (check->request || !schema->open)
		report_unknown(check, at, schema, at->member);
}

/* One pass over the members; which ones are missing is asked only when some are. */
static void check_object(
	struct check *check, const struct step *at, const struct schema *schema, const json_t *json)
{
	json_t *object = (json_t *)json; /* jansson's iterators take no const; we only read */
	size_t missing = 0;
	const char *name;
	json_t *value;

	for (size_t i = 0; i < schema->property_count; i++)
		missing += is_required(check, &schema->properties[i]);
	json_object_foreach(object, name, value)
	{
		const struct property *property = schema_property(schema, name);
		struct step member = {.up = at, .member = name};
		if (check->stopped)
			return;
		check_member(check, &member, schema, property, value);
		missing -= property && is_required(check, property);
	}
	if (missing > 0)
		report_missing(check, at, schema, json);
}

static void check_value(
	struct check *check, const struct step *at, const struct schema *schema, const json_t *json)
{
	char space[SCHEMA_HINT_SIZE];

	if (!schema->types)
		return;
	if (!(schema->types & types_of(json))) {
		report_number(check, at, schema, DECIMAL_NONE, 0, scalar_text(json, space));
		return;
	}
	switch (json_typeof(json)) {
	case JSON_OBJECT:
		check_object(check, at, schema, json);
		break;
	case JSON_ARRAY:
		check_array(check, at, schema, json);
		break;
	case JSON_STRING:
		check_string(check, at, schema, json_string_value(json), json_string_length(json));
		break;
	case JSON_INTEGER:
	case JSON_REAL:
		check_number(check, at, schema, json);
		break;
	default: /* true, false and null have nothing else to check */
		break;
	}
}

bool schema_check(const struct schema *schema, const json_t *json, bool request, schema_sink *sink,
	void *context)
{
	struct check check = {.request = request, .sink = sink, .context = context};

	check_value(&check, NULL, schema, json);
	return !check.faulty;
}

static void check_boolean_text(
	struct check *check, const struct schema *schema, const char *text, int64_t *out)
{
	bool value = strcmp(text, "true") == 0;

	if (value || strcmp(text, "false") == 0)
		*out = value;
	else
		report_type(check, NULL, schema, text);
}

static void check_number_text(
	struct check *check, const struct schema *schema, const char *text, int64_t *out)
{
	int64_t value = 0;
	enum decimal decimal = schema->types & SCHEMA_NUMBER
		? schema_decimal_text(text, schema_places(schema), &value)
		: schema_integer_text(text, &value);

	if (in_range(schema, decimal, value))
		*out = value;
	else
		report_number(check, NULL, schema, decimal, value, text);
}

bool schema_check_text(const struct schema *schema, const char *text, const char *pointer,
	int64_t *out_int, schema_sink *sink, void *context)
{
	struct check check = {
		.request = true, .sink = sink, .context = context, .pointer = pointer};

	if (schema->types & SCHEMA_BOOLEAN) {
		check_boolean_text(&check, schema, text, out_int);
	} else if (schema->types & (SCHEMA_INTEGER | SCHEMA_NUMBER)) {
		check_number_text(&check, schema, text, out_int);
	} else {
		check_string(&check, NULL, schema, text, strlen(text));
		if (!check.faulty && schema->format == FORMAT_DATE_TIME)
			schema_instant(text, out_int);
	}
	return !check.faulty;
}

const struct property *schema_property(const struct schema *schema, const char *name)
{
	for (size_t i = 0; i < schema->property_count; i++)
		if (strcmp(schema->properties[i].name, name) == 0)
			return &schema->properties[i];
	return NULL;
}
