/*
 * Reads the sheets of an .xlsx workbook as CSV, so that csv_read() finds titles, headers and sums in them as in
 * any other table. Cells become what people see in them, without the ornament: numbers in plain decimal notation
 * with a point, days as yyyy-mm-dd, formulas by their last result. What a workbook may hold is bounded, since a
 * small file can unpack to a very large one.
 *
 *	struct xlsx book;
 *	enum xlsx_fault fault = xlsx_open(&book, bytes, length);
 *	for (size_t i = 0; !fault && i < book.sheet_count; i++) {
 *		struct xlsx_table table;
 *		fault = xlsx_read(&book, i, most, &table);
 *		..
 *		xlsx_table_free(&table);
 *	}
 *	xlsx_close(&book);
 */
#ifndef THIDUA_XLSX_H
#define THIDUA_XLSX_H

#include <stdbool.h>
#include <stddef.h>

#include "buffer.h"

#define XLSX_MOST_BYTES  (16 * 1024 * 1024) /* of all parts that are read, unpacked */
#define XLSX_MOST_PARTS  4096               /* in the zip, and as many sheets */
#define XLSX_MOST_TEXTS  1000000            /* that cells share */
#define XLSX_MOST_STYLES 65536
#define XLSX_MOST_DEPTH  64      /* of elements */
#define XLSX_MOST_BAD    1000    /* cells that are told of */
#define XLSX_LAST_ROW    1048576 /* of the format itself, as is the next */
#define XLSX_LAST_COLUMN 16384   /* XFD */
#define XLSX_CELL_SIZE   16      /* "XFD1048576" and its NUL */

enum xlsx_fault {
	XLSX_FINE,
	XLSX_OLD,         /* the binary .xls of Excel 97 to 2003 */
	XLSX_LOCKED,      /* with a password */
	XLSX_BROKEN,      /* no zip, or a part of one */
	XLSX_NO_WORKBOOK, /* a zip of other things, or a workbook in which no sheet is seen */
	XLSX_PART, /* book->part is missing, is no XML, has a DOCTYPE, or breaks the rules of the format */
	XLSX_TOO_LARGE, /* more of something than the numbers above allow */
	XLSX_MEMORY
};

struct xlsx_place {
	char *relation, *path;
};

/* How numbers are shown: by the number of a format, or of a style that refers to one. */
struct xlsx_forms {
	unsigned char *of;
	size_t count;
};

/* All but `sheet_count` and `part` is for lib/xlsx*.c. */
struct xlsx {
	size_t sheet_count; /* those that are seen, in the order of their tabs */
	char part[128];     /* of XLSX_PART, cut */
	struct xlsx_zip *zip;
	size_t unpacked;
	struct xlsx_place *sheets;
	char *texts_path, *styles_path;
	struct buffer texts; /* those that cells share, one behind the other, each with its NUL */
	size_t *text_at;
	size_t text_count;
	struct xlsx_forms formats, styles;
	bool from_1904; /* its days are counted from there */
};

/* A cell without a value. */
struct xlsx_cell {
	size_t row, column; /* from 1 */
	char found[16];     /* "#REF!", cut; empty for a formula that was never calculated */
};

struct xlsx_table {
	struct buffer csv; /* behind a line "sep=,"; a row without cells is no line */
	size_t *rows;      /* for xlsx_row() */
	size_t row_count;
	struct xlsx_cell *bad; /* whose rows are left out */
	size_t bad_count;
};

/* A zip or an old .xls: no text begins so. */
bool xlsx_is(const char *bytes, size_t length);

/* `bytes` must stay. xlsx_close() either way. */
enum xlsx_fault xlsx_open(struct xlsx *book, const char *bytes, size_t length);
void xlsx_close(struct xlsx *book);

/* Of sheets from 0. Stops behind `most` bytes of CSV. xlsx_table_free() either way. */
enum xlsx_fault xlsx_read(struct xlsx *book, size_t sheet, size_t most, struct xlsx_table *out);
void xlsx_table_free(struct xlsx_table *table);

/* The row of the sheet, from 1, that a line of the CSV was made of; a row whose cells have ends of lines is
 * several lines. 0 for a line that is of none. */
size_t xlsx_row(const struct xlsx_table *table, size_t line);

/* "C7" */
void xlsx_cell_name(size_t row, size_t column, char out[XLSX_CELL_SIZE]);

#endif
