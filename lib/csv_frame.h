/*
 * What people put around a table: titles above its header, sums below its rows. For csv.c.
 */
#ifndef THIDUA_CSV_FRAME_H
#define THIDUA_CSV_FRAME_H

#include "csv_cells.h"
#include "schema.h"

/* The column of that name, however it is written in capitals; NULL without one, and for a column that
 * no cell can fill. */
const struct property *csv_property(const struct schema *row, const char *name);

/* Moves to the header and chooses its separator; each line above that is none is told of. Where no
 * line looks like the header, the first one is it. */
void csv_find_header(struct csv_cells *in, const struct schema *row);

/* "Tổng cộng", "Cộng:" */
bool csv_is_sum(struct csv_cells *in);

#endif
