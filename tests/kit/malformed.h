/*
 * Raw requests and what must come back, for tests/http.c. No token is sent: an operation that is
 * reached answers 401, an open one 200.
 */
#ifndef THIDUA_TEST_MALFORMED_H
#define THIDUA_TEST_MALFORMED_H

#include <stddef.h>

struct malformed {
	const char *name;
	const char *bytes; /* may hold NUL */
	size_t length;
	/* The statuses of the answers, in order, then what the connection is afterwards:
	 *   open    it takes another request, and answers that one next
	 *   close   it is closed in order
	 *   wait    nothing more comes: the request is not complete
	 * "a|b": either, where the same version does now this and now that. "a;b": b with
	 * libmicrohttpd 1.0 or later, which refuses more by itself, and closes without a word. */
	const char *expect;
};

extern const struct malformed malformed[];
extern const size_t malformed_count;

#endif
