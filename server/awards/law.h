/*
 * Which law judges a case where a new one took the place of an old one: by the day on which the office
 * that appraises received the file, as the new regime's parameters say.
 */
#ifndef THIDUA_LAW_H
#define THIDUA_LAW_H

#include "awards/regime.h"

/* Parameters of a new regime: cases received before its first day are judged by the one before it; a
 * rule of the new one that is better for the candidate counts for them all the same. */
#define LAW_BY_RECEIPT  "judged_by_receipt"
#define LAW_BETTER_RULE "better_rule_applies"

struct law {
	const char *used; /* regime */
	/* Why: the regime of the work year or the day (in_force); of such a one that the file is not
	 * there yet (not_received); that it came before the new law (received_before) or under it
	 * (received_since). */
	const char *why;
	const char *received_on; /* or NULL */
	/* The two laws; NULL when one alone concerns the case, as are the members below. */
	const char *old_law, *new_law;
	const char *new_from; /* the first day of the new one */
	const char
		*better; /* the new law when its better rules count for the candidate; else NULL */
	struct param_row rule; /* that says so: evidence and note */
};

/* `regime` is that of the year or the day, or the one that judged the case before. */
enum error law_of(
	struct request *req, const char *regime, const char *received_on, struct law *out);

/* law_of().used; NULL for no regime, or when the request failed. */
const char *law_used(struct request *req, const char *regime, const char *received_on);

#endif
