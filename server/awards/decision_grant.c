/*
 * One line of a decision grants one case: whether the case is there, ready for this authority and
 * this issuer, whether its rules hold on the day, and what is stored then. Lines are taken one
 * after the other, so that a quota counts those before.
 */
#include <string.h>

#include "awards/decision.h"
#include "awards/eligibility.h"
#include "awards/evidence.h"
#include "gen/problems.h"
#include "office/unit.h"
#include "request/reach.h"

struct grant {
	struct request *req;
	const struct decision *decision;
	const json_t *json;
	const char *pointer;
	struct award award;
};

static const char *at(const struct grant *grant, const char *member)
{
	return req_printf(grant->req, "%s/%s", grant->pointer, member);
}

static const char *text(const struct grant *grant, const char *member)
{
	return json_string_value(json_object_get(grant->json, member));
}

/* The case, when the caller may see it. */
static bool find_case(struct grant *grant)
{
	struct request *req = grant->req;
	int64_t id = json_integer_value(json_object_get(grant->json, "case_id"));

	if (award_lookup(req, id, &grant->award) && in_reach(req, grant->award.nominated_by))
		return true;
	fault_reference_unknown(req, at(grant, "case_id"), req_printf(req, "%lld", (long long)id));
	return false;
}

/* A higher authority decides on what was submitted to it; an office's own also at its council. */
static bool is_ready(struct grant *grant)
{
	struct request *req = grant->req;
	const struct award *award = &grant->award;
	const char *pointer = at(grant, "case_id");

	if (award->held_state)
		fault_on_hold(req, pointer, open_hold_on(req, award->person, award->unit));
	else if (!machine_step(&award_machine, award->state, "grant"))
		fault_award_state(
			req, pointer, award->id, "grant", award->state, award_possible(req, award));
	else if (award_bars(award, "grant"))
		fault_not_submitted(req, pointer, award->id, award->state, award->authority);
	else
		return true;
	return false;
}

static bool is_of_this_authority(struct grant *grant)
{
	struct request *req = grant->req;
	const struct award *award = &grant->award;
	const struct decision *decision = grant->decision;

	if (strcmp(award->authority, decision->authority) != 0)
		fault_authority_mismatch(req, at(grant, "case_id"), award->id, award->authority,
			decision->authority);
	else if (!unit_is_below(req, award->nominated_by, decision->issuer))
		fault_issuer_not_above(
			req, at(grant, "case_id"), decision->issuer, award->nominated_by);
	else
		return true;
	return false;
}

static bool is_eligible(struct grant *grant)
{
	struct request *req = grant->req;
	size_t faults = req_fault_count(req);
	struct candidate candidate = candidate_of(&grant->award);

	candidate.issuer = grant->decision->issuer;
	candidate.authority = grant->decision->authority;
	return !eligibility_check(req, &candidate, STAGE_GRANT, NULL, grant->pointer) &&
		req_clean_since(req, faults);
}

static struct line line_of(const struct grant *grant)
{
	const struct award *award = &grant->award;
	const char *from = text(grant, "achievement_from"), *to = text(grant, "achievement_to");

	return (struct line){.case_id = award->id,
		.award = award->award,
		.occasion = award->occasion,
		.year = award->year,
		.person = award->person,
		.unit = award->unit,
		.printed_name = text(grant, "printed_name"),
		.printed_unit = text(grant, "printed_unit"),
		.achievement_from = from ? from : award->achievement_from,
		.achievement_to = to ? to : award->achievement_to};
}

static enum error store(struct grant *grant, struct line *line)
{
	struct request *req = grant->req;
	struct step step = {.document = grant->decision->number};
	struct candidate candidate = candidate_of(&grant->award);

	if (line_store(req, grant->decision, grant->award.regime, line) ||
		award_step(req, &grant->award, "grant", &step) ||
		eligibility_remember(req, &candidate))
		return req->failed;
	return evidence_remember(req, &grant->award);
}

enum error decision_grant(struct request *req, const struct decision *decision, const json_t *json,
	const char *pointer, struct line *out)
{
	struct grant grant = {.req = req, .decision = decision, .json = json, .pointer = pointer};

	if (!find_case(&grant) || !is_ready(&grant))
		return req->failed;
	struct line line = line_of(&grant);
	bool fine = is_of_this_authority(&grant);

	fine &= line_year_check(req, at(&grant, "case_id"), line.year, decision->signed_on);
	fine &= line_span_check(
		req, at(&grant, "achievement_to"), line.achievement_from, line.achievement_to);
	fine &= is_eligible(&grant);
	if (!fine || req->failed || store(&grant, &line))
		return req->failed;
	*out = line;
	return OK;
}
