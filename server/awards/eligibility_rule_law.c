/* A rule where an old law and a new one meet: which of the two counts for the candidate. */
#include <string.h>

#include "awards/eligibility_rule.h"
#include "request/problem.h"

/* The rule of this name in another regime; false when the candidate would not be asked there. */
static bool judge_in(
	struct judge *other, const struct candidate *candidate, const struct rule *rule)
{
	if (judge_open(other->req, candidate, other))
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
		j->of_members = other.of_members;
		j->own = other.own;
		j->below = other.below;
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
	if (j->law.better && !rule->basic) {
		bool muted = req_mute(j->req, true);

		judge_rule(j, rule, pointer);
		bool better = j->verdict == RULE_FAILED && is_better(j, rule);

		req_mute(j->req, muted);
		if (better)
			return;
	}
	judge_rule(j, rule, pointer);
}
