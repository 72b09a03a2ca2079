/* A new case while it is checked. Only nomination*.c includes this. */
#ifndef THIDUA_NOMINATION_DRAFT_H
#define THIDUA_NOMINATION_DRAFT_H

#include "awards/eligibility.h"
#include "awards/nomination.h"

/* What the checks look up once. */
struct proposal {
	struct request *req;
	const struct row *row;
	struct award_draft *draft;
	const char *decider;               /* of the type */
	const char *start_date, *end_date; /* of the work year; NULL: there is none */
};

/* Where a fault of a member is, and which member the subject is. */
const char *draft_at(const struct proposal *proposal, const char *member);
const char *draft_subject(const struct proposal *proposal);

/* Fills the home of the draft; false with a fault when the caller can't name such a subject. */
bool draft_find_subject(struct proposal *proposal);
/* The office that proposes it, by default the subject's own; false with a fault when the caller can't
 * name such an office. */
bool draft_find_office(const struct proposal *proposal);

/* Whom the rules judge. */
struct candidate candidate_from(const struct award_draft *draft);

#endif
