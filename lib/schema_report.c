/*
 * Words the faults that schema.c finds: pointer, what was found, what would be allowed. Nothing
 * here runs for input without faults.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "schema_parts.h"
#include "text.h"

#define FOUND_SIZE 101 /* of `found`, with its NUL */

static void print_pointer(struct buffer *out, const struct step *step)
{
	if (!step)
		return;
	print_pointer(out, step->up);
	if (!step->member) {
		buffer_printf(out, "/%zu", step->index);
		return;
	}
	buffer_char(out, '/');
	for (const char *c = step->member; *c; c++) {
		if (*c == '~')
			buffer_text(out, "~0");
		else if (*c == '/')
			buffer_text(out, "~1");
		else
			buffer_char(out, *c);
	}
}

static const char *cut(const char *text, char space[FOUND_SIZE])
{
	size_t length = strnlen(text, FOUND_SIZE);

	if (length < FOUND_SIZE)
		return text;
	length = FOUND_SIZE - 1;
	while (((unsigned char)text[length] & 0xc0) == 0x80)
		length--; /* not in the middle of a code point */
	memcpy(space, text, length);
	space[length] = '\0';
	return space;
}

static void report(struct check *check, const struct step *at, struct schema_report fault)
{
	struct buffer pointer = {0};
	char space[FOUND_SIZE];

	check->faulty = true;
	if (check->stopped)
		return;
	if (fault.found)
		fault.found = cut(fault.found, space);
	print_pointer(&pointer, at);
	fault.pointer = check->pointer ? check->pointer : buffer_string(&pointer);
	if (!fault.pointer)
		fault.pointer = ""; /* no memory: the fault counts, but for the whole document */
	check->stopped = !check->sink || !check->sink(check->context, &fault);
	buffer_free(&pointer);
}

void report_allowed(struct check *check, const struct step *at, const struct schema *schema,
	enum schema_fault fault, const char *allowed, const char *found)
{
	struct schema_report one = {
		.fault = fault, .schema = schema, .allowed = allowed, .found = found};

	report(check, at, one);
}

void report_limit(struct check *check, const struct step *at, const struct schema *schema,
	enum schema_fault fault, int64_t limit, const char *found)
{
	struct schema_report one = {
		.fault = fault, .schema = schema, .limit = limit, .found = found};

	report(check, at, one);
}

/* The text of `allowed` is made by the caller in a buffer, which ends here. */
static void report_list(struct check *check, const struct step *at, const struct schema *schema,
	enum schema_fault fault, struct buffer *allowed, const char *found)
{
	report_allowed(check, at, schema, fault, buffer_string(allowed), found);
	buffer_free(allowed);
}

/* "integer or null"; "string, integer or null" */
void report_type(
	struct check *check, const struct step *at, const struct schema *schema, const char *found)
{
	static const char *const names[] = {
		"object", "array", "string", "integer", "number", "boolean", "null"};
	struct buffer allowed = {0};
	unsigned left = schema->types;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (!(left & 1U << i))
			continue;
		left &= ~(1U << i);
		if (allowed.length > 0)
			buffer_text(&allowed, left ? ", " : " or ");
		buffer_text(&allowed, names[i]);
	}
	report_list(check, at, schema, FAULT_TYPE, &allowed, found);
}

void report_word(
	struct check *check, const struct step *at, const struct schema *schema, const char *found)
{
	struct buffer allowed = {0};

	for (const char *const *word = schema->words; *word; word++) {
		if (allowed.length > 0)
			buffer_char(&allowed, ',');
		buffer_text(&allowed, *word);
	}
	report_list(check, at, schema, FAULT_WORD, &allowed, found);
}

void report_number(struct check *check, const struct step *at, const struct schema *schema,
	enum decimal decimal, int64_t value, const char *found)
{
	bool count = schema->format == FORMAT_COUNT;
	bool below =
		decimal == DECIMAL_BELOW || (decimal == DECIMAL_EXACT && value < schema->minimum);
	char hint[SCHEMA_HINT_SIZE];

	if (decimal == DECIMAL_TOO_PRECISE) {
		report_allowed(check, at, schema, FAULT_PRECISION, NULL, found);
	} else if (count && (below || decimal == DECIMAL_NONE)) {
		bool sure = found && schema_count_hint(found, hint);
		report_allowed(check, at, schema, FAULT_NOT_COUNT, sure ? hint : NULL, found);
	} else if (decimal == DECIMAL_NONE) {
		report_type(check, at, schema, found);
	} else if (below) {
		report_limit(check, at, schema, FAULT_TOO_SMALL, schema->minimum, found);
	} else {
		report_limit(check, at, schema, count ? FAULT_COUNT_TOO_LARGE : FAULT_TOO_LARGE,
			schema->maximum, found);
	}
}

struct candidate {
	const char *name;
	unsigned distance;
};

/* Inserts into the first `count` candidates, which are sorted; equal ones stay in their order. */
static void insert(struct candidate *candidates, size_t count, struct candidate candidate)
{
	size_t place = count;

	for (; place > 0 && candidates[place - 1].distance > candidate.distance; place--)
		candidates[place] = candidates[place - 1];
	candidates[place] = candidate;
}

/* Lists the members that may be given, the closest to `member` first. */
static void print_members(
	struct buffer *out, const struct schema *schema, const char *member, bool request)
{
	struct candidate *candidates = calloc(schema->property_count + 1, sizeof *candidates);
	char *folded = text_fold(member); /* ASCII as a rule, which folds faster */
	size_t count = 0;

	for (size_t i = 0; candidates && folded && i < schema->property_count; i++) {
		const struct property *property = &schema->properties[i];
		if (request && property->read_only)
			continue;
		struct candidate candidate = {
			property->name, text_distance(folded, property->name)};
		insert(candidates, count++, candidate);
	}
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			buffer_char(out, ',');
		buffer_text(out, candidates[i].name);
	}
	free(folded);
	free(candidates);
}

void report_unknown(
	struct check *check, const struct step *at, const struct schema *schema, const char *member)
{
	struct buffer allowed = {0};
	char space[FOUND_SIZE];

	/* A name may be as long as the body; its beginning is enough to compare. */
	if (!check->stopped)
		print_members(&allowed, schema, cut(member, space), check->request);
	report_list(check, at, schema, FAULT_UNKNOWN, &allowed, member);
}

const char *scalar_text(const json_t *json, char space[SCHEMA_HINT_SIZE])
{
	switch (json_typeof(json)) {
	case JSON_STRING:
		return json_string_value(json);
	case JSON_INTEGER:
		snprintf(
			space, SCHEMA_HINT_SIZE, "%" JSON_INTEGER_FORMAT, json_integer_value(json));
		return space;
	case JSON_REAL:
		schema_print_real(json_real_value(json), space);
		return space;
	case JSON_TRUE:
		return "true";
	case JSON_FALSE:
		return "false";
	case JSON_NULL:
		return "null";
	case JSON_ARRAY:
		return "[..]";
	default:
		return "{..}";
	}
}
