/* Answers checked against the contract. */
#include "engine/conformity.h"

#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "request/call.h"
#include "request/fields.h"
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

/* What the caller did not name in `fields` is not missing: `/items/3/value`, `/rows/3/value`. */
static bool is_left_out(const struct request *req, const struct schema_report *r)
{
	const char *name = strrchr(r->pointer, '/');

	return r->fault == FAULT_MISSING && name != r->pointer && !fields_name(req, name + 1);
}

struct conformity {
	const struct request *req;
	bool faulty;
};

static bool report(void *context, const struct schema_report *r)
{
	struct conformity *conformity = context;
	const struct request *req = conformity->req;
	char fault[12];

	if (is_left_out(req, r))
		return true;
	conformity->faulty = true;
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
	struct conformity conformity = {.req = req};

	if (json)
		schema_check(reply->schema, json, false, report, &conformity);
	else
		log_error("nonconforming", "operation", req->route->operation, "pointer", "",
			"fault", "not JSON", NULL);
	json_decref(json);
	return json && !conformity.faulty;
}
