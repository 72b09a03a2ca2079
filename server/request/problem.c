/*
 * Problems as RFC 9457 bodies in the client's language. Parameters are data: they are put into the
 * places of the catalogue's texts, escaped, and never used as a format.
 */
#include "request/problem.h"

#include <stdlib.h>
#include <string.h>

#include "base/counters.h"
#include "base/server.h"
#include "gen/problems.h"
#include "request/call.h"
#include "request/language.h"
#include "request/problem_print.h"
#include "request/problem_text.h"

#define MOST_FAULTS 1000

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

	call_drop_file(call);
	buffer_truncate(out, 0);
	out->failed = false; /* only of what is dropped with it */
	buffer_printf(out, "{\"type\":\"/problems/%s\",", kind->code);
	problem_text_member(out, "title", english ? kind->title_en : kind->title_vi);
	buffer_printf(out, ",\"status\":%d,\"code\":\"%s\",", status, kind->code);
	problem_text_member(out, "detail", detail);
	buffer_char(out, ',');
	problem_text_member(out, "request_id", call->id);
	problem_members(out, params, count);
	if (req)
		add_gathered(out, "errors", &req->faults.errors);
	if (req && req_faults_full(req))
		buffer_text(out, ",\"truncated\":true");
	/* Who tries wants to see all that would be said. */
	if (req && req->dry_run) {
		add_gathered(out, "warnings", &req->faults.warnings);
		add_gathered(out, "diff", &req->faults.diff);
	}
	buffer_char(out, '}');
	call->status = status;
	call->content_type_out = "application/problem+json";
	call_set_header(call, "Content-Language", "%s", english ? "en" : "vi");
	problem_prefer_text(call);
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
	const char *detail = problem_detail(req, kind, params, count);

	if (req->failed)
		return req->failed;
	problem_write(req->call, kind, kind->status, detail, params, count, req);
	return req_fail(req, error_of(kind->status));
}

/* Among the warnings, whatever it is. */
static void tell(struct request *req, const char *severity, const struct problem_kind *kind,
	const char *pointer, const struct param *params, size_t count)
{
	counter_problem(kind);
	problem_finding(req, &req->faults.warnings, severity, kind, pointer, params, count);
}

void problem_fault(struct request *req, const struct problem_kind *kind, const char *pointer,
	const struct param *params, size_t count)
{
	if (req->failed || req->faults.muted)
		return;
	if (req->faults.softened) {
		tell(req, "error", kind, pointer, params, count);
		return;
	}
	if (req->faults.count++ >= MOST_FAULTS)
		return;
	const char *detail =
		problem_finding(req, &req->faults.errors, "error", kind, pointer, params, count);

	if (req->faults.count == 1) {
		req->faults.kind = kind;
		req->faults.detail = detail;
	} else if (req->faults.kind != kind) {
		req->faults.kind = NULL;
	}
	counter_problem(kind);
}

size_t req_fault_count(const struct request *req)
{
	return req->faults.count;
}

bool req_clean_since(const struct request *req, size_t faults)
{
	return !req->failed && req->faults.count == faults;
}

bool req_faults_full(const struct request *req)
{
	return req->faults.count > MOST_FAULTS;
}

void problem_warn(struct request *req, const struct problem_kind *kind, const char *pointer,
	const struct param *params, size_t count)
{
	if (!req->failed && !req->faults.muted)
		tell(req, "warning", kind, pointer, params, count);
}

bool req_soften(struct request *req, bool on)
{
	bool was = req->faults.softened;

	req->faults.softened = on;
	return was;
}

bool req_mute(struct request *req, bool on)
{
	bool was = req->faults.muted;

	req->faults.muted = on;
	return was;
}

void problem_print_warnings(const struct request *req, struct buffer *out)
{
	buffer_bytes(out, req->faults.warnings.data, req->faults.warnings.length);
}

bool problem_is_lost(const struct request *req)
{
	return req->faults.errors.failed || req->faults.warnings.failed || req->faults.diff.failed;
}

static struct buffer copy_of(const struct buffer *from)
{
	struct buffer copy = {0};

	buffer_bytes(&copy, from->data, from->length);
	copy.failed |= from->failed;
	return copy;
}

void problem_copy(struct request *req, const struct request *from)
{
	req->faults = from->faults;
	req->faults.errors = copy_of(&from->faults.errors);
	req->faults.warnings = copy_of(&from->faults.warnings);
	req->faults.diff = copy_of(&from->faults.diff);
}

void problem_forget(struct request *req)
{
	buffer_free(&req->faults.errors);
	buffer_free(&req->faults.warnings);
	buffer_free(&req->faults.diff);
	req->faults = (struct faults){0};
}

static enum error fail_with_faults(struct request *req, const struct problem_kind *kind, int status)
{
	size_t kept = req_faults_full(req) ? MOST_FAULTS : req->faults.count;
	const struct param count = {.kind = problem_invalid_input.params, .number = (int64_t)kept};
	const char *detail = req->faults.count == 1
		? req->faults.detail
		: problem_detail(req, &problem_invalid_input, &count, 1);

	problem_write(req->call, kind, status, detail, NULL, 0, req);
	return req_fail(req, error_of(status));
}

enum error req_faults(struct request *req)
{
	if (req->failed || !req->faults.count)
		return req->failed;
	const struct problem_kind *kind =
		req->faults.kind ? req->faults.kind : &problem_invalid_input;

	return fail_with_faults(req, kind, kind->status);
}

enum error req_parameter_faults(struct request *req)
{
	if (req->failed || !req->faults.count)
		return req->failed;
	return fail_with_faults(
		req, &problem_invalid_parameters, problem_invalid_parameters.status);
}

void problem_refuse(struct call *call, const struct problem_kind *kind)
{
	problem_write(call, kind, kind->status,
		call_in_english(call) ? kind->detail_en : kind->detail_vi, NULL, 0, NULL);
}

const struct problem_kind *problem_by_code(const char *code)
{
	for (size_t i = 0; i < problem_kind_count; i++)
		if (!strcmp(problem_kinds[i]->code, code))
			return problem_kinds[i];
	return NULL;
}
