/*
 * The life of a request: match, authenticate, authorise, decode, check; then run it here or park it
 * for its lane. Every stage is a guard: test, refuse, return. Sockets are http.c's, rules and SQL
 * are server/api's.
 */
#include "engine/dispatch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/epoch.h"
#include "base/role.h"
#include "base/server.h"
#include "base/site.h"
#include "calendar.h"
#include "engine/deadline.h"
#include "engine/decode.h"
#include "engine/execute.h"
#include "engine/lane.h"
#include "engine/negotiate.h"
#include "engine/reader.h"
#include "engine/router.h"
#include "engine/session.h"
#include "gen/api.h"
#include "gen/problems.h"
#include "header.h"
#include "request/call.h"
#include "request/problem.h"
#include "request/upload.h"
#include "request/value.h"

#define NO_BODY_CAP                                                                                \
	65536 /* of an operation without a body: swallowed, then refused with a clear problem */

static bool takes_content_type(const struct route *route, const char *content_type)
{
	for (size_t i = 0; route->file_types && route->file_types[i]; i++)
		if (header_is_type(content_type, route->file_types[i]))
			return true;
	if (!route->body)
		return false;
	return header_is_type(content_type, "application/json") ||
		decode_is_csv(route, content_type);
}

static bool takes_body(const struct route *route)
{
	return route->body || route->file_types;
}

bool dispatch_route(struct call *call)
{
	call_give_id(call);
	switch (router_match(call)) {
	case MATCH_OPTIONS:
		call->status = 204;
		return false;
	case MATCH_BAD_PATH:
		problem_refuse(call, &problem_bad_path);
		return false;
	case MATCH_NO_PATH:
		problem_refuse(call, &problem_no_such_path);
		return false;
	case MATCH_NO_METHOD:
		problem_refuse(call, &problem_method_not_allowed);
		return false;
	case MATCH_NO_MEMORY:
		execute_explain(call, E_MEMORY, "no memory for the path");
		return false;
	case MATCH_ROUTE:
		break;
	}
	call->omit_body = !strcmp(call->method, "HEAD");
	if (takes_body(call->route) && call->content_type &&
		!takes_content_type(call->route, call->content_type)) {
		problem_refuse(call, &problem_unsupported_content_type);
		return false;
	}
	return true;
}

size_t dispatch_body_cap(const struct call *call)
{
	if (!call->route)
		return NO_BODY_CAP;
	if (call->route->file_types)
		return (size_t)server.config.document_mib << 20;
	if (call->route->body)
		return call->route->body_cap;
	return call->route->method == METHOD_GET ? 0 : NO_BODY_CAP;
}

static struct request *new_request(struct call *call)
{
	size_t in_size = call->route->in_size;
	struct request *req = calloc(1, sizeof *req + in_size);

	if (!req)
		return NULL;
	req->route = call->route;
	req->call = call;
	req->in = req + 1;
	req->now = server_now();
	req->form = negotiate_accept(call->route, call->accept);
	call->request = req;
	return req;
}

/* NULL when memory is short: then the call is answered. */
static struct request *request_of(struct call *call)
{
	struct request *req = call->request ? call->request : new_request(call);

	if (!req)
		execute_explain(call, E_MEMORY, "no memory for a request");
	return req;
}

static enum error put_off(struct request *req, int seconds)
{
	call_set_header(req->call, "Retry-After", "%d", seconds);
	return fail_too_many_requests(req, seconds);
}

/* A browser sends the cookie of a session that has ended by itself: that is no guess. */
static enum error refuse_caller(struct request *req)
{
	int wait = 0;

	if (req->call->authorization &&
		!session_admit_wrong_token(req->call->address, req->now, &wait))
		return put_off(req, wait);
	call_set_header(req->call, "WWW-Authenticate", "Bearer");
	return fail_unauthenticated(req);
}

static enum error authenticate(struct request *req)
{
	const struct session_proof proof = {req->call->authorization, req->call->cookie};
	enum error error = session_find(req->db, &proof, req->now, req->token_epoch, &req->caller);

	if (error == E_UNAUTHENTICATED)
		return refuse_caller(req);
	return error ? req_fail(req, error) : OK;
}

/* What a browser does by itself for whoever asks it to: send the cookie. What is open and writes is about cookies. */
static enum error check_site(struct request *req)
{
	bool by_cookie = req->route->open || req->caller.session;

	if (req->route->method == METHOD_GET || !by_cookie || site_is_own(&req->call->site))
		return OK;
	return fail_cross_site(req);
}

static enum error check_role(struct request *req)
{
	char roles[ROLE_LIST_SIZE];

	if (req->caller.password_only && !req->route->before_password)
		return fail_password_change_needed(req);
	if (req->route->roles & req->caller.role)
		return OK;
	role_list(req->route->roles, ", ", roles, sizeof roles);
	return fail_forbidden(req, roles);
}

static enum error authorise(struct request *req)
{
	int wait = 0;

	if (check_site(req) || check_role(req) ||
		session_admit(&req->caller, req->route->lane == LANE_WRITE, req->now, &wait))
		return req->failed;
	return put_off(req, wait);
}

