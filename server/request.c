/*
 * What handlers ask of their request: memory that lives as long as it, binds by name, reach,
 * revisions, events. Nothing here knows a resource.
 */
#include "request.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calendar.h"
#include "call.h"
#include "etag.h"
#include "gen/api.h"
#include "gen/problems.h"
#include "journal.h"
#include "text.h"

#define CHUNK_SIZE 2048

struct chunk {
	struct chunk *next;
	size_t used, size;
	_Alignas(max_align_t) unsigned char data[];
};

enum error req_fail(struct request *req, enum error error)
{
	if (!req->failed)
		req->failed = error;
	return req->failed;
}

void *req_alloc(struct request *req, size_t size)
{
	size_t needed = (size + _Alignof(max_align_t) - 1) & ~(_Alignof(max_align_t) - 1);
	struct chunk *chunk = req->arena;

	if (!chunk || chunk->size - chunk->used < needed) {
		size_t room = needed > CHUNK_SIZE ? needed : CHUNK_SIZE;

		chunk = calloc(1, sizeof *chunk + room);
		if (!chunk) {
			req_fail(req, E_MEMORY);
			return NULL;
		}
		chunk->size = room;
		chunk->next = req->arena;
		req->arena = chunk;
	}
	void *memory = chunk->data + chunk->used;

	chunk->used += needed;
	return memory;
}

void req_free_memory(struct request *req)
{
	while (req->arena) {
		struct chunk *chunk = req->arena;

		req->arena = chunk->next;
		free(chunk);
	}
}

char *req_printf(struct request *req, const char *format, ...)
{
	va_list list, again;

	va_start(list, format);
	va_copy(again, list);
	int length = vsnprintf(NULL, 0, format, list);
	char *text = length < 0 ? NULL : req_alloc(req, (size_t)length + 1);

	if (text)
		vsnprintf(text, (size_t)length + 1, format, again);
	va_end(again);
	va_end(list);
	return text;
}

char *req_text(struct request *req, const char *text)
{
	if (!text)
		return NULL;
	size_t size = strlen(text) + 1;
	char *copy = req_alloc(req, size);

	return copy ? memcpy(copy, text, size) : NULL;
}

char *req_fold(struct request *req, const char *text)
{
	if (!text)
		return NULL;
	char *folded = text_fold(text);

	if (!folded) {
		req_fail(req, E_MEMORY);
		return NULL;
	}
	char *copy = req_text(req, folded);

	free(folded);
	return copy;
}

/* How one place of a statement is filled; worked out once for each statement and operation. */
enum source { FROM_TEXT, FROM_FOLDED, FROM_INT, FROM_BOOL, FROM_REQUEST, BY_HAND };

struct bind_plan {
	enum source source;
	const struct field *field;
	const char *name;
};

static bool names_input(const struct field *field, const char *name, size_t length)
{
	return strlen(field->name) == length && !memcmp(field->name, name, length);
}

static const struct field *input_named(const struct route *route, const char *name, size_t length)
{
	for (size_t i = 0; i < route->field_count; i++)
		if (names_input(&route->fields[i], name, length))
			return &route->fields[i];
	return NULL;
}

static bool bind_from_request(
	struct stmt *stmt, struct request *req, int position, const char *name)
{
	if (!strcmp(name, ":caller_unit"))
		bind_text_at(stmt, position, req->caller.unit);
	else if (!strcmp(name, ":caller_head"))
		bind_text_at(stmt, position, req->caller.role == ROLE_HEAD ? req->caller.unit : "");
	else if (!strcmp(name, ":caller_token"))
		bind_int_at(stmt, position, req->caller.token);
	else if (!strcmp(name, ":now"))
		bind_int_at(stmt, position, req->now);
	else if (!strcmp(name, ":today"))
		bind_text_at(stmt, position, req_today(req));
	else if (!strcmp(name, ":limit"))
		bind_int_at(stmt, position,
			*(const int64_t *)((const char *)req->in + req->route->limit_offset) + 1);
	else if (!strncmp(name, ":after_", 7) && name[7] >= '1' && name[7] <= '3')
		bind_text_at(stmt, position, req->after[name[7] - '1']);
	else
		return !strncmp(name, ":x_", 3);
	return true;
}

static enum source source_of(const struct field *field)
{
	unsigned types = field->schema->types;

	if (types & SCHEMA_BOOLEAN)
		return FROM_BOOL;
	if ((types & SCHEMA_STRING) && field->schema->format != FORMAT_DATE_TIME)
		return FROM_TEXT;
	return FROM_INT;
}

static struct bind_plan plan_of(const struct route *route, const char *name)
{
	size_t length = strlen(name + 1);
	const struct field *field = input_named(route, name + 1, length);

	if (!strncmp(name, ":x_", 3))
		return (struct bind_plan){BY_HAND, NULL, name};
	if (field && strcmp(name, ":limit") != 0)
		return (struct bind_plan){source_of(field), field, name};
	if (length > 4 && !strcmp(name + 1 + length - 4, "_key")) {
		field = input_named(route, name + 1, length - 4);
		if (field)
			return (struct bind_plan){FROM_FOLDED, field, name};
	}
	return (struct bind_plan){FROM_REQUEST, NULL, name};
}

