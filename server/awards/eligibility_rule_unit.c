/* Rules about a unit: its members and its targets. */
#include "awards/discipline.h"
#include "awards/eligibility_rule.h"
#include "reporting/goals.h"
#include "request/query.h"

/* Those posted in the unit or below it on the last day of the work year, and whether that is its own
 * house: the unit itself and its departments, not its district offices. */
#define MEMBERS                                                                                    \
	"WITH posted AS (SELECT p.person, MAX(CASE WHEN u.unit = :unit OR (u.level = 'dept'"       \
	" AND u.parent = :unit) THEN 1 ELSE 0 END) AS own"                                         \
	" FROM unit_below b JOIN units u ON u.unit = b.unit JOIN postings p ON p.unit = b.unit"    \
	" WHERE b.ancestor = :unit AND p.from_date <= :end_date"                                   \
	" AND (p.to_date IS NULL OR p.to_date >= :end_date) GROUP BY p.person), members AS ("      \
	"SELECT person, own FROM posted WHERE own = 1 OR CAST(:below AS BIGINT) = 1) "
#define HOLDERS                                                                                    \
	" FROM members m JOIN decision_lines l ON l.person = m.person"                             \
	" WHERE l.award = :base AND l.award_year = :year AND l.status = 'in_force'"

static void bind_members(struct judge *j, struct stmt *q)
{
	int64_t below =
		regime_number(j->req, j->candidate->regime, "member_share_counts_districts", 1);

	bind_text(q, ":unit", j->candidate->unit);
	bind_text(q, ":end_date", j->end_date);
	bind_int(q, ":below", below != 0);
	bind_text(q, ":base", j->rule->base);
	bind_int(q, ":year", j->candidate->year);
}

/* Nobody is recorded as a member. */
static void judge_nobody(struct judge *j)
{
	const char *unit = j->candidate->unit;

	if (regime_number(j->req, j->candidate->regime, "collective_needs_members", 0)) {
		RULE_FAILS(j, no_members, unit, j->end_date, j->rule->source);
		return;
	}
	j->verdict = RULE_NOT_JUDGED;
	warn_members_not_known(j->req, j->pointer, unit, j->end_date);
}

/* The members on the last day of the work year and those of them who hold the rule's base for it.
 * False when no member is known: then there is nothing to count. */
static bool count_members(struct judge *j)
{
	struct stmt *q = db_query(j->req->db,
		MEMBERS "SELECT (SELECT count(*) FROM members WHERE own = 1),"
			" (SELECT count(*) FROM members WHERE own = 0),"
			" (SELECT count(DISTINCT l.person)" HOLDERS " AND m.own = 1),"
			" (SELECT count(DISTINCT l.person)" HOLDERS " AND m.own = 0)");

	bind_members(j, q);
	if (db_row(q)) {
		j->own = (struct portion){column_int(q, 2), column_int(q, 0)};
		j->below = (struct portion){column_int(q, 3), column_int(q, 1)};
		j->total = j->own.total + j->below.total;
		j->have = j->own.have + j->below.have;
		j->of_members = true;
	}
	req_fail(j->req, db_done(q));
	j->need = j->rule->value.number;
	if (j->total > 0)
		return true;
	if (!j->req->failed)
		judge_nobody(j);
	return false;
}

/* BR-15, BR-16 */
void judge_member_share(struct judge *j)
{
	if (count_members(j) && !share_reaches(j->have, j->total, j->need))
		RULE_FAILS(j, member_share, j->rule->base, j->have, j->total, j->need,
			j->rule->source);
}

void judge_member_titles(struct judge *j)
{
	if (count_members(j) && j->have < j->need)
		RULE_FAILS(j, grassroots_fighter_missing, j->have, j->need, j->rule->source);
}

void remember_members(struct judge *j)
{
	struct stmt *q = db_query(j->req->db,
		MEMBERS "INSERT INTO award_lines (case_id, line)"
			" SELECT CAST(:case_id AS BIGINT), l.id" HOLDERS " ON CONFLICT DO NOTHING");

	bind_members(j, q);
	bind_int(q, ":case_id", j->candidate->case_id);
	query_run(j->req, q);
}

/* Somebody above said that the unit is not considered for emulation in the year. */
void judge_exclusion(struct judge *j)
{
	const struct candidate *c = j->candidate;
	struct stmt *q = db_query(j->req->db,
		"SELECT reason FROM unit_exclusions"
		" WHERE unit = :unit AND year = :year AND lifted_on IS NULL");

	bind_text(q, ":unit", c->unit);
	bind_int(q, ":year", c->year);
	if (db_row(q))
		RULE_FAILS(j, unit_excluded, c->unit, c->year, column_text(q, 0), j->rule->source);
	req_fail(j->req, db_done(q));
}

/* Whoever was a member on the last day, or on the day of the violation, is one of the collective. The plus in the
 * order keeps SQLite from walking all disciplines by their persons to save a sort. */
