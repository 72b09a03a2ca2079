/*
 * Problems as RFC 9457 bodies in the client's language. Parameters are data: they are put into the
 * places of the catalogue's texts, escaped, and never used as a format.
 */
#include "request/problem.h"

#include <stdlib.h>
#include <string.h>

#include "base/counters.h"
#include "base/server.h"
#include "csv.h"
#include "gen/problems.h"
#include "request/call.h"
#include "request/language.h"
#include "request/problem_words.h"

#define MOST_FAULTS   1000
#define LONGEST_PARAM 256

static size_t cut(const char *text)
{
	size_t length = strlen(text);

	if (length <= LONGEST_PARAM)
		return length;
	length = LONGEST_PARAM;
	while (length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80)
		length--;
	return length;
}

static void add_word(struct buffer *out, const char *word, size_t length, bool english)
{
	const char *vi = english ? NULL : word_in_vietnamese(word, length);

	buffer_bytes(out, vi ? vi : word, vi ? strlen(vi) : length);
}

static void add_items(struct buffer *out, const struct param *param, bool english)
{
	if (!param->text || !*param->text)
		buffer_text(out, english ? "none" : "không có");
	for (const char *at = param->text; at && *at; at += *at == ',') {
		buffer_text(out, at == param->text ? "" : ", ");
		at += strspn(at, " ");
		size_t length = strcspn(at, ",");

		if (param->type == PARAM_WORDS)
			add_word(out, at, length, english);
		else
			buffer_bytes(out, at, length);
		at += length;
	}
}

/* As a sentence says it. */
static void add_value(
	struct request *req, struct buffer *out, const struct param *param, bool english)
{
	const char *text = param->text ? param->text : "";

	switch (param->type) {
	case PARAM_INT:
		buffer_int(out, param->number);
		break;
	case PARAM_DECIMAL:
		buffer_hundredths(out, param->number);
		break;
	case PARAM_AWARD:
		text = english ? text : award_in_vietnamese(req, text);
		buffer_bytes(out, text, cut(text));
		break;
	case PARAM_WORD:
		add_word(out, text, cut(text), english);
		break;
	case PARAM_TEXT:
		buffer_bytes(out, text, cut(text));
		break;
	case PARAM_LIST:
	case PARAM_WORDS:
		add_items(out, param, english);
		break;
	}
}

/* The text with its {places} filled. */
static void add_detail(struct request *req, struct buffer *out, const char *text,
	const struct param *params, size_t count, bool english)
{
	while (*text) {
		size_t plain = strcspn(text, "{");

		buffer_bytes(out, text, plain);
		text += plain;
		if (!*text)
			return;
		size_t length = strcspn(text, "}");

		for (size_t i = 0; i < count; i++)
			if (strlen(params[i].name) == length - 1 &&
				!memcmp(params[i].name, text + 1, length - 1))
				add_value(req, out, &params[i], english);
		text += text[length] ? length + 1 : length;
	}
}

static void add_list(struct buffer *out, const char *text)
{
	buffer_char(out, '[');
	for (const char *at = text; at && *at;) {
		size_t length = strcspn(at, ",");

		if (at != text)
			buffer_char(out, ',');
		buffer_json(out, at, length);
		at += length;
		at += strspn(at, ", ");
	}
	buffer_char(out, ']');
}

static void add_members(struct buffer *out, const struct param *params, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct param *param = &params[i];

		buffer_char(out, ',');
		buffer_json(out, param->name, strlen(param->name));
		buffer_char(out, ':');
		if (param->type == PARAM_INT)
			buffer_int(out, param->number);
		else if (param->type == PARAM_DECIMAL)
			buffer_hundredths(out, param->number);
		else if (param->type == PARAM_LIST || param->type == PARAM_WORDS)
			add_list(out, param->text);
		else if (param->text)
			buffer_json(out, param->text, cut(param->text));
		else
			buffer_text(out, "null");
	}
}

static void add_text_member(struct buffer *out, const char *name, const char *value)
{
	buffer_printf(out, "\"%s\":", name);
	buffer_json(out, value, strlen(value));
}

static const char *detail_of(struct request *req, const struct problem_kind *kind,
	const struct param *params, size_t count)
{
	bool english = call_in_english(req->call);
	struct buffer text = {0};

	add_detail(req, &text, english ? kind->detail_en : kind->detail_vi, params, count, english);
	const char *detail = req_text(req, buffer_string(&text));

	buffer_free(&text);
	return detail ? detail : "";
}

/* "/rows/12/value" of a CSV is a line and a column of the file that the client sees. */
static void add_csv_place(struct request *req, struct buffer *out, const char *pointer)
{
	const char *member = req->route->csv_member;
	size_t length = member ? strlen(member) : 0;

	if (!req->csv || !member || pointer[0] != '/' ||
		strncmp(pointer + 1, member, length) != 0 || pointer[length + 1] != '/')
		return;
	char *end;
	size_t row = strtoul(pointer + length + 2, &end, 10);

	if (row >= req->csv->count)
		return;
	buffer_printf(out, ",\"line\":%zu", req->csv->lines[row]);
	size_t column = *end == '/' ? csv_column(req->csv, end + 1) : 0;

	if (column)
		buffer_printf(out, ",\"column\":%zu", column);
}

