/*
 * The frame of an answer with many items, as JSON, CSV or XLSX: its beginning, its second list, its end.
 */
#include <assert.h>
#include <string.h>

#include "request/call.h"
#include "request/fields.h"
#include "request/reply_file.h"
#include "request/reply_list.h"
#include "request/reply_sheet.h"

#define CSV_TYPE "text/csv; charset=utf-8; header=present"

static struct buffer *out_of(struct request *req)
{
	return &req->call->reply;
}

const char *reply_heading(const struct request *req, const struct property *column)
{
	return req->headings_vi ? column->heading : column->name;
}

static void write_header(struct request *req, const struct list *list)
{
	const struct schema *item = list->item;
	struct buffer *out = out_of(req);
	bool first = true;

	buffer_text(out, "\xef\xbb\xbf");
	for (size_t i = 0; i < item->property_count; i++) {
		if (!is_cell(list, i))
			continue;
		if (!first)
			buffer_char(out, req->separator);
		first = false;
		const char *heading = reply_heading(req, &item->properties[i]);

		buffer_csv(out, heading, strlen(heading));
	}
	buffer_text(out, "\r\n");
}

static enum notation reply_notation(const struct request *req)
{
	if (!form_is_table(req->form))
		return AS_JSON;
	if (req->form == FORM_XLSX)
		return AS_SHEET;
	return req->separator == ';' ? AS_CELL_OF_SEMICOLONS : AS_CELL;
}

static const struct schema *items_of(const struct schema *page, const char *name)
{
	const struct property *property = schema_property(page, name);

	assert(property && property->schema->items && "the page has no such list in the contract");
	return property->schema->items;
}

/* The list that the answer becomes; NULL once the request has failed. */
static struct list *new_list(struct request *req)
{
	struct list *list = req->failed ? NULL : req->answer.list;

	if (!req->failed && !list)
		list = req_alloc(req, sizeof *list);
	if (!list)
		return NULL;
	req->answer.list = list;
	req->answer.comma = false;
	req->call->status = 200;
	list->table = form_is_table(req->form);
	list->notation = reply_notation(req);
	list->shown = ALL_SHOWN;
	buffer_truncate(out_of(req), 0);
	return list;
}

static uint64_t shown_of(const struct request *req, const struct schema *item)
{
	uint64_t shown = ALL_SHOWN;

	assert(item->property_count <= MOST_COLUMNS);
	for (size_t i = 0; i < item->property_count; i++)
		if (!fields_name(req, item->properties[i].name))
			shown &= ~(UINT64_C(1) << i);
	return shown;
}

static enum error open_table(struct request *req, const struct list *list)
{
	reply_file_name(req);
	if (req->form == FORM_XLSX) {
		reply_sheet_open(req);
	} else {
		req->call->content_type_out = CSV_TYPE;
		write_header(req, list);
	}
	return req->failed;
}

enum error reply_template_open(struct request *req, const struct schema *row, size_t given)
{
	struct list *list = new_list(req);

	if (!list)
		return req->failed;
	assert(row->property_count <= MOST_COLUMNS);
	list->item = row;
	list->template = true;
	list->given = given;
	return open_table(req, list);
}

enum error reply_table_open(struct request *req, const struct schema *row)
{
	struct list *list = new_list(req);

	if (!list)
		return req->failed;
	list->item = row;
	return open_table(req, list);
}

enum error reply_list_open(struct request *req)
{
	struct list *list = new_list(req);

	if (!list)
		return req->failed;
	for (size_t i = 0; i < req->route->reply_count; i++)
		if (req->route->replies[i].status == 200)
			list->page = req->route->replies[i].schema;
	assert(list->page);
	list->item = items_of(list->page, "items");
	list->shown = shown_of(req, list->item);
	req->answer.schema = list->page;
	if (list->table)
		return open_table(req, list);
	req->call->content_type_out = "application/json";
	buffer_text(out_of(req), "{\"items\":[");
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
	list->dropped = list->table;
	if (list->table)
		return;
	if (!list->next_written)
		write_next(req, NULL);
	else
		buffer_char(out_of(req), ']');
	list->item = items_of(list->page, name);
	list->shown = ALL_SHOWN;
	buffer_printf(out_of(req), ",\"%s\":[", name);
	req->answer.comma = false;
}

enum error reply_list_end(struct request *req, const char *next)
{
	struct list *list = req->answer.list;

	if (!list)
		return req->failed ? req->failed : req_fail(req, E_FAULT);
	if (list->cells.failed)
		req_fail(req, E_MEMORY);
	buffer_free(&list->cells);
	if (list->book)
		reply_sheet_end(req);
	if (req->failed)
		return req->failed;
	if (list->table) {
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
	if (reply_list_end(req, next) || req->answer.list->table)
		return req->failed;
	return reply_close(req);
}
