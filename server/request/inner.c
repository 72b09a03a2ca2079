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

static void fill(struct request *inner, const struct field *filter, const char *text)
{
	const struct route *route = inner->route;
	char *in = (char *)(inner + 1);

	for (size_t i = 0; i < route->field_count; i++)
		if (route->fields[i].fallback)
			value_store_text(route->fields[i].fallback, &route->fields[i], in);
	if (route->limit_offset != NO_OFFSET)
		*(int64_t *)(void *)(in + route->limit_offset) =
			inner->form == FORM_CSV ? REQ_ALL_ROWS : REQ_PRINTED_ROWS;
	value_store_text(text, filter, in);
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

static enum error run(struct request *req, const struct route *route, enum form form,
	const struct field *filter, const char *text, struct inner *out)
{
	*out = (struct inner){0};
	out->req = new_request(req, route, form, &out->call);
	if (!out->req)
		return req_fail(req, E_MEMORY);
	fill(out->req, filter, text);
	req_fail(out->req, route->handler(out->req));
	if (out->call.reply.failed || problem_is_lost(out->req))
		req_fail(out->req, E_MEMORY);
	return out->req->failed;
}

enum error inner_list(struct request *req, const struct route *route, const char *filter,
	const char *text, struct inner *out)
{
	run(req, route, FORM_CSV, field_named(route, filter), text, out);
	return out->req && out->req->failed ? fail_alike(req, out) : req->failed;
}

enum error inner_answer(struct request *req, const struct route *route, const char *name,
	const char *text, json_t **out)
{
	const struct field *filter = name ? field_named(route, name) : route->fields;
	struct inner inner = {0};

	*out = NULL;
	if (route->roles & req->caller.role && value_fits_text(text, filter))
		run(req, route, FORM_JSON, filter, text, &inner);
	if (!inner.req || inner.req->failed == E_NOT_FOUND)
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
