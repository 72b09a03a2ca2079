/* Parameters and bodies into the input of an operation. */
#include "decode.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "call.h"
#include "csv.h"
#include "cursor.h"
#include "faults.h"
#include "gen/api.h"
#include "gen/problems.h"
#include "problem.h"
#include "text.h"

#define DEEPEST 16

static void *place_of(struct request *req, size_t offset)
{
	return (char *)(uintptr_t)req->in + offset;
}

static void store(struct request *req, const struct field *field, const char *text, int64_t number)
{
	unsigned types = field->schema->types;

	if (types & SCHEMA_BOOLEAN)
		*(bool *)place_of(req, field->offset) = number != 0;
	else if ((types & SCHEMA_STRING) && field->schema->format != FORMAT_DATE_TIME)
		*(const char **)place_of(req, field->offset) = text;
	else
		*(int64_t *)place_of(req, field->offset) = number;
	if (field->has_offset != NO_OFFSET)
		*(bool *)place_of(req, field->has_offset) = true;
}

/* The stored form (NFC, no NBSP) of a text, in the request's memory when it differs. */
static const char *stored_form(struct request *req, const char *text)
{
	if (text_is_stored_form(text))
		return text;
	char *form = text_stored_form(text);

	if (!form) {
		req_fail(req, E_MEMORY);
		return text;
	}
	const char *copy = req_text(req, form);

	free(form);
	return copy ? copy : text;
}

static void take_parameter(struct request *req, const struct field *field, const char *text)
{
	int64_t number = 0;
	struct fault_target target = {.req = req};

	text = stored_form(req, text);
	if (schema_check_text(
		    field->schema, text, field->name, &number, fault_from_schema, &target))
		store(req, field, text, number);
}

static void take_fallbacks(struct request *req, enum place place)
{
	for (size_t i = 0; i < req->route->field_count; i++) {
		const struct field *field = &req->route->fields[i];

		if (field->fallback &&
			(field->place == place || (place == IN_QUERY && field->place == IN_PATH)))
			take_parameter(req, field, field->fallback);
	}
}

static bool has_twin_in_body(const struct route *route, const char *name)
{
	for (size_t i = 0; i < route->field_count; i++)
		if (route->fields[i].place == IN_BODY && !strcmp(route->fields[i].name, name))
			return true;
	return false;
}

static size_t query_field(const struct route *route, const char *name)
{
	for (size_t i = 0; i < route->field_count; i++)
		if (route->fields[i].place == IN_QUERY && !strcmp(route->fields[i].name, name))
			return i;
	return SIZE_MAX;
}

static const char *query_names(struct request *req)
{
	const char *names = "";

	for (size_t i = 0; names && i < req->route->field_count; i++)
		if (req->route->fields[i].place == IN_QUERY)
			names = req_printf(req, "%s%s%s", names, *names ? ", " : "",
				req->route->fields[i].name);
	return names;
}

static char *decode_part(struct request *req, const char *text, size_t length)
{
	char *copy = req_alloc(req, length + 1), *out = req_alloc(req, length + 1);

	if (!copy || !out)
		return NULL;
	for (size_t i = 0; i < length; i++)
		copy[i] = text[i] == '+' ? ' ' : text[i];
	if (!text_percent_decode(copy, length, out)) {
		fault_bad_encoding(req, "");
		return NULL;
	}
	return out;
}

static void take_pair(struct request *req, const char *pair, size_t length, bool *seen)
{
	const char *equals = memchr(pair, '=', length);
	size_t name_length = equals ? (size_t)(equals - pair) : length;
	const char *name = decode_part(req, pair, name_length);
	const char *value = equals ? decode_part(req, equals + 1, length - name_length - 1) : "";

	if (!name || !value)
		return;
	size_t i = query_field(req->route, name);

	if (i == SIZE_MAX)
		fault_unknown_parameter(req, name, name, query_names(req));
	else if (seen[i])
		fault_repeated_parameter(req, name);
	else if (!req->from_csv && has_twin_in_body(req->route, name))
		fault_parameter_for_csv(req, name);
	else
		take_parameter(req, &req->route->fields[i], value);
	if (i != SIZE_MAX)
		seen[i] = true;
}

