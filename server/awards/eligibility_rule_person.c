/* Rules about a person: service, discipline, initiatives. */
#include <string.h>

#include "awards/discipline.h"
#include "awards/eligibility_rule.h"
#include "calendar.h"
#include "reporting/catalogue.h"
#include "request/query.h"

/* From the narrowest scope to the widest. */
static const char *const levels[] = {"grassroots", "sector", "national", NULL};

bool level_reaches(const char *level, const char *least)
{
	return catalogue_word(levels, level) >= catalogue_word(levels, least);
}

enum { VALID_YEARS, SINGLE_USE, GATE_MODE };
const char *const initiative_params[] = {
	"initiative_valid_years", "initiative_single_use", "initiative_gate_mode", NULL};

struct service {
	struct spell *spells;
	size_t count;
};

static int64_t day_or(const char *text, int64_t absent)
{
	int64_t day;

	return text && calendar_parse_day(text, &day) ? day : absent;
}

static void read_service(struct judge *j, struct service *out)
{
	struct stmt *count =
		db_query(j->req->db, "SELECT count(*) FROM postings WHERE person = :person");
	struct stmt *q = db_query(j->req->db,
		"SELECT from_date, to_date FROM postings WHERE person = :person"
		" ORDER BY from_date");

	bind_int(count, ":person", j->candidate->person);
	size_t room = (size_t)query_int(j->req, count);

	*out = (struct service){.spells = req_alloc(j->req, (room + 1) * sizeof *out->spells)};
	bind_int(q, ":person", j->candidate->person);
	while (out->spells && out->count < room && db_row(q))
		out->spells[out->count++] = (struct spell){
			day_or(column_text(q, 0), INT64_MAX), day_or(column_text(q, 1), INT64_MAX)};
	req_fail(j->req, db_done(q));
}

/* Full months of service without a break up to the end of a day. */
static int64_t service_months(const struct service *service, int64_t day)
{
	int64_t since = service_since(service->spells, service->count, day);

	return since == INT64_MAX ? 0 : calendar_full_months(since, day + 1);
}

/* The last day that was served up to `day`, by what began until then: what came later is no matter
 * of that year. */
static int64_t last_day_served(const struct service *service, int64_t day)
{
	int64_t last = INT64_MIN;

	for (size_t i = 0; i < service->count && service->spells[i].from <= day; i++)
		if (service->spells[i].to > last)
			last = service->spells[i].to;
	return last < day ? last : day;
}

/* BR-03: up to the last day of the work year, or the last one served when the person left in it. */
void judge_min_service(struct judge *j)
{
	int64_t start = day_or(j->start_date, 0), day = day_or(j->end_date, 0);
	struct service service;

	read_service(j, &service);
	if (j->req->failed)
		return;
	int64_t last = last_day_served(&service, day);

	j->have = service_months(&service, last < start ? day : last);
	j->need = j->rule->value.number;
	if (j->have < j->need)
		RULE_FAILS(j, min_service_months, j->have, j->need, j->rule->source);
}

/* The day that the request names, or the one that the regime has for every year. */
static const char *service_day(struct judge *j)
{
	const struct candidate *c = j->candidate;
	struct param_row usual;

	if (c->day)
		return c->day;
	if (j->rule->extra && regime_param(j->req, c->regime, j->rule->extra, &usual))
		return req_printf(j->req, "%lld-%s", (long long)c->year, usual.value);
	return j->end_date;
}

/* BR-20: up to that day, or the last one served of whoever retired before it. */
void judge_service_months(struct judge *j)
{
	const char *day = service_day(j);
	char printed[CALENDAR_DAY_SIZE];
	struct service service;

	read_service(j, &service);
	if (j->req->failed)
		return;
	int64_t until = day_or(day, 0), last = last_day_served(&service, until);

	if (last != INT64_MIN && last < until &&
		regime_number(j->req, j->candidate->regime, "service_ends_with_retirement", 0)) {
		calendar_print_day(last, printed);
		day = printed;
		until = last;
	}
	j->have = service_months(&service, until);
	j->need = j->rule->value.number;
	if (j->have < j->need)
		RULE_FAILS(j, service_months, j->have, j->need, j->need - j->have, day,
			j->rule->source);
}

bool measure_weighs(const struct judge *j, const char *measure)
{
	return discipline_weighs(measure, j->rule->value.value);
}

/* BR-04. A title that was granted before the discipline was decided stands, with a warning. */
void judge_discipline(struct judge *j)
{
	const struct candidate *c = j->candidate;
	struct stmt *q = db_query(j->req->db,
		"SELECT d.id, d.measure, d.violation_date FROM disciplines d" DISCIPLINE_YEAR
		"WHERE d.person = :person AND d.annulled_on IS NULL"
		" AND " DISCIPLINE_COSTS("l.person = d.person") " = :year ORDER BY d.id");

	bind_int(q, ":person", c->person);
	bind_int(q, ":year", c->year);
	discipline_bind(j->req, q, c->regime, c->award);
	j->have = j->need = 0;
	while (db_row(q)) {
		if (!measure_weighs(j, column_text(q, 1)))
			continue;
		j->have++;
		RULE_FAILS(j, disciplined, column_int(q, 0), column_text(q, 1), column_text(q, 2),
			j->rule->source);
	}
	req_fail(j->req, db_done(q));
	discipline_warn_late(j->req, c->regime, c->award, c->person, c->year, j->pointer);
}

