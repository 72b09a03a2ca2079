/*
 * What handlers ask of their request: memory that lives as long as it, binds by name, reach,
 * revisions, events. Nothing here knows a resource.
 */
#include "request/request.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calendar.h"
#include "gen/api.h"
#include "gen/problems.h"
#include "request/call.h"
#include "request/etag.h"
#include "request/journal.h"
#include "text.h"

enum error req_fail(struct request *req, enum error error)
{
	if (!req->failed)
		req->failed = error;
	return req->failed;
}

void *req_alloc(struct request *req, size_t size)
{
	void *memory = arena_alloc(&req->arena, size);

	if (!memory)
		req_fail(req, E_MEMORY);
	return memory;
}

void req_free_memory(struct request *req)
{
	arena_free(&req->arena);
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

char *req_like(struct request *req, const char *text)
{
	const char *folded = req_fold(req, text);
	char *escaped = folded ? req_alloc(req, 2 * strlen(folded) + 1) : NULL;

	for (char *out = escaped; out && *folded; folded++) {
		if (strchr("%_!", *folded))
			*out++ = '!';
		*out++ = *folded;
	}
	return escaped;
}

const char *req_numbers_add(struct request *req, const char *list, int64_t number)
{
	return list ? req_printf(req, "%s,%lld", list, (long long)number)
		    : req_printf(req, "%lld", (long long)number);
}

const char *req_numbers(struct request *req, const int64_t *numbers, size_t count)
{
	const char *list = NULL;

	for (size_t i = 0; i < count && !req->failed; i++)
		list = req_numbers_add(req, list, numbers[i]);
	return list || req->failed ? list : "";
}

int64_t req_limit(const struct request *req)
{
	assert(req->route->limit_offset != NO_OFFSET);
	return *(const int64_t *)((const char *)req->in + req->route->limit_offset);
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
	if (!req->call->if_match || etag_matches(req->call->if_match, revision, true))
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

enum error req_event_beside(
	struct request *req, const char *unit, const char *object, const char *digest_text)
{
	size_t before = req->event_count;
	enum error error = req_event(req, unit, object, digest_text);

	req->event_count = before;
	return error;
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