void judge_member_discipline(struct judge *j)
{
	const struct candidate *c = j->candidate;
	struct stmt *q = db_query(j->req->db,
		"SELECT d.person, d.measure FROM unit_below b JOIN postings p ON p.unit = b.unit"
		" JOIN disciplines d ON d.person = p.person" DISCIPLINE_YEAR
		"WHERE b.ancestor = :unit AND " DISCIPLINE_COSTS(
			"l.unit = :unit") " = :year"
					  " AND ((p.from_date <= :end_date AND (p.to_date IS NULL OR p.to_date >= :end_date))"
					  " OR (p.from_date <= d.violation_date AND p.to_date >= d.violation_date))"
					  " AND d.annulled_on IS NULL"
					  " ORDER BY +d.person");
	int64_t last = 0;

	bind_text(q, ":unit", c->unit);
	bind_int(q, ":year", c->year);
	bind_text(q, ":end_date", j->end_date);
	discipline_bind(j->req, q, c->regime, c->award);
	j->have = j->need = 0;
	while (db_row(q)) {
		if (column_int(q, 0) == last || !measure_weighs(j, column_text(q, 1)))
			continue;
		last = column_int(q, 0);
		j->have++;
	}
	req_fail(j->req, db_done(q));
	if (j->have > j->need)
		RULE_FAILS(j, members_disciplined, j->have, j->rule->value.value, j->rule->source);
}

/* Whether somebody set targets for the unit, in a year that has periods to judge them by. */
static bool has_targets(struct judge *j)
{
	struct stmt *q = db_query(j->req->db,
		"SELECT 1 FROM targets t WHERE t.year = :year"
		" AND (t.unit IS NULL OR t.unit = :unit)"
		" AND EXISTS (SELECT 1 FROM periods p WHERE p.year = t.year) LIMIT 1");

	bind_int(q, ":year", j->candidate->year);
	bind_text(q, ":unit", j->candidate->unit);
	return query_exists(j->req, q);
}

struct plan {
	int64_t exceeded, met, not_met, no_data;
};

/* The year's end is what counts: what is still in progress has no result yet. */
static void count_verdict(struct plan *plan, enum result result)
{
	switch (result) {
	case RESULT_EXCEEDED:
		plan->exceeded++;
		break;
	case RESULT_MET:
		plan->met++;
		break;
	case RESULT_NOT_MET:
		plan->not_met++;
		break;
	case RESULT_IN_PROGRESS:
	case RESULT_NO_DATA:
		plan->no_data++;
		break;
	case RESULT_NONE:
	case RESULT_NOT_APPLICABLE:
		break;
	}
}

static void add_goal(struct plan *plan, const struct ledger *ledger, const struct goal *goal)
{
	const struct ledger_unit *unit = &ledger->units[0];
	const struct target_row *row = goal_row(goal, unit->unit);
	struct amount denominator = {0};

	if (!row)
		return;
	struct amount numerator =
		ledger_cumulative(ledger, unit, row->indicator->numerator, ledger->through);

	if (row->indicator->ratio)
		denominator = ledger_cumulative(
			ledger, unit, row->indicator->denominator, ledger->through);
	count_verdict(plan,
		verdict_of(&row->target, &numerator, row->indicator->ratio ? &denominator : NULL,
			ledger->months, ledger->through)
			.result);
}

static enum error read_plan(struct judge *j, struct plan *out)
{
	const struct candidate *c = j->candidate;
	const struct ledger_query query = {
		.unit = c->unit, .has_year = true, .year = c->year, .for_verdict = true};
	const struct goal_filter filter = {.unit = c->unit};
	struct ledger *ledger = ledger_open(j->req, &query);
	struct goals goals;

	*out = (struct plan){0};
	if (!ledger || ledger_read(ledger) || goals_load(ledger, &filter, &goals))
		return j->req->failed;
	for (size_t i = 0; i < goals.count; i++)
		add_goal(out, ledger, &goals.items[i]);
	return OK;
}

/* No target missed and at least one exceeded; those that do not apply aside. */
void judge_plan_exceeded(struct judge *j)
{
	const struct candidate *c = j->candidate;
	struct plan plan = {0};

	if (has_targets(j) && read_plan(j, &plan))
		return;
	j->have = plan.exceeded;
	j->need = 1;
	j->total = plan.exceeded + plan.met + plan.not_met + plan.no_data;
	if (!j->total) {
		j->verdict = RULE_NOT_JUDGED;
		warn_plan_not_known(j->req, j->pointer, c->unit, c->year);
	} else if (!plan.exceeded || plan.not_met || plan.no_data) {
		RULE_FAILS(j, plan_not_exceeded, plan.exceeded, plan.met, plan.not_met,
			plan.no_data, j->total, j->rule->source);
	}
}
