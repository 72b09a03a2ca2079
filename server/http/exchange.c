/*
 * The life of a request in libmicrohttpd's callbacks.
 *
 * First call, headers only: gate, route, sizes. A refusal is remembered and answered when the body
 * is read, because an answer queued here makes libmicrohttpd close the connection, with or without
 * a body: 15 thousand requests/s instead of 74. Only what has to close is answered here, and
 * linger.c sees that such an answer arrives. Body calls: append under the cap, or swallow. No answer
 * can be queued there. Last call: answer, or park. The lane resumes, and libmicrohttpd calls once more.
 *
 * The raw target comes from MHD_OPTION_URI_LOG_CALLBACK. The handler's `url` has lost its query,
 * and the parsed arguments cannot be put together again: "+" is a space by then, "%20" and "a&&b"
 * are like others. The price of that callback is that it is called, and the end too, for requests
 * whose headers never become complete; so the exchange is made there and freed at the end, whatever
 * happens between.
 */
#include "http/exchange.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/counters.h"
#include "base/server.h"
#include "calendar.h"
#include "engine/access.h"
#include "engine/dispatch.h"
#include "engine/execute.h"
#include "engine/parked.h"
#include "http/answer.h"
#include "http/exchange_body.h"
#include "http/exchange_texts.h"
#include "http/gate.h"
#include "http/head.h"
#include "http/pages.h"
#include "http/peers.h"

#define SMALL_BODY ((size_t)64 << 10) /* a refusal waits for the end of such a body */
#define CHUNKS     ((size_t)16 << 20) /* of a chunked one, which cannot be answered before its end */

static _Atomic int suspended;
static _Atomic int dispatching;
static _Atomic bool refuse_all;

static void park(struct call *call)
{
	struct exchange *x = call->owner;

	atomic_fetch_add(&suspended, 1);
	MHD_suspend_connection(x->connection);
}

static void resume(struct call *call)
{
	struct exchange *x = call->owner;

	MHD_resume_connection(x->connection);
}

static void discard(struct call *call)
{
	struct exchange *x = call->owner;

	exchange_drop_body(x);
	buffer_free(&call->reply);
	free(x->texts);
	free(x);
}

static struct peer *peer_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info ? info->socket_context : NULL;
}

/* The query is ours to read: libmicrohttpd would make a record of each argument in the connection's
 * small pool, and 0.9.75 neither answers nor closes when they do not fit. `target` lies in its own
 * buffer, where it looks for them next. */
static void leave_no_arguments(const char *target)
{
	char *mark = target ? strchr((char *)(uintptr_t)target, '?') : NULL;

	if (mark)
		mark[1] = '\0';
}

void *exchange_begin(void *context, const char *target, struct MHD_Connection *connection)
{
	size_t size = target ? strlen(target) + 1 : 1;
	struct exchange *x = calloc(1, sizeof *x + size);

	(void)context;
	if (!x)
		return NULL;
	if (target)
		memcpy(x->target, target, size);
	leave_no_arguments(target);
	x->connection = connection;
	x->peer = peer_of(connection);
	x->call.owner = x;
	x->call.method = x->call.address = "-"; /* for the log, until they are known */
	x->call.path = x->target;
	x->call.park = park;
	x->call.resume = resume;
	x->call.discard = discard;
	x->call.started = calendar_monotonic();
	atomic_init(&x->call.state, CALL_READING);
	atomic_init(&x->call.references, 1);
	return x;
}

static enum MHD_Result answer(struct exchange *x, bool close)
{
	x->stage = STAGE_ANSWERED;
	peer_enter(x->peer, PHASE_ANSWER, x->call.in_file ? x->call.file_size : 0);
	return answer_send(x->connection, &x->call, x->preflight,
		close || peer_is_worn(x->peer) || atomic_load(&refuse_all));
}

/* Memory is short before there is anything to answer with. */
static enum MHD_Result give_up(struct exchange *x)
{
	x->stage = STAGE_ANSWERED;
	peer_enter(x->peer, PHASE_ANSWER, 0);
	x->call.status = 503;
	memcpy(x->call.id, "-", 2);
	access_finish(&x->call);
	return answer_unavailable(x->connection);
}

/* Before the body has been read, which ends the connection. */
static enum MHD_Result answer_early(struct exchange *x)
{
	x->early = true;
	return answer(x, true);
}

static enum MHD_Result refuse_now(struct exchange *x, const char *code)
{
	execute_refuse(&x->call, code);
	return answer_early(x);
}

/* The refusal is complete in the call. */
static void refused(struct exchange *x)
{
	x->refused = true;
	exchange_drop_body(x);
}

static void refuse(struct exchange *x, const char *code)
{
	execute_refuse(&x->call, code);
	refused(x);
}

static void refuse_size(struct exchange *x)
{
	dispatch_refuse_size(&x->call);
	refused(x);
}

/* A refusal is answered at once, and closes, when its body is long, of unknown length or not sent
 * yet; else when the body has been read. */
static bool is_worth_reading(const struct gate_body *body)
{
	return !body->chunked && !body->expects_continue && body->length <= SMALL_BODY;
}

