/*
 * A new case before it is stored: what is absent is filled in, what is wrong becomes faults of its
 * row. The law's own rules about the subject (service, titles, shares, quotas) are eligibility.h's.
 */
#include "awards/nomination_draft.h"

#include <string.h>

#include "awards/law.h"
#include "gen/problems.h"
#include "request/closest.h"
#include "request/query.h"

static const char *closest_awards(struct request *req, const char *name)
{
	struct stmt *q = db_query(req->db,
		"SELECT name_key, name_vi FROM award_types"
		" UNION SELECT alias_key, alias FROM award_aliases ORDER BY 1");
	struct closest closest = closest_to(req, name);

	while (closest_wants(&closest) && db_row(q))
		closest_add(req, &closest, column_text(q, 0), column_text(q, 1));
	req_fail(req, db_done(q));
	return closest_list(req, &closest);
}

/* NULL when there is no award of this code. */
static const char *decider_of(struct request *req, const char *award)
{
	struct stmt *q =
		db_query(req->db, "SELECT decider FROM award_types WHERE award = :x_award");

	bind_text(q, ":x_award", award);
	return query_text(req, q);
}

static bool find_type(struct proposal *proposal)
{
	struct request *req = proposal->req;
	const char *code = proposal->draft->award;

	proposal->decider = decider_of(req, code);
	if (!proposal->decider) {
		code = award_named(req, code);
		if (!code && !req->failed)
			fault_name_unknown(req, draft_at(proposal, "award"), proposal->draft->award,
				closest_awards(req, proposal->draft->award));
		proposal->decider = decider_of(req, code);
	}
	proposal->draft->award = code;
	return code;
}

static bool find_year(struct proposal *proposal)
{
	struct request *req = proposal->req;
	struct stmt *q = db_query(
		req->db, "SELECT start_date, end_date FROM work_years WHERE year = :x_year");

	bind_int(q, ":x_year", proposal->draft->year);
	if (db_row(q)) {
		proposal->start_date = req_text(req, column_text(q, 0));
		proposal->end_date = req_text(req, column_text(q, 1));
	}
	if (!req_fail(req, db_done(q)) && !proposal->end_date)
		fault_reference_unknown(req, draft_at(proposal, "year"),
			req_printf(req, "%lld", (long long)proposal->draft->year));
	return proposal->end_date;
}

static void check_span(const struct proposal *proposal)
{
	const char *from = proposal->draft->achievement_from, *to = proposal->draft->achievement_to;

	if (from && to && strcmp(from, to) > 0)
		fault_dates_reversed(proposal->req, draft_at(proposal, "achievement_to"), from, to);
	if (!proposal->end_date)
		return;
	if (from && strcmp(from, proposal->end_date) > 0)
		fault_day_after_work_year(proposal->req, draft_at(proposal, "achievement_from"),
			from, proposal->draft->year, proposal->end_date);
	if (to && strcmp(to, proposal->end_date) > 0)
		fault_day_after_work_year(proposal->req, draft_at(proposal, "achievement_to"), to,
			proposal->draft->year, proposal->end_date);
}

static void check_movement(const struct proposal *proposal)
{
	struct request *req = proposal->req;
	int64_t movement = proposal->draft->movement;
	struct stmt *q = db_query(req->db, "SELECT 1 FROM movements WHERE id = :x_movement");

	if (!movement) {
		if (!strcmp(proposal->draft->occasion, "movement"))
			fault_movement_missing(req, draft_at(proposal, "movement"));
		return;
	}
	bind_int(q, ":x_movement", movement);
	if (!query_exists(req, q))
		fault_reference_unknown(req, draft_at(proposal, "movement"),
			req_printf(req, "%lld", (long long)movement));
}

static void find_regime(const struct proposal *proposal)
{
	struct award_draft *draft = proposal->draft;

	draft->regime = law_used(proposal->req,
		regime_of(proposal->req, draft->year, draft->occasion, req_today(proposal->req)),
		draft->received_on);
	if (!draft->regime && !proposal->req->failed)
		fault_regime_unknown(
			proposal->req, draft_at(proposal, "year"), draft->year, draft->occasion);
}

/* A leader's own title may go to a higher authority, never to a lower one. */
static void check_authority(const struct proposal *proposal)
{
	struct award_draft *draft = proposal->draft;
	const char *decider =
		regime_decider(proposal->req, draft->regime, draft->award, proposal->decider);

	if (!draft->authority)
		draft->authority = decider;
	else if (authority_rank(draft->authority) < authority_rank(decider))
		fault_authority_too_low(proposal->req, draft_at(proposal, "authority"),
			draft->award, decider, draft->authority);
}

struct candidate candidate_from(const struct award_draft *draft)
{
	return (struct candidate){.case_id = draft->id,
		.award = draft->award,
		.occasion = draft->occasion,
		.regime = draft->regime,
		.year = draft->year,
		.person = draft->person,
		.unit = draft->unit,
		.home = draft->home,
		.proposer = draft->nominated_by,
		.vouched = draft->vouched,
		.movement = draft->movement,
		.received_on = draft->received_on};
}

/* What any case must meet, as faults of the row. */
static void check_case(const struct proposal *proposal)
{
	struct candidate candidate = candidate_from(proposal->draft);

	req_fail(proposal->req,
		eligibility_draft(proposal->req, &candidate, proposal->row,
			draft_at(proposal, draft_subject(proposal))));
}

bool nomination_check(struct request *req, const struct row *row, struct award_draft *draft)
{
	struct proposal proposal = {.req = req, .row = row, .draft = draft};
	size_t faults = req_fault_count(req);
	bool type = find_type(&proposal), year = find_year(&proposal),
	     subject = draft_find_subject(&proposal);

	if (req->failed)
		return false;
	check_span(&proposal);
	check_movement(&proposal);
	bool office = subject && draft_find_office(&proposal);

	if (type && year)
		find_regime(&proposal);
	if (type && year && office)
		check_case(&proposal);
	if (draft->regime)
		check_authority(&proposal);
	return req_clean_since(req, faults);
}
