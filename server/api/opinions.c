/* The window in which the public says what it thinks of a case (BR-25). */
#include <string.h>

#include "awards/award.h"
#include "awards/regime.h"
#include "calendar.h"
#include "gen/api.h"
#include "gen/problems.h"
#include "request/bind.h"
#include "request/past_day.h"
#include "request/problem.h"
#include "request/query.h"

/* How many days a window has, both ends included; 0 with a fault when it ends before it begins. */
static int64_t days_of(struct request *req, const char *from_date, const char *to_date)
{
	int64_t from, to;

	if (!calendar_parse_day(from_date, &from) || !calendar_parse_day(to_date, &to))
		return 0;
	if (from <= to)
		return to - from + 1;
	fault_dates_reversed(req, "/to_date", from_date, to_date);
	return 0;
}

enum error open_opinion(struct request *req)
{
	const struct open_opinion_in *in = req->in;
	struct stmt *put = db_query(req->db,
		"INSERT INTO opinions (case_id, from_date, to_date)"
		" VALUES (:id, :from_date, :to_date) ON CONFLICT (case_id) DO NOTHING");
	struct award award;

	if (award_load(req, in->id, ACTOR_ABOVE, &award) || award_may(req, &award, "open_opinion"))
		return req->failed;
	if (!award.needs_public_opinion)
		return fail_opinion_not_needed(req, award.award);
	int64_t have = days_of(req, in->from_date, in->to_date);
	int64_t need = regime_number(req, award.regime, "public_opinion_min_days", 0);

	if (have && have < need)
		fault_opinion_too_short(req, "/to_date", have, need);
	if (req_faults(req))
		return req->failed;
	if (query_run(req, bind_input(put, req)))
		return req->failed;
	/* The public is asked once. */
	if (!db_changed(req->db))
		return req_fail(req, E_CONFLICT);
	award_step(req, &award, "open_opinion", NULL);
	return award_reply(req, 200, in->id);
}

static const char *last_day(struct request *req, int64_t id)
{
	struct stmt *q = db_query(req->db, "SELECT to_date FROM opinions WHERE case_id = :x_id");

	return query_text(req, bind_id(q, id));
}

enum error close_opinion(struct request *req)
{
	const struct close_opinion_in *in = req->in;
	struct stmt *put = db_query(req->db,
		"UPDATE opinions SET closed_on = :closed_on, views = :views, comments = :comments"
		" WHERE case_id = :id");
	struct award award;

	if (award_load(req, in->id, ACTOR_ABOVE, &award) || award_may(req, &award, "close_opinion"))
		return req->failed;
	const char *to_date = last_day(req, in->id);

	if (!to_date)
		return req_fail(req, E_FAULT);
	if (strcmp(in->closed_on, to_date) < 0)
		fault_opinion_incomplete(req, "/closed_on", to_date);
	check_past_day(req, "/closed_on", in->closed_on, NULL);
	if (!in->has_views)
		fault_opinion_incomplete(req, "/views", to_date);
	if (!in->has_comments)
		fault_opinion_incomplete(req, "/comments", to_date);
	if (req_faults(req))
		return req->failed;
	query_run(req, bind_input(put, req));
	award_step(req, &award, "close_opinion", NULL);
	return award_reply(req, 200, in->id);
}