/* Counted before the look at refuse_all, so that exchange_refuse_all() misses nobody. */
static bool is_admitted(struct exchange *x)
{
	if (!dispatch_takes_file(&x->call))
		return true;
	atomic_fetch_add(&dispatching, 1);
	/* Late ones are refused at the end of their bodies. */
	bool admitted = atomic_load(&refuse_all) || dispatch_admit(&x->call);

	atomic_fetch_sub(&dispatching, 1);
	return admitted;
}

static size_t most_swallowed(size_t cap, bool chunked)
{
	return chunked && 4 * cap < CHUNKS ? CHUNKS : 4 * cap;
}

static enum MHD_Result first_call(struct exchange *x, const char *method, const char *version)
{
	struct head head;
	struct gate_body body = {0};

	head_read(x->connection, &head);

	struct gate_request request = {.method = method,
		.target = x->target,
		.version = version,
		.headers = head.headers,
		.count = head.count};

	if (!exchange_copy_texts(x, &request))
		return give_up(x);

	const char *code = gate_check(&request, &body);

	if (!code && !head_is_exact(x->connection, &head, method, x->target, version))
		code = "malformed_request";
	gate_split(x->target, &x->call.path, &x->call.query);
	if (code)
		return refuse_now(x, code);
	if (atomic_load(&refuse_all))
		return refuse_now(x, "shutting_down");

	x->refused = pages_answer(&x->call) || !dispatch_route(&x->call) || !is_admitted(x);
	if (x->refused && !is_worth_reading(&body))
		return answer_early(x);

	size_t cap = dispatch_body_cap(&x->call);

	x->swallow = most_swallowed(cap, body.chunked);
	if (body.length > x->swallow || (body.length > cap && body.expects_continue)) {
		refuse_size(x);
		return answer_early(x);
	}
	if (!x->refused && body.length > cap)
		refuse_size(x);
	if (!x->refused && body.encoded)
		refuse(x, "unsupported_encoding");
	x->stage = STAGE_BODY;
	peer_enter(x->peer, PHASE_BODY, body.length);
	return MHD_YES;
}

static enum MHD_Result body_call(struct exchange *x, const char *data, size_t *size)
{
	x->received += *size;
	if (x->received > x->swallow)
		return MHD_NO; /* only a chunked body gets here; nothing can be answered now */
	if (!x->refused && x->received > dispatch_body_cap(&x->call))
		refuse_size(x);
	if (!x->refused && !exchange_keep_body(x, data, *size))
		refused(x);
	*size = 0;
	return MHD_YES;
}

static enum MHD_Result last_call(struct exchange *x)
{
	peer_enter(x->peer, PHASE_WORK, 0);
	if (x->refused)
		return answer(x, false);

	/* Counted before the look at refuse_all, so that exchange_refuse_all() misses nobody. */
	atomic_fetch_add(&dispatching, 1);
	bool late = atomic_load(&refuse_all);

	if (late)
		execute_refuse(&x->call, "shutting_down");
	bool ready = late || dispatch(&x->call);

	atomic_fetch_sub(&dispatching, 1);
	if (ready)
		return answer(x, false);
	x->stage = STAGE_PARKED;
	return MHD_YES;
}

static enum MHD_Result resumed_call(struct exchange *x)
{
	atomic_fetch_sub(&suspended, 1);
	return answer(x, false);
}

enum MHD_Result exchange_continue(void *context, struct MHD_Connection *connection, const char *url,
	const char *method, const char *version, const char *data, size_t *data_size,
	void **request)
{
	struct exchange *x = *request;

	(void)context;
	(void)url;
	if (!x) { /* memory was short at its beginning */
		counter_reply(NULL, 503, 0);
		return answer_unavailable(connection);
	}
	switch (x->stage) {
	case STAGE_LINE:
		return first_call(x, method, version);
	case STAGE_BODY:
		return *data_size > 0 ? body_call(x, data, data_size) : last_call(x);
	case STAGE_PARKED:
		return resumed_call(x);
	case STAGE_ANSWERED:
		break;
	}
	return MHD_NO;
}

void exchange_end(void *context, struct MHD_Connection *connection, void **request,
	enum MHD_RequestTerminationCode code)
{
	struct exchange *x = *request;

	(void)context;
	(void)connection;
	(void)code;
	if (!x)
		return;
	*request = NULL;
	/* Resumed, but its client had gone: libmicrohttpd does not ask for the answer any more. */
	if (x->stage == STAGE_PARKED)
		atomic_fetch_sub(&suspended, 1);
	peer_enter(x->peer, x->early ? PHASE_REFUSED : PHASE_IDLE, 0);
	call_drop(&x->call);
}

void exchange_refuse_all(void)
{
	struct timespec pause = {.tv_nsec = 1000000};

	atomic_store(&refuse_all, true);
	while (atomic_load(&dispatching) > 0)
		nanosleep(&pause, NULL);
}

int exchange_suspended(void)
{
	return atomic_load(&suspended);
}
