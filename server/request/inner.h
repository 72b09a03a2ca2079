/*
 * A list as it would be answered to the caller, inside another request: by the same handler, in the same
 * snapshot, at the same instant, as a whole CSV.
 */
#ifndef THIDUA_INNER_H
#define THIDUA_INNER_H

#include "request/call.h"
#include "request/request.h"

/* A list that asks for nothing but the parameter `filter`, and never refuses one; the caller's role may
 * read it. */
bool inner_suits(const struct request *req, const struct route *route, const char *filter);

struct inner {
	struct request *req;
	struct call call; /* its answer: in `reply`, or a long one in the file */
};

/* Runs the list with this text for its `filter`. When it fails so does `req`, with the same answer.
 * inner_end() it either way. */
enum error inner_list(struct request *req, const struct route *route, const char *filter,
	const char *text, struct inner *out);
void inner_end(struct inner *inner);

/* Gives the bytes of the answer, piece by piece, as long as `take` returns OK. */
typedef enum error inner_taker(void *target, const char *bytes, size_t length);
enum error inner_bytes(const struct inner *inner, inner_taker *take, void *target);

#endif
