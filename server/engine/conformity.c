/* Answers checked against the contract. */
#include "engine/conformity.h"

#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "request/call.h"
#include "request/request.h"
#include "schema.h"

static const struct reply *documented(const struct request *req)
{
	for (size_t i = 0; i < req->route->reply_count; i++)
		if (req->route->replies[i].status == req->call->status)
			return &req->route->replies[i];
	return NULL;
}

bool status_is_documented(struct request *req)
{
	int status = req->call->status;

	if (status == 429 || status == 500 || status == 503 || status == 507 || documented(req))
		return true;
	char text[12];

	snprintf(text, sizeof text, "%d", status);
	log_error("undocumented", "operation", req->route->operation, "status", text, NULL);
	return false;
}

static bool report(void *context, const struct schema_report *r)
{
	const struct request *req = context;
	char fault[12];

	snprintf(fault, sizeof fault, "%d", (int)r->fault);
	log_error("nonconforming", "operation", req->route->operation, "pointer", r->pointer,
		"fault", fault, "allowed", r->allowed ? r->allowed : "", "found",
		r->found ? r->found : "", NULL);
	return true;
}

bool conforms(struct request *req)
{
	const struct call *call = req->call;
	const struct reply *reply = documented(req);

	if (!status_is_documented(req))
		return false;
	if (!reply || !reply->schema || !call->content_type_out ||
		strcmp(call->content_type_out, "application/json") != 0)
		return true;
	json_t *json = json_loadb(call->reply.data ? call->reply.data : "", call->reply.length,
		JSON_REJECT_DUPLICATES, NULL);
	bool fits = json && schema_check(reply->schema, json, false, report, req);

	if (!json)
		log_error("nonconforming", "operation", req->route->operation, "pointer", "",
			"fault", "not JSON", NULL);
	json_decref(json);
	return fits;
}
