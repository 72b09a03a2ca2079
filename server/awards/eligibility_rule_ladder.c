/* Rules about earlier years: streaks of titles and the rewards below. */
#include <string.h>

#include "awards/eligibility_rule.h"
#include "awards/streak.h"
#include "calendar.h"
#include "request/query.h"

/* Lines that carried an award are no ground of the same award again, where the regime says so: then
 * its code, else NULL. */
static const char *used_by(struct judge *j)
{
	const struct candidate *c = j->candidate;

	return regime_number(j->req, c->regime, "line_reuse", 1) ? NULL : c->award;
}

static struct title_query base_titles(struct judge *j)
{
	const struct candidate *c = j->candidate;

	return (struct title_query){.award = j->rule->base,
		.regime = c->regime,
		.year = c->year,
		.person = c->person,
		.unit = c->unit,
		.unused_by = used_by(j)};
}

/* A title that another award stands on starts no second streak, unless the regime says so. */
static struct title_query streak_titles(struct judge *j)
{
	struct title_query query = base_titles(j);

	if (j->rule->extra)
		query.unused_by = regime_number(j->req, query.regime, j->rule->extra, 1)
			? NULL
			: j->candidate->award;
	return query;
}

/* BR-09, BR-10, BR-30 */
void judge_streak(struct judge *j)
{
	struct title_query query = streak_titles(j);
	struct titles titles;

	if (titles_read(j->req, &query, &titles))
		return;
	j->need = j->rule->value.number;
	streak_of(titles.years, titles.count, query.year, j->need, &j->years);
	j->have = j->years.length;
	j->not_counted = titles.used;
	if (j->have < j->need)
		RULE_FAILS(j, streak_too_short, j->rule->base, j->have, j->need,
			req_numbers(j->req, j->years.missing, j->years.missing_count),
			j->rule->source);
	if (query.unit)
		titles_warn(j->req, &query, j->pointer);
}

void remember_streak(struct judge *j)
{
	struct title_query query = streak_titles(j);
	struct titles titles;
	int64_t first = query.year - j->rule->value.number + 1;

	if (titles_read(j->req, &query, &titles))
		return;
	for (size_t i = 0; i < titles.count; i++)
		if (titles.years[i] >= first)
			stand_on_line(j, titles.lines[i]);
}

/* How many of the lower titles stand in a row; `extra` names the years that each one took. */
static int64_t count_in_a_row(struct judge *j, struct titles *titles)
{
	struct title_query query = base_titles(j);

	if (titles_read(j->req, &query, titles))
		return 0;
	int64_t step = j->rule->extra ? regime_number(j->req, query.regime, j->rule->extra, 1) : 1;

	return repeated_titles(titles->years, titles->count, query.year, step);
}

void judge_repeated_title(struct judge *j)
{
	struct titles titles;

	j->need = j->rule->value.number;
	j->have = count_in_a_row(j, &titles);
	j->not_counted = titles.used;
	if (j->have < j->need)
		RULE_FAILS(j, repeated_title_missing, j->rule->base, j->have, j->need,
			j->rule->source);
}

void remember_repeated_title(struct judge *j)
{
	struct titles titles;
	int64_t left = count_in_a_row(j, &titles);

	if (left > j->rule->value.number)
		left = j->rule->value.number;
	for (size_t i = titles.count; left > 0 && i-- > 0; left--)
		stand_on_line(j, titles.lines[i]);
}

static bool is_annual(const struct judge *j)
{
	return !strcmp(j->candidate->occasion, "annual-merit");
}

/* The first year of those that `extra` says are looked at. */
static int64_t first_year(struct judge *j)
{
	int64_t years = regime_number(j->req, j->candidate->regime, j->rule->extra, STREAK_YEARS);

	return j->candidate->year - years + 1;
}

/* A person's titles of the last years, with gaps or without. */
void judge_titles_in_years(struct judge *j)
{
	struct title_query query = base_titles(j);
	int64_t first = first_year(j);
	struct titles titles;

	if (!query.person || !is_annual(j)) {
		j->verdict = RULE_NOT_ASKED;
		return;
	}
	if (titles_read(j->req, &query, &titles))
		return;
	streak_of(titles.years, titles.count, query.year, query.year - first + 1, &j->years);
	j->years.required_count = j->years.missing_count = 0; /* any of them will do */
	j->have = (int64_t)j->years.current_count;
	j->need = j->rule->value.number;
	j->not_counted = titles.used;
	if (j->have < j->need)
		RULE_FAILS(j, titles_missing, j->rule->base, j->have, j->need, first, query.year,
			j->rule->source);
}

