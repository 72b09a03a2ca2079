/*
 * The frame of an answer with many items, as JSON or CSV: its beginning, its second list, its end.
 */
#include <assert.h>
#include <string.h>

#include "request/call.h"
#include "request/reply_file.h"
#include "request/reply_list.h"

#define CSV_TYPE "text/csv; charset=utf-8; header=present"

static struct buffer *out_of(struct request *req)
{
	return &req->call->reply;
}

const char *reply_heading(const struct request *req, const struct property *column)
{
	return req->headings_vi ? column->heading : column->name;
}

void reply_headings(struct request *req, const struct schema *item)
{
	struct buffer *out = out_of(req);
	bool first = true;

	buffer_text(out, "\xef\xbb\xbf");
	for (size_t i = 0; i < item->property_count; i++) {
		if (!is_cell(item->properties[i].schema))
			continue;
		if (!first)
			buffer_char(out, req->separator);
		first = false;
		buffer_text(out, reply_heading(req, &item->properties[i]));
	}
	buffer_text(out, "\r\n");
}

static enum notation reply_notation(const struct request *req)
{
	if (!req->want_csv)
		return AS_JSON;
	return req->separator == ';' ? AS_CELL_OF_SEMICOLONS : AS_CELL;
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
	struct list *list = req->answer.list ? req->answer.list : req_alloc(req, sizeof *list);

	if (!list)
		return req->failed;
	req->answer.list = list;
	for (size_t i = 0; i < req->route->reply_count; i++)
		if (req->route->replies[i].status == 200)
			list->page = req->route->replies[i].schema;
	assert(list->page);
	list->item = items_of(list->page, "items");
	assert(list->item->property_count <= MOST_COLUMNS);
	list->csv = req->want_csv;
	list->notation = reply_notation(req);
	req->answer.schema = list->page;
	req->call->status = 200;
	req->answer.comma = false;
	buffer_truncate(out_of(req), 0);
	if (list->csv) {
		req->call->content_type_out = CSV_TYPE;
		reply_file_name(req);
		reply_headings(req, list->item);
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
	if (req->answer.counted) {
		buffer_text(out, ",\"total\":");
		buffer_int(out, req->answer.total);
	}
	req->answer.list->next_written = true;
}

void reply_list_next(struct request *req, const char *name)
{
	struct list *list = req->answer.list;

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
	req->answer.comma = false;
}

enum error reply_list_end(struct request *req, const char *next)
{
	struct list *list = req->answer.list;

	if (!list)
		return req->failed ? req->failed : req_fail(req, E_FAULT);
	buffer_free(&list->cells);
	if (req->failed)
		return req->failed;
	if (list->csv) {
		reply_file_move(req, true);
		if (next)
			call_set_long_header(req->call, "X-Next-Cursor", next);
		return req->failed;
	}
	if (list->next_written)
		buffer_char(out_of(req), ']');
	else
		write_next(req, next);
	req->answer.comma = true;
	return OK;
}

enum error reply_list_close(struct request *req, const char *next)
{
	if (reply_list_end(req, next) || req->answer.list->csv)
		return req->failed;
	return reply_close(req);
}
