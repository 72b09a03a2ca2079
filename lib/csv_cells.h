/*
 * CSV as cells: separators, quotes, line ends. For csv.c, which knows what the cells mean.
 */
#ifndef THIDUA_CSV_CELLS_H
#define THIDUA_CSV_CELLS_H

#include <stdbool.h>

#include "buffer.h"
#include "csv.h"

/* What stood behind a cell. */
enum csv_ending { END_OF_CELL, END_OF_ROW, END_OF_TEXT };

struct csv_cells {
	const char *at, *end;
	char separator;
	bool separator_named; /* by a line of its own, "sep=;" */
	size_t line;          /* of `at` */
	struct buffer cell;   /* the last one read, without its quotes and the blanks around it */
	bool broken;          /* that one has text behind its quotes */
	csv_sink *sink;
	void *context;
	bool faulty;
	bool stopped; /* the sink has enough, or nothing more can be understood */
	bool failed;  /* no memory */
};

/* Gives a fault to the sink, unless that has had enough. */
void csv_tell(
	struct csv_cells *in, enum csv_fault fault, size_t line, size_t column, const char *text);

/* To the first line that is not blank: past a BOM and the line that names the separator. False, after
 * reporting it, without one. */
bool csv_begin(struct csv_cells *in);

/* The separator of a line is the one of comma, semicolon and tab that is there most often, outside of
 * quotes. Nothing to choose where one is named. */
void csv_choose_separator(struct csv_cells *in);

/* Puts the next cell into in->cell, NUL-terminated; `column` is for its faults. */
enum csv_ending csv_next(struct csv_cells *in, size_t column);

#endif
