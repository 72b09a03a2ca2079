/*
 * The router: the raw path is split once and compared with the split paths of the contract. A
 * hundred routes cost a hundred comparisons of a length, since nearly all differ in their third
 * segment.
 */
#include "router.h"

#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "call.h"
#include "gen/api.h"
#include "text.h"

#define MOST_SEGMENTS 10
#define MOST_ROUTES   512

struct piece {
	const char *text;
	size_t length;
};

struct path {
	struct piece piece[MOST_SEGMENTS];
	size_t count;
};

static struct path route_path[MOST_ROUTES];

static bool split(const char *text, struct path *out)
{
	out->count = 0;
	while (*text == '/') {
		size_t length = strcspn(text + 1, "/");

		if (out->count == MOST_SEGMENTS)
			return false;
		out->piece[out->count++] = (struct piece){text + 1, length};
		text += 1 + length;
	}
	return !*text && out->count > 0;
}

static void split_routes(void)
{
	assert(api_route_count <= MOST_ROUTES);
	for (size_t i = 0; i < api_route_count; i++) {
		bool fits = split(api_routes[i].path, &route_path[i]);

		assert(fits && "a path of the contract has too many segments");
		(void)fits;
	}
}

static bool is_parameter(struct piece piece)
{
	return piece.length > 2 && piece.text[0] == '{';
}

static bool fits(const struct path *pattern, const struct path *path)
{
	if (pattern->count != path->count)
		return false;
	for (size_t i = pattern->count; i-- > 0;) {
		if (is_parameter(pattern->piece[i]))
			continue;
		if (pattern->piece[i].length != path->piece[i].length ||
			memcmp(pattern->piece[i].text, path->piece[i].text,
				path->piece[i].length) != 0)
			return false;
	}
	return true;
}

/* A literal segment wins over a parameter: /reports/template is not the report "template". */
static size_t parameters_of(const struct path *pattern)
{
	size_t count = 0;

	for (size_t i = 0; i < pattern->count; i++)
		count += is_parameter(pattern->piece[i]);
	return count;
}

static bool is_dots(struct piece piece)
{
	return (piece.length == 1 && piece.text[0] == '.') ||
		(piece.length == 2 && piece.text[0] == '.' && piece.text[1] == '.');
}

static bool hides_a_separator(struct piece piece)
{
	for (size_t i = 0; i + 2 < piece.length; i++)
		if (piece.text[i] == '%' &&
			(!strncasecmp(piece.text + i, "%2f", 3) ||
				!strncasecmp(piece.text + i, "%5c", 3)))
			return true;
	return memchr(piece.text, '\\', piece.length) != NULL;
}

static bool is_clean(const struct path *path)
{
	for (size_t i = 0; i < path->count; i++) {
		struct piece piece = path->piece[i];
		bool last = i + 1 == path->count;
		char decoded[1024];

		if ((!piece.length && !last) || is_dots(piece) || hides_a_separator(piece) ||
			piece.length >= sizeof decoded)
			return false;
		if (!text_percent_decode(piece.text, piece.length, decoded) ||
			!strcmp(decoded, ".") || !strcmp(decoded, ".."))
			return false;
	}
	return true;
}

static bool take_parameters(struct call *call, const struct path *pattern, const struct path *path)
{
	char *at = call->path_text;
	size_t n = 0;

	for (size_t i = 0; i < pattern->count; i++) {
		if (!is_parameter(pattern->piece[i]))
			continue;
		if ((size_t)(at - call->path_text) + path->piece[i].length + 1 >
				sizeof call->path_text ||
			n == CALL_PATH_PARAMS)
			return false;
		if (!text_percent_decode(path->piece[i].text, path->piece[i].length, at))
			return false;
		call->segment[n++] = at;
		at += strlen(at) + 1;
	}
	return true;
}

static const char *const method_names[] = {[METHOD_GET] = "GET",
	[METHOD_POST] = "POST",
	[METHOD_PUT] = "PUT",
	[METHOD_DELETE] = "DELETE"};

static bool takes(const struct route *route, const char *method)
{
	if (route->method == METHOD_GET && !strcmp(method, "HEAD"))
		return true;
	return !strcmp(method_names[route->method], method);
}

enum match router_match(struct call *call)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct path path;
	char allow[64] = "OPTIONS";
	size_t best = SIZE_MAX, pattern = 0;
	bool known = false;

	pthread_once(&once, split_routes);
	if (!split(call->path, &path) || !is_clean(&path))
		return MATCH_BAD_PATH;
	for (size_t i = 0; i < api_route_count; i++) {
		if (!fits(&route_path[i], &path) || parameters_of(&route_path[i]) > best)
			continue;
		if (parameters_of(&route_path[i]) < best) {
			best = parameters_of(&route_path[i]);
			call->route = NULL;
			snprintf(allow, sizeof allow, "OPTIONS");
		}
		known = true;
		strncat(allow, ", ", sizeof allow - strlen(allow) - 1);
		strncat(allow,
			api_routes[i].method == METHOD_GET ? "GET, HEAD"
							   : method_names[api_routes[i].method],
			sizeof allow - strlen(allow) - 1);
		if (takes(&api_routes[i], call->method)) {
			call->route = &api_routes[i];
			pattern = i;
		}
	}
	if (!known)
		return MATCH_NO_PATH;
	if (call->route)
		return take_parameters(call, &route_path[pattern], &path) ? MATCH_ROUTE
									  : MATCH_BAD_PATH;
	call_set_header(call, "Allow", "%s", allow);
	return strcmp(call->method, "OPTIONS") ? MATCH_NO_METHOD : MATCH_OPTIONS;
}
