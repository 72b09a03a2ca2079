/*
 * The life of a request: match, authenticate, authorise, decode, check; then run it here or park it
 * for its lane. Every stage is a guard: test, refuse, return. Sockets are http.c's, rules and SQL
 * are server/api's.
 */
#include "engine/dispatch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/server.h"
#include "calendar.h"
#include "engine/conformity.h"
#include "engine/decode.h"
#include "engine/lane.h"
#include "engine/reader.h"
#include "engine/router.h"
#include "engine/session.h"
#include "gen/api.h"
#include "gen/problems.h"
#include "header.h"
#include "request/call.h"
#include "request/problem.h"

#define INLINE_DEADLINE 500 /* milliseconds */
#define NO_BODY_CAP                                                                                \
	65536 /* of an operation without a body: swallowed, then refused with a clear problem */

static bool takes_content_type(const struct route *route, const char *content_type)
{
	return header_is_type(content_type, "application/json") ||
		(route->csv_row && header_is_type(content_type, "text/csv"));
}

/* JSON unless the client prefers CSV; also when it takes neither, since no answer helps it less. */
static bool prefers_csv(const char *accept)
{
	return header_preference(accept, "text/csv") >
		header_preference(accept, "application/json");
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
		dispatch_fail(call, E_MEMORY);
		return false;
	case MATCH_ROUTE:
		break;
	}
	call->omit_body = !strcmp(call->method, "HEAD");
	if (call->route->body && call->content_type &&
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
	if (call->route->body)
		return call->route->body_cap;
	return call->route->method == METHOD_GET ? 0 : NO_BODY_CAP;
}

void dispatch_refuse(struct call *call, const char *code)
{
	const struct problem_kind *kind = problem_by_code(code);

	if (!call->id[0])
		call_give_id(call);
	problem_refuse(call, kind ? kind : &problem_internal_error);
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
	req->now = calendar_now();
	req->total = -1;
	req->want_csv = call->route->csv_reply && prefers_csv(call->accept);
	call->request = req;
	return req;
}

static const char *roles_text(struct request *req)
{
	const char *text = "";

	for (size_t i = 0; text && api_role_names[i]; i++)
		if (req->route->roles & 1u << i)
			text = req_printf(
				req, "%s%s%s", text, *text ? ", " : "", api_role_names[i]);
	return text;
}

static enum error authenticate(struct request *req)
{
	struct call *call = req->call;
	enum error error = session_find(
		req->db, call->authorization, req->now, req->token_epoch, &req->caller);

	if (error == E_UNAUTHENTICATED) {
		call_set_header(call, "WWW-Authenticate", "Bearer");
		return fail_unauthenticated(req);
	}
	return error ? req_fail(req, error) : OK;
}

static enum error authorise(struct request *req)
{
	int wait = 0;

	if (!(req->route->roles & req->caller.role))
		return fail_forbidden(req, roles_text(req));
	if (session_admit(&req->caller, req->route->lane == LANE_WRITE, req->now, &wait))
		return OK;
	call_set_header(req->call, "Retry-After", "%d", wait);
	return fail_too_many_requests(req, wait);
}

static enum error prepare(struct request *req)
{
	if (!req->route->open && (authenticate(req) || authorise(req)))
		return req->failed;
	if (req->route->body && req->call->body.length && !req->call->content_type)
		return fail_unsupported_content_type(req);
	if (decode_parameters(req))
		return req->failed;
	return decode_body(req);
}

/* A failure that nobody put into words yet gets the words of its code; ours are logged, never
 * shown. */