static void take_query(struct request *req)
{
	bool *seen = req_alloc(req, req->route->field_count + 1);
	const char *at = req->call->query ? req->call->query : "";

	while (seen && *at) {
		size_t length = strcspn(at, "&");

		if (length)
			take_pair(req, at, length, seen);
		at += length + (at[length] == '&');
	}
	for (size_t i = 0; seen && i < req->route->field_count; i++)
		if (req->route->fields[i].place == IN_QUERY && req->route->fields[i].required &&
			!seen[i])
			fault_missing_parameter(req, req->route->fields[i].name);
}

/* A path parameter of the wrong form names nothing that exists. */
static enum error take_path(struct request *req)
{
	size_t n = 0;

	for (size_t i = 0; i < req->route->field_count; i++) {
		if (req->route->fields[i].place != IN_PATH)
			continue;
		take_parameter(req, &req->route->fields[i], req->call->segment[n++]);
		if (req->error_count) {
			buffer_truncate(&req->errors, 0);
			req->error_count = 0;
			return fail_not_found(req);
		}
	}
	return req->failed;
}

static bool is_csv_type(const char *type)
{
	return type && !strncasecmp(type, "text/csv", 8);
}

enum error decode_parameters(struct request *req)
{
	const struct route *route = req->route;

	req->from_csv = route->csv_row && is_csv_type(req->call->content_type);
	if (take_path(req))
		return req->failed;
	take_fallbacks(req, IN_QUERY);
	take_query(req);
	if (req_parameter_faults(req))
		return req->failed;
	if (route->dry_run_offset != NO_OFFSET)
		req->dry_run = *(bool *)place_of(req, route->dry_run_offset);
	const char *cursor = route->cursor_offset == NO_OFFSET
		? NULL
		: *(const char **)place_of(req, route->cursor_offset);

	if (cursor && !cursor_read(req, cursor))
		return req->failed ? req->failed : fail_bad_cursor(req);
	return OK;
}

/* Depth without building anything: a parser's stack is not the place to find out. */
static bool is_too_deep(const char *text, size_t length)
{
	size_t depth = 0;
	bool in_string = false;

	for (size_t i = 0; i < length; i++) {
		if (in_string) {
			if (text[i] == '\\')
				i++;
			else if (text[i] == '"')
				in_string = false;
		} else if (text[i] == '"') {
			in_string = true;
		} else if (text[i] == '[' || text[i] == '{') {
			if (++depth > DEEPEST)
				return true;
		} else if ((text[i] == ']' || text[i] == '}') && depth) {
			depth--;
		}
	}
	return false;
}

static enum error parse_json(struct request *req)
{
	const struct buffer *body = &req->call->body;
	json_error_t error;

	if (is_too_deep(body->data, body->length))
		return fail_json_too_deep(req, DEEPEST);
	req->body = json_loadb(body->data, body->length, JSON_REJECT_DUPLICATES, &error);
	if (req->body)
		return OK;
	switch (json_error_code(&error)) {
	case json_error_out_of_memory:
		return req_fail(req, E_MEMORY);
	case json_error_duplicate_key:
		return fail_duplicate_member(req, error.line, error.column);
	case json_error_numeric_overflow:
		return fail_number_overflow(req, error.line, error.column);
	default:
		/* What follows quotes the body, which may be cut in the middle of a character. */
		error.text[strcspn(error.text, "'")] = '\0';
		return fail_malformed_json(req, error.text, error.line, error.column);
	}
}

/* Where the schema of the CSV's rows stands in the body: how many rows there may be. */
static size_t most_rows(const struct route *route)
{
	const struct property *member = schema_property(route->body, route->csv_member);

	return member ? member->schema->max_items : 0;
}

