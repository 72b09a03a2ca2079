/* The tokens of refusals, and the one check that every refusal ends in. */
#include "refusal.h"

#include <stdio.h>
#include <string.h>

#include "daemon.h"
#include "gen/api.h"
#include "sample.h"
#include "tally.h"

#define JSON  "application/json"
#define SHOWN 300

struct refusal refusal;
const char *const refusal_methods[] = {[METHOD_GET] = "GET",
	[METHOD_POST] = "POST",
	[METHOD_PUT] = "PUT",
	[METHOD_DELETE] = "DELETE"};

static bool documents(const struct route *route, int status)
{
	for (size_t i = 0; i < route->reply_count; i++)
		if (route->replies[i].status == status)
			return true;
	return status == 405;
}

bool points_to(const struct answer *answer, const char *pointer, bool alone)
{
	json_t *errors = json_object_get(answer->json, "errors"), *error;
	size_t i, length = strlen(pointer);
	bool found = false;

	json_array_foreach(errors, i, error)
	{
		const char *at = json_member_text(error, "pointer");

		bool inside = strncmp(at, pointer, length) == 0 &&
			(at[length] == '\0' || at[length] == '/');

		/* A sample names offices that nobody has. */
		bool beside = !strcmp(json_member_text(error, "code"), "reference_unknown");

		if (alone && !inside && !beside)
			return false;
		found |= inside && at[length] == '\0';
	}
	return found;
}

void refuse(const struct route *route, const struct question *question, int status,
	const char *pointer, const char *what)
{
	struct answer answer;
	bool sent = client_send(&refusal.client, question, &answer);
	bool good = sent && answer.status == status && documents(route, status) &&
		!answer.faults.length && (!pointer || points_to(&answer, pointer, true));

	tally_check(good, "%s: %s: wanted %d%s%s\n\t%s %.*s %.*s\n\t%d %.*s %s", route->operation,
		what, status, pointer ? " at " : "", pointer ? pointer : "", question->method,
		SHOWN, question->path, SHOWN, question->body ? question->body : "", answer.status,
		2 * SHOWN, answer.body.data,
		answer.faults.length ? buffer_string(&answer.faults) : "");
	answer_free(&answer);
}

const char *refusal_token(const struct route *route)
{
	if (route->open)
		return NULL;
	if (route->roles & ROLE_ADMIN)
		return daemon_admin_token();
	for (size_t i = 0; api_role_names[i]; i++)
		if (route->roles & 1U << i)
			return refusal.tokens[i];
	return NULL;
}

struct question refusal_question(const struct route *route, struct buffer *target)
{
	struct question question = {
		.method = refusal_methods[route->method], .token = refusal_token(route)};

	sample_target(route, NULL, target);
	question.path = target->data;
	if (route->file_types) {
		question.content_type = "application/pdf";
		question.body = "%PDF-1.7";
		question.length = 8;
	}
	if (route->body) {
		question.content_type = JSON;
		question.body = "{}";
		question.length = 2;
	}
	return question;
}

bool refusal_send_dry(
	const struct route *route, const struct question *question, struct answer *answer)
{
	struct question dry = *question;
	struct buffer path = {0};

	buffer_text(&path, question->path);
	if (route->dry_run_offset != NO_OFFSET)
		buffer_printf(&path, "%cdry_run=true", strchr(question->path, '?') ? '&' : '?');
	dry.path = buffer_string(&path);
	bool sent = client_send(&refusal.client, &dry, answer);

	buffer_free(&path);
	return sent;
}

static json_int_t make_token(const char *role, char *out, size_t size)
{
	struct buffer body = {0};
	struct answer answer;

	buffer_printf(
		&body, "{\"unit\": \"vkstc\", \"role\": \"%s\", \"label\": \"contract\"}", role);
	struct question question = {.method = "POST",
		.path = "/api/v1/tokens",
		.token = daemon_admin_token(),
		.content_type = JSON,
		.body = buffer_string(&body),
		.length = body.length};

	client_send(&refusal.client, &question, &answer);
	if (answer.status != 201)
		tally_abort("no token for %s: %d %s", role, answer.status, answer.body.data);
	json_int_t id = json_integer_value(json_object_get(answer.json, "id"));

	snprintf(out, size, "%s", json_member_text(answer.json, "token"));
	answer_free(&answer);
	buffer_free(&body);
	return id;
}

void refusal_make_tokens(void)
{
	char path[64];
	struct answer answer;

	for (size_t i = 0; api_role_names[i] && i < REFUSAL_ROLES; i++)
		make_token(api_role_names[i], refusal.tokens[i], sizeof(refusal.tokens[i]));
	snprintf(path, sizeof(path), "/api/v1/tokens/%" JSON_INTEGER_FORMAT,
		make_token("admin", refusal.revoked, sizeof(refusal.revoked)));
	struct question question = {
		.method = "DELETE", .path = path, .token = daemon_admin_token()};

	client_send(&refusal.client, &question, &answer);
	tally_check(answer.status / 100 == 2, "a token can't be revoked: %d %s", answer.status,
		answer.body.data);
	answer_free(&answer);
	secret_token(refusal.unknown);
}
