/* The head of a request, as libmicrohttpd has parsed it. */
#ifndef THIDUA_HEAD_H
#define THIDUA_HEAD_H

#include <microhttpd.h>
#include <stdbool.h>
#include <stddef.h>

#include "http/gate.h"

struct head {
	struct gate_header headers[GATE_HEADERS];
	size_t count; /* may be above GATE_HEADERS: see gate.h */
};

void head_read(struct MHD_Connection *connection, struct head *out);

/* False when the bytes of the head were not as the pairs say. `target` is the raw one; the others
 * are libmicrohttpd's own pointers. In the first call only. */
bool head_is_exact(struct MHD_Connection *connection, const struct head *head, const char *method,
	const char *target, const char *version);

#endif
