/*
 * What stands in cells: texts that they share, numbers, and how numbers are shown. For xlsx*.c.
 */
#ifndef THIDUA_XLSX_VALUES_H
#define THIDUA_XLSX_VALUES_H

#include "xlsx.h"

enum xlsx_form {
	XLSX_NUMBER,
	XLSX_TIME, /* a day, a time of day, or both: the number says which */
	XLSX_MONTH /* a day of which only month and year are shown: "2021-06" typed into a cell becomes one */
};

enum xlsx_fault xlsx_texts_read(struct xlsx *book);  /* book->texts_path, if any */
enum xlsx_fault xlsx_styles_read(struct xlsx *book); /* book->styles_path, if any */

/* Behind `from`, "_x000A_" is the character of that number. */
void xlsx_unescape(struct buffer *text, size_t from);

/* As much of a text as there is room for, and no part of a letter. */
void xlsx_copy(const char *text, char *out, size_t size);

/* As a quoted cell of CSV. */
void xlsx_put_text(struct buffer *out, const char *text, size_t length);

/* A number as the file writes it; what is none is text. */
void xlsx_put_number(struct buffer *out, const char *text, enum xlsx_form form, bool from_1904);

/* "2021-06-30T00:00:00Z", as the file writes the days of a few programs. */
void xlsx_put_day(struct buffer *out, const char *text, size_t length);

#endif
