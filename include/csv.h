/*
 * Reads CSV into the JSON that the same operation would take, so that there is one validator.
 * Understands what spreadsheets write: a BOM; CRLF, LF, CR; quoted cells; comma, semicolon (Vietnamese
 * Excel) or tab; "sep=;"; columns and cells that are empty; blanks of all kinds around cells; days as
 * 31/12/2020; 70,5 where the comma separates nothing. Columns have their names of the contract or their
 * headings. Strips exactly the quote that our own export
 * adds against formulas.
 */
#ifndef THIDUA_CSV_H
#define THIDUA_CSV_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "schema.h"

enum csv_fault {
	CSV_EMPTY,          /* no header line */
	CSV_SEPARATOR,      /* neither comma, semicolon nor tab: `text` is "|" */
	CSV_TITLE,          /* a line above the header, which begins with `text` */
	CSV_COLUMN_UNKNOWN, /* `text` */
	CSV_COLUMN_TWICE,   /* `text` */
	CSV_COLUMN_MISSING, /* `text`, a required member of the row */
	CSV_COLUMN_UNNAMED, /* the first cell, `text`, of a column without a name */
	CSV_CELLS,          /* a cell, `text`, behind the last column */
	CSV_SUM,            /* a row that adds up others; `text`, "Tổng cộng" */
	CSV_QUOTE,          /* a quote that does not close, or text after it */
	CSV_TOO_MANY        /* more rows than `limit` */
};

struct csv_report {
	enum csv_fault fault;
	size_t line, column; /* both from 1; 0 when it concerns the whole file or line */
	const char *text;    /* or NULL */
};
/* Called for each fault; returns false to stop reading. */
typedef bool csv_sink(void *context, const struct csv_report *report);

struct csv {
	/* Array of objects. An empty cell is null where the member may be null, else an absent
	 * member; what the file has no column for is absent. */
	json_t *rows;
	size_t *lines; /* of each row */
	size_t count;
	char **columns; /* in order, by the names of the schema; "" for one without a name */
	size_t column_count;
};

/* Reads UTF-8 without NUL by the row schema: integers and numbers become JSON numbers when the cell
 * is written as one, booleans when it is true, false, 1 or 0, days when they are written as
 * 31/12/2020 (a cell that is not stays a string, for schema_check to refuse with its hint). Blank
 * lines are skipped, and rows of sums, with a cell too many or a bad quote left out. False when there were
 * faults, which went to the sink; also without a fault when memory is short, and only then `rows` is
 * NULL. csv_free() either way. */
bool csv_read(const char *text, size_t length, const struct schema *row, size_t max_rows,
	csv_sink *sink, void *context, struct csv *out);
/* The column that `text` stands above: its name, or its heading in any case, with or without marks. NULL
 * without one, for a column that no cell can fill, and with *failed set when memory is short. */
const struct property *csv_property(const struct schema *row, const char *text, bool *failed);
size_t csv_column(const struct csv *csv, const char *name); /* from 1; 0 when absent */
void csv_free(struct csv *csv);

#endif