static enum error prepare(struct request *req)
{
	if (req->route->open ? check_site(req) : authenticate(req) || authorise(req))
		return req->failed;
	if (takes_body(req->route) && (req->call->body.length || req->call->upload) &&
		!req->call->content_type)
		return fail_unsupported_content_type(req);
	if (decode_parameters(req))
		return req->failed;
	return req->route->file_types ? decode_file(req) : decode_body(req);
}

bool dispatch_takes_file(const struct call *call)
{
	return call->route && call->route->file_types;
}

/* False when there is no snapshot to read from; else reader_end() follows. */
static bool begin_reading(struct request *req)
{
	/* Before the snapshot, so that no token is remembered from one older than the epoch. */
	req->token_epoch = epoch_now(EPOCH_TOKENS);
	req->db = reader_begin();
	if (!req->db)
		execute_conclude(req, E_BUSY);
	return req->db;
}

bool dispatch_admit(struct call *call)
{
	struct request *req = request_of(call);

	if (!req || !begin_reading(req))
		return false;
	if (authenticate(req) || check_site(req) || check_role(req))
		execute_conclude(req, req->failed);
	reader_end();
	return !req->failed;
}

void dispatch_drop_body(struct call *call)
{
	buffer_free(&call->body);
	upload_free(call->upload);
	call->upload = NULL;
}

enum error dispatch_body(struct call *call, const char *bytes, size_t length)
{
	if (call->route->file_types)
		return upload_add(&call->upload, bytes, length);
	buffer_bytes(&call->body, bytes, length);
	return call->body.failed ? E_MEMORY : OK;
}

void dispatch_refuse_size(struct call *call)
{
	if (!dispatch_takes_file(call)) {
		problem_refuse(call, &problem_body_too_large);
		return;
	}
	struct request *req = request_of(call);

	if (req && !req->failed) {
		fail_file_too_large(req, server.config.document_mib);
		execute_conclude(req, req->failed);
	}
}

/* What has no end, or asks for more than it answers with, keeps no HTTP thread. */
static enum lane lane_of(const struct request *req)
{
	return req->whole || req->form == FORM_HTML ? LANE_SLOW : req->route->lane;
}

static void run_inline(struct request *req)
{
	db_deadline(req->db, INLINE_DEADLINE);
	execute(req, req->db);
	db_deadline(req->db, 0);
}

static bool carries_password(const struct request *req)
{
	for (size_t i = 0; i < req->route->field_count; i++) {
		const struct field *field = &req->route->fields[i];

		if (field->schema->format == FORMAT_PASSWORD && value_of_field(field, req->in).text)
			return true;
	}
	return false;
}

/* There are few places for passwords: none for an address with many failures, and the last ones for those where one was right lately. */
static enum error submit_password(struct request *req)
{
	struct call *call = req->call;
	bool carries = carries_password(req);
	int wait = 1;

	req->proof = calloc(1, sizeof *req->proof);
	if (!req->proof)
		return E_MEMORY;
	req->proof->limited = carries;
	req->proof->behind = carries ? session_behind(call->address, req->now) : 0;
	bool admitted = !carries || session_admit_password(call->address, req->now, &wait);
	enum error error = admitted ? lane_submit(call, LANE_PASSWORD) : E_BUSY;

	if (error && admitted && carries)
		session_give_back(call->address, req->now);
	if (error != E_BUSY || atomic_load(&server.poisoned))
		return error;
	call_set_header(call, "Retry-After", "%d", wait);
	return fail_login_delayed(req, wait);
}

/* On its lane, unless that has no place: then the outcome. */
static enum error submit(struct request *req)
{
	if (req->route->lane == LANE_PASSWORD)
		return submit_password(req);
	return lane_submit(req->call, lane_of(req));
}

bool dispatch(struct call *call)
{
	struct request *req = request_of(call);
	bool parked = false;

	if (!req || !begin_reading(req))
		return true;
	if (prepare(req)) {
		execute_conclude(req, req->failed);
	} else if (lane_of(req) == LANE_INLINE) {
		run_inline(req);
	} else {
		enum error error = submit(req);

		/* A lane has it now: `call` is no longer ours, not even to look at. */
		parked = !error;
		if (error)
			execute_conclude(req, error);
	}
	reader_end();
	return !parked;
}

struct call *dispatch_errand(const struct errand *errand)
{
	struct call *call = calloc(1, sizeof *call);

	if (!call)
		return NULL;
	call->method = errand->method;
	call->path = errand->path;
	call->query = errand->query ? errand->query : "";
	call->content_type = errand->content_type;
	call->address = "-";
	call->started = calendar_monotonic();
	buffer_bytes(&call->body, errand->body, errand->length);
	if (!dispatch_route(call))
		return call;
	struct request *req = request_of(call);

	if (!req)
		return call;
	req->caller = errand->caller;
	if (check_role(req) || decode_parameters(req) || decode_body(req))
		execute_conclude(req, req->failed);
	return call;
}
