/* Naughty texts on their way into a body, and what every write of a scenario does with them as a dry run. */
#include "dares.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gen/api.h"
#include "naughty.h"
#include "refusal.h"
#include "sample.h"
#include "scene.h"
#include "tally.h"

#define SHOWN 600
#define TRIES 12 /* to bring a body with some naughty texts through */

static bool dared[512]; /* by route */

void dare_send(struct dare *dare, const json_t *body)
{
	char *text = json_dumps(body, JSON_COMPACT);
	struct question question = {.method = dare->route->method == METHOD_PUT ? "PUT" : "POST",
		.path = dare->path,
		.token = dare->token,
		.content_type = "application/json",
		.body = text,
		.length = strlen(text)};

	answer_free(&dare->answer);
	client_send(&dare->s->client, &question, &dare->answer);
	free(text);
}

bool dare_fail(const struct dare *dare, const char *what)
{
	char *text = json_dumps(dare->body, JSON_COMPACT);

	tally_fail("%s: %s\n\t%s\n\t%.*s\n\t%d %.*s%s", dare->route->operation, what, dare->path,
		2 * SHOWN, text, dare->answer.status, 2 * SHOWN,
		dare->answer.body.data ? dare->answer.body.data : "",
		dare->answer.faults.length ? dare->answer.faults.data : "");
	free(text);
	return false;
}

bool dare_leave_out(const struct dare *dare, json_t *body)
{
	const char *member = dare->route->csv_member;
	json_t *errors = json_object_get(dare->answer.json, "errors");
	json_t *rows = member ? json_object_get(body, member) : NULL;
	size_t before = json_array_size(rows), row;

	for (size_t i = json_array_size(errors); i-- > 0;)
		if (sscanf(json_member_text(json_array_get(errors, i), "pointer"), "/rows/%zu",
			    &row) == 1)
			json_array_remove(rows, row);
	return json_array_size(rows) < before;
}

/* What is at fault becomes sound. A sound row may be refused as well: two persons of one name are not told apart, now that
 * one of them has another code. False when there is no such thing at fault. */
static bool take_back(struct dare *dare)
{
	const json_t *errors = json_object_get(dare->answer.json, "errors"), *error;
	bool restored = false;
	size_t i;

	json_array_foreach((json_t *)(uintptr_t)errors, i, error) restored |=
		naughty_restore(dare->body, dare->sound, json_member_text(error, "pointer"));
	return restored || (errors && naughty_restore(dare->body, dare->sound, "")) ||
		(dare_leave_out(dare, dare->body) && dare_leave_out(dare, dare->sound));
}

/* Sends until all that is left of the naughty texts is taken. */
static bool bring_through(struct dare *dare)
{
	for (int i = 0; i < TRIES; i++) {
		dare_send(dare, dare->body);
		if (dare->answer.faults.length)
			return dare_fail(dare, "a promise is broken");
		if (dare->answer.status == 200)
			return true;
		if (dare->answer.status != 422 && dare->answer.status != 409)
			return dare_fail(dare, "neither taken nor refused");
		if (!take_back(dare))
			return dare_fail(dare, "refused, but no pointer leads to a naughty text");
	}
	return dare_fail(dare, "still refused");
}

static bool has_texts(const struct dare *dare)
{
	size_t turn = 0;
	json_t *body = naughty_copy(dare->route->body, dare->sound, &turn);

	json_decref(body);
	return turn > 0;
}

void dare_each(struct dare *dare, bool (*judge)(struct dare *dare))
{
	bool good = has_texts(dare);

	for (size_t from = 0; good && from < NAUGHTY_TEXTS;) {
		size_t turn = from;

		dare->body = naughty_copy(dare->route->body, dare->sound, &turn);
		/* A list has many texts in one go, an object the next ones each time. */
		from += turn - from >= NAUGHTY_TEXTS ? turn - from : 1;
		good = bring_through(dare) && judge(dare);
		json_decref(dare->body);
	}
	answer_free(&dare->answer);
	if (good)
		tally_pass();
}

bool dare_is_shown(struct dare *dare)
{
	const char *lost = naughty_lost(dare->body, dare->sound, dare->answer.json);

	return !lost || dare_fail(dare, lost);
}

const struct route *dare_route(const char *method, const char *path)
{
	size_t length = strcspn(path, "?");
	const struct route *found = NULL;

	for (size_t i = 0; i < api_route_count; i++)
		if (!strcmp(refusal_methods[api_routes[i].method], method) &&
			path_fits(api_routes[i].path, path, length) &&
			(!found || !strchr(api_routes[i].path, '{')))
			found = &api_routes[i];
	return found;
}

void dare_rehearsal(struct scene *s, const struct question *question)
{
	const struct route *route = dare_route(question->method, question->path);
	bool json = question->content_type && !strcmp(question->content_type, "application/json");

	if (!route || !route->body || !json || dared[route - api_routes])
		return;
	json_t *sound = json_loads(question->body, 0, NULL);
	struct dare dare = {.s = s,
		.route = route,
		.path = question->path,
		.token = question->token,
		.sound = sound};

	dared[route - api_routes] = true;
	dare_each(&dare, dare_is_shown);
	json_decref(sound);
}

bool dare_takes_texts(const struct route *route)
{
	size_t turn = 0;
	json_t *sound = route->body ? sample_value(route->body) : NULL;

	if (sound)
		json_decref(naughty_copy(route->body, sound, &turn));
	json_decref(sound);
	return turn > 0;
}

void dares_judge(void)
{
	for (size_t i = 0; i < api_route_count; i++)
		if (dare_takes_texts(&api_routes[i]))
			tally_check(dared[i], "no scenario dares %s", api_routes[i].operation);
}
