/* What the rules of all files share. */
#include "awards/eligibility_rule.h"

#include <string.h>

#include "request/query.h"
#include "request/row.h"

static const struct rule_kind rule_kinds[] = {
	{"cluster_rank", judge_cluster_rank, NULL, OF_UNITS},
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
	{"unit_life", judge_unit_life, NULL, OF_BOTH},
	{"proposer", judge_proposer, NULL, OF_BOTH},
	{"subject", judge_subject, NULL, OF_BOTH},
	{"in_force", judge_in_force, NULL, OF_BOTH},
	{"live_case", judge_live_case, NULL, OF_BOTH},
	{"window", judge_window, NULL, OF_BOTH},
	{"hold", judge_hold, NULL, OF_BOTH},
};

const struct rule_kind *rule_kind_of(const struct rule *rule)
{
	for (size_t i = 0; i < sizeof rule_kinds / sizeof *rule_kinds; i++)
		if (!strcmp(rule_kinds[i].rule, rule->rule))
			return &rule_kinds[i];
	return NULL;
}

bool rule_is_for(const struct rule_kind *kind, const struct candidate *candidate)
{
	return kind &&
		(kind->subject == OF_BOTH ||
			(kind->subject == OF_PERSONS) == (candidate->person != 0));
}

void judge_rule(struct judge *j, const struct rule *rule, const char *pointer)
{
	const struct rule_kind *kind = rule_kind_of(rule);

	j->rule = rule;
	j->pointer = pointer ? pointer : "";
	if (j->row && rule->member)
		j->pointer = member_pointer(j->req, j->row, rule->member);
	j->stops = rule->stops;
	j->verdict = RULE_PASSED;
	j->by = j->regime;
	j->code = NULL;
	j->have = j->need = j->total = NO_NUMBER;
	j->years = (struct streak){0};
	j->not_counted = NULL;
	j->of_members = false;
	if (rule_is_for(kind, j->candidate))
		kind->judge(j);
	else
		j->verdict = RULE_NOT_JUDGED;
	if (rule->basic && j->verdict == RULE_PASSED)
		j->verdict = RULE_NOT_ASKED;
}

void bind_subject(struct stmt *q, const struct candidate *candidate)
{
	if (candidate->person)
		bind_int(q, ":person", candidate->person);
	else
		bind_null(q, ":person");
	bind_text(q, ":unit", candidate->unit);
}

bool rule_fails(struct judge *j, const char *code)
{
	j->verdict = RULE_FAILED;
	j->code = code;
	return j->stops <= j->stage;
}

void stand_on_line(struct judge *j, int64_t line)
{
	struct stmt *q = db_query(j->req->db,
		"INSERT INTO award_lines (case_id, line) VALUES (:case_id, :line)"
		" ON CONFLICT DO NOTHING");

	bind_int(q, ":case_id", j->candidate->case_id);
	bind_int(q, ":line", line);
	query_run(j->req, q);
}
