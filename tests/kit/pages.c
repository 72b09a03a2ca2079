/*
 * Pages: a list that is walked item by item gives what it gives at once, and as CSV it goes on where
 * it does as JSON. Tried for each path that answers with a list, until it had two items.
 */
#include <stdlib.h>
#include <string.h>

#include "gen/api.h"
#include "scene.h"
#include "tally.h"

#define PAGES       4 /* walked of each list */
#define MOST_ROUTES 512

static bool walked[MOST_ROUTES]; /* by place in api_routes: over more than one page */

void list_path(const struct scene *s, struct buffer *out)
{
	const char *at = s->path.data;
	size_t length = strcspn(at, "?");

	buffer_bytes(out, at, length);
	buffer_char(out, '?');
	for (at += length; *at; at += length) {
		at++;
		length = strcspn(at, "&");
		if (!length || !strncmp(at, "limit=", 6) || !strncmp(at, "cursor=", 7) ||
			!strncmp(at, "count=", 6) || !strncmp(at, "format=", 7))
			continue;
		buffer_bytes(out, at, length);
		buffer_char(out, '&');
	}
}

static bool ask(struct scene *s, const struct buffer *list, int limit, const char *cursor,
	const char *type, struct answer *out)
{
	struct buffer path = {0};
	struct curl_slist *headers = curl_slist_append(NULL, type);

	buffer_bytes(&path, list->data, list->length);
	buffer_printf(&path, "limit=%d", limit);
	if (cursor)
		buffer_printf(&path, "&cursor=%s", cursor);
	struct question question = {.method = "GET",
		.path = buffer_string(&path),
		.token = s->token,
		.headers = headers};
	bool good = client_send(&s->client, &question, out) && out->status == 200;

	buffer_free(&path);
	curl_slist_free_all(headers);
	return good;
}

static const char *next_of(const struct answer *answer)
{
	return json_string_value(json_object_get(answer->json, "next"));
}

static const json_t *first_member(const json_t *items, size_t i)
{
	json_t *item = json_array_get(items, i);

	return json_object_iter_value(json_object_iter(item));
}

/* The page behind `cursor` as CSV ends where the one as JSON does. */
static bool agrees_as_csv(
	struct scene *s, const struct buffer *list, const char *cursor, const char *next)
{
	struct answer csv;
	bool good = ask(s, list, 1, cursor, "Accept: text/csv", &csv);
	const char *type = good ? header_value(&csv, "Content-Type") : NULL;
	const char *goes_on = good ? header_value(&csv, "X-Next-Cursor") : NULL;

	good = good && type && !strncmp(type, "text/csv", 8) &&
		!strcmp(goes_on ? goes_on : "", next ? next : "");
	answer_free(&csv);
	return good;
}

/* Item i of `whole` alone, and the cursor to the next one in *cursor, which stood before it. */
static bool turn_page(struct scene *s, const struct route *route, const struct buffer *list,
	const struct answer *whole, size_t i, char **cursor)
{
	const json_t *items = json_object_get(whole->json, "items");
	size_t count = json_array_size(items);
	struct answer page;
	bool good = ask(s, list, 1, *cursor, "Accept: application/json", &page);
	const json_t *got = good ? json_object_get(page.json, "items") : NULL;
	const char *next = good ? next_of(&page) : NULL;

	good = good && json_array_size(got) == (i < count) &&
		(i >= count || json_equal(first_member(got, 0), first_member(items, i))) &&
		(next != NULL) == (i + 1 < count || next_of(whole)) &&
		(!(route->forms & 1 << FORM_CSV) || agrees_as_csv(s, list, *cursor, next));
	if (good)
		tally_pass();
	else
		scene_fail(s, "item %zu of %zu: not what limit=1 gives, as JSON or CSV: %d %s",
			i + 1, count, page.status, page.body.data ? page.body.data : "");
	free(*cursor);
	*cursor = good && next ? strdup(next) : NULL;
	answer_free(&page);
	return good;
}

bool path_fits(const char *pattern, const char *path, size_t length)
{
	const char *end = path + length;

	while (*pattern && path < end) {
		if (*pattern == '{') {
			pattern += strcspn(pattern, "}") + 1;
			while (path < end && *path != '/')
				path++;
		} else if (*pattern++ != *path++) {
			return false;
		}
	}
	return !*pattern && path == end;
}

static bool has_pages(const struct route *route)
{
	return route->method == METHOD_GET && route->cursor_offset != NO_OFFSET;
}

/* The list of the contract that this path is, or NULL. */
static const struct route *list_at(const char *path, size_t length)
{
	for (size_t i = 0; i < api_route_count; i++)
		if (has_pages(&api_routes[i]) && path_fits(api_routes[i].path, path, length))
			return &api_routes[i];
	return NULL;
}

void judge_pages(struct scene *s)
{
	const char *path = s->path.data;
	size_t length = strcspn(path, "?"), pages = 0;
	const struct route *route = list_at(path, length);
	struct buffer list = {0};
	struct answer whole;
	char *cursor = NULL;

	if (!route || strncmp(s->request.data, "GET ", 4) != 0 || s->answer.status != 200 ||
		!s->plain || names_get(&s->walked, path, length))
		return;
	list_path(s, &list);
	bool more = ask(s, &list, 500, NULL, "Accept: application/json", &whole);

	if (!more)
		scene_fail(s, "no list of 500: %d", whole.status);
	for (; more && pages < PAGES; pages++)
		more = turn_page(s, route, &list, &whole, pages, &cursor) && cursor;
	free(cursor);
	if (pages > 1) {
		names_set(&s->walked, path, length, json_true());
		walked[route - api_routes] = true;
	}
	answer_free(&whole);
	buffer_free(&list);
}

void pages_judge(void)
{
	for (size_t i = 0; i < api_route_count; i++)
		if (has_pages(&api_routes[i]))
			tally_check(walked[i], "no scenario has two pages of %s",
				api_routes[i].operation);
}
