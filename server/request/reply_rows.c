/* A page of rows, straight from the columns of a statement. */
#include <assert.h>

#include "request/bind.h"
#include "request/call.h"
#include "request/column.h"
#include "request/cursor.h"
#include "request/query.h"
#include "request/reply_list.h"

#define ROWS_AHEAD 128

static void write_json_row(struct request *req, struct stmt *stmt, const struct column_plan *plans,
	int count, page_inside *inside)
{
	const struct list *list = req->answer.list;
	struct buffer *out = &req->call->reply;

	item_open(req);
	for (int i = 0; i < count; i++) {
		if (plans[i].use != COLUMN_MEMBER || !is_shown(list, plans[i].property))
			continue;
		if (req->answer.comma)
			buffer_char(out, ',');
		req->answer.comma = true;
		buffer_bytes(out, plans[i].member, plans[i].length);
		value_write_column(out, AS_JSON, stmt, i, plans[i].form);
	}
	if (inside)
		inside(req, stmt);
	item_close(req);
}

static void write_table_row(
	struct request *req, struct stmt *stmt, const struct column_plan *plans, int count)
{
	struct list *list = req->answer.list;

	item_open(req);
	for (int i = 0; i < count; i++) {
		if (plans[i].use != COLUMN_MEMBER)
			continue;
		size_t start = list->cells.length;

		value_write_column(&list->cells, list->notation, stmt, i, plans[i].form);
		list->cell[plans[i].property].start = start;
		list->cell[plans[i].property].length = list->cells.length - start;
	}
	item_close(req);
}

/* A cursor that goes on behind the row on which the statement stands. */
static const char *cursor_here(
	struct request *req, struct stmt *stmt, const struct column_plan *plans, int count)
{
	const char *keys[3] = {NULL, NULL, NULL};

	for (int i = 0; i < count; i++)
		if (plans[i].use == COLUMN_KEY && !column_is_null(stmt, i))
			keys[plans[i].key] = req_text(req, column_text(stmt, i));
	return reply_cursor(req, keys[0], keys[1], keys[2]);
}

/* For as many rows as the first one, or a page that grows is copied again and again. */
static void make_room(struct request *req, int64_t limit)
{
	struct buffer *reply = &req->call->reply;

	buffer_grow(reply, reply->length * (size_t)(limit < ROWS_AHEAD ? limit : ROWS_AHEAD));
}

static enum error write_rows(struct request *req, struct stmt *stmt, page_inside *inside)
{
	if (reply_list_open(req)) {
		db_done(stmt);
		return req->failed;
	}
	bind_input(stmt, req);
	int count = column_count(stmt); /* 0: it was not prepared, and db_done() says why */
	const struct column_plan *plans =
		count ? column_plans(req, stmt, req->answer.list->item) : NULL;
	int64_t limit = req_limit(req);
	const char *last = NULL;
	bool more = false;

	for (int64_t n = 0; plans && !req->failed && db_row(stmt); n++) {
		more = n == limit;
		if (more)
			break;
		if (req->answer.list->table)
			write_table_row(req, stmt, plans, count);
		else
			write_json_row(req, stmt, plans, count, inside);
		if (n == 0)
			make_room(req, limit);
		if (n == limit - 1)
			last = cursor_here(req, stmt, plans, count);
	}
	req_fail(req, db_done(stmt));
	return reply_list_close(req, more ? last : NULL);
}

static bool wants_total(const struct request *req)
{
	size_t offset = req->route->count_offset;

	return offset != NO_OFFSET && *(const bool *)((const char *)req->in + offset);
}

enum error reply_page_with(
	struct request *req, struct stmt *count, struct stmt *page, page_inside *inside)
{
	if (wants_total(req) && !req->failed) {
		req->answer.counted = true;
		req->answer.total = query_int(req, bind_input(count, req));
	}
	return write_rows(req, page, inside);
}

enum error reply_page(struct request *req, struct stmt *count, struct stmt *page)
{
	return reply_page_with(req, count, page, NULL);
}