static json_t *parameter_as_json(struct request *req, const struct field *field)
{
	const void *place = place_of(req, field->offset);
	unsigned types = field->schema->types;

	if (types & SCHEMA_BOOLEAN)
		return json_boolean(*(const bool *)place);
	if (types & SCHEMA_STRING) {
		const char *text = *(const char *const *)place;

		return text ? json_string(text) : NULL;
	}
	return json_integer(*(const int64_t *)place);
}

static enum error parse_csv(struct request *req)
{
	const struct route *route = req->route;
	struct fault_target target = {.req = req};
	struct csv *csv = req_alloc(req, sizeof *csv);

	if (!csv)
		return req->failed;
	if (!text_is_utf8(req->call->body.data ? req->call->body.data : "", req->call->body.length))
		return fail_bad_utf8(req);
	req->csv = csv;
	csv_read(req->call->body.data ? req->call->body.data : "", req->call->body.length,
		route->csv_row, most_rows(route), fault_from_csv, &target, csv);
	if (req_faults(req))
		return req->failed;
	req->body = json_object();
	for (size_t i = 0; i < route->field_count; i++) {
		const struct field *field = &route->fields[i];
		json_t *value = field->place == IN_QUERY && has_twin_in_body(route, field->name)
			? parameter_as_json(req, field)
			: NULL;

		if (value && json_object_set_new(req->body, field->name, value))
			req_fail(req, E_MEMORY);
	}
	if (!req->body || json_object_set(req->body, route->csv_member, csv->rows))
		req_fail(req, E_MEMORY);
	return req->failed;
}

/* Every text of the body in the form in which it is stored. */
static void normalise(struct request *req, json_t *json)
{
	if (json_is_string(json)) {
		const char *text = json_string_value(json);

		if (!text_is_stored_form(text) && json_string_set(json, stored_form(req, text)))
			req_fail(req, E_MEMORY);
	} else if (json_is_array(json)) {
		for (size_t i = 0; i < json_array_size(json); i++)
			normalise(req, json_array_get(json, i));
	} else if (json_is_object(json)) {
		for (void *at = json_object_iter(json); at; at = json_object_iter_next(json, at))
			normalise(req, json_object_iter_value(at));
	}
}

static void take_member(struct request *req, const struct field *field, const json_t *value)
{
	int64_t number = 0;

	if (json_is_string(value)) {
		if (field->schema->format == FORMAT_DATE_TIME)
			schema_instant(json_string_value(value), &number);
		store(req, field, json_string_value(value), number);
	} else if (json_is_boolean(value)) {
		store(req, field, NULL, json_is_true(value));
	} else if (field->schema->types & SCHEMA_NUMBER) {
		schema_hundredths(value, &number);
		store(req, field, NULL, number);
	} else if (json_is_integer(value)) {
		store(req, field, NULL, json_integer_value(value));
	}
}

enum error decode_body(struct request *req)
{
	const struct route *route = req->route;
	struct fault_target target = {.req = req};

	if (!req->call->body.length && (!route->body || !route->body_required))
		return OK;
	if (!route->body)
		return fail_body_unexpected(req);
	if (!req->call->body.length && !req->from_csv)
		return fail_body_missing(req);
	if (req->from_csv ? parse_csv(req) : parse_json(req))
		return req->failed;
	normalise(req, req->body);
	schema_check(route->body, req->body, true, fault_from_schema, &target);
	/* Figures that are no whole numbers do not hide what else is wrong with a report: its
	 * handler goes on looking. */
	if ((target.stops || req->errors_truncated) && req_faults(req))
		return req->failed;
	take_fallbacks(req, IN_BODY);
	for (size_t i = 0; i < route->field_count; i++)
		if (route->fields[i].place == IN_BODY)
			take_member(req, &route->fields[i],
				json_object_get(req->body, route->fields[i].name));
	return req->failed;
}
