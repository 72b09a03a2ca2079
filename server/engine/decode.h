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

/* Every text of the body, which is not checked yet, in its stored form; an empty one that may be null is null. */
void decode_texts(struct request *req, json_t *body);

/* A row that is refused is seen by no handler: the offices that it names, as the contract tells, are looked up here, so
 * that a fault in one cell does not hide another one. `index` counts the rows that were sent. */
void decode_refused_row(struct request *req, size_t index, const json_t *row);

/* A body that is a file: its bytes must be what the client says they are. 400, 422, 507. */
enum error decode_file(struct request *req);

/* The body, JSON or a table: 400 when it can't be parsed, 422 with all faults. */
enum error decode_body(struct request *req);

#endif
