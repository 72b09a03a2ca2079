/* Objects and lists that a scenario leaves behind, written over with naughty texts. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dares.h"
#include "gen/api.h"
#include "naughty.h"
#include "tally.h"

#define MOST_ROWS 500 /* of a page */

static bool overwritten[512]; /* by route */

static const json_t *all_asked(const struct scene *s, const struct route *route)
{
	return names_get(&s->asked, route->operation, strlen(route->operation));
}

void overwrite_note(struct scene *s)
{
	char method[8] = "";
	const char *path = s->path.data;

	snprintf(
		method, sizeof method, "%.*s", (int)strcspn(s->request.data, " "), s->request.data);
	const struct route *route = dare_route(method, path);

	if (!route || !s->plain || !s->token || s->answer.status / 100 != 2 ||
		strstr(path, "limit=") || strstr(path, "cursor=") || strstr(path, "format="))
		return;
	json_t *all = (json_t *)(uintptr_t)all_asked(s, route);

	if (!all)
		names_set(
			&s->asked, route->operation, strlen(route->operation), all = json_array());
	json_array_insert_new(all, 0, json_pack("{s:s, s:s}", "path", path, "token", s->token));
}

/* Of the last time. */
static const char *asked(const struct scene *s, const struct route *route, const char *what)
{
	return json_string_value(json_object_get(json_array_get(all_asked(s, route), 0), what));
}

/* A GET by who dares; the answer stays the caller's. */
static bool read_back(const struct dare *dare, const char *path, struct answer *out)
{
	struct question question = {.method = "GET", .path = path, .token = dare->token};

	return client_send(&dare->s->client, &question, out) && out->status == 200 &&
		!out->faults.length;
}

/* An object says so, an import counts. */
static bool is_unchanged(const struct answer *answer)
{
	const json_t *created = json_object_get(answer->json, "created"),
		     *updated = json_object_get(answer->json, "updated"),
		     *unchanged = json_object_get(answer->json, "unchanged");

	return answer->status == 200 &&
		(created ? !json_integer_value(created) && !json_integer_value(updated)
			 : json_is_true(unchanged));
}

/* Only what a client may write: the rest changes with it. */
static json_t *writable(const struct schema *schema, const json_t *read)
{
	json_t *object = json_object();

	for (size_t i = 0; i < schema->property_count; i++) {
		const char *name = schema->properties[i].name;

		json_object_set(object, name, json_object_get(read, name));
	}
	return object;
}

/* What GET gives of an object; NULL when it gives none. */
static json_t *object_of(const struct dare *dare)
{
	struct answer answer;
	json_t *body = NULL;

	if (read_back(dare, dare->path, &answer) &&
		!json_string_value(json_object_get(answer.json, "lifted_on")))
		body = body_to_return(dare->route, answer.json);
	answer_free(&answer);
	return body;
}

static bool goes_back(struct dare *dare, json_t *body)
{
	if (body)
		dare_send(dare, body);
	json_decref(body);
	return body && is_unchanged(&dare->answer);
}

static bool object_is_kept(struct dare *dare)
{
	return dare_is_shown(dare) &&
		(goes_back(dare, object_of(dare)) ||
			dare_fail(dare, "not the same when it goes back"));
}

/* False for one that takes no change: by its state, or from who read it. */
static bool overwrite_object(struct scene *s, const struct route *route, const json_t *read_by)
{
	struct dare dare = {.s = s,
		.route = route,
		.path = json_member_text(read_by, "path"),
		.token = json_member_text(read_by, "token")};
	bool takes = goes_back(&dare, object_of(&dare));

	if (!takes) {
		dare.token = daemon_admin_token();
		takes = goes_back(&dare, object_of(&dare));
	}
	if (!takes) {
		answer_free(&dare.answer);
		return false;
	}
	json_t *read = object_of(&dare), *sound = writable(route->body, read);

	dare.sound = sound;
	dare_each(&dare, object_is_kept);
	json_decref(sound);
	json_decref(read);
	return true;
}

static void overwrite_objects(struct scene *s, const struct route *route)
{
	const json_t *all = all_asked(s, reader_of(route));

	for (size_t i = 0; !overwritten[route - api_routes] && i < json_array_size(all); i++)
		overwritten[route - api_routes] =
			overwrite_object(s, route, json_array_get(all, i));
}

static bool asks(const struct route *route)
{
	for (size_t i = 0; i < route->field_count; i++)
		if (route->fields[i].required)
			return true;
	return false;
}

/* The path of the list that an import takes back, with one more parameter: the whole, or what the scenario asked for
 * where the list asks for something. */
