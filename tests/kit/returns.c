/*
 * A PUT takes what GET gave. Whatever object of the contract a scenario reads, where the path has a
 * PUT, what came is sent back: that changes nothing, and says so. As a dry run, so that the scenario
 * goes on as written.
 */
#include <stdlib.h>
#include <string.h>

#include "gen/api.h"
#include "sample.h"
#include "scene.h"
#include "tally.h"

static bool returned[512]; /* by route: once unchanged */

static bool is_object(const struct route *route)
{
	return route->method == METHOD_PUT && route->body;
}

const struct route *reader_of(const struct route *route)
{
	for (size_t i = 0; i < api_route_count; i++)
		if (api_routes[i].method == METHOD_GET && !strcmp(api_routes[i].path, route->path))
			return &api_routes[i];
	return NULL;
}

/* A list beside the objects: /reports/values is no report. */
static bool is_list(const char *path, size_t length)
{
	for (size_t i = 0; i < api_route_count; i++)
		if (!strchr(api_routes[i].path, '{') && path_fits(api_routes[i].path, path, length))
			return true;
	return false;
}

static const struct route *writer_at(const char *path, size_t length)
{
	if (is_list(path, length))
		return NULL;
	for (size_t i = 0; i < api_route_count; i++)
		if (is_object(&api_routes[i]) && path_fits(api_routes[i].path, path, length))
			return &api_routes[i];
	return NULL;
}

/* Who may not write it, and what is in a state that takes no change, prove nothing. */
static bool is_beside_the_point(int status)
{
	return status == 403 || status == 404 || status == 409;
}

json_t *body_to_return(const struct route *route, const json_t *read)
{
	const struct schema *schema = route->body, *answer = reader_of(route)->replies[0].schema;
	json_t *body = json_copy((json_t *)(uintptr_t)read);

	for (size_t i = 0; i < schema->property_count; i++) {
		const struct property *property = &schema->properties[i];

		if (property->required && !schema_property(answer, property->name))
			json_object_set_new(body, property->name, sample_value(property->schema));
	}
	return body;
}

/* An exclusion that was lifted is in force again when it is said anew, as its contract has it. */
static bool is_lifted(const json_t *read)
{
	const json_t *lifted_on = json_object_get(read, "lifted_on");

	return lifted_on && !json_is_null(lifted_on);
}

static bool is_unchanged(const struct scene *s, const struct answer *answer)
{
	const char *before = header_value(&s->answer, "ETag");
	const char *after = header_value(answer, "ETag");

	return answer->status == 200 && !strcmp(before ? before : "", after ? after : "") &&
		json_is_true(json_object_get(answer->json, "unchanged"));
}

/* True when that decided it. */
static bool send_back(
	struct scene *s, const struct route *route, const char *token, struct question *question)
{
	struct answer answer;

	question->token = token;
	bool sent = client_send(&s->client, question, &answer);
	bool decided = !sent || !is_beside_the_point(answer.status);

	if (sent && is_unchanged(s, &answer)) {
		tally_pass();
		returned[route - api_routes] = true;
	} else if (decided) {
		scene_fail(s, "%s of what GET gave: not unchanged: %d %s", route->operation,
			sent ? answer.status : 0, sent && answer.body.data ? answer.body.data : "");
	}
	if (sent)
		answer_free(&answer);
	return decided;
}

static void try_to_return(
	struct scene *s, const struct route *route, const char *path, size_t length)
{
	struct buffer target = {0};
	json_t *json = body_to_return(route, s->answer.json);
	char *body = json_dumps(json, 0);

	json_decref(json);
	buffer_printf(&target, "%.*s?dry_run=true", (int)length, path);
	struct question question = {.method = "PUT",
		.path = buffer_string(&target),
		.content_type = "application/json",
		.body = body,
		.length = body ? strlen(body) : 0};

	if (body && !send_back(s, route, s->token, &question))
		send_back(s, route, daemon_admin_token(), &question);
	free(body);
	buffer_free(&target);
}

void judge_return(struct scene *s)
{
	const char *path = s->path.data;
	size_t length = strcspn(path, "?");
	const struct route *route = writer_at(path, length);

	if (route && reader_of(route) && !strncmp(s->request.data, "GET ", 4) && s->plain &&
		s->answer.status == 200 && s->answer.json && !is_lifted(s->answer.json))
		try_to_return(s, route, path, length);
}

void returns_judge(void)
{
	for (size_t i = 0; i < api_route_count; i++)
		if (is_object(&api_routes[i]) && reader_of(&api_routes[i]))
			tally_check(returned[i], "no scenario sends back what it reads by %s",
				api_routes[i].operation);
}