/* Recognised initiatives of the person, by year. */
struct initiatives {
	int64_t ids[STREAK_YEARS], years[STREAK_YEARS]; /* the first of each year */
	size_t count;
	int64_t from; /* the first year that is looked at */
	bool each_year;
};

static const struct rule *rule_named(const struct judge *j, const char *name)
{
	for (size_t i = 0; i < j->rule_count; i++)
		if (!strcmp(j->rules[i].rule, name))
			return &j->rules[i];
	return NULL;
}

/* An award for a streak may ask for an initiative in each of its years; else one that is valid is
 * enough. */
static void set_window(struct judge *j, struct initiatives *out)
{
	const struct candidate *c = j->candidate;
	const struct rule *streak = rule_named(j, "streak");
	int64_t span =
		regime_number(j->req, c->regime, initiative_params[VALID_YEARS], STREAK_YEARS);

	out->each_year = streak &&
		regime_lists(j->req, c->regime, initiative_params[GATE_MODE], "each-year");
	if (out->each_year)
		span = streak->value.number;
	if (span > STREAK_YEARS)
		span = STREAK_YEARS;
	out->from = first_valid_year(c->year, span);
}

/* Recognised at the rule's level or above, and not used up by the same award of another year. */
static void read_initiatives(struct judge *j, struct initiatives *out)
{
	const struct candidate *c = j->candidate;
	struct stmt *q = db_query(j->req->db,
		"SELECT i.id, i.year, r.level, EXISTS (SELECT 1 FROM award_initiatives u"
		" JOIN decision_lines l ON l.case_id = u.case_id WHERE u.initiative = i.id"
		" AND l.person = a.person AND l.award = :award AND l.award_year <> :year"
		" AND l.status = 'in_force') FROM initiative_authors a"
		" JOIN initiatives i ON i.id = a.initiative"
		" JOIN initiative_recognitions r ON r.initiative = i.id"
		" WHERE a.person = :person AND i.state = 'recognised' AND r.annulled_on IS NULL"
		" AND r.decided_on <= :today AND i.year >= :from_year AND i.year <= :year"
		" ORDER BY i.year, i.id");
	const char *least = j->rule->base ? j->rule->base : levels[0];
	bool single_use = regime_number(j->req, c->regime, initiative_params[SINGLE_USE], 0) != 0;

	*out = (struct initiatives){0};
	set_window(j, out);
	bind_text(q, ":award", c->award);
	bind_int(q, ":person", c->person);
	bind_int(q, ":from_year", out->from);
	bind_int(q, ":year", c->year);
	bind_text(q, ":today", req_today(j->req));
	while (db_row(q)) {
		int64_t year = column_int(q, 1);
		bool counted = out->count && out->years[out->count - 1] == year;

		if (counted || !level_reaches(column_text(q, 2), least) ||
			(single_use && column_int(q, 3)))
			continue;
		out->ids[out->count] = column_int(q, 0);
		out->years[out->count++] = year;
	}
	req_fail(j->req, db_done(q));
}

/* BR-05 */
void judge_initiative(struct judge *j)
{
	const struct candidate *c = j->candidate;
	struct initiatives found;

	read_initiatives(j, &found);
	streak_of(found.years, found.count, c->year, c->year - found.from + 1, &j->years);
	j->have = (int64_t)found.count;
	j->need = found.each_year ? (int64_t)j->years.required_count : 1;
	if (!found.each_year)
		j->years.required_count = 0; /* any of them will do */
	if (j->have < j->need)
		RULE_FAILS(j, initiative_missing, j->rule->base, found.from, c->year,
			req_numbers(j->req, j->years.missing, j->years.missing_count),
			j->rule->source);
	else
		j->years.missing_count = 0;
}

enum error eligibility_use_initiative(struct request *req, int64_t case_id, int64_t initiative)
{
	struct stmt *q = db_query(req->db,
		"INSERT INTO award_initiatives (case_id, initiative)"
		" SELECT CAST(:case_id AS BIGINT), id FROM initiatives WHERE id = :initiative"
		" ON CONFLICT DO NOTHING");

	bind_int(q, ":case_id", case_id);
	bind_int(q, ":initiative", initiative);
	return query_run(req, q);
}

/* Of those that any would do, the oldest is used up: the others stay valid for longer. */
void remember_initiative(struct judge *j)
{
	struct initiatives found;

	if (j->candidate->on_paper)
		return;
	read_initiatives(j, &found);
	for (size_t i = 0; i < found.count && (i == 0 || found.each_year); i++)
		eligibility_use_initiative(j->req, j->candidate->case_id, found.ids[i]);
}