static void explain(struct call *call, enum error error, const char *detail)
{
	const struct problem_kind *kind = &problem_internal_error;

	if (error == E_NOT_FOUND)
		kind = &problem_not_found;
	else if (error == E_CONFLICT)
		kind = &problem_conflict;
	else if (error == E_REFERENCE)
		kind = &problem_reference_missing;
	else if (error == E_BUSY || error == E_MEMORY)
		kind = &problem_busy;
	else if (error == E_FULL)
		kind = &problem_disk_full;
	if (kind->status >= 500)
		log_error("fault", "request", call->id, "operation",
			call->route ? call->route->operation : "-", "detail", detail, NULL);
	if (kind->status == 503 || kind->status == 507)
		call_set_header(call, "Retry-After", "1");
	problem_refuse(call, kind);
}

void dispatch_fail(struct call *call, enum error error)
{
	call->header_count = call->header_used = 0;
	explain(call, error, "the lane gave up");
}

static enum error conclude(struct request *req, enum error error)
{
	struct call *call = req->call;

	req_fail(req, error);
	if (!req->failed && (call->reply.failed || req->errors.failed || req->warnings.failed))
		req_fail(req, E_MEMORY);
	if (!req->failed && call->header_lost)
		req_fail(req, E_FAULT);
	if (!req->failed && server.config.check_replies && !conforms(req))
		req_fail(req, E_FAULT);
	if (req->failed &&
		(call->status < 400 || req->failed == E_FAULT || req->failed == E_MEMORY))
		explain(call, req->failed, db_message(req->db));
	if (req->failed && server.config.check_replies && !status_is_documented(req))
		explain(call, E_FAULT, "a status that the contract does not document");
	return req->failed;
}

static void find_top_unit(struct request *req)
{
	struct stmt *q = db_query(req->db, "SELECT unit FROM units WHERE parent IS NULL");

	if (db_row(q))
		snprintf(req->caller.unit, sizeof req->caller.unit, "%s", column_text(q, 0));
	req_fail(req, db_done(q));
}

enum error dispatch_run(struct request *req, struct db *db)
{
	req->db = db;
	if (req->failed)
		return req->failed;
	if (!req->route->open && !req->caller.token)
		find_top_unit(req);
	enum error error = req->route->handler(req);

	/* A handler that forgot to look at its faults stores nothing all the same. */
	return conclude(req, error ? error : req_faults(req));
}

static void run_inline(struct request *req)
{
	db_deadline(req->db, INLINE_DEADLINE);
	dispatch_run(req, req->db);
	db_deadline(req->db, 0);
}

bool dispatch(struct call *call)
{
	struct request *req = new_request(call);
	bool parked = false;

	if (!req) {
		explain(call, E_MEMORY, "no memory for a request");
		return true;
	}
	/* Before the snapshot, so that no token is remembered from one older than the epoch. */
	req->token_epoch = atomic_load(&server.token_epoch);
	req->db = reader_begin();
	if (!req->db) {
		conclude(req, E_BUSY);
		return true;
	}
	if (prepare(req)) {
		conclude(req, req->failed);
	} else if (req->route->lane == LANE_INLINE) {
		run_inline(req);
	} else {
		enum error error = lane_submit(call, req->route->lane);

		/* A lane has it now: `call` is no longer ours, not even to look at. */
		parked = !error;
		if (error)
			conclude(req, error);
	}
	reader_end();
	return !parked;
}

struct call *dispatch_internal(const char *method, const char *path, const char *content_type,
	const char *body, size_t length)
{
	struct call *call = calloc(1, sizeof *call);

	if (!call)
		return NULL;
	call->method = method;
	call->path = path;
	call->query = "";
	call->content_type = content_type;
	call->address = "-";
	call->started = calendar_monotonic();
	buffer_bytes(&call->body, body, length);
	if (!dispatch_route(call))
		return call;
	struct request *req = new_request(call);

	if (!req) {
		explain(call, E_MEMORY, "no memory for a request");
		return call;
	}
	req->caller.role = ROLE_ADMIN;
	snprintf(req->caller.label, sizeof req->caller.label, "thidua");
	if (decode_parameters(req) || decode_body(req))
		conclude(req, req->failed);
	return call;
}