static const struct bind_plan *bind_plans(struct stmt *stmt, struct request *req)
{
	struct bind_plan *plans = stmt_note(stmt, req->route);

	if (plans)
		return plans;
	int count = stmt_bind_count(stmt);

	plans = calloc((size_t)count + 1, sizeof *plans);
	if (!plans) {
		req_fail(req, E_MEMORY);
		return NULL;
	}
	for (int i = 0; i < count; i++)
		plans[i] = plan_of(req->route, stmt_bind_name(stmt, i + 1));
	stmt_set_note(stmt, req->route, plans);
	return plans;
}

void bind_input(struct stmt *stmt, struct request *req)
{
	int count = stmt_bind_count(stmt);
	const struct bind_plan *plans = count ? bind_plans(stmt, req) : NULL;

	if (!plans)
		return;
	for (int i = 0; i < count; i++) {
		const struct field *field = plans[i].field;
		const char *place = field ? (const char *)req->in + field->offset : NULL;
		bool absent = field && field->has_offset != NO_OFFSET &&
			!*(const bool *)((const char *)req->in + field->has_offset);

		if (absent) {
			bind_null_at(stmt, i + 1);
			continue;
		}
		switch (plans[i].source) {
		case FROM_TEXT:
			bind_text_at(stmt, i + 1, *(const char *const *)place);
			break;
		case FROM_FOLDED:
			bind_text_at(stmt, i + 1, req_fold(req, *(const char *const *)place));
			break;
		case FROM_INT:
			bind_int_at(stmt, i + 1, *(const int64_t *)place);
			break;
		case FROM_BOOL:
			bind_int_at(stmt, i + 1, *(const bool *)place);
			break;
		case FROM_REQUEST: {
			bool known = bind_from_request(stmt, req, i + 1, plans[i].name);

			assert(known && "the statement names something that is no input");
			(void)known;
			break;
		}
		case BY_HAND:
			break;
		}
	}
}

void bind_caller(struct stmt *stmt, struct request *req, int position, const char *name)
{
	bool known = bind_from_request(stmt, req, position, name);

	assert(known && "the statement names something that is no member of the row");
	(void)known;
}

const char *req_today(struct request *req)
{
	char *day = req_alloc(req, CALENDAR_DAY_SIZE);

	if (day)
		calendar_print_day(calendar_day_of(req->now), day);
	return day;
}

bool in_reach(struct request *req, const char *unit)
{
	if (!req->caller.token)
		return true;
	struct stmt *q = db_query(req->db,
		"SELECT 1 FROM unit_below WHERE ancestor = :caller_unit AND unit = :x_unit");

	bind_text(q, ":caller_unit", req->caller.unit);
	bind_text(q, ":x_unit", unit);
	bool found = db_row(q);

	req_fail(req, db_done(q));
	return found;
}

enum error require_reach(struct request *req, const char *unit)
{
	if (in_reach(req, unit))
		return req->failed;
	return req->failed ? req->failed : fail_not_found(req);
}

enum error require_sector(struct request *req)
{
	if (!req->caller.token)
		return OK;
	struct stmt *q = db_query(
		req->db, "SELECT 1 FROM units WHERE unit = :caller_unit AND parent IS NULL");

	bind_text(q, ":caller_unit", req->caller.unit);
	bool top = db_row(q);
	enum error error = db_done(q);

	if (error)
		return req_fail(req, error);
	return top ? OK : fail_sector_only(req);
}

enum error check_if_match(struct request *req, int64_t revision)
{
	if (!req->call->if_match || etag_matches(req->call->if_match, revision))
		return OK;
	call_set_header(req->call, "ETag", "\"%lld\"", (long long)revision);
	return fail_precondition_failed(req);
}

enum error req_event(
	struct request *req, const char *unit, const char *object, const char *digest_text)
{
	uint8_t after[SECRET_HASH_SIZE];

	if (req->failed)
		return req->failed;
	if (digest_text)
		digest_bytes(digest_text, strlen(digest_text), after);
	else
		digest_bytes(req->call->reply.data ? req->call->reply.data : "",
			req->call->reply.length, after);
	return req_fail(req,
		journal_append(
			req, req->route->operation, unit ? unit : req->caller.unit, object, after));
}

void req_about(struct request *req, const char *unit)
{
	req->event_unit = req_text(req, unit);
}

void req_unchanged(struct request *req)
{
	req->unchanged = true;
}

void req_created(struct request *req, const char *format, ...)
{
	char path[200];
	va_list list;

	va_start(list, format);
	vsnprintf(path, sizeof path, format, list);
	va_end(list);
	call_set_header(req->call, "Location", API_BASE "%s", path);
}

const char *row_pointer(struct request *req, size_t row, const char *member)
{
	const char *array = req->route->csv_member ? req->route->csv_member : "rows";

	if (!member)
		return req_printf(req, "/%s/%zu", array, row);
	return req_printf(req, "/%s/%zu/%s", array, row, member);
}

void req_catalogue_changed(struct request *req)
{
	req->catalogue_changed = true;
}

void req_tokens_changed(struct request *req)
{
	req->tokens_changed = true;
}
