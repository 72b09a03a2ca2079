/*
 * What would be answered to the caller, inside another request: by the same handler, in the same snapshot,
 * at the same instant. A list as a whole CSV, or any GET as JSON.
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

/* A GET of the contract with one or some of its parameters. */
struct inner_parameter {
	const char *name, *text; /* NULL: that of its path; NULL: there is none */
};
struct inner_question {
	const struct route *route;
	const struct caller *as; /* who asks; NULL: the caller of the request */
	struct inner_parameter with[4];
};

/* *out is a new reference to what it answers, of a list to as much as is printed; or to JSON's null when who asks may not
 * have it or there is none. Any other refusal is that of `req`, too. */
enum error inner_answer(struct request *req, const struct inner_question *question, json_t **out);

/* Gives the bytes of the answer, piece by piece, as long as `take` returns OK. */
typedef enum error inner_taker(void *target, const char *bytes, size_t length);
enum error inner_bytes(const struct inner *inner, inner_taker *take, void *target);

#endif
