/* Whether a sentence is Vietnamese for a reader who knows no codes. */
#ifndef THIDUA_TESTS_SENTENCE_H
#define THIDUA_TESTS_SENTENCE_H

/* The first thing in it that is not: a word of the contract, a slug or snake_case, an English word,
 * an ISO date, four digits or more without a dot (years and numbers of records apart: "năm 2021",
 * "số 12345"), a place that was not filled. NULL without one; static, until the next call. What is
 * quoted counts as well. */
const char *sentence_fault(const char *sentence);

/* The same, but what is quoted may be anything, and a code may stand in brackets behind its name. */
const char *sentence_fault_unquoted(const char *sentence);

#endif
