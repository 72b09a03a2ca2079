/* Operations of the API without a socket, so that their rules stand in one place. */
#include "command/operation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/config.h"
#include "buffer.h"
#include "command/command.h"
#include "engine/execute.h"
#include "engine/lane.h"
#include "gen/api.h"
#include "request/call.h"

#define MOST_FINDINGS 20

static const char *text_of(const json_t *object, const char *member)
{
	const char *text = json_string_value(json_object_get(object, member));

	return text ? text : "";
}

static void print_finding(const json_t *finding)
{
	json_int_t line = json_integer_value(json_object_get(finding, "line"));

	if (line)
		fprintf(stderr, "  line %lld,", (long long)line);
	fprintf(stderr, "  %s: %s (%s)\n", text_of(finding, "pointer"), text_of(finding, "detail"),
		text_of(finding, "code"));
}

static void print_problem(const char *what, const struct call *call)
{
	json_t *problem =
		json_loadb(call->reply.data ? call->reply.data : "", call->reply.length, 0, NULL);
	const json_t *findings = json_object_get(problem, "errors");

	fprintf(stderr, "thidua: %s: %d %s: %s\n", what, call->status, text_of(problem, "title"),
		text_of(problem, "detail"));
	for (size_t i = 0; i < json_array_size(findings) && i < MOST_FINDINGS; i++)
		print_finding(json_array_get(findings, i));
	if (json_array_size(findings) > MOST_FINDINGS)
		fprintf(stderr, "  .. and %zu more\n", json_array_size(findings) - MOST_FINDINGS);
	json_decref(problem);
}

int operation_call(struct db *db, const char *what, const struct errand *errand, json_t **out)
{
	struct call *call = dispatch_errand(errand);

	if (!call) {
		command_fail(0, "%s: out of memory", what);
		return 0;
	}
	if (!call->status) /* not refused already */
		lane_write_here(db, call);
	int status = call->status >= 200 && call->status < 300 ? call->status : 0;
	if (!status)
		print_problem(what, call);
	else if (out)
		*out = json_loadb(call->reply.data, call->reply.length, 0, NULL);
	call_end(call);
	free(call);
	return status;
}

/* By the server itself. */
static bool post(struct db *db, const char *what, const char *path, const char *content_type,
	const char *body, size_t length, json_t **out)
{
	struct errand errand = {
		.caller = {.role = ROLE_ADMIN, .label = "thidua"},
		.method = "POST",
		.path = path,
		.content_type = content_type,
		.body = body,
		.length = length,
	};

	return operation_call(db, what, &errand, out) != 0;
}

bool operation_import(struct db *db, const char *name, const char *csv, size_t size)
{
	const char *resource = name + strspn(name, "0123456789");
	char path[160];

	if (resource > name && *resource == '-')
		resource++;
	snprintf(path, sizeof path, "/api/v1/%s/import", resource);
	return post(db, name, path, "text/csv", csv, size, NULL);
}

/* Adds `"name":"text"` to an object that is being written. */
static void put_member(struct buffer *body, const char *name, const char *text)
{
	buffer_printf(body, "%c\"%s\":", body->length ? ',' : '{', name);
	buffer_json(body, text, strlen(text));
}

/* POSTs the object, which is freed, and takes a text of `size` from the answer. */
static bool post_for(struct db *db, const char *what, const char *path, struct buffer *body,
	const char *member, char *out, size_t size)
{
	json_t *answer = NULL;

	buffer_char(body, '}');
	bool done = !body->failed &&
		post(db, what, path, "application/json", body->data, body->length, &answer);

	if (done)
		snprintf(out, size, "%s", text_of(answer, member));
	json_decref(answer);
	buffer_free(body);
	return done;
}

bool operation_token(struct db *db, const char *unit, const char *role, const char *label,
	int64_t days, char out[SECRET_TOKEN_SIZE])
{
	struct buffer body = {0};

	put_member(&body, "unit", unit);
	put_member(&body, "role", role);
	put_member(&body, "label", label);
	if (days)
		buffer_printf(&body, ",\"days\":%lld", (long long)days);
	return post_for(
		db, "token create", "/api/v1/tokens", &body, "token", out, SECRET_TOKEN_SIZE);
}

bool operation_user(struct db *db, const struct config *config, char out[SECRET_ONE_TIME_SIZE])
{
	struct buffer body = {0};

	put_member(&body, "user", config->file);
	put_member(&body, "full_name", config->full_name);
	put_member(&body, "unit", config->unit);
	put_member(&body, "role", config->role);
	return post_for(db, "user add", "/api/v1/users", &body, "one_time_password", out,
		SECRET_ONE_TIME_SIZE);
}

bool operation_password(struct db *db, const char *user, char out[SECRET_ONE_TIME_SIZE])
{
	struct buffer path = {0}, body = {0};

	buffer_printf(&path, "/api/v1/users/%s/password", user);
	buffer_char(&body, '{');
	bool done = buffer_string(&path) &&
		post_for(db, "user password", path.data, &body, "one_time_password", out,
			SECRET_ONE_TIME_SIZE);

	buffer_free(&path);
	return done;
}
