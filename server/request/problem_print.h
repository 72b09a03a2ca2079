/*
 * The JSON of problems and findings, in the client's language.
 */
#ifndef THIDUA_PROBLEM_PRINT_H
#define THIDUA_PROBLEM_PRINT_H

#include "request/problem.h"

/* The sentence of the kind with the params in their places; lives as long as the request. */
const char *problem_detail(struct request *req, const struct problem_kind *kind,
	const struct param *params, size_t count);

/* ,"name":value of each. */
void problem_members(struct buffer *out, const struct param *params, size_t count);
void problem_text_member(struct buffer *out, const char *name, const char *value); /* no comma */

/* One item more of `errors` or `warnings`, and its sentence. What is wrong with a figure is said of its element, by
 * name in the sentence and by code in a member, also where the kind has no place for it. */
const char *problem_finding(struct request *req, struct buffer *out, const char *severity,
	const struct problem_kind *kind, const char *pointer, const struct param *params,
	size_t count);

#endif
