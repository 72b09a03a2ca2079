/*
 * Sends raw requests and tells what came back, in the words of malformed.h. When all answers are there a request with an
 * id of its own follows: if its answer is not the next one, something in between was taken for a request or for a body.
 */
#ifndef THIDUA_TEST_PROBE_H
#define THIDUA_TEST_PROBE_H

#include <stdbool.h>
#include <stddef.h>

#include "buffer.h"
#include "kit/malformed.h"

/* The bytes go in two parts when `split` lies inside. `modern`: libmicrohttpd 1.0 or later. False, with a line added to
 * *out_failure, when the answer is another one. May run in several threads. */
bool probe(int port, bool modern, const struct malformed *raw, size_t split,
	struct buffer *out_failure);

/* Each of them, once in one piece and once cut at every place, from many connections at a time; each that behaves alike
 * everywhere counts as passed. */
void probe_everywhere(int port, bool modern, const struct malformed *cases, size_t count);

#endif
