/*
 * Walks the rules of an award over a candidate: as faults and warnings, as an answer, or to remember
 * what a grant stands on. The rules themselves are in eligibility_rule_*.c.
 */
#include <string.h>

#include "awards/eligibility_print.h"
#include "awards/eligibility_rule.h"
#include "reporting/catalogue.h"

#define MOST_RULES 32

struct rule_kind {
	const char *rule;
	void (*judge)(struct judge *j);
	void (*remember)(struct judge *j); /* NULL: it stands on nothing that could be revoked */
	enum { OF_BOTH, OF_PERSONS, OF_UNITS } subject;
};

static const struct rule_kind rule_kinds[] = {
	{"discipline", judge_discipline, NULL, OF_PERSONS},
	{"exclusion", judge_exclusion, NULL, OF_UNITS},
	{"excellent_collective", judge_excellent_collective, remember_prior_title, OF_UNITS},
	{"initiative", judge_initiative, remember_initiative, OF_PERSONS},
	{"file_due", judge_file_due, NULL, OF_BOTH},
	{"initiatives_in_years", judge_initiatives_in_years, remember_initiatives_in_years,
		OF_PERSONS},
	{"leave", judge_leave, NULL, OF_PERSONS},
	{"member_discipline", judge_member_discipline, NULL, OF_UNITS},
	{"member_share", judge_member_share, remember_members, OF_UNITS},
	{"member_titles", judge_member_titles, remember_members, OF_UNITS},
	{"min_service", judge_min_service, NULL, OF_PERSONS},
	{"movement_review", judge_movement_review, NULL, OF_BOTH},
	{"movement_span", judge_movement_span, NULL, OF_BOTH},
	{"once_lifetime", judge_once_lifetime, NULL, OF_BOTH},
	{"plan_exceeded", judge_plan_exceeded, NULL, OF_UNITS},
	{"prior_reward", judge_prior_reward, remember_prior_reward, OF_BOTH},
	{"prior_title", judge_prior_title, remember_prior_title, OF_BOTH},
	{"public_opinion", judge_public_opinion, NULL, OF_BOTH},
	{"quota", judge_quota, NULL, OF_BOTH},
	{"rated_years", judge_rated_years, NULL, OF_BOTH},
	{"registration", judge_registration, NULL, OF_BOTH},
	{"repeated_title", judge_repeated_title, remember_repeated_title, OF_BOTH},
	{"service_months", judge_service_months, NULL, OF_PERSONS},
	{"state_reward_once", judge_state_reward_once, NULL, OF_BOTH},
	{"streak", judge_streak, remember_streak, OF_BOTH},
	{"titles_in_years", judge_titles_in_years, remember_titles_in_years, OF_BOTH},
	{"years_since_reward", judge_years_since_reward, NULL, OF_BOTH},
};

const char *const stage_words[] = {"nomination", "grant", "advice", NULL};
static const char *const evidence_words[] = {"source", "inferred", "assumed", NULL};

struct candidate candidate_of(const struct award *award)
{
	const char *state = award->held_state ? award->held_state : award->state;

	return (struct candidate){
		.case_id = award->id,
		.award = award->award,
		.occasion = award->occasion,
		.regime = award->regime,
		.year = award->year,
		.person = award->person,
		.unit = award->unit,
		.movement = award->movement,
		.received_on = award->received_on,
		.registered = !strcmp(state, "registered"),
	};
}

static void weaken(struct rule *rule, const char *evidence)
{
	if (catalogue_word(evidence_words, evidence) >
		catalogue_word(evidence_words, rule->evidence))
		rule->evidence = evidence;
}

/* A verdict is as certain as the least certain of the numbers that it is made of. */
static void weaken_by(struct judge *j, struct rule *rule, const char *key)
{
	struct param_row param;

	if (key && regime_param(j->req, j->candidate->regime, key, &param))
		weaken(rule, param.evidence);
}

