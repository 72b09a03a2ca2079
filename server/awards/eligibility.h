/*
 * Whether an award may go to its subject, rule by rule with the numbers: what GET eligibility
 * prints, what nomination and grant refuse. The rules of an award are rows of award_rules, their
 * numbers are parameters of the regime; the functions here know only how to look.
 */
#ifndef THIDUA_ELIGIBILITY_H
#define THIDUA_ELIGIBILITY_H

#include "awards/award.h"

struct candidate {
	int64_t case_id; /* 0: a what-if */
	const char *award, *occasion, *regime;
	int64_t year;
	int64_t person;   /* 0: a unit's */
	const char *unit; /* NULL: a person's */
	int64_t movement;
	const char *received_on; /* the file, by those who appraise it; NULL: not yet */
	const char *day;         /* the reference day of service; NULL: as the regime says */
	bool registered;         /* has or had a registration for this award and year */
	/* Of the decision, for the quota of its pool; NULL: not asked. */
	const char *issuer, *authority;
};

enum stage { STAGE_NOMINATION, STAGE_GRANT };

struct candidate candidate_of(const struct award *award);

/* Every rule that stops the case at this stage becomes a fault at `pointer`; the others that fail
 * become warnings there. Also counts against the live database: called again for each line of a
 * decision, after the lines before it were stored. */
enum error eligibility_check(struct request *req, const struct candidate *candidate,
	enum stage stage, const char *pointer);

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

/* After a grant: remembers the lines and initiatives that the case stands on (award_lines,
 * award_initiatives), so that a revocation below asks for a review above. */
enum error eligibility_remember(struct request *req, const struct candidate *candidate);

/* ---- Among eligibility*.c ---- */

struct judge;
struct rule;
/* The candidate's type and year, and the rules of its regime; for nobody's ears yet (stage -1). */
enum error open_judge(struct request *req, const struct candidate *candidate, struct judge *out);
/* One rule, with the verdict in *j and what is wrong at `pointer`. */
void judge_rule(struct judge *j, const struct rule *rule, const char *pointer);
/* The same by j->law: what fails by the old law and not by the new one does not stop a candidate for
 * whom the better rule counts. */
void judge_rule_by_law(struct judge *j, const struct rule *rule, const char *pointer);

/* ---- For all ---- */

/* Whether a rule of this name (award_rules.rule) is asked of the candidate in its regime. */
bool eligibility_asks(struct request *req, const struct candidate *candidate, const char *rule);

#endif
