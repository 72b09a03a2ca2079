/* Path and query parameters into the input of an operation. */
#include "engine/decode.h"

#include <stdlib.h>
#include <string.h>

#include "engine/faults.h"
#include "engine/input.h"
#include "engine/negotiate.h"
#include "gen/api.h"
#include "gen/problems.h"
#include "header.h"
#include "request/call.h"
#include "request/cursor.h"
#include "request/problem.h"
#include "text.h"

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

	for (size_t i = 0; i < req->route->field_count; i++)
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
	else if (!req->from_csv && input_is_for_csv(req->route, name))
		fault_parameter_for_csv(req, name);
	else
		input_parameter(req, &req->route->fields[i], value);
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
	size_t limit = query_field(req->route, "limit");

	req->whole = seen && limit != SIZE_MAX && !seen[limit];
}

/* A path parameter of the wrong form names nothing that exists. */
static enum error take_path(struct request *req)
{
	size_t n = 0;

	for (size_t i = 0; i < req->route->field_count; i++) {
		if (req->route->fields[i].place != IN_PATH)
			continue;
		input_parameter(req, &req->route->fields[i], req->call->segment[n++]);
		if (req_fault_count(req)) {
			problem_forget(req);
			return fail_not_found(req);
		}
	}
	return req->failed;
}

bool decode_is_csv(const struct route *route, const char *content_type)
{
	/* A browser on Windows gives a .csv the type of Excel when Excel is there; others know no better
	 * than that it is text. */
	static const char *const types[] = {"text/csv", "application/vnd.ms-excel", "text/plain"};

	for (size_t i = 0; route->csv_row && i < sizeof types / sizeof *types; i++)
		if (header_is_type(content_type, types[i]))
			return true;
	return route->csv_row && header_is_type(content_type, api_forms[FORM_XLSX].type);
}

static const char *text_at(struct request *req, size_t offset)
{
	return offset == NO_OFFSET ? NULL : *(const char **)input_place(req, offset);
}

/* What the query says of the answer's form goes before what Accept says. */
static void take_format(struct request *req)
{
	const char *format = text_at(req, req->route->format_offset);
	const char *separator = text_at(req, req->route->separator_offset);
	const char *headings = text_at(req, req->route->headings_offset);

	if (format)
		req->form = negotiate_word(format);
	req->whole = req->whole && form_is_whole(req->form);
	if (req->whole)
		*(int64_t *)input_place(req, req->route->limit_offset) =
			form_is_table(req->form) ? REQ_ALL_ROWS : REQ_PRINTED_ROWS;
	req->whole |= req->form == FORM_ZIP;
	req->separator = separator && !strcmp(separator, "semicolon") ? ';' : ',';
	req->headings_vi = headings && !strcmp(headings, "vi");
}

enum error decode_parameters(struct request *req)
{
	const struct route *route = req->route;

	req->from_csv = req->call->content_type && decode_is_csv(route, req->call->content_type);
	if (take_path(req))
		return req->failed;
	input_fallbacks(req, IN_QUERY);
	take_query(req);
	if (req_parameter_faults(req))
		return req->failed;
	if (route->dry_run_offset != NO_OFFSET)
		req->dry_run = *(bool *)input_place(req, route->dry_run_offset);
	take_format(req);
	const char *cursor = text_at(req, route->cursor_offset);

	if (cursor && !cursor_read(req, cursor))
		return req->failed ? req->failed : fail_bad_cursor(req);
	return OK;
}
