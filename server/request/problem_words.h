/*
 * Parameters of problems as sentences say them. A Vietnamese sentence has no code in it: a clerk
 * reads "VKSND tỉnh Gia Lai", "đã đề nghị", 1.144 and 05/12/2021 where a program reads "gialai",
 * "nominated", 1144 and "2021-12-05". An English one keeps codes and the forms of the contract, but
 * says its words in plain English.
 */
#ifndef THIDUA_PROBLEM_WORDS_H
#define THIDUA_PROBLEM_WORDS_H

#include "request/problem.h"

#define LONGEST_PARAM 256 /* bytes of one value or one item of a list */

/* The length of the text, cut before a whole character at LONGEST_PARAM. */
size_t param_length(const char *text);

/* A name is looked up by its key alone, and where there is none the code stands in quotes. */
/* The decimals of a number that has some. */
int param_places(const struct param_kind *kind);

void param_say(struct request *req, struct buffer *out, const struct param *param, bool english);

/* NULL when the group does not have it. */
const struct word *word_of(const struct words *group, const char *word, size_t length);

#endif
