/* Rules about the year itself: what else the subject and its pool hold of it. */
#include <string.h>

#include "awards/eligibility_rule.h"
#include "calendar.h"
#include "request/query.h"

static bool is_occasion(const struct judge *j, const char *occasion)
{
	return !strcmp(j->candidate->occasion, occasion);
}

/* BR-01, BR-02: whether the year's work for this award was announced at its start. */
void judge_registration(struct judge *j)
{
	const struct candidate *c = j->candidate;

	if (!is_occasion(j, "annual-merit")) {
		j->verdict = RULE_NOT_ASKED;
		return;
	}
	struct stmt *q = db_query(j->req->db,
		"SELECT 1 FROM" CASES_OF_SUBJECT
		"c WHERE c.award = :award AND c.year = :year AND c.registered_on IS NOT NULL"
		" AND c.state <> 'withdrawn' LIMIT 1");

	bind_subject(q, c);
	bind_text(q, ":award", c->award);
	bind_int(q, ":year", c->year);
	bool registered = db_row(q) || c->registered;

	req_fail(j->req, db_done(q));
	if (!registered)
		RULE_FAILS(j, registration_required, c->award, c->year, c->regime, j->rule->source);
}

/* Whether the title below is granted for the same year. While it is only on its kind, the nomination
 * may go on and the grant must wait. */
static bool holds_title_below(struct judge *j)
{
	struct stmt *q = db_query(j->req->db,
		"SELECT (SELECT count(*) FROM" LINES_OF_SUBJECT
		"l WHERE l.award = :base AND l.award_year = :year AND l.status = 'in_force'),"
		" (SELECT count(*) FROM" CASES_OF_SUBJECT
		"c WHERE c.award = :base AND c.year = :year AND NOT c." CASE_IS_DEAD ")");
	bool on_its_way = false;

	bind_subject(q, j->candidate);
	bind_text(q, ":base", j->rule->base);
	bind_int(q, ":year", j->candidate->year);
	j->need = 1;
	j->have = 0;
	if (db_row(q)) {
		j->have = column_int(q, 0) > 0;
		on_its_way = column_int(q, 1) > 0;
	}
	req_fail(j->req, db_done(q));
	if (on_its_way && j->stops < STAGE_GRANT)
		j->stops = STAGE_GRANT;
	return j->have;
}

void judge_prior_title(struct judge *j)
{
	if (!holds_title_below(j))
		RULE_FAILS(
			j, prior_title_missing, j->rule->base, j->candidate->year, j->rule->source);
}

/* BR-14 */
void judge_excellent_collective(struct judge *j)
{
	const struct candidate *c = j->candidate;

	if (!holds_title_below(j))
		RULE_FAILS(j, requires_excellent_collective, c->unit, c->year, j->rule->source);
}

void remember_prior_title(struct judge *j)
{
	struct stmt *q = db_query(j->req->db,
		"INSERT INTO award_lines (case_id, line)"
		" SELECT CAST(:case_id AS BIGINT), l.id FROM" LINES_OF_SUBJECT
		"l WHERE l.award = :base AND l.award_year = :year"
		" AND l.status = 'in_force' ON CONFLICT DO NOTHING");

	bind_subject(q, j->candidate);
	bind_int(q, ":case_id", j->candidate->case_id);
	bind_text(q, ":base", j->rule->base);
	bind_int(q, ":year", j->candidate->year);
	query_run(j->req, q);
}

static bool is_aside(struct judge *j, const char *occasion)
{
	return j->rule->extra &&
		regime_lists(j->req, j->candidate->regime, j->rule->extra, occasion);
}