/* The oldest carry the award: the others stay good for longer. */
void remember_titles_in_years(struct judge *j)
{
	struct title_query query = base_titles(j);
	int64_t first = first_year(j);
	int64_t left = j->rule->value.number;
	struct titles titles;

	if (!query.person || !is_annual(j) || titles_read(j->req, &query, &titles))
		return;
	for (size_t i = 0; i < titles.count && left > 0; i++)
		if (titles.years[i] >= first) {
			stand_on_line(j, titles.lines[i]);
			left--;
		}
}

/* The lower reward, in force; *out_newest is its newest line that counts, 0 without one. Those whose
 * occasion is no step of the yearly ladder (BR-24) or that carried the award once are listed as not
 * counted. */
static int64_t count_lower_rewards(struct judge *j, int64_t *out_newest)
{
	const struct candidate *c = j->candidate;
	struct stmt *q = db_query(j->req->db,
		"SELECT l.id, l.occasion, " LINE_IS_USED " FROM" LINES_OF_SUBJECT
		"l WHERE l.award = :base AND l.award_year <= :year AND l.status = 'in_force'"
		" ORDER BY l.award_year, l.id");
	int64_t count = 0;

	*out_newest = 0;
	bind_subject(q, c);
	bind_text(q, ":base", j->rule->base);
	bind_int(q, ":year", c->year);
	bind_text(q, ":unused_by", used_by(j));
	while (db_row(q)) {
		if (column_int(q, 2) ||
			regime_lists(j->req, c->regime, "occasions_not_counted_for_annual",
				column_text(q, 1))) {
			j->not_counted = req_numbers_add(j->req, j->not_counted, column_int(q, 0));
			continue;
		}
		*out_newest = column_int(q, 0);
		count++;
	}
	req_fail(j->req, db_done(q));
	return count;
}

/* The ladder is that of yearly merit: a sudden feat, a movement or a career has grounds of its own. */
void judge_prior_reward(struct judge *j)
{
	int64_t newest;

	if (!is_annual(j)) {
		j->verdict = RULE_NOT_ASKED;
		return;
	}
	j->need = 1;
	j->have = count_lower_rewards(j, &newest);
	if (j->have < j->need)
		RULE_FAILS(j, prior_reward_missing, j->rule->base,
			j->not_counted ? j->not_counted : "", j->rule->source);
}

void remember_prior_reward(struct judge *j)
{
	int64_t newest = 0;

	if (is_annual(j))
		count_lower_rewards(j, &newest);
	if (newest)
		stand_on_line(j, newest);
}

/* The day on which the achievement of a reward ended: the next one counts from there. */
static const char *end_of_achievement(struct judge *j, int64_t line)
{
	struct stmt *q = db_query(j->req->db,
		"SELECT COALESCE(l.achievement_to, y.end_date) FROM decision_lines l"
		" JOIN work_years y ON y.year = l.award_year WHERE l.id = :line");

	bind_int(q, ":line", line);
	return query_text(j->req, q);
}

/* Whole years since the reward below, where one is required (`extra`); that there is one is
 * prior_reward's to say. */
void judge_years_since_reward(struct judge *j)
{
	int64_t newest = 0, since = 0, until = 0;
	bool ladder = !j->rule->extra ||
		regime_number(j->req, j->candidate->regime, j->rule->extra, 0) != 0;

	if (ladder && is_annual(j))
		count_lower_rewards(j, &newest);
	const char *day = newest ? end_of_achievement(j, newest) : NULL;

	if (!day || !calendar_parse_day(day, &since) || !calendar_parse_day(j->end_date, &until)) {
		j->verdict = RULE_NOT_ASKED;
		return;
	}
	j->have = calendar_full_months(since + 1, until + 1) / 12;
	j->need = j->rule->value.number;
	if (j->have < j->need)
		RULE_FAILS(
			j, reward_too_soon, j->rule->base, day, j->have, j->need, j->rule->source);
}
