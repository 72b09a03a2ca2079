/* The database and the calls of world.h. */
#include "world.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/server.h"
#include "calendar.h"
#include "engine/dispatch.h"
#include "engine/execute.h"
#include "engine/lane.h"
#include "fixture/fixture.h"
#include "gen/api.h"
#include "kit/sample.h"

static char token[SECRET_TOKEN_SIZE];
static int64_t token_id;

void must(bool good)
{
	if (!good)
		abort();
}

struct db *world_db(void)
{
	static struct db *db;

	if (!db) {
		db = fixture_open();
		server.config.backup_to = "/nonexistent";
		server.config.document_mib = 1;
		token_id = fixture_token(db, "vkstc", "admin", INT64_MAX, token);
		atexit(fixture_remove);
	}
	return db;
}

const char *world_token(void)
{
	world_db();
	return token;
}

char *world_text(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);

	must(text);
	memcpy(text, data, size);
	text[size] = '\0';
	return text;
}

const struct route *world_route(uint8_t number, bool (*fits)(const struct route *route))
{
	size_t count = 0;

	for (size_t i = 0; i < api_route_count; i++)
		count += fits(&api_routes[i]);
	number %= count;
	for (size_t i = 0;; i++)
		if (fits(&api_routes[i]) && number-- == 0)
			return &api_routes[i];
}

static bool is_json(const struct call *call)
{
	const char *type = call->content_type_out;

	return type && (strstr(type, "/json") || strstr(type, "+json"));
}

void world_judge(struct call *call)
{
	must(call->status >= 200 && call->status != 500 && call->status < 600);
	for (size_t i = 0; i < call->header_count; i++)
		must(!strpbrk(call_header_value(call, i), "\r\n"));
	if (!is_json(call) || call->in_file || call->omit_body)
		return;
	json_t *json =
		json_loadb(call->reply.data, call->reply.length, JSON_REJECT_DUPLICATES, NULL);

	must(json || call->status == 304);
	json_decref(json);
}

static struct caller somebody_for(const struct route *route)
{
	struct caller caller = {
		.token = token_id, .unit = "vkstc", .label = "fuzz", .expires_at = INT64_MAX};

	for (unsigned role = 1; route->roles && !(caller.role & route->roles); role <<= 1)
		caller.role = role;
	return caller;
}

int world_ask(const struct route *route, const char *query, const char *content_type,
	const char *body, size_t length)
{
	static const char *const methods[] = {[METHOD_GET] = "GET",
		[METHOD_POST] = "POST",
		[METHOD_PUT] = "PUT",
		[METHOD_DELETE] = "DELETE"};
	struct buffer target = {0}, all = {0};

	sample_target(route, NULL, &target);
	struct db *db = world_db();
	char *path = target.data, *given = strchr(path, '?');

	if (given)
		*given++ = '\0';
	buffer_printf(&all, "%s%s%s%s", route->dry_run_offset != NO_OFFSET ? "dry_run=true&" : "",
		given ? given : "", given && query ? "&" : "", query ? query : "");
	if (all.length && all.data[all.length - 1] == '&')
		buffer_truncate(&all, all.length - 1);
	const struct errand errand = {.caller = somebody_for(route),
		.method = methods[route->method],
		.path = path,
		.query = all.length ? buffer_string(&all) : "",
		.content_type = content_type,
		.body = body,
		.length = length};
	struct call *call = dispatch_errand(&errand);

	must(call);
	if (!call->status)
		lane_write_here(db, call);
	world_judge(call);
	int status = call->status;

	call_end(call);
	free(call);
	buffer_free(&target);
	buffer_free(&all);
	return status;
}
