/*
 * Practices that others learn from: drafted by an office, shared with its cluster, recognised by the lead or an office
 * above. Who takes them up is adoptions.c's.
 */
#include "awards/initiative.h"
#include "gen/api.h"
#include "gen/problems.h"
#include "office/unit.h"
#include "request/bind.h"
#include "request/import.h"
#include "request/journal.h"
#include "request/past_day.h"
#include "request/problem.h"
#include "request/query.h"
#include "request/reach.h"
#include "request/reply.h"
#include "yearend/effect.h"
#include "yearend/practice.h"

#define PRACTICES                                                                                  \
	" FROM practices p WHERE" PRACTICE_READABLE                                                \
	" AND (CAST(:year AS BIGINT) IS NULL OR p.year = :year)"                                   \
	" AND (CAST(:area AS TEXT) IS NULL OR p.area = :area)"                                     \
	" AND (CAST(:state AS TEXT) IS NULL OR p.state = :state)"                                  \
	" AND (CAST(:q AS TEXT) IS NULL OR " HAS_Q("p.title_key") ")" IN_UNIT("p.unit")            \
		SHARES_CLUSTER("p.year", "p.unit")

enum error list_practices(struct request *req)
{
	return REPLY_PAGE2_DOWN(req,
		"p.id, p.unit, " NAME_OF_UNIT(
			"p.unit") ", p.year, p.title, p.area, p.since, p.state,"
				  " (SELECT count(*) FROM adoptions a WHERE a.practice = p.id"
				  " AND a.state IN ('applied', 'reported')) AS replicated",
		PRACTICES, "p.year", BIGINT, "p.id", BIGINT);
}

enum error get_practice(struct request *req)
{
	const struct get_practice_in *in = req->in;
	struct kept practice;

	return step_find(req, &practice_kind, in->id, &practice)
		? req->failed
		: practice_kind.reply(req, 200, in->id);
}

/* What POST and PUT share: what the body names is there, and the effect has its figures. */
static void check_content(
	struct request *req, const struct row *row, const char *unit, struct effect *effect)
{
	row_refers(req, row, "area", db_query(req->db, "SELECT 1 FROM areas WHERE area = :area"));
	row_refers(req, row, "initiative",
		db_query(req->db,
			"SELECT 1 FROM initiatives i WHERE i.id = :initiative AND" INITIATIVE_READABLE));
	check_past_day(req, member_pointer(req, row, "since"), row_text(row, "since"), NULL);
	effect_read(req, row, unit, effect);
}

enum error create_practice(struct request *req)
{
	const struct create_practice_in *in = req->in;
	const char *unit = in->unit ? in->unit : req->caller.unit;
	struct row row = body_row(req);
	struct effect effect = {0};

	row_refers(req, &row, "year",
		db_query(req->db, "SELECT 1 FROM work_years WHERE year = :year"));
	if (in_reach(req, unit))
		check_content(req, &row, unit, &effect);
	else
		fault_reference_unknown(req, member_pointer(req, &row, "unit"), unit);
	if (req_faults(req))
		return req->failed;
	struct stmt *q = db_query(req->db,
		"INSERT INTO practices (unit, year, title, title_key, area, problem, solution,"
		" result, since, initiative, " EFFECT_COLUMNS
		", state) VALUES (:x_unit, :year, :title,"
		" :title_key, :area, :problem, :solution, :result, :since, :initiative, " EFFECT_VALUES
		", 'draft') RETURNING id");

	bind_text(effect_bind(bind_input(q, req), &effect), ":x_unit", unit);
	int64_t id = query_int(req, q);

	req_about(req, unit);
	req_created(req, "/practices/%lld", (long long)id);
	return req->failed ? req->failed : practice_kind.reply(req, 201, id);
}

enum error replace_practice(struct request *req)
{
	const struct replace_practice_in *in = req->in;
	struct row row = body_row(req);
	struct effect effect = {0};
	struct kept practice;

	if (step_begin(req, &practice_kind, in->id, "amend", &practice))
		return req->failed;
	check_content(req, &row, practice.unit, &effect);
	struct stmt *old = db_query(req->db,
		"SELECT title, area, problem, solution, result, since, initiative, indicator,"
		" period_before, period_after FROM practices WHERE id = :id");
	struct stmt *put = db_query(req->db,
		"UPDATE practices SET title = :title, title_key = :title_key, area = :area,"
		" problem = :problem, solution = :solution, result = :result, since = :since,"
		" initiative = :initiative, " EFFECT_SETS
		", revision = revision + 1 WHERE id = :id");

	row_replace(req, old, effect_bind(put, &effect));
	return req->failed ? req->failed : practice_kind.reply(req, 200, in->id);
}

enum error share_practice(struct request *req)
{
	const struct share_practice_in *in = req->in;

	return step_run(req, &practice_kind, in->id, "share",
		db_query(req->db,
			"UPDATE practices SET state = :x_state, revision = revision + 1"
			" WHERE id = :x_id"));
}

enum error recognise_practice(struct request *req)
{
	const struct recognise_practice_in *in = req->in;
	struct kept practice;

	if (step_begin(req, &practice_kind, in->id, "recognise", &practice))
		return req->failed;
	check_past_day(req, "/recognised_on", in->recognised_on, NULL);
	if (req_faults(req))
		return req->failed;
	return step_take(req, &practice,
		db_query(req->db,
			"UPDATE practices SET state = :x_state, recognised_on = :recognised_on,"
			" recognised_by = :caller_unit, document = :document,"
			" revision = revision + 1 WHERE id = :x_id"));
}

enum error retire_practice(struct request *req)
{
	const struct retire_practice_in *in = req->in;

	return step_run(req, &practice_kind, in->id, "retire",
		db_query(req->db,
			"UPDATE practices SET state = :x_state, reason = :reason,"
			" revision = revision + 1 WHERE id = :x_id"));
}