/* State-level rewards of one year, those of the occasions that `extra` lists aside. */
void judge_state_reward_once(struct judge *j)
{
	const struct candidate *c = j->candidate;

	if (is_aside(j, c->occasion)) {
		j->verdict = RULE_NOT_ASKED;
		return;
	}
	struct stmt *q = db_query(j->req->db,
		"SELECT l.occasion FROM" LINES_OF_SUBJECT
		"l JOIN award_types t ON t.award = l.award"
		" WHERE l.award_year = :year AND l.status = 'in_force' AND l.case_id <> :case_id"
		" AND t.level = 'state' AND t.family <> 'title'");

	bind_subject(q, c);
	bind_int(q, ":year", c->year);
	bind_int(q, ":case_id", c->case_id);
	j->need = j->rule->value.number;
	j->have = 0;
	while (db_row(q))
		j->have += !is_aside(j, column_text(q, 0));
	req_fail(j->req, db_done(q));
	if (j->have >= j->need)
		RULE_FAILS(j, state_reward_twice, c->year, j->have, j->need, j->rule->source);
}

/* The office that granted the candidate's own title below; "" without one. */
static const char *granting_office(struct judge *j)
{
	struct stmt *q = db_query(j->req->db,
		"SELECT l.issuer FROM" LINES_OF_SUBJECT
		"l WHERE l.award = :base AND l.award_year = :year AND l.status = 'in_force'"
		" ORDER BY l.id LIMIT 1");

	bind_subject(q, j->candidate);
	bind_text(q, ":base", j->rule->base);
	bind_int(q, ":year", j->candidate->year);
	const char *office = query_text(j->req, q);

	return office ? office : "";
}

/* Of the pool: the issuer in the name of one authority, for one year. An authority above the
 * heads of units grants to those whose lower title their own heads granted: there the base is
 * counted over all the offices below the issuer, or `office` alone. */
static int64_t count_base(struct judge *j, const char *office)
{
	const struct candidate *c = j->candidate;
	struct stmt *own = db_query(j->req->db,
		"SELECT count(*) FROM decision_lines WHERE award = :base AND award_year = :year"
		" AND issuer = :issuer AND authority = :authority AND status = 'in_force'");
	struct stmt *below = db_query(j->req->db,
		"SELECT count(*) FROM decision_lines l JOIN unit_below b ON b.unit = l.home_unit"
		" WHERE b.ancestor = :issuer AND l.award = :base AND l.award_year = :year"
		" AND l.status = 'in_force'");
	struct stmt *of_office = db_query(j->req->db,
		"SELECT count(*) FROM decision_lines WHERE award = :base AND award_year = :year"
		" AND issuer = :issuer AND status = 'in_force'");
	struct stmt *q = strcmp(c->authority, "unit_head") ? below : own;

	if (office)
		q = of_office;

	if (q == own)
		bind_text(q, ":authority", c->authority);
	bind_text(q, ":issuer", office ? office : c->issuer);
	bind_text(q, ":base", j->rule->base);
	bind_int(q, ":year", c->year);
	return query_int(j->req, q);
}

/* With an office those whose title below is of that office. */
static int64_t count_granted(struct judge *j, const char *office)
{
	const struct candidate *c = j->candidate;
	struct stmt *q = db_query(j->req->db,
		"SELECT count(*) FROM decision_lines g WHERE g.award = :award"
		" AND g.award_year = :year AND g.issuer = :issuer AND g.authority = :authority"
		" AND g.status = 'in_force' AND g.case_id <> :case_id"
		" AND (CAST(:office AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM decision_lines l"
		" WHERE l.unit = g.unit AND l.award = :base AND l.award_year = g.award_year"
		" AND l.issuer = :office AND l.status = 'in_force'))");

	bind_text(q, ":award", c->award);
	bind_int(q, ":year", c->year);
	bind_text(q, ":issuer", c->issuer);
	bind_text(q, ":authority", c->authority);
	bind_int(q, ":case_id", c->case_id);
	bind_text(q, ":office", office);
	bind_text(q, ":base", j->rule->base);
	return query_int(j->req, q);
}

/* What an authority above the heads of units grants may be counted within the pool of the office that
 * granted the title below; NULL: within all of the issuer's. */
const char *quota_office(struct judge *j)
{
	const struct candidate *c = j->candidate;
	const char *key = req_printf(j->req, "quota_base:%s", c->award);

	if (!c->unit || !strcmp(c->authority, "unit_head") || !key ||
		!regime_lists(j->req, c->regime, key, "granting_office"))
		return NULL;
	return granting_office(j);
}

