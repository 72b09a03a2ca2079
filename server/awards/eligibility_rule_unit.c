/* Rules about a unit: its members and its targets. */
#include "awards/eligibility_rule.h"
#include "reporting/goals.h"
#include "request/query.h"

/* Those posted in the unit or below it on a day. */
#define POSTED_ON(day)                                                                             \
	"SELECT DISTINCT p.person FROM unit_below b JOIN postings p ON p.unit = b.unit"            \
	" WHERE b.ancestor = :unit AND p.from_date <= " day                                        \
	" AND (p.to_date IS NULL OR p.to_date >= " day ")"
#define HOLDERS                                                                                    \
	" FROM members m JOIN decision_lines l ON l.person = m.person"                             \
	" WHERE l.award = :base AND l.award_year = :year AND l.status = 'in_force'"

/* The members on the last day of the work year and those of them who hold the rule's base for it.
 * False when no member is known: then there is nothing to judge by. */
static bool count_members(struct judge *j)
{
	const struct candidate *c = j->candidate;
	struct stmt *q = db_query(j->req->db,
		"WITH members AS (" POSTED_ON(
			":end_date") ")"
				     " SELECT (SELECT count(*) FROM members), (SELECT count(DISTINCT l.person)" HOLDERS
				     ")");

	bind_text(q, ":unit", c->unit);
	bind_text(q, ":end_date", j->end_date);
	bind_text(q, ":base", j->rule->base);
	bind_int(q, ":year", c->year);
	if (db_row(q)) {
		j->total = column_int(q, 0);
		j->have = column_int(q, 1);
	}
	req_fail(j->req, db_done(q));
	j->need = j->rule->value.number;
	if (j->total > 0)
		return true;
	j->verdict = RULE_NOT_JUDGED;
	warn_members_not_known(j->req, j->pointer, c->unit, j->end_date);
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
		"WITH members AS (" POSTED_ON(
			":end_date") ")"
				     " INSERT INTO award_lines (case_id, line)"
				     " SELECT CAST(:case_id AS BIGINT), l.id" HOLDERS
				     " ON CONFLICT DO NOTHING");

	bind_int(q, ":case_id", j->candidate->case_id);
	bind_text(q, ":unit", j->candidate->unit);
	bind_text(q, ":end_date", j->end_date);
	bind_text(q, ":base", j->rule->base);
	bind_int(q, ":year", j->candidate->year);
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

/* Whoever was a member on the last day, or on the day of the violation, is one of the collective. */
void judge_member_discipline(struct judge *j)
{
	const struct candidate *c = j->candidate;
	struct stmt *q = db_query(j->req->db,
		"SELECT d.person, d.measure FROM unit_below b JOIN postings p ON p.unit = b.unit"
		" JOIN disciplines d ON d.person = p.person WHERE b.ancestor = :unit"
		" AND (d.charged_year = :year OR (d.charged_year IS NULL"
		" AND d.violation_date >= :start_date AND d.violation_date <= :end_date))"
		" AND ((p.from_date <= :end_date AND (p.to_date IS NULL OR p.to_date >= :end_date))"
		" OR (p.from_date <= d.violation_date AND p.to_date >= d.violation_date))"
		" AND d.annulled_on IS NULL"
		" ORDER BY d.person");
	int64_t last = 0;

	bind_text(q, ":unit", c->unit);
	bind_int(q, ":year", c->year);
	bind_text(q, ":start_date", j->start_date);
	bind_text(q, ":end_date", j->end_date);
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
	const struct ledger_query query = {.unit = c->unit, .has_year = true, .year = c->year};
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
