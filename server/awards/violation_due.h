/*
 * What a concluded violation asks of those who granted awards to the subject: a proposal to revoke, and
 * after a sentence one to strip state honours, each by its day.
 */
#ifndef THIDUA_VIOLATION_DUE_H
#define THIDUA_VIOLATION_DUE_H

#include "request/request.h"

struct violation {
	int64_t person;     /* 0: a unit's */
	const char *unit;   /* NULL: a person's */
	const char *kind;   /* of the hold: criminal .. */
	const char *closed; /* the day of the conclusion */
};

/* The warnings revocation_due and strip_due, with their days by the regime of the conclusion; none for
 * a subject without awards in force. */
enum error warn_of_violation(struct request *req, const struct violation *violation);

#endif
