/*
 * Walks the rules of an award over a candidate: as faults and warnings, as an answer, or to remember
 * what a grant stands on. The rules themselves are in eligibility_rule_*.c.
 */
#include <string.h>

#include "awards/eligibility_print.h"
#include "awards/eligibility_rule.h"
#include "request/problem.h"

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
		.proposer = award->nominated_by,
		.movement = award->movement,
		.received_on = award->received_on,
		.registered = !strcmp(state, "registered"),
	};
}

static enum error judge_rules(struct judge *j, const char *pointer)
{
	for (size_t i = 0; !j->req->failed && i < j->rule_count; i++)
		judge_rule_by_law(j, &j->rules[i], pointer);
	return j->req->failed;
}

enum error eligibility_draft(struct request *req, const struct candidate *candidate,
	const struct row *row, const char *pointer)
{
	struct judge j;

	if (judge_begin(req, candidate, &j))
		return req->failed;
	j.stage = STAGE_NOMINATION;
	j.row = row;
	add_basic_rules(&j, j.rules, false);
	return judge_rules(&j, pointer);
}

enum error eligibility_check(struct request *req, const struct candidate *candidate,
	enum stage stage, const struct row *row, const char *pointer)
{
	struct judge j;

	if (judge_open(req, candidate, &j) ||
		law_of(req, candidate->regime, candidate->received_on, &j.law))
		return req->failed;
	j.stage = (int)stage;
	j.row = row;
	return judge_rules(&j, pointer);
}

static enum error judge_named(struct request *req, const struct candidate *candidate,
	const char *rule, int stage, const char *pointer)
{
	struct judge j;

	if (judge_open(req, candidate, &j))
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

/* All rules as objects of a list; the earliest stage that one of them stops. */
static int list_rules(struct judge *j, struct buffer *out)
{
	size_t written = 0;
	int stops = ADVICE;

	for (size_t i = 0; !j->req->failed && i < j->rule_count; i++) {
		judge_rule_by_law(j, &j->rules[i], req_printf(j->req, "/rules/%zu", written));
		if (j->verdict == RULE_NOT_ASKED)
			continue;
		print_rule(out, j, written++ == 0);
		if (j->verdict == RULE_FAILED && j->stops < stops)
			stops = j->stops;
	}
	return stops;
}

/* What one law alone says. */
static void add_judgement(const struct judge *j, const char *regime, struct buffer *out)
{
	struct candidate candidate = *j->candidate;
	struct request *req = j->req;
	struct buffer rules = {0};
	struct judge alone;

	candidate.regime = regime;
	if (!judge_open(req, &candidate, &alone)) {
		int stops = list_rules(&alone, &rules);

		print_judgement(out, regime, !strcmp(regime, j->law.used), stops, &rules);
	}
	buffer_free(&rules);
}

enum error eligibility_reply(struct request *req, const struct candidate *candidate)
{
	struct buffer rules = {0}, judgements = {0};
	struct judge j;

	if (judge_open(req, candidate, &j) ||
		law_of(req, candidate->regime, candidate->received_on, &j.law))
		return req->failed;
	int stops = list_rules(&j, &rules);

	if (j.law.new_law) {
		bool muted = req_mute(req, true);

		add_judgement(&j, j.law.old_law, &judgements);
		add_judgement(&j, j.law.new_law, &judgements);
		req_mute(req, muted);
	}
	print_answer(req, &j, stops, &rules, &judgements);
	buffer_free(&rules);
	buffer_free(&judgements);
	return req->failed;
}

const char *eligibility_quota_office(struct request *req, const struct candidate *candidate)
{
	struct judge j;

	if (judge_open(req, candidate, &j))
		return NULL;
	for (j.rule = j.rules; j.rule < j.rules + j.rule_count; j.rule++)
		if (!strcmp(j.rule->rule, "quota"))
			return quota_office(&j);
	return NULL;
}

enum error eligibility_remember(struct request *req, const struct candidate *candidate)
{
	struct judge j;

	if (judge_open(req, candidate, &j))
		return req->failed;
	for (size_t i = 0; !req->failed && i < j.rule_count; i++) {
		const struct rule_kind *kind = rule_kind_of(&j.rules[i]);

		j.rule = &j.rules[i];
		if (rule_is_for(kind, candidate) && kind->remember)
			kind->remember(&j);
	}
	return req->failed;
}

bool eligibility_asks(struct request *req, const struct candidate *candidate, const char *rule)
{
	struct judge j;

	if (judge_open(req, candidate, &j))
		return false;
	for (size_t i = 0; i < j.rule_count; i++)
		if (!strcmp(j.rules[i].rule, rule))
			return true;
	return false;
}
