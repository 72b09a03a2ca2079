/*
 * One rule of an award while it is being judged: what eligibility.c hands to the functions that know
 * how to look, and what they answer. Only eligibility*.c includes this.
 *
 *	void judge_quota(struct judge *j)
 *	{
 *		..
 *		j->have = ..;
 *		j->need = ..;
 *		if (j->have < j->need)
 *			RULE_FAILS(j, some_problem, j->have, j->need, j->rule->source);
 *	}
 *
 * A function that says nothing has passed the rule.
 */
#ifndef THIDUA_ELIGIBILITY_RULE_H
#define THIDUA_ELIGIBILITY_RULE_H

#include "awards.h"
#include "awards/eligibility.h"
#include "awards/law.h"
#include "gen/problems.h"

#define NO_NUMBER INT64_MIN

/* A row of award_rules with what the regime says about it. */
struct rule {
	const char *rule, *base, *parameter, *extra;
	const char *evidence;   /* the weaker of the rule's and its parameter's */
	const char *note;       /* the documents that ask, over all regimes */
	const char *source;     /* the document that asks in this regime */
	int stops;              /* from which stage on a failure does: enum stage, or ADVICE */
	struct param_row value; /* of the parameter; its key is NULL for a rule without one */
};

enum { ADVICE = STAGE_GRANT + 1 };

enum rule_result { RULE_PASSED, RULE_FAILED, RULE_NOT_JUDGED, RULE_NOT_ASKED };

struct judge {
	struct request *req;
	const struct candidate *candidate;
	/* Of the award's type. */
	const char *type_evidence;
	bool once_lifetime, needs_public_opinion;
	/* The work year. */
	const char *start_date, *end_date;
	const struct rule *rules;
	size_t rule_count;

	struct law law; /* which judges, where an old and a new one meet */
	int stage;      /* up to which failures are faults; -1: none is, all are warnings */

	/* The rule that is looked at, and what came out. */
	const struct rule *rule;
	const char *pointer;
	int stops; /* of the rule; higher when the next stages alone are stopped */
	enum rule_result verdict;
	const char *by; /* the regime that said so */
	const char *code;
	int64_t have, need, total;
	struct streak years;     /* required, current and missing years */
	const char *not_counted; /* lines that would count but for another rule: "12,15" */
};

/* The rule fails, for this reason: a fault at the stages it stops, else a warning. */
#define RULE_FAILS(j, problem, ...)                                                                \
	(rule_fails(j, #problem) ? fault_##problem : warn_##problem)(                              \
		(j)->req, (j)->pointer, __VA_ARGS__)
bool rule_fails(struct judge *j, const char *code); /* true when it is a fault */

/* eligibility_rule_year.c: what else the subject holds of the year. */
void judge_registration(struct judge *j);
void judge_prior_title(struct judge *j);
void remember_prior_title(struct judge *j);
void judge_excellent_collective(struct judge *j);
void judge_state_reward_once(struct judge *j);
void judge_quota(struct judge *j);
void judge_movement_span(struct judge *j);
void judge_movement_review(struct judge *j);
void judge_once_lifetime(struct judge *j);
void judge_public_opinion(struct judge *j);

/* eligibility_rule_ladder.c: what it holds of earlier years. */
void judge_streak(struct judge *j);
void remember_streak(struct judge *j);
void judge_repeated_title(struct judge *j);
void remember_repeated_title(struct judge *j);
void judge_titles_in_years(struct judge *j);
void remember_titles_in_years(struct judge *j);
void judge_prior_reward(struct judge *j);
void remember_prior_reward(struct judge *j);
void judge_years_since_reward(struct judge *j);

/* eligibility_rule_person.c: service, discipline, initiatives. */
void judge_min_service(struct judge *j);
void judge_service_months(struct judge *j);
void judge_discipline(struct judge *j);
void judge_initiative(struct judge *j);
void remember_initiative(struct judge *j);
/* The level of a recognition is `least` or a wider one. */
bool level_reaches(const char *level, const char *least);
/* Remembers an initiative that the case stands on. */
void stand_on_initiative(struct judge *j, int64_t initiative);
/* What a regime says of the use of initiatives, whatever the award; ends with NULL. */
extern const char *const initiative_params[];
/* The measure weighs as much as the rule's parameter, or more. */
bool measure_weighs(const struct judge *j, const char *measure);

/* eligibility_rule_merit.c: what yearly merit asks of the years behind it and of the file. */
void judge_initiatives_in_years(struct judge *j);
void remember_initiatives_in_years(struct judge *j);
void judge_rated_years(struct judge *j);
void judge_leave(struct judge *j);
void judge_file_due(struct judge *j);

/* eligibility_rule_unit.c: the members of a unit and its targets. */
void judge_member_share(struct judge *j);
void judge_member_titles(struct judge *j);
void remember_members(struct judge *j);
void judge_member_discipline(struct judge *j);
void judge_plan_exceeded(struct judge *j);
void judge_exclusion(struct judge *j);

/* Binds :person and :unit of a statement over LINES_OF_SUBJECT or CASES_OF_SUBJECT. */
void bind_subject(struct stmt *q, const struct candidate *candidate);
/* What the subject has, as a table: two searches by an index of their own. With OR between them the
 * engine would rather read all lines of the year. */
#define OF_SUBJECT(table)                                                                          \
	" (SELECT * FROM " table " WHERE person = :person"                                         \
	" UNION ALL SELECT * FROM " table " WHERE unit = :unit) "
#define LINES_OF_SUBJECT OF_SUBJECT("decision_lines")
#define CASES_OF_SUBJECT OF_SUBJECT("award_cases")

/* Remembers one line that the case stands on. */
void stand_on_line(struct judge *j, int64_t line);

#endif
