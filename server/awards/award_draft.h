/* A new case while it is checked: shared by award_draft.c and award_draft_subject.c. */
#ifndef THIDUA_AWARD_DRAFT_H
#define THIDUA_AWARD_DRAFT_H

#include "awards/award.h"
#include "request/row.h"

/* What the checks look up once. */
struct proposal {
	struct request *req;
	const struct row *row;
	struct award_draft *draft;
	const char *subject, *decider, *valid_from, *valid_to; /* of the type */
	bool outsiders;
	const char *start_date, *end_date; /* of the work year; NULL: there is none */
	const char *home;                  /* the unit itself, or the person's; NULL: unknown */
	const char *status;                /* of the person */
};

/* Where a fault of a member is, and which member the subject is. */
const char *draft_at(const struct proposal *proposal, const char *member);
const char *draft_subject(const struct proposal *proposal);

/* Fills home and status; false with a fault when the caller can't name such a subject. */
bool draft_find_subject(struct proposal *proposal);
/* The award is for such a subject. */
void draft_check_subject(const struct proposal *proposal);
/* The office that proposes it, by default the subject's own, and whether both still exist. */
void draft_check_office(const struct proposal *proposal);

#endif
