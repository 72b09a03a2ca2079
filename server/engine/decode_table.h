/*
 * The rows of a body that is a table. For decode_body.c.
 */
#ifndef THIDUA_DECODE_TABLE_H
#define THIDUA_DECODE_TABLE_H

#include "csv.h"
#include "engine/faults.h"
#include "request/request.h"

/* The body as csv_read() gives it: CSV in UTF-8 or marked UTF-16, or the sheet of an .xlsx that has the header,
 * with its own rows as lines. Fails when it can be read as neither; faults of its rows go to `target`. */
enum error decode_table(struct request *req, struct csv *out, struct fault_target *target);

#endif