/* A parameter's note begins with its mark: "(source: TT 02/2024/TT-VKSTC) Đ.18", "(assumed)". A mark
 * alone says how certain the rule's own document is in this regime. How certain stands last, where
 * sentences say it in their language. */
static const char *source_of(struct request *req, const struct rule *rule)
{
	static const char known[] = "source: ";
	const char *note = rule->value.note;

	if (!note)
		return rule->note;
	const char *end = *note == '(' ? strchr(note, ')') : NULL;

	if (!end)
		return strcmp(rule->value.evidence, "source")
			? req_printf(req, "%s, %s", note, rule->value.evidence)
			: note;
	note++;
	if (!strncmp(note, known, sizeof known - 1))
		note += sizeof known - 1;
	else
		return req_printf(req, "%s, %.*s",
			end[1] ? end + 1 + strspn(end + 1, " ") : rule->note, (int)(end - note),
			note);
	return req_printf(req, "%.*s%s%s", (int)(end - note), note, end[1] ? "," : "", end + 1);
}

/* A rule is none where the regime does not have its parameter, or has it as 0. */
static bool is_asked(struct judge *j, struct rule *rule)
{
	if (rule->parameter &&
		(!regime_param(j->req, j->candidate->regime, rule->parameter, &rule->value) ||
			!strcmp(rule->value.value, "0")))
		return false;
	if (rule->parameter)
		weaken(rule, rule->value.evidence);
	if (!strcmp(rule->rule, "initiative"))
		for (size_t i = 0; initiative_params[i]; i++)
			weaken_by(j, rule, initiative_params[i]);
	rule->source = source_of(j->req, rule);
	return true;
}

static void add_universal(struct judge *j, struct rule *rules, const char *name, int stops)
{
	rules[j->rule_count++] = (struct rule){.rule = name,
		.evidence = evidence_words[0],
		.note = j->type_evidence,
		.source = j->type_evidence,
		.stops = stops};
}

static void load_rules(struct judge *j)
{
	struct request *req = j->req;
	struct rule *rules = req_alloc(req, (MOST_RULES + 2) * sizeof *rules);
	struct stmt *q = db_query(req->db,
		"SELECT rule, base, parameter, extra, evidence, note, stage FROM award_rules"
		" WHERE award = :award ORDER BY CASE stage WHEN 'nomination' THEN 0"
		" WHEN 'grant' THEN 1 ELSE 2 END, rule");

	j->rules = rules;
	bind_text(q, ":award", j->candidate->award);
	if (rules && j->once_lifetime)
		add_universal(j, rules, "once_lifetime", STAGE_NOMINATION);
	while (rules && j->rule_count < MOST_RULES && db_row(q)) {
		struct rule *rule = &rules[j->rule_count];

		*rule = (struct rule){
			.rule = req_text(req, column_text(q, 0)),
			.base = req_text(req, column_text(q, 1)),
			.parameter = req_text(req, column_text(q, 2)),
			.extra = req_text(req, column_text(q, 3)),
			.evidence = req_text(req, column_text(q, 4)),
			.note = req_text(req, column_text(q, 5)),
			.stops = catalogue_word(stage_words, column_text(q, 6)),
		};
		if (!req->failed && is_asked(j, rule))
			j->rule_count++;
	}
	req_fail(req, db_done(q));
	if (rules && j->needs_public_opinion)
		add_universal(j, rules, "public_opinion", STAGE_GRANT);
}

enum error open_judge(struct request *req, const struct candidate *candidate, struct judge *out)
{
	struct stmt *q = db_query(req->db,
		"SELECT t.once_lifetime, t.needs_public_opinion, COALESCE(t.evidence, ''), y.start_date, y.end_date"
		" FROM award_types t JOIN work_years y ON y.year = :year WHERE t.award = :award");

	*out = (struct judge){.req = req, .candidate = candidate, .stage = -1};
	bind_text(q, ":award", candidate->award);
	bind_int(q, ":year", candidate->year);
	bool found = db_row(q);

