/*
 * The list that an answer is writing: between reply_list.c, which opens and closes it, and
 * reply_item.c and reply_rows.c, which write its items.
 */
#ifndef THIDUA_REPLY_LIST_H
#define THIDUA_REPLY_LIST_H

#include "request/reply.h"
#include "request/value.h"

#define MOST_COLUMNS 64

struct list {
	const struct schema *page;
	const struct schema *item;
	bool table; /* CSV or XLSX: items are rows, and their cells wait for the end of the item */
	struct workbook *book; /* of an XLSX */
	bool template;         /* to be filled in, but for its first columns, which are given */
	size_t given;
	enum notation notation;
	bool dropped; /* a second list has no place in a table */
	bool next_written;
	struct buffer cells; /* of the row being written */
	struct {
		size_t start, length;
	} cell[MOST_COLUMNS];
};

/* What stands above a column: its name, or its Vietnamese heading, as the client asked. */
const char *reply_heading(const struct request *req, const struct property *column);

/* A value that fits a cell. */
static inline bool is_cell(const struct schema *schema)
{
	return value_form(schema) != VALUE_NESTED;
}

#endif
