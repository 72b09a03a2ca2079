#include "awards/waiting.h"

#include <string.h>

#include "awards/ballot.h"
#include "office/unit.h"

#define CASES                                                                                      \
	"SELECT c.id, c.nominated_by, u.name_vi, NULL, c.year, c.state, CASE c.state"              \
	" WHEN 'registered' THEN w.review_to WHEN 'supplement_needed' THEN c.supplement_due"       \
	" WHEN 'in_public_opinion' THEN o.to_date END"                                             \
	" FROM award_cases c JOIN units u ON u.unit = c.nominated_by"                              \
	" LEFT JOIN award_windows w ON w.year = c.year LEFT JOIN opinions o ON o.case_id = c.id"   \
	" WHERE c.state = :x_state"
#define OWN_CASES CASES " AND c.nominated_by = :caller_unit"

/* A vote on which a ballot is under way shows as that ballot. */
#define NO_BALLOT                                                                                  \
	" AND NOT EXISTS (SELECT 1 FROM ballots b WHERE b.case_id = c.id"                          \
	" AND b.state <> 'certified')"

static struct stmt *cases_of_chair(struct request *req, const struct transition *t)
{
	if (strcmp(t->event, "cluster_vote_pass") != 0)
		return db_query(req->db, OWN_CASES NO_BALLOT);
	return db_query(req->db,
		CASES NO_BALLOT
		" AND EXISTS (SELECT 1 FROM memberships m JOIN memberships l"
		" ON l.cluster = m.cluster AND l.role = 'lead' WHERE m.unit = c.unit AND m.year = c.year AND l.unit = :caller_unit)");
}

/* The head of the office that proposes decides what is its own; the sector's top all else. */
static struct stmt *cases_of_decider(struct request *req)
{
	if (unit_is_top(req, req->caller.unit))
		return db_query(req->db,
			CASES " AND (c.authority <> 'unit_head'"
			      " OR c.nominated_by = :caller_unit)");
	return db_query(req->db, OWN_CASES " AND c.authority = 'unit_head'");
}

struct stmt *waiting_cases(struct request *req, const struct transition *t)
{
	switch (t->actor) {
	case ACTOR_ABOVE:
		return db_query(req->db,
			CASES " AND (u.parent = :caller_unit"
			      " OR (u.unit = :caller_unit AND u.parent IS NULL))");
	case ACTOR_CHAIR:
		return cases_of_chair(req, t);
	case ACTOR_DECIDER:
		return cases_of_decider(req);
	default:
		return db_query(req->db, OWN_CASES);
	}
}

/* A supplement that did not come in time is no longer awaited: its case is sent back. */
static bool in_time(struct request *req, const struct award *award, const char *event)
{
	bool overdue = award->supplement_due && strcmp(award->supplement_due, req_today(req)) < 0;

	if (!strcmp(event, "resubmit"))
		return !overdue;
	return strcmp(event, "expire") != 0 || overdue;
}

/* Of several clusters of a unit one votes; its lead runs the vote until it hands over. */
static bool leads_vote(struct request *req, const struct award *award)
{
	struct chair chair;

	return !chair_of(req, award, "cluster", &chair) && chair.presides && chair.unit &&
		!strcmp(chair.unit, req->caller.unit);
}

bool case_waits_for(struct request *req, int64_t id, const struct transition *t)
{
	struct award award;

	if (!award_lookup(req, id, &award))
		return false;
	for (size_t i = 0; i < award_machine.awaited_count; i++) {
		const struct awaited *awaited = &award_machine.awaited[i];

		if (!strcmp(awaited->state, award.state) && !award_bars(&award, awaited->event) &&
			in_time(req, &award, awaited->event))
			return !strcmp(awaited->event, t->event) &&
				(strcmp(t->event, "cluster_vote_pass") != 0 ||
					leads_vote(req, &award));
	}
	return false;
}

struct stmt *waiting_ballots(struct request *req, const struct transition *t)
{
	(void)t;
	return db_query(req->db,
		"SELECT b.id, c.nominated_by, u.name_vi, NULL, c.year, b.state, NULL FROM ballots b"
		" JOIN award_cases c ON c.id = b.case_id JOIN units u ON u.unit = c.nominated_by"
		" WHERE b.unit = :caller_unit AND b.state = :x_state");
}

struct stmt *waiting_initiatives(struct request *req, const struct transition *t)
{
	(void)t;
	return db_query(req->db,
		"SELECT i.id, i.unit, u.name_vi, NULL, i.year, i.state, NULL FROM initiatives i"
		" JOIN units u ON u.unit = i.unit"
		" WHERE i.unit = :caller_unit AND i.state = :x_state");
}

struct stmt *waiting_movements(struct request *req, const struct transition *t)
{
	(void)t;
	return db_query(req->db,
		"SELECT m.id, m.unit, u.name_vi, NULL, NULL, m.state, m.end_date FROM movements m"
		" JOIN unit_below b ON b.ancestor = m.unit AND b.unit = :caller_unit"
		" JOIN units u ON u.unit = m.unit LEFT JOIN movement_units p"
		" ON p.movement = m.id AND p.unit = :caller_unit"
		" WHERE m.state IN ('launched', 'running', 'midterm_review')"
		" AND m.end_date >= :today AND m.unit <> :caller_unit"
		" AND COALESCE(p.state, 'invited') = 'invited'");
}

struct stmt *waiting_holds(struct request *req, const struct transition *t)
{
	(void)t;
	return db_query(req->db,
		"SELECT h.id, u.unit, u.name_vi, NULL, NULL, 'open', NULL FROM holds h"
		" LEFT JOIN persons p ON p.id = h.person"
		" JOIN units u ON u.unit = COALESCE(h.unit, p.unit)"
		" WHERE h.opened_by = :caller_unit AND h.closed_on IS NULL");
}

const char *waiting_operation(const struct transition *t)
{
	if (machine_step(&award_machine, t->from[0], t->event) == t && t->actor == ACTOR_CHAIR)
		return machine_step(&ballot_machine, NULL, "prepare")->operation;
	return t->operation;
}
