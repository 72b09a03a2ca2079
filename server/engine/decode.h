/*
 * From raw bytes to `struct OPERATION_in` and a checked body: the only place where inputs are
 * judged, by the contract's tables.
 */
#ifndef THIDUA_DECODE_H
#define THIDUA_DECODE_H

#include "request/request.h"

/* Path and query parameters and the cursor: 400 with all faults. */
enum error decode_parameters(struct request *req);

/* The operation takes CSV, and that is what a body of this type is, or a workbook. */
bool decode_is_csv(const struct route *route, const char *content_type);

/* The body, JSON or a table: 400 when it can't be parsed, 422 with all faults. */
enum error decode_body(struct request *req);

#endif
