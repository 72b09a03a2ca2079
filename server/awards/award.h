/*
 * An award case and its steps. Handlers load it, ask the state machine, step, answer:
 *
 *	struct award award;
 *
 *	if (award_load(req, in->id, ACTOR_UNIT, &award) ||
 *		award_step(req, &award, "publish", &(struct step){.document = in->document}))
 *		return req->failed;
 *	return award_reply(req, 200, award.id);
 */
#ifndef THIDUA_AWARD_H
#define THIDUA_AWARD_H

#include "lifecycle.h"
#include "request/reach.h"
#include "request/request.h"

struct award {
	int64_t id;
	const char *award, *occasion, *regime, *authority, *state;
	const char *held_state; /* while on hold */
	int64_t year;
	int64_t person;   /* 0: a unit's */
	const char *unit; /* NULL: a person's */
	int64_t movement; /* 0: none */
	const char *nominated_by;
	const char *merit, *achievement_from, *achievement_to; /* or NULL */
	bool review_needed;  /* something below it was taken back */
	int64_t supplements; /* asked for so far */
	const char *supplement_due;
	const char *received_on; /* by those who appraise it; NULL: not yet */
	bool public_was_asked;
	int64_t revision;
	/* Of its type. */
	const char *decider;
	bool once_lifetime, needs_cluster_vote, needs_secret_vote, needs_public_opinion;
};

/* Closed without an award: what the index one_live_case leaves out. */
#define CASE_IS_DEAD                                                                               \
	"state IN ('withdrawn', 'unit_failed', 'cluster_failed', 'council_failed', 'returned',"    \
	" 'rejected', 'superseded', 'revoked')"

struct step {
	const char *reason, *document; /* or NULL */
};

/* The case, if the caller may reach it: nominated at or below its unit; else the problem
 * case_office_only for who only sees it, not_found for others.
 * For ACTOR_ABOVE the caller's unit must lie above the proposing one (or be the sector's top), else
 * the problem own_case. For ACTOR_DECIDER it must be the sector's top when a higher authority than
 * unit_head decides, else the problem sector_only. For the other actors reach is enough here. Then
 * If-Match. */
enum error award_load(struct request *req, int64_t id, enum actor actor, struct award *out);
/* Whoever reads the case `c`, for statements of bind_input(): proposed by the caller's office or one
 * below; for a cluster's lead and deputy by a member of the year, or for one. */
#define AWARD_SEEN                                                                                 \
	" (EXISTS (SELECT 1 FROM unit_below b WHERE b.ancestor = :caller_unit"                     \
	" AND b.unit = c.nominated_by) OR" OF_CLUSTER("c.year", "IN (c.nominated_by, c.unit)") ")"
/* The case is there for the caller; false also when the request has failed. */
bool award_seen(struct request *req, int64_t id);
/* The case for a reader; else the problem not_found. */
enum error award_see(struct request *req, int64_t id, struct award *out);
/* Without If-Match and rights, for what changes many cases at once; else the problem not_found. */
enum error award_find(struct request *req, int64_t id, struct award *out);
/* Where a case that is not there is another problem: false then, or when the request failed. */
bool award_lookup(struct request *req, int64_t id, struct award *out);

/* The event is possible: otherwise award_state (409, with state, event and possible), or on_hold
 * (409) while it is held. */
enum error award_may(struct request *req, const struct award *award, const char *event);

/* award_may(), then the new state, a new revision, a row of award_steps and an event about
 * "/awards/ID". award->state is the new one afterwards; the caller's copy of revision, too. */
enum error award_step(
	struct request *req, struct award *award, const char *event, const struct step *step);

/* A step that the state allows, but this award has no use for: a vote of the cluster or public
 * opinion that it does not need, public opinion a second time, a vote of the council before that of
 * the cluster, a step of a higher authority before it was submitted to it, stripping what is no
 * state honour, a review that nobody asks for. */
bool award_bars(const struct award *award, const char *event);
/* What is possible now, as "nominate,withdraw"; "" when the state is terminal. */
const char *award_possible(struct request *req, const struct award *award);
const char *award_possible_json(struct request *req, const struct award *award); /* as a list */
/* The open hold on a person, or on a unit when it is 0; 0 without one. */
int64_t open_hold_on(struct request *req, int64_t person, const char *unit);
/* A new case. award_store() stores it by `event`, in the state that it leads to from nothing, with its
 * first step; *out is its id. It was checked before, by nomination.h. */
struct award_draft {
	int64_t id;        /* the case that is amended; 0: a new one */
	const char *award; /* code or name; the code after it was checked */
	const char *occasion, *unit, *nominated_by, *authority, *merit;
	const char *achievement_from, *achievement_to;
	const char *origin;      /* proposal, import */
	const char *received_on; /* or NULL */
	int64_t year, person, movement;
	const char *on;     /* the day whose office of the person counts; NULL: today's */
	const char *home;   /* the office of the subject then; filled when it is checked */
	bool vouched;       /* that the person was of the office is said by the paper alone */
	const char *regime; /* filled when it is checked */
	bool registered;    /* its registration is that of a case that was escalated */
};
/* The live case of the same subject, award, year, occasion and movement; its id is 0 without one. */
struct live_case {
	int64_t id;
	const char *state, *nominated_by;
};
struct live_case award_live(struct request *req, const struct award_draft *draft);
enum error award_store(struct request *req, const struct award_draft *draft, const char *event,
	const struct step *step, int64_t *out);

/* The case as GET /awards/{id} shows it, with its steps, ballots, opinion, warnings. */
enum error award_reply(struct request *req, int status, int64_t id);

/* Words of the level that an authority decides at, from low to high: unit_head 0 .. president 3. */
int authority_rank(const char *authority);

#endif
