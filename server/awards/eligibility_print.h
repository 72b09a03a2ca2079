/*
 * A verdict as the answer of GET eligibility. Only eligibility*.c includes this.
 */
#ifndef THIDUA_ELIGIBILITY_PRINT_H
#define THIDUA_ELIGIBILITY_PRINT_H

#include "awards/eligibility_rule.h"

/* The rule that `j` has just judged, as one object of the list. */
void print_rule(struct buffer *out, const struct judge *j, bool first);

/* One of the judgements side by side. */
void print_judgement(
	struct buffer *out, const char *regime, bool used, int stops, const struct buffer *rules);

/* The whole answer around the lists. `stops`: the earliest stage that a failure stops. */
enum error print_answer(struct request *req, const struct judge *j, int stops, struct buffer *rules,
	struct buffer *judgements);

#endif
