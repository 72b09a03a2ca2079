/* The verdict where an old law and a new one meet: what counts, and both side by side. */
#include <string.h>

#include "awards/eligibility_print.h"
#include "request/problem.h"

/* The rule of this name in another regime; false when the candidate would not be asked there. */
static bool judge_in(
	struct judge *other, const struct candidate *candidate, const struct rule *rule)
{
	if (open_judge(other->req, candidate, other))
		return false;
	for (size_t i = 0; i < other->rule_count; i++)
		if (!strcmp(other->rules[i].rule, rule->rule)) {
			judge_rule(other, &other->rules[i], NULL);
			return other->verdict != RULE_NOT_ASKED;
		}
	return false;
}

/* A rule that failed by the old law: whether the new one asks it not, or less. Then *j is what the new
 * one says. */
static bool is_better(struct judge *j, const struct rule *rule)
{
	struct candidate candidate = *j->candidate;
	struct judge other = {.req = j->req};

	candidate.regime = j->law.better;
	if (judge_in(&other, &candidate, rule)) {
		if (other.verdict != RULE_PASSED)
			return false;
		j->rule = other.rule;
		j->have = other.have;
		j->need = other.need;
		j->total = other.total;
		j->years = other.years;
		j->not_counted = other.not_counted;
	}
	j->verdict = RULE_PASSED;
	j->code = NULL;
	j->by = j->law.better;
	return !j->req->failed;
}

void judge_rule_by_law(struct judge *j, const struct rule *rule, const char *pointer)
{
	if (j->law.better) {
		bool muted = req_mute(j->req, true);

		judge_rule(j, rule, pointer);
		bool better = j->verdict == RULE_FAILED && is_better(j, rule);

		req_mute(j->req, muted);
		if (better)
			return;
	}
	judge_rule(j, rule, pointer);
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
	if (!open_judge(req, &candidate, &alone)) {
		int stops = list_rules(&alone, &rules);

		print_judgement(out, regime, !strcmp(regime, j->law.used), stops, &rules);
	}
	buffer_free(&rules);
}

enum error eligibility_reply(struct request *req, const struct candidate *candidate)
{
	struct buffer rules = {0}, judgements = {0};
	struct judge j;

	if (open_judge(req, candidate, &j) ||
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
