/*
 * The router: the raw path is split once and compared with those split paths of the contract that
 * have as many segments and name the same resource. They stand in one bucket of a table.
 */
#include "engine/router.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "gen/api.h"
#include "request/call.h"
#include "text.h"

#define MOST_SEGMENTS 10
#define MOST_ROUTES   512
#define BUCKETS       256 /* resources times lengths are about a hundred */
#define RESOURCE      2   /* the segment behind /api/v1; of a short path the first one */

struct piece {
	const char *text;
	size_t length;
};

struct path {
	struct piece piece[MOST_SEGMENTS];
	size_t count;
	size_t parameters;       /* of a route's */
	const struct path *next; /* of a route's: in its bucket, in the order of the contract */
};

static struct path route_path[MOST_ROUTES];
static const struct path *buckets[BUCKETS];

static const struct route *route_of(const struct path *pattern)
{
	return &api_routes[pattern - route_path];
}

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

static struct piece resource_of(const struct path *path)
{
	return path->piece[path->count > RESOURCE ? RESOURCE : 0];
}

static const struct path **bucket_of(const struct path *path)
{
	struct piece resource = resource_of(path);
	size_t hash = path->count;

	for (size_t i = 0; i < resource.length; i++)
		hash = 31 * hash + (unsigned char)resource.text[i];
	return &buckets[hash % BUCKETS];
}

/* From the last to the first, each put before those of its bucket. */
static void fill_buckets(void)
{
	assert(api_route_count <= MOST_ROUTES);
	for (size_t i = api_route_count; i-- > 0;) {
		struct path *pattern = &route_path[i];
		bool fits = split(api_routes[i].path, pattern);

		assert(fits && "a path of the contract has too many segments");
		assert(!is_parameter(resource_of(pattern)) && "a path names no resource");
		(void)fits;
		pattern->parameters = parameters_of(pattern);

		const struct path **bucket = bucket_of(pattern);

		pattern->next = *bucket;
		*bucket = pattern;
	}
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

/* Letters, digits and marks that stand for themselves: most segments need no decoding. */
static bool is_plain(struct piece piece)
{
	for (size_t i = 0; i < piece.length; i++) {
		char c = piece.text[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z') &&
			c != '-' && c != '.' && c != '_')
			return false;
	}
	return true;
}

static bool decodes_cleanly(struct piece piece)
{
	char decoded[1024];

	return piece.length < sizeof decoded && !hides_a_separator(piece) &&
		text_percent_decode(piece.text, piece.length, decoded) &&
		strcmp(decoded, ".") != 0 && strcmp(decoded, "..") != 0;
}

static bool is_clean(const struct path *path)
{
	for (size_t i = 0; i < path->count; i++) {
		struct piece piece = path->piece[i];
		bool last = i + 1 == path->count;

		if ((!piece.length && !last) || is_dots(piece))
			return false;
		if (!is_plain(piece) && !decodes_cleanly(piece))
			return false;
	}
	return true;
}

static enum match take_parameters(
	struct call *call, const struct path *pattern, const struct path *path)
{
	size_t n = 0;

	if (!pattern->parameters)
		return MATCH_ROUTE;
	/* Decoding makes nothing longer. */
	char *at = call->path_text = malloc(strlen(call->path) + 1);

	if (!at)
		return MATCH_NO_MEMORY;
	for (size_t i = 0; i < pattern->count; i++) {
		if (!is_parameter(pattern->piece[i]))
			continue;
		if (n == CALL_PATH_PARAMS ||
			!text_percent_decode(path->piece[i].text, path->piece[i].length, at))
			return MATCH_BAD_PATH;
		call->segment[n++] = at;
		at += strlen(at) + 1;
	}
	return MATCH_ROUTE;
}

const char *const method_names[] = {[METHOD_GET] = "GET",
	[METHOD_POST] = "POST",
	[METHOD_PUT] = "PUT",
	[METHOD_DELETE] = "DELETE"};

static bool takes(const struct route *route, const char *method)
{
	if (route->method == METHOD_GET && !strcmp(method, "HEAD"))
		return true;
	return !strcmp(method_names[route->method], method);
}

/* What the path takes, for 405 and OPTIONS. */
static void set_allow(struct call *call, const struct path *path, size_t parameters)
{
	char allow[64] = "OPTIONS";

	for (const struct path *at = *bucket_of(path); at; at = at->next) {
		enum method method = route_of(at)->method;

		if (at->parameters != parameters || !fits(at, path))
			continue;
		strncat(allow, ", ", sizeof allow - strlen(allow) - 1);
		strncat(allow, method == METHOD_GET ? "GET, HEAD" : method_names[method],
			sizeof allow - strlen(allow) - 1);
	}
	call_set_header(call, "Allow", "%s", allow);
}

enum match router_match(struct call *call)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct path path;
	size_t best = SIZE_MAX;
	const struct path *pattern = NULL;

	pthread_once(&once, fill_buckets);
	if (!split(call->path, &path) || !is_clean(&path))
		return MATCH_BAD_PATH;
	for (const struct path *at = *bucket_of(&path); at; at = at->next) {
		if (at->parameters > best || !fits(at, &path))
			continue;
		if (at->parameters < best)
			pattern = NULL;
		best = at->parameters;
		if (takes(route_of(at), call->method))
			pattern = at;
	}
	if (best == SIZE_MAX)
		return MATCH_NO_PATH;
	if (pattern) {
		call->route = route_of(pattern);
		return take_parameters(call, pattern, &path);
	}
	set_allow(call, &path, best);
	return strcmp(call->method, "OPTIONS") ? MATCH_NO_METHOD : MATCH_OPTIONS;
}
