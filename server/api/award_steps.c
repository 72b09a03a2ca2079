/*
 * The steps of a case that its office, those above it and those who decide take; votes, holds and
 * grants are ballots.c's, holds.c's and decisions.c's.
 */
#include <string.h>

#include "awards/award.h"
#include "awards/law.h"
#include "awards/nomination.h"
#include "awards/regime.h"
#include "awards/window.h"
#include "calendar.h"
#include "gen/api.h"
#include "gen/problems.h"
#include "office/unit.h"
#include "request/bind.h"
#include "request/past_day.h"
#include "request/problem.h"
#include "request/query.h"

/* A step without guards of its own. */
static enum error take_step(struct request *req, int64_t id, enum actor actor, const char *event,
	const struct step *step)
{
	struct award award;

	if (award_load(req, id, actor, &award) || award_step(req, &award, event, step))
		return req->failed;
	return award_reply(req, 200, id);
}

/* The case, if the event is possible: what else it asks comes after. */
static enum error open_case(
	struct request *req, int64_t id, enum actor actor, const char *event, struct award *out)
{
	if (award_load(req, id, actor, out))
		return req->failed;
	return award_may(req, out, event);
}

enum error withdraw_award(struct request *req)
{
	const struct withdraw_award_in *in = req->in;
	struct award award;

	if (open_case(req, in->id, ACTOR_UNIT, "withdraw", &award))
		return req->failed;
	window_is_open(req, award.year, "registration", "");
	if (req_faults(req) ||
		award_step(req, &award, "withdraw", &(struct step){.reason = in->reason}))
		return req->failed;
	return award_reply(req, 200, in->id);
}

enum error nominate_award(struct request *req)
{
	const struct nominate_award_in *in = req->in;
	struct row row = body_row(req);
	const struct step step = {.document = in->document};
	struct award award;

	if (open_case(req, in->id, ACTOR_UNIT, "nominate", &award) ||
		award_nominate(req, &row, &award, &step) || req_faults(req))
		return req->failed;
	return award_reply(req, 200, in->id);
}

/* The file is there, from this day or from the one that was told before, without both from today; the
 * day says by which law it is judged. */
static enum error receive(struct request *req, struct award *award, const char *received_on)
{
	struct stmt *q = db_query(req->db,
		"UPDATE all_award_cases SET received_on = :x_day, regime = :x_regime WHERE id = :x_id");

	check_past_day(req, "/received_on", received_on, NULL);
	if (received_on)
		award->received_on = received_on;
	else if (!award->received_on)
		award->received_on = req_today(req);
	award->regime = law_used(req, award->regime, award->received_on);
	bind_text(q, ":x_day", award->received_on);
	bind_text(q, ":x_regime", award->regime);
	query_run(req, bind_id(q, award->id));
	return req_faults(req);
}

/* What the head of the sector's top unit decides itself goes nowhere else. */
enum error submit_award(struct request *req)
{
	const struct submit_award_in *in = req->in;
	const struct step step = {.document = in->document};
	struct award award;

	if (open_case(req, in->id, ACTOR_UNIT, "submit_up", &award))
		return req->failed;
	if (!authority_rank(award.authority) && unit_is_top(req, award.nominated_by))
		return fail_nowhere_to_submit(req, award.authority, award.nominated_by);
	if (receive(req, &award, in->received_on) || award_step(req, &award, "submit_up", &step))
		return req->failed;
	return award_reply(req, 200, in->id);
}

/* The day named, or as many days from today as the regime gives. */
static const char *supplement_day(
	struct request *req, const struct award *award, const char *due_on)
{
	char day[CALENDAR_DAY_SIZE];

	if (due_on)
		return due_on;
	calendar_print_day(
		calendar_day_of(req->now) + regime_number(req, award->regime, "supplement_days", 0),
		day);
	return req_text(req, day);
}

static enum error put_supplement(struct request *req, const struct award *award, const char *due_on)
{
	struct stmt *q = db_query(req->db,
		"UPDATE all_award_cases SET supplements = supplements + 1, supplement_due = :x_due"
		" WHERE id = :x_id");

	bind_text(q, ":x_due", due_on);
	return query_run(req, bind_id(q, award->id));
}

enum error request_supplement(struct request *req)
{
	const struct request_supplement_in *in = req->in;
	const struct step step = {.reason = in->reason};
	struct award award;

	if (open_case(req, in->id, ACTOR_ABOVE, "request_supplement", &award))
		return req->failed;
	int64_t most = regime_number(req, award.regime, "supplement_requests_max", INT64_MAX);
	const char *due_on = supplement_day(req, &award, in->due_on);

	if (req->failed)
		return req->failed;
	if (award.supplements >= most)
		return fail_supplements_used_up(req, award.supplements, most);
	if (put_supplement(req, &award, due_on) ||
		award_step(req, &award, "request_supplement", &step))
		return req->failed;
	return award_reply(req, 200, in->id);
}