static void add_finding(struct request *req, struct buffer *out, const struct problem_kind *kind,
	const char *pointer, const char *detail, const struct param *params, size_t count)
{
	if (out->length)
		buffer_char(out, ',');
	buffer_char(out, '{');
	add_text_member(out, "pointer", pointer ? pointer : "");
	buffer_char(out, ',');
	add_text_member(out, "code", kind->code);
	buffer_char(out, ',');
	add_text_member(out, "detail", detail);
	if (pointer)
		add_csv_place(req, out, pointer);
	add_members(out, params, count);
	buffer_char(out, '}');
}

static void add_gathered(struct buffer *out, const char *name, const struct buffer *items)
{
	if (!items->length)
		return;
	buffer_printf(out, ",\"%s\":[", name);
	buffer_bytes(out, items->data, items->length);
	buffer_char(out, ']');
}

static void problem_write(struct call *call, const struct problem_kind *kind, int status,
	const char *detail, const struct param *params, size_t count, struct request *req)
{
	struct buffer *out = &call->reply;
	bool english = call_in_english(call);

	buffer_truncate(out, 0);
	buffer_printf(out, "{\"type\":\"/problems/%s\",", kind->code);
	add_text_member(out, "title", english ? kind->title_en : kind->title_vi);
	buffer_printf(out, ",\"status\":%d,\"code\":\"%s\",", status, kind->code);
	add_text_member(out, "detail", detail);
	buffer_char(out, ',');
	add_text_member(out, "request_id", call->id);
	add_members(out, params, count);
	if (req)
		add_gathered(out, "errors", &req->errors);
	if (req && req_faults_full(req))
		buffer_text(out, ",\"truncated\":true");
	/* Who tries wants to see all that would be said. */
	if (req && req->dry_run) {
		add_gathered(out, "warnings", &req->warnings);
		add_gathered(out, "diff", &req->diff);
	}
	buffer_char(out, '}');
	call->status = status;
	call->content_type_out = "application/problem+json";
	call_set_header(call, "Content-Language", "%s", english ? "en" : "vi");
	counter_problem(kind);
}

static enum error error_of(int status)
{
	switch (status) {
	case 401:
		return E_UNAUTHENTICATED;
	case 403:
		return E_FORBIDDEN;
	case 404:
		return E_NOT_FOUND;
	case 409:
		return E_CONFLICT;
	default:
		return E_INVALID;
	}
}

enum error problem_fail(struct request *req, const struct problem_kind *kind,
	const struct param *params, size_t count)
{
	if (req->failed)
		return req->failed;
	const char *detail = detail_of(req, kind, params, count);

	if (req->failed)
		return req->failed;
	problem_write(req->call, kind, kind->status, detail, params, count, req);
	return req_fail(req, error_of(kind->status));
}

void problem_fault(struct request *req, const struct problem_kind *kind, const char *pointer,
	const struct param *params, size_t count)
{
	if (req->failed)
		return;
	if (req->error_count++ >= MOST_FAULTS)
		return;
	const char *detail = detail_of(req, kind, params, count);

	if (req->error_count == 1) {
		req->error_kind = kind;
		req->error_detail = detail;
	} else if (req->error_kind != kind) {
		req->error_kind = NULL;
	}
	counter_problem(kind);
	add_finding(req, &req->errors, kind, pointer, detail, params, count);
}

size_t req_fault_count(const struct request *req)
{
	return req->error_count;
}

bool req_clean_since(const struct request *req, size_t faults)
{
	return !req->failed && req->error_count == faults;
}

bool req_faults_full(const struct request *req)
{
	return req->error_count > MOST_FAULTS;
}

void problem_warn(struct request *req, const struct problem_kind *kind, const char *pointer,
	const struct param *params, size_t count)
{
	if (req->failed)
		return;
	counter_problem(kind);
	add_finding(req, &req->warnings, kind, pointer, detail_of(req, kind, params, count), params,
		count);
}

static enum error fail_with_faults(struct request *req, const struct problem_kind *kind, int status)
{
	size_t kept = req_faults_full(req) ? MOST_FAULTS : req->error_count;
	const struct param count = {.name = "count", .type = PARAM_INT, .number = (int64_t)kept};
	const char *detail = req->error_count == 1
		? req->error_detail
		: detail_of(req, &problem_invalid_input, &count, 1);

	problem_write(req->call, kind, status, detail, NULL, 0, req);
	return req_fail(req, error_of(status));
}

enum error req_faults(struct request *req)
{
	if (req->failed || !req->error_count)
		return req->failed;
	const struct problem_kind *kind =
		req->error_kind ? req->error_kind : &problem_invalid_input;

	return fail_with_faults(req, kind, kind->status);
}

enum error req_parameter_faults(struct request *req)
{
	if (req->failed || !req->error_count)
		return req->failed;
	return fail_with_faults(
		req, &problem_invalid_parameters, problem_invalid_parameters.status);
}

void problem_refuse(struct call *call, const struct problem_kind *kind)
{
	problem_write(call, kind, kind->status,
		call_in_english(call) ? kind->detail_en : kind->detail_vi, NULL, 0, NULL);
}
