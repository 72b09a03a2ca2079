/* How a case is registered and nominated. */
#include "awards/nomination.h"

#include <string.h>

#include "awards/evidence.h"
#include "awards/nomination_draft.h"
#include "awards/window.h"
#include "request/bind.h"
#include "request/problem.h"
#include "request/query.h"

/* A registration of the same subject, award and year counts, whatever became of its case, unless
 * it was taken back. */
static bool is_registered(struct request *req, const struct award_draft *draft)
{
	struct stmt *q = db_query(req->db,
		"SELECT 1 FROM (SELECT * FROM award_cases WHERE person = :x_person UNION ALL"
		" SELECT * FROM award_cases WHERE unit = :x_unit) c WHERE c.award = :x_award"
		" AND c.year = :x_year AND c.registered_on IS NOT NULL AND c.state <> 'withdrawn'");

	bind_text(q, ":x_award", draft->award);
	bind_int(q, ":x_year", draft->year);
	bind_int(q, ":x_person", draft->person);
	bind_text(q, ":x_unit", draft->unit);
	return query_exists(req, q);
}

/* What a nomination asks beyond a good draft. */
static void check_nomination(struct request *req, const struct row *row,
	const struct award_draft *draft, const char *pointer)
{
	struct candidate candidate = candidate_from(draft);

	candidate.registered = draft->registered || is_registered(req, draft);
	if (!req->failed)
		req_fail(req, eligibility_check(req, &candidate, STAGE_NOMINATION, row, pointer));
}

/* BR-19: no second case of what comes once in a lifetime, not even as an aim of the year. */
static void check_registration(
	struct request *req, const struct award_draft *draft, const char *pointer)
{
	struct candidate candidate = candidate_from(draft);

	req_fail(req, eligibility_once(req, &candidate, pointer));
}

/* The draft and, when it is to be nominated, the nomination: all faults of both. */
static bool check_row(
	struct request *req, const struct row *row, struct award_draft *draft, bool nominated)
{
	const struct proposal proposal = {.req = req, .row = row, .draft = draft};
	size_t faults = req_fault_count(req);
	bool good = nomination_check(req, row, draft);

	if (!good || !nominated)
		window_is_open(req, draft->year, nominated ? "review" : "registration",
			member_pointer(req, row, "year"));
	const char *subject = draft_at(&proposal, draft_subject(&proposal));

	if (good && nominated)
		check_nomination(req, row, draft, subject);
	else if (good)
		check_registration(req, draft, subject);
	return req_clean_since(req, faults);
}

static enum error remember_evidence(struct request *req, int64_t id)
{
	struct award award;

	if (award_find(req, id, &award))
		return req->failed;
	return req_fail(req, evidence_remember(req, &award));
}

enum error award_begin(struct request *req, const struct row *row, struct award_draft *draft,
	bool nominated, const struct step *step, int64_t *out)
{
	*out = 0;
	if (!check_row(req, row, draft, nominated) ||
		award_store(req, draft, nominated ? "nominate" : "register", step, out))
		return req->failed;
	return nominated ? remember_evidence(req, *out) : OK;
}

/* What is no annual-merit is judged by the regime of the day on which it is nominated. */
static enum error put_regime(struct request *req, const struct award_draft *draft)
{
	struct stmt *q =
		db_query(req->db, "UPDATE all_award_cases SET regime = :x_regime WHERE id = :x_id");

	bind_text(q, ":x_regime", draft->regime);
	return query_run(req, bind_id(q, draft->id));
}

enum error award_nominate(
	struct request *req, const struct row *row, struct award *award, const struct step *step)
{
	struct award_draft draft = award_draft_of(award);

	if (!check_row(req, row, &draft, true) || put_regime(req, &draft) ||
		award_step(req, award, "nominate", step))
		return req->failed;
	return remember_evidence(req, award->id);
}

struct award_draft award_draft_of(const struct award *award)
{
	return (struct award_draft){.id = award->id,
		.award = award->award,
		.occasion = award->occasion,
		.unit = award->unit,
		.nominated_by = award->nominated_by,
		.authority = award->authority,
		.merit = award->merit,
		.achievement_from = award->achievement_from,
		.achievement_to = award->achievement_to,
		.received_on = award->received_on,
		.origin = "proposal",
		.year = award->year,
		.person = award->person,
		.movement = award->movement};
}
