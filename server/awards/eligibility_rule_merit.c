/* What yearly merit asks of the years behind it and of the file: initiatives, ratings, leave, its day. */
#include <string.h>

#include "awards/eligibility_rule.h"
#include "request/query.h"

#define MOST_INITIATIVES 64

struct found {
	int64_t ids[MOST_INITIATIVES]; /* each once, by its number */
	size_t count;
	int64_t from_year;
};

static bool is_annual(const struct judge *j)
{
	return !strcmp(j->candidate->occasion, "annual-merit");
}

static void find_initiatives(struct judge *j, struct found *out)
{
	const struct candidate *c = j->candidate;
	struct stmt *q = db_query(j->req->db,
		"SELECT i.id, r.level FROM initiative_authors a"
		" JOIN initiatives i ON i.id = a.initiative"
		" JOIN initiative_recognitions r ON r.initiative = i.id"
		" WHERE a.person = :person AND i.state = 'recognised' AND r.annulled_on IS NULL"
		" AND r.decided_on <= :today AND i.year >= :from_year AND i.year <= :year"
		" ORDER BY i.id");

	*out = (struct found){
		.from_year = c->year - regime_number(j->req, c->regime, j->rule->extra, 1) + 1};
	bind_int(q, ":person", c->person);
	bind_text(q, ":today", req_today(j->req));
	bind_int(q, ":from_year", out->from_year);
	bind_int(q, ":year", c->year);
	while (db_row(q) && out->count < MOST_INITIATIVES) {
		int64_t id = column_int(q, 0);
		bool counted = out->count && out->ids[out->count - 1] == id;

		if (!counted && level_reaches(column_text(q, 1), j->rule->base))
			out->ids[out->count++] = id;
	}
	req_fail(j->req, db_done(q));
}

void judge_initiatives_in_years(struct judge *j)
{
	struct found found;

	if (!is_annual(j)) {
		j->verdict = RULE_NOT_ASKED;
		return;
	}
	find_initiatives(j, &found);
	j->have = (int64_t)found.count;
	j->need = j->rule->value.number;
	if (j->have < j->need)
		RULE_FAILS(j, initiatives_missing, j->rule->base, j->have, j->need, found.from_year,
			j->candidate->year, j->rule->source);
}

void remember_initiatives_in_years(struct judge *j)
{
	struct found found;

	if (!is_annual(j) || j->candidate->on_paper)
		return;
	find_initiatives(j, &found);
	for (size_t i = 0; i < found.count; i++)
		eligibility_use_initiative(j->req, j->candidate->case_id, found.ids[i]);
}

/* How a year was rated is the affair of those who consider the case. */
void judge_rated_years(struct judge *j)
{
	j->need = j->rule->value.number;
	j->verdict = is_annual(j) ? RULE_NOT_JUDGED : RULE_NOT_ASKED;
}

/* So is leave: nobody tells the server who was away. */
void judge_leave(struct judge *j)
{
	judge_rated_years(j);
}

/* The day of the year by which the file is to be there; without a day of receipt it comes today. */
void judge_file_due(struct judge *j)
{
	const struct candidate *c = j->candidate;
	const char *day = c->received_on ? c->received_on : req_today(j->req);
	const char *due = req_printf(j->req, "%lld-%s", (long long)c->year, j->rule->value.value);

	if (!is_annual(j))
		j->verdict = RULE_NOT_ASKED;
	else if (due && day && strcmp(day, due) > 0)
		RULE_FAILS(j, file_late, day, due, j->rule->source);
}
