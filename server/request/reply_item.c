/*
 * The items of a computed list, as JSON or rows. JSON members are written as they come; the cells of
 * a row wait for its end, so that they stand in the order of the contract.
 */
#include <assert.h>
#include <string.h>

#include "request/call.h"
#include "request/reply_file.h"
#include "request/reply_list.h"
#include "request/reply_sheet.h"
#include "request/value.h"

static struct buffer *out_of(struct request *req)
{
	return &req->call->reply;
}

static size_t place_of(const struct list *list, const char *name)
{
	const struct property *property = schema_property(list->item, name);

	assert(property && "the member is not in the contract");
	return (size_t)(property - list->item->properties);
}

void item_open(struct request *req)
{
	struct list *list = req->answer.list;

	if (!list)
		return;
	if (list->table) {
		buffer_truncate(&list->cells, 0);
		memset(list->cell, 0, sizeof list->cell);
		return;
	}
	if (req->answer.comma)
		buffer_char(out_of(req), ',');
	buffer_char(out_of(req), '{');
	req->answer.comma = false;
}

static bool is_left_out(const struct list *list, const char *name)
{
	return list->shown != ALL_SHOWN && !is_shown(list, place_of(list, name));
}

/* Where the next value goes: the answer, or the cells of the row; NULL when it has no place
 * there. */
static struct buffer *value_place(struct request *req, const char *name)
{
	struct list *list = req->answer.list;

	if (!list || list->dropped || is_left_out(list, name))
		return NULL;
	if (list->table)
		return &list->cells;
	if (req->answer.comma)
		buffer_char(out_of(req), ',');
	req->answer.comma = true;
	buffer_json(out_of(req), name, strlen(name));
	buffer_char(out_of(req), ':');
	return out_of(req);
}

static void cell_end(struct request *req, const char *name, size_t start)
{
	struct list *list = req->answer.list;

	if (!list->table)
		return;
	size_t i = place_of(list, name);

	list->cell[i].start = start;
	list->cell[i].length = list->cells.length - start;
}

static void put_value(struct request *req, const char *name, struct value value)
{
	struct buffer *out = value_place(req, name);

	if (!out)
		return;
	size_t start = out->length;

	value_write(&value, out, req->answer.list->notation);
	cell_end(req, name, start);
}

void item_text(struct request *req, const char *name, const char *value)
{
	put_value(req, name, value_of_text(value));
}

void item_int(struct request *req, const char *name, int64_t value)
{
	put_value(req, name, value_of_number(VALUE_INT, value));
}

void item_hundredths(struct request *req, const char *name, int64_t value)
{
	put_value(req, name, value_of_number(VALUE_HUNDREDTHS, value));
}

void item_thousandths(struct request *req, const char *name, int64_t value)
{
	put_value(req, name, value_of_number(VALUE_THOUSANDTHS, value));
}

void item_bool(struct request *req, const char *name, bool value)
{
	put_value(req, name, value_of_number(VALUE_BOOL, value));
}

void item_instant(struct request *req, const char *name, int64_t milliseconds)
{
	put_value(req, name, value_of_number(VALUE_INSTANT, milliseconds));
}

void item_null(struct request *req, const char *name)
{
	put_value(req, name, value_of_text(NULL));
}

void item_column(struct request *req, const char *name, const struct stmt *row, int column)
{
	const struct list *list = req->answer.list;

	if (!list || list->dropped)
		return;
	const struct property *member = schema_property(list->item, name);

	put_value(req, name, value_of_column(row, column, value_form(member->schema)));
}

void item_member(struct request *req, const char *name, const json_t *value)
{
	const struct list *list = req->answer.list;

	if (list && !list->dropped)
		put_value(
			req, name, value_of_json(schema_property(list->item, name)->schema, value));
}

void item_json(struct request *req, const char *name, const char *json)
{
	if (!req->answer.list || req->answer.list->table)
		return;
	struct buffer *out = value_place(req, name);

	if (out)
		buffer_text(out, json);
}

static void write_csv_cells(struct request *req, const struct list *list)
{
	struct buffer *out = out_of(req);
	bool first = true;

	for (size_t i = 0; i < list->item->property_count; i++) {
		if (!is_cell(list, i))
			continue;
		if (!first)
			buffer_char(out, req->separator);
		first = false;
		if (list->cell[i].length)
			buffer_bytes(
				out, list->cells.data + list->cell[i].start, list->cell[i].length);
	}
	buffer_text(out, "\r\n");
}

static void write_cells(struct request *req, const struct list *list)
{
	if (list->book)
		reply_sheet_row(req);
	else
		write_csv_cells(req, list);
}

void item_close(struct request *req)
{
	struct list *list = req->answer.list;

	if (!list)
		return;
	if (list->table) {
		if (!list->dropped && !req->failed)
			write_cells(req, list);
		reply_file_move(req, false);
		return;
	}
	buffer_char(out_of(req), '}');
	req->answer.comma = true;
}
