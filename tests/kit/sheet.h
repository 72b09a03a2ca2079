/*
 * Makes workbooks for tests: of given parts, or of CSV as a spreadsheet takes it in, with numbers, days and truths as
 * such. Written by itself, so that it shares nothing with what reads them.
 */
#ifndef THIDUA_TEST_SHEET_H
#define THIDUA_TEST_SHEET_H

#include <stddef.h>

#include "buffer.h"

struct sheet_part {
	const char *path, *text;
	size_t length; /* 0: up to its NUL */
};

/* A zip of these, of which later ones replace earlier ones of the same path; one with the text NULL is left out. */
void sheet_pack(const struct sheet_part *parts, size_t count, struct buffer *out);

/* The parts of a workbook with the one sheet xl/worksheets/sheet1.xml, which is not among them: texts that are
 * shared, "chờ" (0) and "a & b" (1); styles with days of format 14 (1), 17 (2), "dd/mm/yyyy hh:mm" (3), a decimal (4). */
#define SHEET_PARTS 5
extern const struct sheet_part sheet_parts[SHEET_PARTS];

/* A sheet that holds the cells of a CSV with commas, in rows as far apart as in the file. */
void sheet_of_csv(const char *csv, size_t length, struct buffer *out);

#endif
