/*
 * The list that an answer is writing: between reply_list.c, which opens and closes it, and
 * reply_item.c and reply_rows.c, which write its items.
 */
#ifndef THIDUA_REPLY_LIST_H
#define THIDUA_REPLY_LIST_H

#include "request/reply.h"
#include "request/value.h"

#define MOST_COLUMNS 64
#define ALL_SHOWN    UINT64_MAX

struct list {
	const struct schema *page;
	const struct schema *item;
	uint64_t shown; /* of its properties, a bit each: see fields.h */
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

static inline bool is_shown(const struct list *list, size_t property)
{
	return list->shown >> property & 1;
}

/* A value that fits a cell, and is shown. */
static inline bool is_cell(const struct list *list, size_t property)
{
	return is_shown(list, property) &&
		value_form(list->item->properties[property].schema) != VALUE_NESTED;
}

#endif
