/*
 * The periods of work years, common to the whole sector: their due times, and whether reports still
 * come in. `future` is never stored: it is what an open period is until its first day in Vietnam.
 */
#include <string.h>

#include "gen/api.h"
#include "gen/problems.h"
#include "lifecycle.h"
#include "request/bind.h"
#include "request/import.h"
#include "request/query.h"
#include "request/reach.h"
#include "request/reply.h"

/* The revision tells of the first day, too: on it the printed state changes without a write. */
#define REVISION "2 * revision + CASE WHEN start_date > :today THEN 0 ELSE 1 END"
#define PERIODS                                                                                    \
	" FROM (SELECT period, year, kind, seq, start_date, end_date, due_district, due_province," \
	" due_evidence, CASE WHEN state = 'open' AND start_date > :today THEN 'future'"            \
	" ELSE state END AS state, " REVISION " AS revision FROM periods) AS p"
#define COLUMNS                                                                                    \
	"period, year, kind, seq, start_date, end_date, due_district, due_province,"               \
	" due_evidence, state"
#define LISTED                                                                                     \
	PERIODS " WHERE (CAST(:year AS BIGINT) IS NULL OR year = :year)"                           \
		" AND (CAST(:kind AS TEXT) IS NULL OR kind = :kind)"                               \
		" AND (CAST(:state AS TEXT) IS NULL OR state = :state)"

enum error list_periods(struct request *req)
{
	return REPLY_PAGE2(req, COLUMNS, LISTED, "end_date", TEXT, "period", TEXT);
}

enum error get_period(struct request *req)
{
	struct stmt *q = db_query(req->db,
		"SELECT " COLUMNS ", revision AS _revision" PERIODS " WHERE period = :period");

	return reply_row(req, 200, q);
}

/* For the sector's admin: the period is there, and still the one of If-Match. */
static enum error require_period(struct request *req)
{
	struct stmt *found = db_query(req->db, "SELECT revision" PERIODS " WHERE period = :period");

	if (require_sector(req))
		return req->failed;
	return check_revision(req, found);
}

enum error replace_period(struct request *req)
{
	struct stmt *old = db_query(req->db,
		"SELECT due_district, due_province, due_evidence FROM periods"
		" WHERE period = :period");
	struct stmt *put = db_query(req->db,
		"UPDATE periods SET due_district = :due_district, due_province = :due_province,"
		" due_evidence = :due_evidence, due_is_default = 0, revision = revision + 1"
		" WHERE period = :period");

	if (require_period(req))
		return req->failed;
	row_replace(req, old, put);
	return get_period(req);
}

static const char *state_of(struct request *req, const char *period)
{
	struct stmt *q = db_query(req->db, "SELECT state" PERIODS " WHERE period = :x_period");

	bind_text(q, ":today", req_today(req));
	bind_text(q, ":x_period", period);
	return query_text(req, q);
}

/* What is there already is no step, and no conflict; `future` is an open one. */
static enum error take_step(
	struct request *req, const char *period, const char *event, const char *to)
{
	if (require_period(req))
		return req->failed;
	const char *state = state_of(req, period);
	bool stays = !strcmp(to, "open") && state && !strcmp(state, "future");

	if (state && !stays && strcmp(state, to) != 0 &&
		!machine_step(&period_machine, state, event))
		return fail_period_state_conflict(req, period, state);
	struct stmt *put = db_query(req->db,
		"UPDATE periods SET state = :x_state, revision = revision + 1"
		" WHERE period = :period AND state <> :x_state");

	bind_input(put, req);
	bind_text(put, ":x_state", to);
	if (query_run(req, put))
		return req->failed;
	if (!db_changed(req->db))
		req_unchanged(req);
	return get_period(req);
}

enum error close_period(struct request *req)
{
	const struct close_period_in *in = req->in;

	return take_step(req, in->period, "close", "closed");
}

enum error lock_period(struct request *req)
{
	const struct lock_period_in *in = req->in;

	return take_step(req, in->period, "lock", "locked");
}

enum error reopen_period(struct request *req)
{
	const struct reopen_period_in *in = req->in;

	return take_step(req, in->period, "reopen", "open");
}