/* BR-06, BR-07, BR-08: how many of the pool are granted, against how many may be. */
void judge_quota(struct judge *j)
{
	const struct candidate *c = j->candidate;
	int64_t pct = j->rule->value.number;

	if (!c->issuer || !c->authority) { /* nobody knows yet whose pool it will be */
		j->verdict = RULE_NOT_JUDGED;
		return;
	}
	int64_t floor = j->rule->extra ? regime_number(j->req, c->regime, j->rule->extra, 0) : 0;

	const char *office = quota_office(j);

	j->total = count_base(j, office);
	j->need = quota_cap(j->total, pct, floor);
	j->have = count_granted(j, office);
	if (j->have >= j->need)
		RULE_FAILS(j, quota_exceeded, j->have, j->total, pct, j->need, j->rule->source);
}

/* BR-23: the span of the movement that the merit was won in, in whole years. */
void judge_movement_span(struct judge *j)
{
	int64_t from = 0, to = 0;

	if (!is_occasion(j, "movement")) {
		j->verdict = RULE_NOT_ASKED;
		return;
	}
	struct stmt *q = db_query(
		j->req->db, "SELECT start_date, end_date FROM movements WHERE id = :movement");

	bind_int(q, ":movement", j->candidate->movement);
	bool known = db_row(q) && calendar_parse_day(column_text(q, 0), &from) &&
		calendar_parse_day(column_text(q, 1), &to);

	req_fail(j->req, db_done(q));
	j->need = j->rule->value.number;
	if (!known) {
		j->verdict = RULE_NOT_JUDGED;
		return;
	}
	j->have = calendar_full_months(from, to + 1) / 12; /* the last day belongs to it */
	if (j->have < j->need)
		RULE_FAILS(j, movement_too_short, j->have, j->need, j->rule->source);
}

/* What a movement brings waits for its review: base says which. The final one stands for both. */
void judge_movement_review(struct judge *j)
{
	if (!is_occasion(j, "movement")) {
		j->verdict = RULE_NOT_ASKED;
		return;
	}
	struct stmt *q = db_query(j->req->db,
		"SELECT 1 FROM movement_reviews WHERE movement = :movement"
		" AND kind IN ('final', :base) LIMIT 1");

	bind_int(q, ":movement", j->candidate->movement);
	bind_text(q, ":base", j->rule->base);
	if (!query_exists(j->req, q))
		RULE_FAILS(j, movement_review_missing, j->candidate->movement, j->rule->base,
			j->rule->source);
}

/* BR-19: another case that is alive, or whose award stands. */
void judge_once_lifetime(struct judge *j)
{
	const struct candidate *c = j->candidate;
	struct stmt *q = db_query(j->req->db,
		"SELECT c.id FROM" CASES_OF_SUBJECT
		"c WHERE c.award = :award AND c.id <> :case_id AND c.id <> :registration"
		" AND NOT c." CASE_IS_DEAD " ORDER BY c.id LIMIT 1");

	bind_subject(q, c);
	bind_text(q, ":award", c->award);
	bind_int(q, ":case_id", c->case_id);
	bind_int(q, ":registration", c->registration);
	int64_t other = query_int(j->req, q);

	if (other)
		RULE_FAILS(j, once_in_lifetime, c->award, other);
}

/* BR-25: a window of public opinion that closed with its counts. */
void judge_public_opinion(struct judge *j)
{
	const struct candidate *c = j->candidate;
	struct stmt *q = db_query(j->req->db,
		"SELECT 1 FROM opinions WHERE case_id = :case_id AND closed_on IS NOT NULL");

	bind_int(q, ":case_id", c->case_id);
	bool closed = query_exists(j->req, q);

	if (!c->case_id)
		j->verdict = RULE_NOT_JUDGED;
	else if (!closed)
		RULE_FAILS(j, public_opinion_missing, c->award);
}
