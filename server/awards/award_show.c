/* A case as it is answered: what it is, what happened to it, what it rests on, what can come. */
#include "awards/award.h"

#include <string.h>

#include "awards/cluster_rank.h"
#include "awards/discipline.h"
#include "awards/possible.h"
#include "awards/regime.h"
#include "gen/problems.h"
#include "request/bind.h"
#include "request/reply.h"

const char *award_possible_json(struct request *req, const struct award *award)
{
	return possible_json(req, award_possible(req, award));
}

/* The report versions that the case rests on and that were superseded since. */
static void warn_of_restatements(struct request *req, int64_t id)
{
	struct stmt *q = db_query(req->db,
		"SELECT r.id, r.period, r.version FROM award_reports e"
		" JOIN reports r ON r.id = e.report"
		" WHERE e.case_id = :x_id AND r.status = 'superseded' ORDER BY r.id");

	bind_int(q, ":x_id", id);
	while (db_row(q))
		warn_evidence_restated(
			req, "", column_int(q, 0), column_text(q, 1), column_int(q, 2));
	req_fail(req, db_done(q));
}

static struct stmt *select_steps(struct request *req)
{
	return db_query(req->db,
		"SELECT at, event, from_state, to_state, by_unit, by_label, reason, document"
		" FROM award_steps WHERE case_id = :x_id ORDER BY id");
}

static struct stmt *select_ballots(struct request *req)
{
	return db_query(req->db,
		"SELECT id, body, unit, secret, electorate, threshold_pct, agree, disagree, passed,"
		" state, certified_on FROM ballots WHERE case_id = :x_id ORDER BY id");
}

static struct stmt *select_opinion(struct request *req)
{
	return db_query(req->db,
		"SELECT from_date, to_date, closed_on, views, comments FROM opinions"
		" WHERE case_id = :x_id");
}

static struct stmt *select_lines(struct request *req)
{
	return db_query(req->db,
		"SELECT l.id AS line, d.id AS decision, d.number, d.signed_on, l.status"
		" FROM decision_lines l JOIN decisions d ON d.id = l.decision"
		" WHERE l.case_id = :x_id ORDER BY l.id");
}

static struct stmt *select_holds(struct request *req)
{
	return db_query(req->db,
		"SELECT h.id AS hold, h.kind, h.opened_on, h.closed_on, h.outcome FROM award_cases c"
		" JOIN holds h ON h.person = c.person OR h.unit = c.unit"
		" WHERE c.id = :x_id ORDER BY h.id");
}

enum error award_reply(struct request *req, int status, int64_t id)
{
	struct stmt *head = db_query(req->db,
		"SELECT c.id, c.award, " CASE_AWARD_NAME
		" AS award_name, c.year, c.occasion, c.person,"
		" p.full_name AS person_name, c.unit, u.name_vi AS unit_name, c.nominated_by,"
		" n.name_vi AS nominated_by_name,"
		" c.authority, c.state, c.held_state, c.registered_on, c.nominated_on, c.received_on,"
		" c.review_needed, c.evidence_restated, c.movement, c.regime, c.origin, c.merit,"
		" c.achievement_from, c.achievement_to, c.supplements, c.supplement_due,"
		" c.superseded_by, c.revision AS _revision"
		" FROM award_cases c JOIN award_types t ON t.award = c.award"
		" LEFT JOIN persons p ON p.id = c.person LEFT JOIN units u ON u.unit = c.unit"
		" JOIN units n ON n.unit = c.nominated_by"
		" WHERE c.id = :x_id");
	struct award award = {.state = ""};

	if (award_find(req, id, &award))
		return req->failed;
	struct stmt *steps = select_steps(req), *ballots = select_ballots(req),
		    *opinion = select_opinion(req), *lines = select_lines(req),
		    *holds = select_holds(req), *rank = cluster_rank_of_case(req, id);

	reply_open(req, status);
	reply_columns(req, bind_id(head, id));
	reply_member_json(req, "possible", award_possible_json(req, &award));
	reply_member(req, "steps", bind_id(steps, id));
	reply_member(req, "ballots", bind_id(ballots, id));
	reply_member(req, "opinion", bind_id(opinion, id));
	reply_member(req, "lines", bind_id(lines, id));
	reply_member(req, "holds", bind_id(holds, id));
	reply_member(req, "cluster_rank", rank);
	warn_of_restatements(req, id);
	cluster_rank_warn(req, id);
	if (award.person && machine_step(&award_machine, award.state, "revoke"))
		discipline_warn_late(req, award.regime, award.award, award.person, award.year, "");
	return reply_close(req);
}
