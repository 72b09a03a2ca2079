#include "engine/as_read.h"

#include <stdlib.h>
#include <string.h>

#include "engine/execute.h"
#include "engine/input.h"
#include "gen/api.h"
#include "gen/problems.h"
#include "request/call.h"
#include "request/json_read.h"

/* Two schemas of one object, side by side: what a client may write, and what it reads. */
struct sides {
	const struct schema *written, *read;
};

static const struct route *reader_of(const struct route *route)
{
	for (size_t i = 0; i < api_route_count; i++)
		if (api_routes[i].method == METHOD_GET && !strcmp(api_routes[i].path, route->path))
			return &api_routes[i];
	return NULL;
}

static const struct schema *answer_of(const struct route *route)
{
	for (size_t i = 0; i < route->reply_count; i++)
		if (route->replies[i].status == 200)
			return route->replies[i].schema;
	return NULL;
}

static struct sides sides_of_items(struct sides sides)
{
	return (struct sides){sides.written->items, sides.read->items};
}

/* Of a member that both have; without `written` it is read alone, without `read` it is unknown. */
static struct sides sides_of_member(struct sides sides, const char *name)
{
	const struct property *written = schema_property(sides.written, name),
			      *read = schema_property(sides.read, name);

	return (struct sides){written ? written->schema : NULL, read ? read->schema : NULL};
}

/* How many members are only read; with `remove` they are gone. */
static size_t take(struct sides sides, json_t *json, bool remove)
{
	size_t count = 0, index;
	const char *name;
	json_t *value;
	void *next;

	if (!sides.written || !sides.read)
		return 0;
	if (json_is_array(json))
		json_array_foreach(json, index, value) count +=
			take(sides_of_items(sides), value, remove);
	if (!json_is_object(json))
		return count;
	json_object_foreach_safe(json, next, name, value)
	{
		struct sides member = sides_of_member(sides, name);

		if (member.written || !member.read) {
			count += take(member, value, remove);
			continue;
		}
		count++;
		if (remove)
			json_object_del(json, name);
	}
	return count;
}

enum error as_read_take(struct request *req)
{
	const struct route *reader =
		req->route->method == METHOD_PUT ? reader_of(req->route) : NULL;
	struct sides sides = {req->route->body, reader ? answer_of(reader) : NULL};

	if (!take(sides, req->body, false))
		return OK;
	req->sent = json_deep_copy(req->body);
	if (!req->sent)
		return req_fail(req, E_MEMORY);
	take(sides, req->body, true);
	return OK;
}

/* 70 and 70.00 are one number. */
static bool same(const json_t *a, const json_t *b)
{
	const char *name;
	json_t *value;

	if (json_is_number(a) && json_is_number(b))
		return json_number_value(a) == json_number_value(b);
	if (json_is_array(a) && json_is_array(b)) {
		bool equal = json_array_size(a) == json_array_size(b);

		for (size_t i = 0; equal && i < json_array_size(a); i++)
			equal = same(json_array_get(a, i), json_array_get(b, i));
		return equal;
	}
	if (!json_is_object(a) || !json_is_object(b))
		return json_equal(a, b);
	bool equal = json_object_size(a) == json_object_size(b);

	json_object_foreach((json_t *)(uintptr_t)a, name, value) equal =
		equal && same(value, json_object_get(b, name));
	return equal;
}

static bool is_about_the_answer(const char *name)
{
	return !strcmp(name, "warnings") || !strcmp(name, "unchanged") || !strcmp(name, "diff");
}

static const char *printed(struct request *req, const json_t *json)
{
	char *text = json_dumps(json ? json : json_null(), JSON_ENCODE_ANY | JSON_COMPACT);
	const char *copy = text ? req_text(req, text) : "";

	if (!text)
		req_fail(req, E_MEMORY);
	free(text);
	return copy;
}

static void compare(struct request *req, struct sides sides, const json_t *sent,
	const json_t *stored, const char *pointer);

/* Items have no place of their own: the first member of the written schema says which is which. */
static void compare_items(struct request *req, struct sides sides, const json_t *sent,
	const json_t *stored, const char *pointer)
{
	const char *key = sides.written->property_count ? sides.written->properties[0].name : "";
	size_t index, at;
	json_t *item, *candidate;

	json_array_foreach(sent, index, item)
	{
		const json_t *found = NULL;

		json_array_foreach(stored, at, candidate)
		{
			if (!found &&
				same(json_object_get(candidate, key), json_object_get(item, key)))
				found = candidate;
		}
		compare(req, sides, item, found, req_printf(req, "%s/%zu", pointer, index));
	}
}

static void compare(struct request *req, struct sides sides, const json_t *sent,
	const json_t *stored, const char *pointer)
{
	const char *name;
	json_t *value;

	if (!sides.written || !sides.read)
		return;
	if (json_is_array(sent)) {
		compare_items(req, sides_of_items(sides), sent, stored, pointer);
		return;
	}
	json_object_foreach((json_t *)(uintptr_t)sent, name, value)
	{
		struct sides member = sides_of_member(sides, name);
		const json_t *there = json_object_get(stored, name);
		const char *place = req_printf(req, "%s/%s", pointer, name);

		if (member.written || !member.read)
			compare(req, member, value, there, place);
		else if (!is_about_the_answer(name) && !same(value, there))
			fault_read_only_differs(
				req, place, name, printed(req, there), printed(req, value));
	}
}

/* The call that reads what the PUT is about, for the same caller at the same instant. */
static void begin_reading(const struct request *req, const struct route *reader, struct call *call)
{
	*call = (struct call){.method = "GET",
		.path = req->call->path,
		.query = "",
		.accept_language = req->call->accept_language,
		.address = req->call->address,
		.route = reader};
	memcpy(call->segment, req->call->segment, sizeof call->segment);
	memcpy(call->id, req->call->id, sizeof call->id);
}

/* Its parameters were judged with the PUT's; the rest is as the contract has it. */
static void take_path(struct request *reading)
{
	size_t n = 0;

	for (size_t i = 0; i < reading->route->field_count; i++)
		if (reading->route->fields[i].place == IN_PATH)
			input_parameter(
				reading, &reading->route->fields[i], reading->call->segment[n++]);
	input_fallbacks(reading, IN_QUERY);
}

/* *out is NULL when there is nothing yet, or nothing that the caller sees: the handler says so. */
static enum error read_stored(struct request *req, const struct route *reader, json_t **out)
{
	struct call call;
	struct request *reading = calloc(1, sizeof *reading + reader->in_size);

	if (!reading)
		return req_fail(req, E_MEMORY);
	begin_reading(req, reader, &call);
	*reading = (struct request){.route = reader,
		.call = &call,
		.in = reading + 1,
		.db = req->db,
		.caller = req->caller,
		.now = req->now};
	call.request = reading;
	take_path(reading);
	enum error error = execute(reading, req->db);

	*out = error ? NULL : json_read(call.reply.data, call.reply.length, JSON_REJECT_DUPLICATES);
	if (!error && !*out)
		error = E_MEMORY;
	call_end(&call);
	return error == E_NOT_FOUND ? OK : req_fail(req, error);
}

enum error as_read_compare(struct request *req)
{
	const struct route *reader = req->sent ? reader_of(req->route) : NULL;
	json_t *stored = NULL;

	if (!reader || read_stored(req, reader, &stored))
		return req->failed;
	struct sides sides = {req->route->body, answer_of(reader)};

	compare(req, sides, req->sent, stored, "");
	json_decref(stored);
	return req->failed;
}
