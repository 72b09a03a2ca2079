/*
 * From a finished call to libmicrohttpd's response: the reply's buffer is handed over without a
 * copy, and the headers that every answer has are added. CORS is here as well: it is about headers
 * only, and no operation knows of it.
 */
#include "http/answer.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/server.h"
#include "engine/access.h"
#include "gen/api.h"
#include "request/call.h"

#define CORS_EXPOSED API_ANSWER_HEADERS
#define CORS_ALLOWED "Authorization, Content-Type, " API_REQUEST_HEADERS
#define CORS_METHODS "GET, HEAD, POST, PUT, DELETE"
#define CORS_MAX_AGE "600"

/* For want of memory, or of a place: nothing is left to look up or to print with. */
static const char busy[] =
	"{\"type\":\"/problems/busy\",\"title\":\"Busy\",\"status\":503,\"code\":\"busy\","
	"\"detail\":\"Try again in a moment; nothing was stored.\",\"request_id\":\"-\"}";
static const char *const busy_headers[][2] = {{"Content-Type", "application/problem+json"},
	{"Content-Language", "en"}, {"Cache-Control", "no-store"},
	{"X-Content-Type-Options", "nosniff"}, {"X-Request-Id", "-"}, {"Retry-After", "1"},
	{"Connection", "close"}};
#define BUSY_HEADERS (sizeof busy_headers / sizeof *busy_headers)

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

bool answer_start(const char *cors_origins)
{
	bool good;

	origins = cors_origins;
	unavailable = constant_response(busy, sizeof busy - 1);
	good = unavailable != NULL;
	for (size_t i = 0; i < BUSY_HEADERS; i++)
		good = good && add(unavailable, busy_headers[i][0], busy_headers[i][1]);
	return good;
}

void answer_stop(void)
{
	if (unavailable)
		MHD_destroy_response(unavailable);
	unavailable = NULL;
}

enum MHD_Result answer_unavailable(struct MHD_Connection *connection)
{
	return MHD_queue_response(connection, 503, unavailable);
}

const char *answer_unavailable_text(size_t *out_length)
{
	static char text[1024];
	size_t used = 0;

	used += (size_t)snprintf(text, sizeof text,
		"HTTP/1.1 503 Service Unavailable\r\nContent-Length: %zu\r\n", sizeof busy - 1);
	for (size_t i = 0; i < BUSY_HEADERS; i++)
		used += (size_t)snprintf(text + used, sizeof text - used, "%s: %s\r\n",
			busy_headers[i][0], busy_headers[i][1]);
	used += (size_t)snprintf(text + used, sizeof text - used, "\r\n%s", busy);
	*out_length = used;
	return text;
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

static bool add_cors(struct MHD_Response *response, const struct call *call, const char *preflight)
{
	const char *origin = call->site.origin;

	if (!origins)
		return true;
	/* Also without a match: a cache must not give one origin what was said to another. */
	if (!add(response, "Vary", "Origin"))
		return false;
	if (!origin || !is_allowed_origin(origin))
		return true;
	if (!add(response, "Access-Control-Allow-Origin", origin) ||
		!add(response, "Access-Control-Expose-Headers", CORS_EXPOSED))
		return false;
	if (!preflight || call->status != 204 || strcmp(call->method, "OPTIONS") != 0)
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

static bool add_headers(
	struct MHD_Response *response, const struct call *call, const char *preflight, bool close)
{
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
		add_cors(response, call, preflight);
}

/* NULL when memory is short. The buffer or the file is the response's from here on, also for HEAD:
 * libmicrohttpd then sends the length alone. */
static struct MHD_Response *take_reply(struct call *call)
{
	if (call->reply.failed)
		return NULL;
	if (call->in_file) {
		struct MHD_Response *response =
			MHD_create_response_from_fd64(call->file_size, call->file);

		call->in_file = !response;
		return response;
	}
	if (!call->reply.length)
		return constant_response("", 0);

	struct MHD_Response *response = MHD_create_response_from_buffer_with_free_callback(
		call->reply.length, call->reply.data, free);

	if (response)
		call->reply.data = NULL;
	return response;
}

enum MHD_Result answer_send(
	struct MHD_Connection *connection, struct call *call, const char *preflight, bool close)
{
	struct MHD_Response *response = take_reply(call);
	bool complete = response &&
		add_headers(response, call, preflight,
			close || call->close || atomic_load(&server.draining));
	enum MHD_Result result;

	if (complete) {
		result = MHD_queue_response(connection, (unsigned)call->status, response);
	} else {
		call->status = 503;
		result = answer_unavailable(connection);
	}
	if (response)
		MHD_destroy_response(response);
	access_finish(call);
	return result;
}
