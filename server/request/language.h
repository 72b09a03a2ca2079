/*
 * Which of the two languages a client reads.
 */
#ifndef THIDUA_LANGUAGE_H
#define THIDUA_LANGUAGE_H

#include <stdbool.h>

struct call;

/* The best match of Accept-Language; Vietnamese without one. */
bool call_in_english(const struct call *call);

/* The answer is in that language: sets Content-Language. Returns call_in_english(). */
bool call_answer_language(struct call *call);

#endif
