/* An exchange from its id to its line in the access log. */
#include "call.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calendar.h"
#include "csv.h"
#include "dispatch.h"
#include "log.h"
#include "request.h"
#include "server.h"

void call_set_header(struct call *call, const char *name, const char *format, ...)
{
	struct call_header *header = NULL;

	for (size_t i = 0; i < call->header_count && !header; i++)
		if (!strcmp(call->headers[i].name, name))
			header = &call->headers[i];
	if (!header) {
		if (call->header_count == CALL_HEADERS)
			return;
		header = &call->headers[call->header_count++];
	}
	header->name = name;
	va_list list;

	va_start(list, format);
	vsnprintf(header->value, sizeof header->value, format, list);
	va_end(list);
	char *to = header->value;

	for (const char *from = header->value; *from; from++)
		if ((unsigned char)*from >= ' ' && *from != 127)
			*to++ = *from;
	*to = '\0';
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
	snprintf(call->id, sizeof call->id, "%012llx-%08llx", (unsigned long long)(prefix >> 16),
		(unsigned long long)atomic_fetch_add_explicit(&count, 1, memory_order_relaxed));
}

void dispatch_finish(struct call *call)
{
	int64_t took = calendar_monotonic() - call->started;
	char status[12], milliseconds[32], bytes[24];

	counter_reply(call->route, call->status, took);
	if (!log_wants(LOG_INFO))
		return;
	snprintf(status, sizeof status, "%d", call->status);
	snprintf(milliseconds, sizeof milliseconds, "%lld.%03lld", (long long)(took / 1000),
		(long long)(took % 1000));
	snprintf(bytes, sizeof bytes, "%zu", call->omit_body ? 0 : call->reply.length);
	log_info("request", "id", call->id, "method", call->method, "path", call->path, "operation",
		call->route ? call->route->operation : "-", "status", status, "caller", call->who,
		"address", call->address ? call->address : "-", "bytes", bytes, "ms", milliseconds,
		NULL);
}

void call_end(struct call *call)
{
	struct request *req = call->request;

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
