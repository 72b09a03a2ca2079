/* An exchange from its id to its line in the access log. */
#include "request/call.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/server.h"
#include "calendar.h"
#include "csv.h"
#include "engine/dispatch.h"
#include "gen/api.h"
#include "request/request.h"

const char *call_header_value(const struct call *call, size_t header)
{
	return call->header_text + call->headers[header].at;
}

void call_set_header(struct call *call, const char *name, const char *format, ...)
{
	struct call_header *header = NULL;
	size_t room = sizeof call->header_text - call->header_used;

	for (size_t i = 0; i < call->header_count && !header; i++)
		if (!strcmp(call->headers[i].name, name))
			header = &call->headers[i];
	if (!header) {
		if (call->header_count == CALL_HEADERS)
			return;
		header = &call->headers[call->header_count++];
	}
	char *value = call->header_text + call->header_used;
	va_list list;

	va_start(list, format);
	int length = vsnprintf(value, room, format, list);

	va_end(list);
	/* What does not fit is left out whole: half a cursor or half an address misleads. */
	if (length < 0 || (size_t)length >= room) {
		call->header_count -= header == &call->headers[call->header_count - 1];
		log_error("header_dropped", "name", name, NULL);
		return;
	}
	char *to = value;

	for (const char *from = value; *from; from++)
		if ((unsigned char)*from >= ' ' && *from != 127)
			*to++ = *from;
	*to = '\0';
	header->name = name;
	header->at = call->header_used;
	call->header_used += (size_t)(to - value) + 1;
}

/* The last `digits` hexadecimal digits of a number; printf would cost as much as the router. */
static void print_hex(char *out, uint64_t number, int digits)
{
	for (int i = digits; i-- > 0; number >>= 4)
		out[i] = "0123456789abcdef"[number & 15];
}

/* The client's request id when it is harmless, else our own: a random start of the process and a
 * count. */
void call_give_id(struct call *call)
{
	static _Atomic uint64_t start, count;
	const char *wanted = call->request_id;
	size_t length = wanted ? strlen(wanted) : 0;

	if (length >= 8 && length <= 64 &&
		strspn(wanted, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-") ==
			length) {
		memcpy(call->id, wanted, length + 1);
		return;
	}
	uint64_t prefix = atomic_load_explicit(&start, memory_order_relaxed);

	if (!prefix) {
		secret_random(&prefix, sizeof prefix);
		atomic_store_explicit(&start, prefix, memory_order_relaxed);
	}
	print_hex(call->id, prefix >> 16, 12);
	call->id[12] = '-';
	print_hex(call->id + 13, atomic_fetch_add_explicit(&count, 1, memory_order_relaxed), 8);
	call->id[21] = '\0';
}

static const char *role_name(unsigned role)
{
	for (size_t i = 0; api_role_names[i]; i++)
		if (role == 1u << i)
			return api_role_names[i];
	return "";
}

/* "gialai/clerk#4", or "-" without a token. */
static void print_caller(const struct call *call, char *out, size_t size)
{
	const struct caller *caller = call->request ? &call->request->caller : NULL;

	if (caller && caller->token)
		snprintf(out, size, "%s/%s#%lld", caller->unit, role_name(caller->role),
			(long long)caller->token);
	else
		snprintf(out, size, "-");
}

void dispatch_finish(struct call *call)
{
	int64_t took = calendar_monotonic() - call->started;
	char status[12], milliseconds[32], bytes[24], who[96];

	counter_reply(call->route, call->status, took);
	if (!log_wants(LOG_INFO))
		return;
	print_caller(call, who, sizeof who);
	snprintf(status, sizeof status, "%d", call->status);
	snprintf(milliseconds, sizeof milliseconds, "%lld.%03lld", (long long)(took / 1000),
		(long long)(took % 1000));
	snprintf(bytes, sizeof bytes, "%zu", call->omit_body ? 0 : call->reply.length);
	log_info("request", "id", call->id, "method", call->method, "path", call->path, "operation",
		call->route ? call->route->operation : "-", "status", status, "caller", who,
		"address", call->address ? call->address : "-", "bytes", bytes, "ms", milliseconds,
		NULL);
}

void call_end(struct call *call)
{
	struct request *req = call->request;

	free(call->path_text);
	call->path_text = NULL;
	buffer_free(&call->body);
	buffer_free(&call->reply);
	if (!req)
		return;
	json_decref(req->body);
	if (req->csv)
		csv_free((struct csv *)(uintptr_t)req->csv);
	buffer_free(&req->errors);
	buffer_free(&req->warnings);
	req_free_memory(req);
	free(req);
	call->request = NULL;
}
