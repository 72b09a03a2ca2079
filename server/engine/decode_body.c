/* Bodies, JSON or a table, into the input of an operation. */
#include <stdlib.h>
#include <string.h>

#include "csv.h"
#include "engine/as_read.h"
#include "engine/decode.h"
#include "engine/decode_table.h"
#include "engine/faults.h"
#include "engine/input.h"
#include "gen/problems.h"
#include "json_parse.h"
#include "request/call.h"
#include "request/json_read.h"
#include "request/problem.h"
#include "request/value.h"
#include "text.h"
#include "utf16.h"

#define DEEPEST 16

/* A NUL stops the parser, which says where it stands. */
static bool is_utf8_before_nul(const char *text, size_t length)
{
	return text_is_utf8(text, strnlen(text, length));
}

static enum error parse_json(struct request *req)
{
	struct buffer *body = &req->call->body;
	const char *text = buffer_string(body);
	struct json_parsed parsed;

	if (!text)
		return req_fail(req, E_MEMORY);
	if (utf16_look(text, body->length) != UTF16_NOT)
		return fail_body_is_utf16(req);
	if (!is_utf8_before_nul(text, body->length))
		return fail_bad_utf8(req);
	json_use(&req->values);
	enum parse parse = json_parse(text, body->length, DEEPEST, &parsed);

	json_use(NULL);
	switch (parse) {
	case PARSE_DONE:
		req->body = parsed.json;
		return OK;
	case PARSE_REPEATED:
		return fail_duplicate_member(req, parsed.line, parsed.column);
	case PARSE_DEEP:
		return fail_json_too_deep(req, DEEPEST);
	case PARSE_MEMORY:
		return req_fail(req, E_MEMORY);
	case PARSE_MALFORMED:
		break;
	}
	return fail_malformed_json(req, parsed.line, parsed.column);
}

/* The members of the body that stand in the query when the rows come as CSV. */
static void add_parameters(struct request *req)
{
	for (size_t i = 0; i < req->route->field_count; i++) {
		const struct field *field = &req->route->fields[i];

		if (field->place != IN_QUERY || !input_is_for_csv(req->route, field->name))
			continue;
		struct value value = value_of_field(field, req->in);

		if (value.form != VALUE_NULL &&
			json_object_set_new(req->body, field->name, value_as_json(&value)))
			req_fail(req, E_MEMORY);
	}
}

static enum error read_table(struct request *req)
{
	struct fault_target target = {.req = req};
	struct csv *csv = req_alloc(req, sizeof *csv);

	if (!csv)
		return req->failed;
	req->csv = csv;
	if (decode_table(req, csv, &target))
		return req->failed;
	if ((target.stops || !csv->count || req_faults_full(req)) && req_faults(req))
		return req->failed;
	req->body = json_object();
	add_parameters(req);
	if (json_is_short() || json_object_set(req->body, req->route->csv_member, csv->rows))
		req_fail(req, E_MEMORY);
	return req->failed;
}

static enum error parse_table(struct request *req)
{
	json_watch();
	enum error error = read_table(req);

	json_unwatch();
	return error;
}

static void take_member(struct request *req, const struct field *field)
{
	struct value value = value_of_json(field->schema, json_object_get(req->body, field->name));

	value_store(&value, field, input_place(req, 0));
}

static size_t count_rows(const struct request *req)
{
	const char *member = req->route->csv_member;

	return member ? json_array_size(json_object_get(req->body, member)) : 0;
}

/* The handler goes on looking at the rows that keep to the contract, and sees no others. */
static enum error leave_out(struct request *req, const bool *faulty, size_t count)
{
	const json_t *rows = json_object_get(req->body, req->route->csv_member);
	size_t *clean = req_alloc(req, count * sizeof *clean), kept = 0;
	json_t *left = json_array();

	for (size_t i = 0; clean && i < count; i++) {
		if (faulty[i]) {
			decode_refused_row(req, i, json_array_get(rows, i));
			continue;
		}
		clean[kept++] = i;
		if (json_array_append(left, json_array_get(rows, i)))
			req_fail(req, E_MEMORY);
	}
	if (json_object_set_new(req->body, req->route->csv_member, left))
		req_fail(req, E_MEMORY);
	req->clean_rows = clean;
	return kept ? req->failed : req_faults(req);
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
	if (req->from_csv ? parse_table(req) : parse_json(req))
		return req->failed;
	decode_texts(req, req->body);
	if (as_read_take(req))
		return req->failed;
	target.row_count = count_rows(req);
	schema_check(route->body, req->body, true, fault_from_schema, &target);
	/* Figures that are no whole numbers do not hide what else is wrong with a report, nor wrong
	 * rows what is wrong with others: the handler goes on looking. */
	if ((target.stops || req_faults_full(req)) && req_faults(req))
		return req->failed;
	if (target.faulty && leave_out(req, target.faulty, target.row_count))
		return req->failed;
	input_fallbacks(req, IN_BODY);
	for (size_t i = 0; i < route->field_count; i++)
		if (route->fields[i].place == IN_BODY)
			take_member(req, &route->fields[i]);
	return req->failed;
}