static bool is_overdue(struct request *req, const struct award *award)
{
	return award->supplement_due && strcmp(award->supplement_due, req_today(req)) < 0;
}

enum error resubmit_award(struct request *req)
{
	const struct resubmit_award_in *in = req->in;
	const struct step step = {.document = in->document};
	struct award award;

	if (open_case(req, in->id, ACTOR_UNIT, "resubmit", &award))
		return req->failed;
	if (is_overdue(req, &award))
		return fail_supplement_overdue(req, award.supplement_due, req_today(req));
	if (award_step(req, &award, "resubmit", &step))
		return req->failed;
	return award_reply(req, 200, in->id);
}

enum error return_award(struct request *req)
{
	const struct return_award_in *in = req->in;
	const struct step step = {.document = in->document};
	struct award award;

	if (open_case(req, in->id, ACTOR_ABOVE, "expire", &award))
		return req->failed;
	if (!is_overdue(req, &award))
		return fail_supplement_not_due(req, award.supplement_due);
	if (award_step(req, &award, "expire", &step))
		return req->failed;
	return award_reply(req, 200, in->id);
}

/* For those who decide; a higher authority decides on what was submitted to it. */
static enum error open_verdict(
	struct request *req, int64_t id, const char *event, struct award *out)
{
	if (open_case(req, id, ACTOR_DECIDER, event, out))
		return req->failed;
	if (award_bars(out, event))
		return fail_not_submitted(req, out->id, out->state, out->authority);
	return OK;
}

enum error reject_award(struct request *req)
{
	const struct reject_award_in *in = req->in;
	const struct step step = {.reason = in->reason, .document = in->document};
	struct award award;

	if (open_verdict(req, in->id, "reject", &award) || award_step(req, &award, "reject", &step))
		return req->failed;
	return award_reply(req, 200, in->id);
}

/* Something that the award stood on was taken back; who decided has looked at it, and it stands. */
enum error review_award(struct request *req)
{
	const struct review_award_in *in = req->in;
	const struct step step = {.reason = in->reason, .document = in->document};
	struct stmt *put =
		db_query(req->db, "UPDATE all_award_cases SET review_needed = 0 WHERE id = :id");
	struct award award;

	if (open_case(req, in->id, ACTOR_DECIDER, "review", &award))
		return req->failed;
	if (!award.review_needed) {
		req_unchanged(req);
		return award_reply(req, 200, in->id);
	}
	query_run(req, bind_input(put, req));
	award_step(req, &award, "review", &step);
	return award_reply(req, 200, in->id);
}

enum error publish_award(struct request *req)
{
	const struct publish_award_in *in = req->in;

	return take_step(
		req, in->id, ACTOR_UNIT, "publish", &(struct step){.document = in->document});
}

enum error confer_award(struct request *req)
{
	const struct confer_award_in *in = req->in;

	return take_step(
		req, in->id, ACTOR_UNIT, "confer", &(struct step){.document = in->document});
}

/* Higher in the ladder of the same family, or for a higher authority. */
static bool is_higher(struct request *req, const char *award, const char *lower)
{
	struct stmt *q = db_query(req->db,
		"SELECT 1 FROM award_types h, award_types l WHERE h.award = :x_award"
		" AND l.award = :x_lower AND h.family = l.family AND h.rank_order > l.rank_order");

	bind_text(q, ":x_award", award);
	bind_text(q, ":x_lower", lower);
	return query_exists(req, q);
}

static enum error supersede(
	struct request *req, struct award *award, int64_t by, const struct step *step)
{
	struct stmt *q = db_query(
		req->db, "UPDATE all_award_cases SET superseded_by = :x_by WHERE id = :x_id");

	bind_int(q, ":x_by", by);
	query_run(req, bind_id(q, award->id));
	return award_step(req, award, "escalate", step);
}

/* The new case goes through the rules of a nomination; its registration is that of the old one. */
enum error escalate_award(struct request *req)
{
	const struct escalate_award_in *in = req->in;
	const struct step step = {.reason = in->reason};
	struct row row = body_row(req);
	struct award award;
	int64_t id = 0;

	if (open_verdict(req, in->id, "escalate", &award))
		return req->failed;
	struct award_draft draft = award_draft_of(&award);
	const char *code = award_named(req, in->award);

	draft.id = 0;
	draft.authority = NULL;
	draft.award = in->award;
	draft.registered = true;
	if (code && !is_higher(req, code, award.award))
		fault_award_not_higher(req, "/award", code, award.award);
	else
		award_begin(req, &row, &draft, true, &step, &id);
	if (req_faults(req) || supersede(req, &award, id, &step))
		return req->failed;
	return award_reply(req, 200, in->id);
}
