/*
 * Decisions (quyết định) and their lines: how they are signed, stored, found and changed. A
 * decision is of its issuer and in the name of an authority; a line grants one case and is never
 * lost: what becomes of it later is a decision of its own and a row of line_changes.
 */
#ifndef THIDUA_DECISION_H
#define THIDUA_DECISION_H

#include "awards/award.h"
#include "request/row.h"

struct decision {
	int64_t id; /* 0 until it is stored */
	const char *issuer, *authority, *number;
	const char *kind; /* grant, revoke, strip, restore */
	const char *signed_on;
	const char *signer_name, *signer_title;
	bool on_behalf;
	const char *subject; /* or NULL */
	int64_t revision;
};

struct line {
	int64_t id, decision, case_id;
	const char *award, *occasion;
	int64_t year;
	int64_t person;        /* 0: a unit's */
	const char *unit;      /* NULL: a person's */
	const char *home_unit; /* the person's office at the decision, or the unit */
	const char *printed_name;
	const char *printed_unit;                      /* or NULL */
	const char *achievement_from, *achievement_to; /* or NULL */
	const char *status;
	int64_t amount; /* 0: none, or not known */
	int64_t paid;   /* of line_load(): 0 beside a higher title of the year */
	int64_t revision;
};

/* ---- decision.c ---- */

/* Whether the caller may sign it: of the issuer or above, for the authorities above an office's own
 * of the sector's top. Otherwise the problem issuer_only or sector_only. */
enum error decision_may_sign(struct request *req, const struct decision *decision);

/* Faults of the members issuer and signed_on of the row; false when the issuer is none by which the
 * rest could be judged. What grants is signed by an office that is there on that day; what an office
 * granted that has ended is revoked in its name. */
bool decision_check(struct request *req, const struct row *row, const struct decision *decision);

/* The one with the same issuer, number and year of signing (BR-26), however the number is spelled;
 * false when there is none. */
bool decision_numbered(struct request *req, const struct decision *decision, struct decision *out);
/* The same paper: all but the subject agrees. */
bool decision_is_same(const struct decision *a, const struct decision *b);
void fault_decision_taken(
	struct request *req, const char *pointer, const struct decision *decision, int64_t id);

enum error decision_store(struct request *req, struct decision *decision);
/* The decision, if the caller may read it; otherwise the problem not_found. */
enum error decision_load(struct request *req, int64_t id, struct decision *out);
bool decision_grants(const struct decision *decision);
/* The event of a decision that was made; of one whose lines changed, with a new revision. */
enum error decision_note(struct request *req, const struct decision *decision);
enum error decision_touch(struct request *req, const struct decision *decision);

/* ---- decision_line.c ---- */

/* The first day of the work year is not after the day of signing; else a fault at `pointer`. */
bool line_year_check(struct request *req, const char *pointer, int64_t year, const char *signed_on);
/* The span is in order; else a fault at the later day of it. */
bool line_span_check(struct request *req, const char *pointer, const char *from, const char *to);

/* Fills what the row leaves open (home unit, printed name and unit, span) and stores the line with
 * its money by the regime. */
enum error line_store(struct request *req, const struct decision *decision, const char *regime,
	struct line *line);

/* The line of the decision, if the caller may read it; otherwise the problem not_found. Its revision
 * is the version that is shown. */
enum error line_load(struct request *req, int64_t decision, int64_t id, struct line *out);

/* ---- decision_grant.c ---- */

/* Grants the case of one line (the members of decision_line_input). What speaks against it becomes
 * faults at `pointer`, and then nothing of it is stored. */
enum error decision_grant(struct request *req, const struct decision *decision, const json_t *json,
	const char *pointer, struct line *out);

/* ---- decision_change.c ---- */

struct line_change {
	const char *kind;   /* correct, revoke, strip, restore: the event of the case */
	const char *ground; /* of a revocation */
	const char *reason;
	const char *status;              /* of the line afterwards; NULL: as it was */
	const char *old_name, *old_unit; /* what a correction replaced */
	int64_t decision;                /* that does it; 0: a correction */
};

/* The step of the case and the row of line_changes, with a new revision of the line. */
enum error line_change(struct request *req, const struct line *line,
	const struct line_change *change, const struct decision *by);

/* What is to come back, `days` after the decision that says so; amount only of money. */
enum error line_recover(struct request *req, const struct line *line, const char *what,
	int64_t amount, const char *signed_on, int64_t days);

/* ---- decision_pool.c ---- */

struct candidate;
struct pool;

/* Remembers the pool of a line that was stored, by the first of them; `*pools` begins as NULL. */
void pool_note(struct request *req, struct pool **pools, const struct candidate *candidate,
	const char *pointer);
/* The quotas that are passed, each as one warning. */
enum error pools_warn(struct request *req, struct pool *pools);

/* ---- decision_undo.c ---- */

/* Ends the cases, lines and decisions that the import made. That nothing stands against it was looked at
 * before. */
enum error decisions_undo(struct request *req, int64_t import, const char *reason);

/* ---- decision_names.c ---- */

/* What a row names, by code or by the folded name; without a hit or with several a fault at
 * `pointer` (name_unknown with the closest, name_ambiguous) and NULL or 0. Texts live as long as
 * the request. */

/* A unit at or below `above`, of several with the name the one in force on `day`. */
const char *named_unit(struct request *req, const char *pointer, const char *name,
	const char *above, const char *day);

/* A person whose office on `day` lies at or below `above`, who is or was at `unit` (NULL: at any): by
 * staff code, else by name and, when it is known, birth date. When there is none, anyone of that name
 * in reach, with a warning that names the office. */
struct named_person {
	const char *staff_code, *full_name, *birth_date, *unit, *above, *day;
	bool away; /* filled: not of `above` on that day, for all that is known */
};
int64_t named_person(struct request *req, const char *pointer, struct named_person *person);

/* ---- decision_paper.c ---- */

/* Whom a row of paper is about, from its members unit, staff_code, full_name and birth_date: fills
 * unit, person and what follows for the office. False with a fault. */
bool paper_subject(struct request *req, const struct row *row, const struct decision *decision,
	struct award_draft *draft);
/* Which of those members that is. */
const char *paper_subject_member(const struct row *row);
/* Of imported awards that were typed in before this line, on which they stand: they do all the same. */
enum error paper_settle(struct request *req, const struct line *line);
/* The initiative that the row says its title used (0: none) is one of the person's; else a fault. */
bool paper_initiative(struct request *req, const struct row *row, const struct award_draft *draft);

#endif
