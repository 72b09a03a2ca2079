/*
 * A vote of a body on a case: who runs it, what must add up, what it takes to pass. Nothing is
 * decided before it is certified, and there is no place that could hold who voted how.
 */
#ifndef THIDUA_BALLOT_H
#define THIDUA_BALLOT_H

#include "awards/award.h"
#include "awards/electorate.h"

struct ballot {
	int64_t id, case_id;
	const char *body;  /* unit, cluster, council */
	const char *chair; /* the office that runs it */
	const char *state;
	bool secret;
	int64_t electorate, threshold_pct; /* 0 while unknown */
	int64_t issued;
	int64_t returned, valid, agree, disagree;
	int64_t conference; /* at which a cluster votes; 0: none is named */
};

/* Its row: stored as prepared, found (else not_found), given its next state. */
enum error ballot_store(struct request *req, struct ballot *ballot);
enum error ballot_find(struct request *req, int64_t id, struct ballot *out, int64_t *out_revision);
enum error ballot_put_state(struct request *req, const struct ballot *ballot, const char *state);

/* Who is asking: sees the case, and may run this body's vote. `voters` is that of a cluster. */
struct chair {
	bool visible, presides;
	const char *unit; /* the office that chairs; NULL: the candidate is in no cluster */
	struct electorate voters;
};
enum error chair_of(
	struct request *req, const struct award *award, const char *body, struct chair *out);
/* Presiding is needed; otherwise not_the_chair. */
enum error require_chair(struct request *req, const struct chair *chair);

/* The case is at the vote of this body; otherwise award_state, with what is possible, or on_hold. */
enum error vote_is_due(struct request *req, const struct award *award, const char *body);

/* The share that the regime of the case asks of this body; 0 with the fault threshold_unknown. */
int64_t vote_threshold(struct request *req, const struct award *award, const char *body);

/* Enrols the voters of a body (array `voters`), each once, none but the electorate's. Faults are
 * left for the caller, who then calls ballot_issue(). */
void ballot_enrol(
	struct request *req, struct ballot *ballot, const struct electorate *voters, json_t *list);
enum error ballot_issue(struct request *req, const struct ballot *ballot);

/* issued, returned, valid, agree and disagree add up; otherwise faults. */
void ballot_check_counts(struct request *req, const struct ballot *ballot);
enum error ballot_store_counts(struct request *req, const struct ballot *ballot);

/* Decides, and moves the case. Why a vote failed is a warning. */
enum error ballot_certify(struct request *req, const struct ballot *ballot, struct award *award,
	const char *minutes, const char *certified_on);

#endif
