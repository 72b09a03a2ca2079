/* Bodies, JSON or a table, into the input of an operation. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "csv.h"
#include "engine/as_read.h"
#include "engine/decode.h"
#include "engine/decode_table.h"
#include "engine/faults.h"
#include "engine/input.h"
#include "gen/problems.h"
#include "request/call.h"
#include "request/json_read.h"
#include "request/problem.h"
#include "request/value.h"
#include "text.h"
#include "utf16.h"

#define DEEPEST 16

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

/* The parser takes a NUL behind a number or a word for nothing. `at` is its place. */
static enum error refuse_nul(struct request *req, size_t at)
{
	const char *text = req->call->body.data;
	int64_t line = 1, column = 1;

	if (!text_is_utf8(text, at))
		return fail_bad_utf8(req);
	for (size_t i = 0; i < at; i++) {
		column = text[i] == '\n' ? 1 : column + 1;
		line += text[i] == '\n';
	}
	return fail_malformed_json(req, line, column);
}

static bool is_real(const char *number, size_t length)
{
	return strcspn(number, ".eE") < length;
}

/* As the parser judges. */
static bool is_beyond_words(const char *number, size_t length)
{
	errno = 0;
	if (is_real(number, length))
		return isinf(strtod(number, NULL));
	strtoll(number, NULL, 10);
	return errno == ERANGE;
}

/* A number that no machine word holds is larger than any that the contract allows. Cut down to one that is
 * read, but still refused, it gets its pointer like every other fault. `text` ends with a NUL. */
static void cut_numbers(char *text)
{
	bool in_string = false;

	for (; *text; text++) {
		if (*text == '"')
			in_string = !in_string;
		else if (in_string && *text == '\\' && text[1])
			text++;
		if (in_string || (*text != '-' && (*text < '0' || *text > '9')))
			continue;
		size_t sign = *text == '-', n = strspn(text, "+-.0123456789eE");

		if (is_beyond_words(text, n)) {
			const char *most = is_real(text, n) ? "9e99" : "999999999999999999";

			for (size_t i = sign; i < n; i++)
				text[i] = (char)(*most ? *most++ : ' ');
		}
		text += n - 1;
	}
}

static json_t *load(struct request *req, json_error_t *error)
{
	const struct buffer *body = &req->call->body;

	json_use(&req->values);
	json_t *json = json_loadb(body->data, body->length, JSON_REJECT_DUPLICATES, error);

	json_use(NULL);
	return json;
}

static enum error parse_json(struct request *req)
{
	struct buffer *body = &req->call->body;
	const char *nul = memchr(body->data, '\0', body->length);
	json_error_t error;

	if (utf16_look(body->data, body->length) != UTF16_NOT)
		return fail_body_is_utf16(req);
	if (nul)
		return refuse_nul(req, (size_t)(nul - body->data));
	if (is_too_deep(body->data, body->length))
		return fail_json_too_deep(req, DEEPEST);
	req->body = load(req, &error);
	if (!req->body && json_error_code(&error) == json_error_numeric_overflow) {
		if (!buffer_string(body))
			return req_fail(req, E_MEMORY);
		cut_numbers(body->data);
		req->body = load(req, &error);
	}
	if (json_is_short())
		return req_fail(req, E_MEMORY);
	if (req->body)
		return OK;
	switch (json_error_code(&error)) {
	case json_error_invalid_utf8:
		return fail_bad_utf8(req);
	case json_error_duplicate_key:
		return fail_duplicate_member(req, error.line, error.column);
	default:
		return fail_malformed_json(req, error.line, error.column);
	}
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

static enum error parse_table(struct request *req)
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
	json_watch();
	enum error error = req->from_csv ? parse_table(req) : parse_json(req);

	json_unwatch();
	if (error)
		return error;
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
