/*
 * An .xlsx file with one sheet (ECMA-376), written row after row into a buffer, which whoever owns it may
 * empty between two rows: a list of any length needs little memory and no file beside its own. Each
 * cell is what its column says, made of the text that a CSV would have; nothing in it is ever a
 * formula, and a number or day that a spreadsheet could not keep stays text.
 *
 *	struct workbook *book = workbook_open(&out, "units", columns, count, false);
 *	while (..) {
 *		workbook_row(book);
 *		workbook_cell(book, "gialai", 6);    -- each column in turn; what is left out is empty
 *	}
 *	workbook_end(book);
 *	if (workbook_fault(book)) ..
 *	workbook_free(book);
 */
#ifndef THIDUA_WORKBOOK_H
#define THIDUA_WORKBOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buffer.h"

#define WORKBOOK_ROWS    1048575 /* the most of a sheet, its heading apart */
#define WORKBOOK_LETTERS 32767   /* the most of a cell, in units of UTF-16 */
#define WORKBOOK_MIB     4000    /* the most of a sheet before it is packed */
#define WORKBOOK_NAME    31      /* letters of a sheet's name */

enum workbook_kind {
	WORKBOOK_TEXT,    /* "007" */
	WORKBOOK_WHOLE,   /* "-12" */
	WORKBOOK_DECIMAL, /* "75.32" */
	WORKBOOK_POINTS,  /* "92.500" */
	WORKBOOK_DAY,     /* "2021-06-30", shown as 30/06/2021 */
	WORKBOOK_BOOL     /* "true", "false" */
};

struct workbook_column {
	const char *heading;
	enum workbook_kind kind;
	/* Of a template: */
	bool open; /* its cells may be typed into */
	const char *
		refusal; /* what is said to other than a number from least to most; NULL: anything goes */
	int64_t least, most; /* hundredths of a WORKBOOK_DECIMAL, thousandths of WORKBOOK_POINTS */
};

enum workbook_fault {
	WORKBOOK_FITS,
	WORKBOOK_TOO_MUCH, /* more rows than a sheet has, or a text longer than a cell */
	WORKBOOK_TOO_LARGE,
	WORKBOOK_NO_MEMORY
};

struct workbook;

/* NULL when memory is short. The name (letters, digits and '-', at most WORKBOOK_NAME) and the
 * columns are kept, not copied. A template is locked but for the cells of its open columns. */
struct workbook *workbook_open(struct buffer *out, const char *name,
	const struct workbook_column *columns, size_t count, bool template);
void workbook_row(struct workbook *book);
/* The next cell of the row: UTF-8, which need not end with a NUL; without length it is empty. */
void workbook_cell(struct workbook *book, const char *text, size_t length);
void workbook_end(struct workbook *book);
/* The first one; behind it nothing more is written, and what was is no file. */
enum workbook_fault workbook_fault(const struct workbook *book);
void workbook_free(struct workbook *book); /* also NULL */

#endif
