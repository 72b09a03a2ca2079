/*
 * Answers with many items: pages with a cursor, computed lists, and both as CSV. The members of an
 * item are written as they come; CSV puts them into the order of the contract, so that a file's
 * columns never move.
 */
#include <assert.h>
#include <string.h>

#include "request/call.h"
#include "request/column.h"
#include "request/list.h"

#define CSV_TYPE "text/csv; charset=utf-8; header=present"

static struct buffer *out_of(struct request *req)
{
	return &req->call->reply;
}

static void write_header(struct request *req, const struct schema *item)
{
	struct buffer *out = out_of(req);
	bool first = true;

	buffer_text(out, "\xef\xbb\xbf");
	for (size_t i = 0; i < item->property_count; i++) {
		if (!is_cell(item->properties[i].schema))
			continue;
		if (!first)
			buffer_char(out, ',');
		first = false;
		buffer_text(out, item->properties[i].name);
	}
	buffer_text(out, "\r\n");
}

static const struct schema *items_of(const struct schema *page, const char *name)
{
	const struct property *property = schema_property(page, name);

	assert(property && property->schema->items && "the page has no such list in the contract");
	return property->schema->items;
}

enum error reply_list_open(struct request *req)
{
	if (req->failed)
		return req->failed;
	struct list *list = req->list ? req->list : req_alloc(req, sizeof *list);

	if (!list)
		return req->failed;
	req->list = list;
	for (size_t i = 0; i < req->route->reply_count; i++)
		if (req->route->replies[i].status == 200)
			list->page = req->route->replies[i].schema;
	assert(list->page);
	list->item = items_of(list->page, "items");
	assert(list->item->property_count <= MOST_COLUMNS);
	list->csv = req->want_csv;
	req->reply_schema = list->page;
	req->call->status = 200;
	req->comma = false;
	buffer_truncate(out_of(req), 0);
	if (list->csv) {
		req->call->content_type_out = CSV_TYPE;
		call_set_header(req->call, "Content-Disposition", "attachment; filename=\"%s.csv\"",
			req->route->operation);
		write_header(req, list->item);
	} else {
		req->call->content_type_out = "application/json";
		buffer_text(out_of(req), "{\"items\":[");
	}
	return OK;
}

static void write_next(struct request *req, const char *next)
{
	struct buffer *out = out_of(req);

	buffer_text(out, "],\"next\":");
	if (next)
		buffer_json(out, next, strlen(next));
	else
		buffer_text(out, "null");
	if (req->total >= 0) {
		buffer_text(out, ",\"total\":");
		buffer_int(out, req->total);
	}
	req->list->next_written = true;
}

void reply_list_next(struct request *req, const char *name)
{
	struct list *list = req->list;

	if (!list)
		return;
	list->dropped = list->csv;
	if (list->csv)
		return;
	if (!list->next_written)
		write_next(req, NULL);
	else
		buffer_char(out_of(req), ']');
	list->item = items_of(list->page, name);
	buffer_printf(out_of(req), ",\"%s\":[", name);
	req->comma = false;
}

enum error reply_list_end(struct request *req, const char *next)
{
	struct list *list = req->list;

	if (!list)
		return req->failed ? req->failed : req_fail(req, E_FAULT);
	buffer_free(&list->cells);
	if (req->failed)
		return req->failed;
	if (list->csv) {
		if (next)
			call_set_long_header(req->call, "X-Next-Cursor", next);
		return OK;
	}
	if (list->next_written)
		buffer_char(out_of(req), ']');
	else
		write_next(req, next);
	req->comma = true;
	return OK;
}

enum error reply_list_close(struct request *req, const char *next)
{
	if (reply_list_end(req, next) || req->list->csv)
		return req->failed;
	return reply_close(req);
}

static void write_json_row(
	struct request *req, struct stmt *stmt, const struct column_plan *plans, int count)
{
	struct buffer *out = out_of(req);

	item_open(req);
	for (int i = 0; i < count; i++) {
		if (plans[i].form == COLUMN_KEY || plans[i].form == COLUMN_REVISION)
			continue;
		if (req->comma)
			buffer_char(out, ',');
		req->comma = true;
		buffer_bytes(out, plans[i].member, plans[i].length);
		write_column(out, AS_JSON, stmt, i, plans[i].form);
	}
	item_close(req);
}

static void write_csv_row(
	struct request *req, struct stmt *stmt, const struct column_plan *plans, int count)
{
	struct list *list = req->list;

	item_open(req);
	for (int i = 0; i < count; i++) {
		if (plans[i].form == COLUMN_KEY || plans[i].form == COLUMN_REVISION)
			continue;
		size_t start = list->cells.length;

		write_column(&list->cells, AS_CELL, stmt, i, plans[i].form);
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
		if (plans[i].form == COLUMN_KEY && !column_is_null(stmt, i))
			keys[plans[i].key] = req_text(req, column_text(stmt, i));
	return reply_cursor(req, keys[0], keys[1], keys[2]);
}

enum error reply_rows(struct request *req, struct stmt *stmt)
{
	if (reply_list_open(req)) {
		db_done(stmt);
		return req->failed;
	}
	const struct column_plan *plans = column_plans(req, stmt, req->list->item);
	int64_t limit = *(const int64_t *)((const char *)req->in + req->route->limit_offset);
	int count = column_count(stmt);
	const char *last = NULL;
	bool more = false;

	for (int64_t n = 0; plans && db_row(stmt); n++) {
		more = n == limit;
		if (more)
			break;
		if (req->list->csv)
			write_csv_row(req, stmt, plans, count);
		else
			write_json_row(req, stmt, plans, count);
		if (n == limit - 1)
			last = cursor_here(req, stmt, plans, count);
	}
	req_fail(req, db_done(stmt));
	return reply_list_close(req, more ? last : NULL);
}

enum error reply_total(struct request *req, struct stmt *count)
{
	const bool *wanted = req->route->count_offset == NO_OFFSET
		? NULL
		: (const void *)((const char *)req->in + req->route->count_offset);

	if (wanted && *wanted && !req->failed && db_row(count))
		req->total = column_int(count, 0);
	return req_fail(req, db_done(count));
}
