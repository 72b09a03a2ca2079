/*
 * The act of nominating, the same for a new case, a registered one, a row of an import and a higher
 * award: the window of the year, holds, and what the law asks of the subject.
 */
#ifndef THIDUA_NOMINATION_H
#define THIDUA_NOMINATION_H

#include "awards/award.h"
#include "request/row.h"

/* Fills what is absent (nominated_by, authority, regime) and looks whether the row could be a case at
 * all, of a paper too: its subject, type, year, office, and no live case of the same. False with
 * faults at the members of `row`. */
bool nomination_check(struct request *req, const struct row *row, struct award_draft *draft);

/* Checks the draft, then stores it as registered or nominated, with its first step. *out is its id;
 * 0 when the row has faults. */
enum error award_begin(struct request *req, const struct row *row, struct award_draft *draft,
	bool nominated, const struct step *step, int64_t *out);

/* Nominates a registered case; with faults at `row` nothing is stored. */
enum error award_nominate(
	struct request *req, const struct row *row, struct award *award, const struct step *step);

/* The draft that a stored case would be. */
struct award_draft award_draft_of(const struct award *award);

#endif
