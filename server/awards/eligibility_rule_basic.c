/*
 * Rules that any award has, whatever the law says: whether the candidate can be a case, and whether
 * it can be nominated now. The one place where nomination and eligibility look for that.
 */
#include <string.h>

#include "awards/eligibility_rule.h"
#include "awards/window.h"
#include "office/unit.h"
#include "request/query.h"

#define OF_ANY_CASE 5 /* the first ones are asked of a registration and a paper, too */
#define CATALOGUE   "danh mục danh hiệu thi đua và hình thức khen thưởng"
#define ONE_CASE    "một hồ sơ cho cùng đối tượng, danh hiệu, năm và hình thức"

void add_basic_rules(struct judge *j, struct rule *rules, bool nominated)
{
	static const char *const merger = "NQ 84/2025/UBTVQH15";
	const struct rule basic[MOST_BASIC_RULES] = {
		{.rule = "unit_life", .evidence = "inferred", .note = merger},
		{.rule = "proposer",
			.member = "nominated_by",
			.evidence = "inferred",
			.note = merger},
		{.rule = "subject", .evidence = "source", .note = CATALOGUE},
		{.rule = "in_force", .member = "award", .evidence = "source", .note = CATALOGUE},
		{.rule = "live_case", .evidence = "inferred", .note = ONE_CASE},
		{.rule = "window",
			.member = "year",
			.evidence = "inferred",
			.note = "thời gian đăng ký và đề nghị của năm"},
		{.rule = "hold", .evidence = "source", .note = "NĐ 152/2025"},
	};

	for (size_t i = 0; i < (nominated ? MOST_BASIC_RULES : OF_ANY_CASE); i++) {
		struct rule *rule = &rules[j->rule_count++];

		*rule = basic[i];
		rule->basic = true;
		rule->source = rule->note;
		rule->stops = STAGE_NOMINATION;
	}
}

static bool is_annual(const struct judge *j)
{
	return !strcmp(j->candidate->occasion, "annual-merit");
}

/* BR-30: of annual merit a unit lives on the last day of the work year; another occasion may concern
 * what it did before it ended. */
static const char *first_day(const struct judge *j)
{
	return is_annual(j) ? j->end_date : j->start_date;
}

void judge_unit_life(struct judge *j)
{
	const struct candidate *c = j->candidate;

	if (!c->unit)
		return;
	struct unit_life life = unit_life(j->req, c->unit, first_day(j), j->end_date);

	if (life.ended)
		RULE_FAILS(j, unit_ended, c->unit, life.to, life.successor);
	else if (life.early)
		RULE_FAILS(j, unit_not_yet, c->unit, life.from);
}

/* Whoever moved on is still proposed by the office where it worked in that year. */
static bool was_posted_below(struct judge *j, const char *unit)
{
	struct stmt *q = db_query(j->req->db,
		"SELECT 1 FROM postings p JOIN unit_below b ON b.unit = p.unit"
		" WHERE p.person = :person AND b.ancestor = :unit AND p.from_date <= :end_date"
		" AND (p.to_date IS NULL OR p.to_date >= :start_date)");

	bind_int(q, ":person", j->candidate->person);
	bind_text(q, ":unit", unit);
	bind_text(q, ":start_date", j->start_date);
	bind_text(q, ":end_date", j->end_date);
	return query_exists(j->req, q);
}

static const char *home_of(struct judge *j)
{
	const struct candidate *c = j->candidate;
	struct stmt *q = db_query(j->req->db, "SELECT unit FROM persons WHERE id = :person");

	if (c->home || c->unit)
		return c->home ? c->home : c->unit;
	bind_int(q, ":person", c->person);
	return query_text(j->req, q);
}

/* The subject belongs to the office that proposes it, which may be a successor of the year's. Of a case
 * that was nominated the office stays. */
void judge_proposer(struct judge *j)
{
	const struct candidate *c = j->candidate;
	bool chosen = c->proposer && (!c->unit || strcmp(c->unit, c->proposer) != 0);

	if (!chosen)
		return;
	struct unit_life life = unit_life(j->req, c->proposer, first_day(j), NULL);
	const char *home = home_of(j);

	if (life.ended)
		RULE_FAILS(j, unit_ended, c->proposer, life.to, life.successor);
	if (home && !c->vouched && (!c->case_id || c->registered) &&
		!unit_is_below(j->req, home, c->proposer) &&
		!(c->person && was_posted_below(j, c->proposer)))
		RULE_FAILS(j, subject_elsewhere, home, c->proposer);
}

/* Outsiders are those who are none of the sector's now and were not in the year. */
static bool is_outsider(struct judge *j)
{
	struct stmt *q = db_query(j->req->db,
		"SELECT 1 FROM persons p WHERE p.id = :person AND p.status = 'external'"
		" AND NOT EXISTS (SELECT 1 FROM postings o WHERE o.person = p.id"
		" AND o.from_date <= :end_date AND (o.to_date IS NULL OR o.to_date >= :start_date))");

	bind_int(q, ":person", j->candidate->person);
	bind_text(q, ":start_date", j->start_date);
	bind_text(q, ":end_date", j->end_date);
	return query_exists(j->req, q);
}

/* Persons and collectives have awards of their own; outsiders only some of them. */
void judge_subject(struct judge *j)
{
	const struct candidate *c = j->candidate;
	const char *other = c->person ? "collective" : "person";

	if (!strcmp(j->subject, other))
		RULE_FAILS(j, subject_mismatch, c->award, other);
	else if (c->person && !j->outsiders && is_outsider(j))
		RULE_FAILS(j, subject_mismatch, c->award, "staff");
}

void judge_in_force(struct judge *j)
{
	const struct candidate *c = j->candidate;
	bool fits = strcmp(j->valid_from, j->end_date) <= 0 &&
		(!j->valid_to || strcmp(j->valid_to, j->end_date) >= 0);

	if (!fits && !regime_number(j->req, c->regime, "judges_nothing", 0))
		RULE_FAILS(j, award_not_in_force, c->award, c->year, j->valid_from, j->valid_to);
}

void judge_live_case(struct judge *j)
{
	const struct candidate *c = j->candidate;
	const struct award_draft draft = {.id = c->case_id,
		.award = c->award,
		.occasion = c->occasion,
		.year = c->year,
		.person = c->person,
		.unit = c->unit,
		.movement = c->movement};
	struct live_case live = award_live(j->req, &draft);

	if (live.id && live.id != c->registration)
		RULE_FAILS(j, case_exists, live.id, live.state);
}

void judge_hold(struct judge *j)
{
	const struct candidate *c = j->candidate;
	int64_t hold = open_hold_on(j->req, c->person, c->unit);

	if (hold)
		RULE_FAILS(j, on_hold, hold);
}

/* When a case is nominated; of one that was, it is no matter any more. */
void judge_window(struct judge *j)
{
	const struct candidate *c = j->candidate;
	struct window window = window_of(j->req, c->year, "review");

	if (!window.open && (!c->case_id || c->registered))
		RULE_FAILS(
			j, window_closed, "review", c->year, window.today, window.from, window.to);
}
