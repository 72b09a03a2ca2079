/* The line of the access log, and the counters. */
#include "engine/access.h"

#include <stdio.h>

#include "base/counters.h"
#include "base/log.h"
#include "base/role.h"
#include "calendar.h"
#include "contract.h"
#include "request/call.h"
#include "request/request.h"

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

void access_finish(struct call *call)
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
	snprintf(bytes, sizeof bytes, "%zu",
		call->omit_body ? 0 : call->file_size + call->reply.length);
	log_info("request", "id", call->id, "method", call->method, "path", call->path, "operation",
		call->route ? call->route->operation : "-", "status", status, "caller", who,
		"address", call->address ? call->address : "-", "bytes", bytes, "ms", milliseconds,
		NULL);
}
