/*
 * Whether an award may go to its subject, rule by rule with the numbers: what GET eligibility
 * prints, what nomination and grant refuse. The rules of an award are rows of award_rules, their
 * numbers are parameters of the regime; the functions here know only how to look.
 */
#ifndef THIDUA_ELIGIBILITY_H
#define THIDUA_ELIGIBILITY_H

#include "awards/award.h"

struct row;

struct candidate {
	int64_t case_id;      /* 0: a what-if */
	int64_t registration; /* of a what-if: the case that is registered for it; 0: none */
	const char *award, *occasion, *regime;
	int64_t year;
	int64_t person;   /* 0: a unit's */
	const char *unit; /* NULL: a person's */
	/* The office of the subject, that which proposes, and whether a paper alone says that they belong
	 * together. NULL: it is today's; not known. */
	const char *home, *proposer;
	bool vouched;
	int64_t movement;
	const char *received_on; /* the file, by those who appraise it; NULL: not yet */
	const char *day;         /* the reference day of service; NULL: as the regime says */
	bool registered;         /* has or had a registration for this award and year */
	bool on_paper; /* signed before: which initiative was used is the paper's to say */
	/* Of the decision, for the quota of its pool; NULL: not asked. */
	const char *issuer, *authority;
};

enum stage { STAGE_NOMINATION, STAGE_GRANT };

struct candidate candidate_of(const struct award *award);

/* Whether the candidate could be a case at all, whatever the law asks: what is wrong becomes faults at
 * the members of `row`, of its subject at `pointer`. */
enum error eligibility_draft(struct request *req, const struct candidate *candidate,
	const struct row *row, const char *pointer);

/* Every rule that stops the case at this stage becomes a fault at `pointer` (with a row: at the member
 * that it is about); the others that fail become warnings there. Also counts against the live database: called again for each line of a
 * decision, after the lines before it were stored. */
enum error eligibility_check(struct request *req, const struct candidate *candidate,
	enum stage stage, const struct row *row, const char *pointer);

/* One rule as a warning at `pointer`, of what was decided on paper and stands whatever it says. */
enum error eligibility_warn(struct request *req, const struct candidate *candidate,
	const char *rule, const char *pointer);

/* Whether the subject has the award for a lifetime already, as a fault at `pointer`: that is known
 * when a case is only registered. */
enum error eligibility_once(
	struct request *req, const struct candidate *candidate, const char *pointer);

/* {"eligible": .., "rules": [..], "law": .., "judgements": [..], "warnings": [..]}: every rule with its
 * verdict; the answer of GET eligibility. */
enum error eligibility_reply(struct request *req, const struct candidate *candidate);

/* The office within whose pool the quota of the candidate is counted, when it is not all of the
 * issuer's; else NULL. */
const char *eligibility_quota_office(struct request *req, const struct candidate *candidate);

/* After a grant: remembers the lines and initiatives that the case stands on (award_lines,
 * award_initiatives), so that a revocation below asks for a review above. */
enum error eligibility_remember(struct request *req, const struct candidate *candidate);

/* The case used this initiative; 0: none. */
enum error eligibility_use_initiative(struct request *req, int64_t case_id, int64_t initiative);

/* Whether a rule of this name (award_rules.rule) is asked of the candidate in its regime. */
bool eligibility_asks(struct request *req, const struct candidate *candidate, const char *rule);

#endif