static bool path_of_list(const struct dare *dare, const char *parameter, struct buffer *out)
{
	for (size_t i = 0; i < api_route_count; i++) {
		const struct route *route = &api_routes[i];
		const struct schema *page = route->replies[0].schema;
		const struct property *items = page ? schema_property(page, "items") : NULL;

		if (!items || items->schema->items != dare->route->csv_list)
			continue;
		const char *path = asks(route) ? asked(dare->s, route, "path") : route->path;

		if (!path)
			return false;
		buffer_text(out, path);
		buffer_printf(out, "%c%s", strchr(buffer_string(out), '?') ? '&' : '?', parameter);
		return buffer_string(out);
	}
	return false;
}

/* The rows of its list as an import takes them; NULL when there are none. */
static json_t *rows_of(const struct dare *dare, int limit)
{
	struct buffer path = {0};
	char parameter[20];
	struct answer answer = {0};
	json_t *rows = json_array(), *item;
	size_t i;

	snprintf(parameter, sizeof parameter, "limit=%d", limit);
	if (path_of_list(dare, parameter, &path) && read_back(dare, path.data, &answer))
		json_array_foreach(json_object_get(answer.json, "items"), i, item)
			json_array_append_new(rows, writable(dare->route->csv_row, item));
	answer_free(&answer);
	buffer_free(&path);
	if (json_array_size(rows))
		return json_pack("{s:o}", dare->route->csv_member, rows);
	json_decref(rows);
	return NULL;
}

static bool file_goes_back(struct dare *dare, enum form form, const char *way)
{
	struct buffer path = {0};
	struct answer file = {0};
	bool good = path_of_list(dare, way, &path) && read_back(dare, path.data, &file);
	struct question question = {.method = "POST",
		.path = dare->path,
		.token = dare->token,
		.content_type = api_forms[form].type,
		.body = file.body.data,
		.length = file.body.length};

	answer_free(&dare->answer);
	good = good && client_send(&dare->s->client, &question, &dare->answer) &&
		is_unchanged(&dare->answer);
	answer_free(&file);
	buffer_free(&path);
	return good || dare_fail(dare, way);
}

/* Unchanged but for rows that are refused now: one text may have become the name of what another row means. */
static bool rows_go_back(struct dare *dare, json_t *body, bool *whole)
{
	bool good = goes_back(dare, json_incref(body));

	*whole = good;
	if (body && dare_leave_out(dare, body))
		good = goes_back(dare, json_incref(body));
	json_decref(body);
	return good;
}

static bool list_is_kept(struct dare *dare)
{
	bool whole;

	if (!rows_go_back(dare, json_deep_copy(dare->body), &whole))
		return dare_fail(dare, "not the same again");
	if (!rows_go_back(dare, rows_of(dare, MOST_ROWS), &whole))
		return dare_fail(dare, "the list does not go back");
	return !whole ||
		(file_goes_back(dare, FORM_CSV, "format=csv&separator=comma") &&
			file_goes_back(dare, FORM_CSV, "format=csv&separator=semicolon") &&
			file_goes_back(dare, FORM_XLSX, "format=xlsx"));
}

static void overwrite_list(struct scene *s, const struct route *route)
{
	const char *token = asked(s, route, "token");
	struct dare dare = {.s = s,
		.route = route,
		.path = route->path,
		.token = token ? token : daemon_admin_token()};
	json_t *sound = rows_of(&dare, NAUGHTY_TEXTS);

	bool takes = sound && goes_back(&dare, json_incref(sound));

	/* Some are in a state that no import gives. */
	if (!takes && sound && dare_leave_out(&dare, sound))
		takes = goes_back(&dare, json_incref(sound));
	dare.sound = sound;
	if (takes) {
		overwritten[route - api_routes] = true;
		dare_each(&dare, list_is_kept);
	}
	answer_free(&dare.answer);
	json_decref(sound);
}

void overwrite_all(struct scene *s)
{
	for (size_t i = 0; i < api_route_count; i++) {
		const struct route *route = &api_routes[i];

		if (overwritten[i])
			continue;
		if (route->method == METHOD_PUT && route->body && reader_of(route))
			overwrite_objects(s, route);
		else if (route->csv_list)
			overwrite_list(s, route);
	}
}

void overwrites_judge(void)
{
	for (size_t i = 0; i < api_route_count; i++) {
		const struct route *route = &api_routes[i];
		bool keeps = (route->method == METHOD_PUT && reader_of(route)) || route->csv_list;

		if (keeps && dare_takes_texts(route))
			tally_check(overwritten[i], "no scenario has its %s overwritten",
				route->operation);
	}
}
