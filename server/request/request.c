/*
 * What handlers ask of their request: memory that lives as long as it, rows, outcomes. Nothing here knows a resource.
 */
#include "request/request.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/server.h"
#include "calendar.h"
#include "gen/api.h"
#include "request/call.h"
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

const char *req_printf(struct request *req, const char *format, ...)
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
	return text ? text : "";
}

const char *req_text(struct request *req, const char *text)
{
	if (!text)
		return NULL;
	size_t size = strlen(text) + 1;
	char *copy = req_alloc(req, size);

	return copy ? memcpy(copy, text, size) : "";
}

const char *req_take(struct request *req, struct buffer *buffer)
{
	const char *text = req_text(req, buffer_string(buffer));

	if (!text)
		req_fail(req, E_MEMORY);
	buffer_free(buffer);
	return text ? text : "";
}

static const char *key_of(
	struct request *req, const char *text, char *(*function)(const char *text))
{
	if (!text)
		return NULL;
	char *key = function(text);

	if (!key) {
		req_fail(req, E_MEMORY);
		return "";
	}
	const char *copy = req_text(req, key);

	free(key);
	return copy;
}

const char *req_fold(struct request *req, const char *text)
{
	return key_of(req, text, text_fold);
}

const char *req_mark(struct request *req, const char *text)
{
	return key_of(req, text, text_mark);
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
	return list ? list : "";
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
		calendar_print_day(calendar_day_of(server_now()), day);
	return day ? day : "";
}

void req_keep(struct request *req)
{
	req->kept = true;
}

enum error req_decide(struct request *req)
{
	if (req->failed || !req->may_decide)
		return req->failed;
	req->may_decide = false;
	req->decided = true;
	return req_fail(req, db_release(req->db));
}

void req_unchanged(struct request *req)
{
	req->unchanged = true;
}

bool req_is_unchanged(const struct request *req)
{
	return req->unchanged;
}

void req_created(struct request *req, const char *format, ...)
{
	char path[200];
	va_list list;

	if (req->dry_run)
		return;
	va_start(list, format);
	vsnprintf(path, sizeof path, format, list);
	va_end(list);
	call_set_header(req->call, "Location", API_BASE "%s", path);
}

const char *row_pointer(struct request *req, size_t row, const char *member)
{
	const char *array = req->route->csv_member ? req->route->csv_member : "rows";

	if (req->clean_rows)
		row = req->clean_rows[row];
	if (!member)
		return req_printf(req, "/%s/%zu", array, row);
	return req_printf(req, "/%s/%zu/%s", array, row, member);
}

bool row_of_pointer(
	const struct request *req, const char *pointer, size_t *row, const char **member)
{
	const char *array = req->route->csv_member;
	size_t length = array ? strlen(array) : 0;
	char *end;

	if (!array || pointer[0] != '/' || strncmp(pointer + 1, array, length) != 0 ||
		pointer[length + 1] != '/')
		return false;
	*row = strtoul(pointer + length + 2, &end, 10);
	*member = end;
	return end > pointer + length + 2;
}

void req_changed(struct request *req, enum epoch epoch)
{
	req->changed |= CHANGED(epoch);
}

void req_secret(struct request *req, const char *secret)
{
	req->secret = secret;
}