	if (found) {
		out->once_lifetime = column_int(q, 0);
		out->needs_public_opinion = column_int(q, 1);
		out->type_evidence = req_text(req, column_text(q, 2));
		out->start_date = req_text(req, column_text(q, 3));
		out->end_date = req_text(req, column_text(q, 4));
	}
	if (req_fail(req, db_done(q)))
		return req->failed;
	if (!found)
		return fail_reference_unknown(req, candidate->award);
	load_rules(out);
	return req->failed;
}

static const struct rule_kind *kind_of_rule(const struct rule *rule)
{
	for (size_t i = 0; i < sizeof rule_kinds / sizeof *rule_kinds; i++)
		if (!strcmp(rule_kinds[i].rule, rule->rule))
			return &rule_kinds[i];
	return NULL;
}

/* What the server cannot look at is left to people. */
static bool is_for_subject(const struct rule_kind *kind, const struct candidate *candidate)
{
	return kind &&
		(kind->subject == OF_BOTH ||
			(kind->subject == OF_PERSONS) == (candidate->person != 0));
}

void judge_rule(struct judge *j, const struct rule *rule, const char *pointer)
{
	const struct rule_kind *kind = kind_of_rule(rule);

	j->rule = rule;
	j->pointer = pointer ? pointer : "";
	j->stops = rule->stops;
	j->verdict = RULE_PASSED;
	j->by = j->candidate->regime;
	j->code = NULL;
	j->have = j->need = j->total = NO_NUMBER;
	j->years = (struct streak){0};
	j->not_counted = NULL;
	if (is_for_subject(kind, j->candidate))
		kind->judge(j);
	else
		j->verdict = RULE_NOT_JUDGED;
}

enum error eligibility_check(struct request *req, const struct candidate *candidate,
	enum stage stage, const char *pointer)
{
	struct judge j;

	if (open_judge(req, candidate, &j) ||
		law_of(req, candidate->regime, candidate->received_on, &j.law))
		return req->failed;
	j.stage = (int)stage;
	for (size_t i = 0; !req->failed && i < j.rule_count; i++)
		judge_rule_by_law(&j, &j.rules[i], pointer);
	return req->failed;
}

static enum error judge_named(struct request *req, const struct candidate *candidate,
	const char *rule, int stage, const char *pointer)
{
	struct judge j;

	if (open_judge(req, candidate, &j))
		return req->failed;
	j.stage = stage;
	for (size_t i = 0; !req->failed && i < j.rule_count; i++)
		if (!strcmp(j.rules[i].rule, rule))
			judge_rule(&j, &j.rules[i], pointer);
	return req->failed;
}

enum error eligibility_warn(struct request *req, const struct candidate *candidate,
	const char *rule, const char *pointer)
{
	return judge_named(req, candidate, rule, -1, pointer);
}

enum error eligibility_once(
	struct request *req, const struct candidate *candidate, const char *pointer)
{
	return judge_named(req, candidate, "once_lifetime", STAGE_NOMINATION, pointer);
}

enum error eligibility_remember(struct request *req, const struct candidate *candidate)
{
	struct judge j;

	if (open_judge(req, candidate, &j))
		return req->failed;
	for (size_t i = 0; !req->failed && i < j.rule_count; i++) {
		const struct rule_kind *kind = kind_of_rule(&j.rules[i]);

		j.rule = &j.rules[i];
		if (is_for_subject(kind, candidate) && kind->remember)
			kind->remember(&j);
	}
	return req->failed;
}

bool eligibility_asks(struct request *req, const struct candidate *candidate, const char *rule)
{
	struct judge j;

	if (open_judge(req, candidate, &j))
		return false;
	for (size_t i = 0; i < j.rule_count; i++)
		if (!strcmp(j.rules[i].rule, rule))
			return true;
	return false;
}
