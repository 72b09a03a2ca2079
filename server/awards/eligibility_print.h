/*
 * A verdict as the answer of GET eligibility. Only eligibility*.c includes this.
 */
#ifndef THIDUA_ELIGIBILITY_PRINT_H
#define THIDUA_ELIGIBILITY_PRINT_H

#include "awards/eligibility_rule.h"

/* The rule that `j` has just judged, as one object of the list. */
void print_rule(struct buffer *out, const struct judge *j, bool first);

/* The whole answer around the list. `stops`: the earliest stage that a failure stops. */
enum error print_answer(
	struct request *req, const struct candidate *candidate, int stops, struct buffer *rules);

#endif
