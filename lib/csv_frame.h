/*
 * What people put around a table: titles above its header, sums below its rows. For csv.c.
 */
#ifndef THIDUA_CSV_FRAME_H
#define THIDUA_CSV_FRAME_H

#include "csv_cells.h"
#include "schema.h"

/* Moves to the header and chooses its separator; each line above that is none is told of. Where no
 * line looks like the header, the first one is it. */
void csv_find_header(struct csv_cells *in, const struct schema *row);

/* "Tổng cộng", "Cộng:" */
bool csv_is_sum(struct csv_cells *in);

#endif
