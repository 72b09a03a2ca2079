/* The filters that every template has; see template.h. */
#ifndef THIDUA_TEMPLATE_FILTER_H
#define THIDUA_TEMPLATE_FILTER_H

#include <jansson.h>
#include <stdbool.h>

#include "error.h"

/* *out is a new reference. E_NOT_FOUND: it is none of these; E_INVALID: it does not take the value; E_MEMORY. */
enum error template_filter(const char *name, const char *argument, json_t *value, json_t **out);

/* null, false, "" or an empty array */
bool template_is_none(const json_t *value);

#endif
