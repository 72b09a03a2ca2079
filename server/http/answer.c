/*
 * From a finished call to libmicrohttpd's response: the reply's buffer is handed over without a
 * copy, and the headers that every answer has are added. CORS is here as well: it is about headers
 * only, and no operation knows of it.
 */
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/server.h"
#include "engine/access.h"
#include "http/exchange.h"

#define CORS_EXPOSED "ETag, Location, X-Request-Id, Idempotent-Replay, Retry-After, X-Next-Cursor"
#define CORS_ALLOWED                                                                               \
	"Authorization, Content-Type, If-Match, If-None-Match, Idempotency-Key, Accept-Language"
#define CORS_METHODS "GET, HEAD, POST, PUT, DELETE"
#define CORS_MAX_AGE "600"

static struct MHD_Response *unavailable;
static const char *origins; /* comma-separated; NULL: CORS is off */

static struct MHD_Response *constant_response(const char *text, size_t length)
{
#if MHD_VERSION >= 0x00097701
	return MHD_create_response_from_buffer_static(length, text);
#else
	return MHD_create_response_from_buffer(
		length, (void *)(uintptr_t)text, MHD_RESPMEM_PERSISTENT);
#endif
}

/* libmicrohttpd refuses a header with control characters without a word, and so that none is lost
 * without a trace it is logged. */
static bool add(struct MHD_Response *response, const char *name, const char *value)
{
	if (MHD_add_response_header(response, name, value) == MHD_YES)
		return true;
	log_error("header_refused", "name", name, "value", value, NULL);
	return false;
}

bool http_answer_start(const char *cors_origins)
{
	static const char body[] =
		"{\"type\":\"/problems/busy\",\"title\":\"Busy\",\"status\":503,\"code\":\"busy\","
		"\"detail\":\"Try again in a moment; nothing was stored.\",\"request_id\":\"-\"}";

	origins = cors_origins;
	unavailable = constant_response(body, sizeof body - 1);
	return unavailable && add(unavailable, "Content-Type", "application/problem+json") &&
		add(unavailable, "Content-Language", "en") &&
		add(unavailable, "Cache-Control", "no-store") &&
		add(unavailable, "X-Content-Type-Options", "nosniff") &&
		add(unavailable, "X-Request-Id", "-") && add(unavailable, "Retry-After", "1") &&
		add(unavailable, "Connection", "close");
}

void http_answer_stop(void)
{
	if (unavailable)
		MHD_destroy_response(unavailable);
	unavailable = NULL;
}

enum MHD_Result http_answer_unavailable(struct MHD_Connection *connection)
{
	return MHD_queue_response(connection, 503, unavailable);
}

/* Exactly as it stands in the list: no wildcard, no suffix, no case. */
static bool is_allowed_origin(const char *origin)
{
	size_t length = strlen(origin);

	for (const char *at = origins; at && *at;) {
		size_t size = strcspn(at, ",");

		if (size == length && length > 0 && memcmp(at, origin, size) == 0)
			return true;
		at += size + (at[size] == ',');
	}
	return false;
}

static bool add_cors(struct MHD_Response *response, const struct exchange *x)
{
	if (!origins)
		return true;
	/* Also without a match: a cache must not give one origin what was said to another. */
	if (!add(response, "Vary", "Origin"))
		return false;
	if (!x->origin || !is_allowed_origin(x->origin))
		return true;
	if (!add(response, "Access-Control-Allow-Origin", x->origin) ||
		!add(response, "Access-Control-Expose-Headers", CORS_EXPOSED))
		return false;
	if (!x->preflight || x->call.status != 204 || strcmp(x->call.method, "OPTIONS") != 0)
		return true;
	return add(response, "Access-Control-Allow-Methods", CORS_METHODS) &&
		add(response, "Access-Control-Allow-Headers", CORS_ALLOWED) &&
		add(response, "Access-Control-Max-Age", CORS_MAX_AGE);
}

static bool has_header(const struct call *call, const char *name)
{
	for (size_t i = 0; i < call->header_count; i++)
		if (strcmp(call->headers[i].name, name) == 0)
			return true;
	return false;
}

static bool add_headers(struct MHD_Response *response, const struct exchange *x, bool close)
{
	const struct call *call = &x->call;
	const char *caching = has_header(call, "ETag") ? "private, no-cache" : "no-store";

	for (size_t i = 0; i < call->header_count; i++)
		if (!add(response, call->headers[i].name, call_header_value(call, i)))
			return false;
	if (call->content_type_out && !add(response, "Content-Type", call->content_type_out))
		return false;
	if (close && !add(response, "Connection", "close"))
		return false;
	return add(response, "X-Request-Id", call->id) &&
		add(response, "X-Content-Type-Options", "nosniff") &&
		(has_header(call, "Cache-Control") || add(response, "Cache-Control", caching)) &&
		add_cors(response, x);
}

/* NULL when memory is short. The buffer is the response's from here on, also for HEAD:
 * libmicrohttpd then sends the length alone. */
static struct MHD_Response *take_reply(struct call *call)
{
	if (call->reply.failed)
		return NULL;
	if (!call->reply.length)
		return constant_response("", 0);

	struct MHD_Response *response = MHD_create_response_from_buffer_with_free_callback(
		call->reply.length, call->reply.data, free);

	if (response)
		call->reply.data = NULL;
	return response;
}

enum MHD_Result http_answer(struct exchange *x, bool close)
{
	struct call *call = &x->call;
	struct MHD_Response *response = take_reply(call);
	bool complete = response &&
		add_headers(response, x, close || call->close || atomic_load(&server.draining));
	enum MHD_Result result;

	if (complete) {
		result = MHD_queue_response(x->connection, (unsigned)call->status, response);
	} else {
		call->status = 503;
		result = http_answer_unavailable(x->connection);
	}
	if (response)
		MHD_destroy_response(response);
	access_finish(call);
	return result;
}
