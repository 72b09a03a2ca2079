/* Answers inside another request; see inner.h. */
#include "request/inner.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "request/json_read.h"
#include "request/problem.h"
#include "request/value.h"

#define PIECE 65536

static const struct field *field_named(const struct route *route, const char *name)
{
	for (size_t i = 0; i < route->field_count; i++)
		if (route->fields[i].place == IN_QUERY && !strcmp(route->fields[i].name, name))
			return &route->fields[i];
	return NULL;
}

/* Which parameters it needs, and whether some can be refused when all have the right form. */
static bool needs_more(const struct route *route, const char *filter)
{
	for (size_t i = 0; i < route->field_count; i++)
		if (route->fields[i].required && strcmp(route->fields[i].name, filter) != 0)
			return true;
	for (size_t i = 0; i < route->reply_count; i++)
		if (route->replies[i].status == 404 || route->replies[i].status == 422)
			return true;
	return false;
}

bool inner_suits(const struct request *req, const struct route *route, const char *filter)
{
	return route->method == METHOD_GET && route->forms & 1u << FORM_CSV &&
		route->limit_offset != NO_OFFSET && route->roles & req->caller.role &&
		field_named(route, filter) && !needs_more(route, filter);
}

static struct request *new_request(
	struct request *req, const struct route *route, enum form form, struct call *call)
{
	struct request *inner = calloc(1, sizeof *inner + route->in_size);

	if (!inner)
		return NULL;
	inner->route = route;
	inner->in = inner + 1;
	inner->call = call;
	inner->db = req->db;
	inner->caller = req->caller;
	inner->now = req->now;
	inner->form = form;
	inner->separator = ',';
	inner->whole = true;
	call->route = route;
	call->method = req->call->method;
	call->accept_language = req->call->accept_language;
	memcpy(call->id, req->call->id, sizeof call->id);
	return inner;
}

static void fill(struct request *inner)
{
	const struct route *route = inner->route;
	char *in = (char *)(inner + 1);

	for (size_t i = 0; i < route->field_count; i++)
		if (route->fields[i].fallback)
			value_store_text(route->fields[i].fallback, &route->fields[i], in);
	if (route->limit_offset != NO_OFFSET)
		*(int64_t *)(void *)(in + route->limit_offset) =
			inner->form == FORM_CSV ? REQ_ALL_ROWS : REQ_PRINTED_ROWS;
}

/* What the list answers instead is what the request answers. */
static enum error fail_alike(struct request *req, struct inner *inner)
{
	struct call *call = req->call;

	if (inner->call.status >= 400) {
		call_drop_file(call);
		buffer_free(&call->reply);
		call->reply = inner->call.reply;
		inner->call.reply = (struct buffer){0};
		call->status = inner->call.status;
		call->content_type_out = inner->call.content_type_out;
		call_take_headers(call, &inner->call);
	}
	return req_fail(req, inner->req->failed);
}

static enum error open_inner(
	struct request *req, const struct route *route, enum form form, struct inner *out)
{
	*out = (struct inner){0};
	out->req = new_request(req, route, form, &out->call);
	if (!out->req)
		return req_fail(req, E_MEMORY);
	fill(out->req);
	return OK;
}

static enum error run(struct inner *inner)
{
	req_fail(inner->req, inner->req->route->handler(inner->req));
	if (inner->call.reply.failed || problem_is_lost(inner->req))
		req_fail(inner->req, E_MEMORY);
	return inner->req->failed;
}

enum error inner_list(struct request *req, const struct route *route, const char *filter,
	const char *text, struct inner *out)
{
	if (open_inner(req, route, FORM_CSV, out))
		return req->failed;
	value_store_text(text, field_named(route, filter), out->req + 1);
	return run(out) ? fail_alike(req, out) : req->failed;
}

/* False when some text is of no value that the parameter could have: then there is nothing to find. */
static bool store(struct request *inner, const struct inner_question *question)
{
	const size_t most = sizeof question->with / sizeof *question->with;
	const struct route *route = inner->route;

	for (size_t i = 0; i < most && question->with[i].text; i++) {
		const char *name = question->with[i].name;
		const struct field *field = route->fields;

		for (size_t k = 0; name && k < route->field_count; k++)
			if (!strcmp(route->fields[k].name, name))
				field = &route->fields[k];
		if (!value_fits_text(question->with[i].text, field))
			return false;
		value_store_text(question->with[i].text, field, inner + 1);
	}
	return true;
}

enum error inner_answer(struct request *req, const struct inner_question *question, json_t **out)
{
	struct inner inner;

	*out = NULL;
	if (open_inner(req, question->route, FORM_JSON, &inner))
		return req->failed;
	if (question->as)
		inner.req->caller = *question->as;
	if (!(question->route->roles & inner.req->caller.role) || !store(inner.req, question) ||
		run(&inner) == E_NOT_FOUND)
		*out = json_null();
	else if (inner.req->failed)
		fail_alike(req, &inner);
	else
		*out = json_read(inner.call.reply.data, inner.call.reply.length, 0);
	inner_end(&inner);
	return *out ? req->failed : req_fail(req, E_MEMORY);
}

void inner_end(struct inner *inner)
{
	buffer_free(&inner->call.reply);
	call_drop_file(&inner->call);
	if (!inner->req)
		return;
	problem_forget(inner->req);
	req_free_memory(inner->req);
	free(inner->req);
}

static enum error file_bytes(const struct call *call, inner_taker *take, void *target)
{
	char bytes[PIECE];
	enum error error = OK;

	for (size_t done = 0; !error && done < call->file_size;) {
		ssize_t n = pread(call->file, bytes, sizeof bytes, (off_t)done);

		if (n == 0 || (n < 0 && errno != EINTR))
			return E_FAULT;
		if (n < 0)
			continue;
		error = take(target, bytes, (size_t)n);
		done += (size_t)n;
	}
	return error;
}

enum error inner_bytes(const struct inner *inner, inner_taker *take, void *target)
{
	const struct call *call = &inner->call;

	if (call->in_file)
		return file_bytes(call, take, target);
	return take(target, call->reply.data, call->reply.length);
}
