/*
 * Values made from the schemas of the contract: good ones, so that a request has one fault at a
 * time, and for every bound of a schema one that is just beyond it.
 */
#ifndef THIDUA_TEST_SAMPLE_H
#define THIDUA_TEST_SAMPLE_H

#include <jansson.h>

#include "buffer.h"
#include "contract.h"

/* A value that fits the schema, with all members that a client may send. */
json_t *sample_value(const struct schema *schema);

/* Text of a scalar for a path or query, not yet encoded: well-formed, and nobody's id. */
void sample_text(const struct schema *schema, struct buffer *out);

/* Calls `take` for each value that must be refused; `what` says why. The value stays the
 * caller's. */
typedef void fault_value(void *context, const char *what, json_t *value);
void sample_faults(const struct schema *schema, fault_value *take, void *context);

/* The same for the text of a parameter. */
typedef void fault_text(void *context, const char *what, const char *text);
void sample_text_faults(const struct schema *schema, fault_text *take, void *context);

/* "/api/v1/units/{unit}" with well-formed ids that nobody has, and the query parameters that must
 * be there; without those named `left_out`. */
void sample_target(const struct route *route, const char *left_out, struct buffer *out);

#endif
