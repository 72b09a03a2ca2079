/* Activities beside the figures. What they gave together is contributions.c's. */
#include "gen/api.h"
#include "gen/problems.h"
#include "office/unit.h"
#include "request/bind.h"
#include "request/children.h"
#include "request/etag.h"
#include "request/import.h"
#include "request/journal.h"
#include "request/problem.h"
#include "request/query.h"
#include "request/reach.h"
#include "request/reply.h"
#include "yearend/activity.h"

#define ACTIVITIES                                                                                 \
	" FROM activities a WHERE" ACTIVITY_READABLE                                               \
	" AND (CAST(:year AS BIGINT) IS NULL OR a.year = :year)"                                   \
	" AND (CAST(:kind AS TEXT) IS NULL OR a.kind = :kind)"                                     \
	" AND (CAST(:movement AS BIGINT) IS NULL OR a.movement = :movement)"                       \
	" AND (CAST(:q AS TEXT) IS NULL OR " HAS_Q("a.title_key") ")" IN_UNIT("a.unit")            \
		SHARES_CLUSTER("a.year", "a.unit")

enum error list_activities(struct request *req)
{
	return REPLY_PAGE2_DOWN(req,
		"a.id, a.unit, " NAME_OF_UNIT("a.unit") ", a.year, a.held_on, a.kind, a.title,"
							" a.summary, a.document, a.movement",
		ACTIVITIES, "a.held_on", TEXT, "a.id", BIGINT);
}

enum error get_activity(struct request *req)
{
	const struct get_activity_in *in = req->in;
	struct activity activity;

	return activity_see(req, in->id, &activity) ? req->failed
						    : activity_reply(req, 200, in->id);
}

/* The one with the same office, day, kind and title; 0: none. */
static int64_t same_activity(struct request *req, const struct row *row, const char *unit)
{
	struct stmt *q = db_query(req->db,
		"SELECT id FROM activities WHERE unit = :x_unit AND held_on = :held_on"
		" AND kind = :kind AND title_key = :title_key");

	bind_text(bind_row(q, req, row), ":x_unit", unit);
	return query_int(req, q);
}

static int64_t store(struct request *req, const struct row *row, const char *unit, int64_t year)
{
	struct stmt *q = db_query(req->db,
		"INSERT INTO activities AS a (unit, year, held_on, kind, title, title_key, summary,"
		" document, movement) VALUES (:x_unit, :x_year, :held_on, :kind, :title,"
		" :title_key, :summary, :document, :movement)"
		" ON CONFLICT (unit, held_on, kind, title_key) DO UPDATE SET title = excluded.title,"
		" summary = excluded.summary, document = excluded.document,"
		" movement = excluded.movement, revision = a.revision + 1 RETURNING id");

	bind_text(bind_row(q, req, row), ":x_unit", unit);
	bind_int(q, ":x_year", year);
	return query_int(req, q);
}

static enum error put_contributions(struct request *req, int64_t id)
{
	struct stmt *clear = db_query(req->db, "DELETE FROM contributions WHERE activity = :x_id");
	struct stmt *put = db_query(req->db,
		"INSERT INTO contributions (activity, purpose, money, days, persons, things)"
		" VALUES (:x_id, :purpose, :money, :days, :persons, :things)");

	return children_replace(req, "contributions", id, clear, put);
}

static bool same_contributions(struct request *req, int64_t id)
{
	struct stmt *count =
		db_query(req->db, "SELECT count(*) FROM contributions WHERE activity = :x_id");
	struct stmt *one = db_query(req->db,
		"SELECT 1 FROM contributions WHERE activity = :x_id AND purpose = :purpose"
		" AND money IS NOT DISTINCT FROM CAST(:money AS BIGINT)"
		" AND days IS NOT DISTINCT FROM CAST(:days AS BIGINT)"
		" AND persons IS NOT DISTINCT FROM CAST(:persons AS BIGINT)"
		" AND things IS NOT DISTINCT FROM CAST(:things AS TEXT)");

	return children_same(req, "contributions", id, count, one);
}

enum error create_activity(struct request *req)
{
	const struct create_activity_in *in = req->in;
	const char *unit = in->unit ? in->unit : req->caller.unit;
	struct row row = body_row(req);
	int64_t year;

	if (!in_reach(req, unit))
		fault_reference_unknown(req, member_pointer(req, &row, "unit"), unit);
	activity_check(req, &row, &year);
	activity_check_contributions(req);
	if (req_faults(req))
		return req->failed;
	int64_t id = same_activity(req, &row, unit);

	if (id)
		return fail_already_exists(req, req_printf(req, "/activities/%lld", (long long)id));
	id = store(req, &row, unit, year);
	if (req->failed || put_contributions(req, id))
		return req->failed;
	req_about(req, unit);
	req_created(req, "/activities/%lld", (long long)id);
	return activity_reply(req, 201, id);
}

static enum error amend(struct request *req, int64_t id, int64_t year)
{
	struct stmt *q = db_query(req->db,
		"UPDATE activities SET year = :x_year, held_on = :held_on, kind = :kind,"
		" title = :title, title_key = :title_key, summary = :summary, document = :document,"
		" movement = :movement, revision = revision + 1 WHERE id = :id");

	bind_int(bind_input(q, req), ":x_year", year);
	return query_run(req, q) ? req->failed : put_contributions(req, id);
}

enum error replace_activity(struct request *req)
{
	const struct replace_activity_in *in = req->in;
	struct row row = body_row(req);
	struct activity activity;
	enum import_outcome outcome;
	int64_t year;

	if (activity_lead(req, in->id, &activity) || check_if_match(req, activity.revision))
		return req->failed;
	activity_check(req, &row, &year);
	activity_check_contributions(req);
	int64_t same = same_activity(req, &row, activity.unit);

	if (same && same != in->id)
		fault_already_exists(req, member_pointer(req, &row, "title"),
			req_printf(req, "/activities/%lld", (long long)same));
	if (req_faults(req))
		return req->failed;
	struct stmt *old = db_query(req->db,
		"SELECT held_on, kind, title, summary, document, movement FROM activities"
		" WHERE id = :id");

	if (import_compare(req, &row, bind_input(old, req), &outcome))
		return req->failed;
	if (outcome == IMPORT_UNCHANGED && same_contributions(req, in->id))
		req_unchanged(req);
	else if (amend(req, in->id, year))
		return req->failed;
	return activity_reply(req, 200, in->id);
}

static enum error import_activity(struct request *req, const struct row *row)
{
	size_t faults = req_fault_count(req);
	const char *unit = row_text(row, "unit");
	enum import_outcome outcome;
	int64_t year;

	if (!in_reach(req, unit))
		fault_reference_unknown(req, member_pointer(req, row, "unit"), unit);
	activity_check(req, row, &year);
	if (!req_clean_since(req, faults))
		return req->failed;
	struct stmt *old = db_query(req->db,
		"SELECT title, summary, document, movement FROM activities WHERE unit = :unit"
		" AND held_on = :held_on AND kind = :kind AND title_key = :title_key");

	if (import_compare(req, row, bind_row(old, req, row), &outcome))
		return req->failed;
	int64_t id = outcome == IMPORT_UNCHANGED ? 0 : store(req, row, unit, year);

	return import_stored(
		req, row, outcome, req_printf(req, "/activities/%lld", (long long)id), unit);
}

enum error import_activities(struct request *req)
{
	return import_rows(req, import_activity);
}
