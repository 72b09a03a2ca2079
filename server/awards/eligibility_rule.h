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
	struct param_row value; /* of the parameter; its key is NULL for a rule without one */
	int stops;              /* from which stage on a failure does: enum stage, or ADVICE */
	/* Of any award, whatever the law: only told when it fails, at this member of a row; NULL: at the
	 * subject. */
	bool basic;
	const char *member;
};

enum { ADVICE = STAGE_GRANT + 1 };

enum rule_result { RULE_PASSED, RULE_FAILED, RULE_NOT_JUDGED, RULE_NOT_ASKED };

struct judge {
	struct request *req;
	const struct candidate *candidate;
	/* Whose rules these are; they live as long as the request. */
	const char *award, *regime;
	int64_t year;
	const struct judge *before; /* of those that the request keeps */
	/* Of the award's type. */
	const char *type_evidence;
	bool once_lifetime, needs_public_opinion, outsiders;
	const char *subject, *valid_from, *valid_to;
	/* The work year. */
	const char *start_date, *end_date;
	struct rule *rules;
	size_t rule_count;

	struct law law;        /* which judges, where an old and a new one meet */
	const struct row *row; /* that asks; NULL: none */
	int stage;             /* up to which failures are faults; -1: none is, all are warnings */

	/* The rule that is looked at, and what came out. */
	const struct rule *rule;
	const char *pointer;
	int stops; /* of the rule; higher when the next stages alone are stopped */
	enum rule_result verdict;
	const char *by; /* the regime that said so */
	const char *code;
	int64_t have, need, total;
	/* Of a share of members: those of the unit's own house and of the offices below it. */
	bool of_members;
	struct portion {
		int64_t have, total;
	} own, below;
	struct streak years;     /* required, current and missing years */
	const char *not_counted; /* lines that would count but for another rule: "12,15" */
};

/* The rule fails, for this reason: a fault at the stages it stops, else a warning. */
#define RULE_FAILS(j, problem, ...)                                                                \
	(rule_fails(j, #problem) ? fault_##problem : warn_##problem)(                              \
		(j)->req, (j)->pointer, __VA_ARGS__)
bool rule_fails(struct judge *j, const char *code); /* true when it is a fault */

/* How the rules of a name are looked at; NULL for what the server cannot look at. */
struct rule_kind {
	const char *rule;
	void (*judge)(struct judge *j);
	void (*remember)(struct judge *j); /* NULL: it stands on nothing that could be revoked */
	enum { OF_BOTH, OF_PERSONS, OF_UNITS } subject;
};
const struct rule_kind *rule_kind_of(const struct rule *rule);
/* It is one of those, for such a subject; what it is not is left to people. */
bool rule_is_for(const struct rule_kind *kind, const struct candidate *candidate);

/* One rule, with the verdict in *j and what is wrong at `pointer`. */
void judge_rule(struct judge *j, const struct rule *rule, const char *pointer);
/* The same by j->law: what fails by the old law and not by the new one does not stop a candidate for
 * whom the better rule counts. */
void judge_rule_by_law(struct judge *j, const struct rule *rule, const char *pointer);

extern const char *const stage_words[]; /* by stage, ADVICE last; NULL-ended */

/* eligibility_rule_load.c. The type and the year of the candidate, and room for the rules. */
enum error judge_begin(struct request *req, const struct candidate *candidate, struct judge *out);
/* And its rules. Rows of one award follow each other, and two laws may judge each: the rules are read
 * once for an award, a year and a regime. */
enum error judge_open(struct request *req, const struct candidate *candidate, struct judge *out);

/* eligibility_rule_basic.c: whether it can be a case at all. */
/* Appends these rules; without `nominated` only those that a registration and a paper meet, too. */
void add_basic_rules(struct judge *j, struct rule *rules, bool nominated);
#define MOST_BASIC_RULES 7
void judge_unit_life(struct judge *j);
void judge_proposer(struct judge *j);
void judge_subject(struct judge *j);
void judge_in_force(struct judge *j);
void judge_live_case(struct judge *j);
void judge_hold(struct judge *j);
void judge_window(struct judge *j);

/* eligibility_rule_year.c: what else the subject holds of the year. */
void judge_registration(struct judge *j);
void judge_prior_title(struct judge *j);
void remember_prior_title(struct judge *j);
void judge_excellent_collective(struct judge *j);
void judge_state_reward_once(struct judge *j);
void judge_quota(struct judge *j);
const char *quota_office(struct judge *j);
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

/* eligibility_rule_rank.c: where it stands in its cluster. */
void judge_cluster_rank(struct judge *j);

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
