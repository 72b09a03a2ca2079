/*
 * What a cell says, as JSON. For csv.c.
 */
#ifndef THIDUA_CSV_VALUE_H
#define THIDUA_CSV_VALUE_H

#include <jansson.h>
#include <stdbool.h>

#include "schema.h"

/* The value of a cell that is not empty: what is not as its column wants it stays a string, for
 * schema_check() to refuse. In a file with `decimal_comma` 70,5 is 70.5. The text is used up. NULL when
 * memory is short. */
json_t *csv_value(const struct schema *schema, char *text, bool decimal_comma);

#endif
