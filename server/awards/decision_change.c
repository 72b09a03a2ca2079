/*
 * What becomes of a line after the grant. Its row stays; each change is remembered with its reason,
 * the step of its case is taken, and what has to follow is written down for people to do.
 */
#include "awards/decision.h"
#include "calendar.h"
#include "request/journal.h"
#include "request/query.h"

static enum error put_status(struct request *req, const struct line *line, const char *status)
{
	struct stmt *q = db_query(req->db,
		"UPDATE all_decision_lines SET status = COALESCE(:x_status, status),"
		" revision = revision + 1 WHERE id = :x_line");

	bind_text(q, ":x_status", status);
	bind_int(q, ":x_line", line->id);
	return query_run(req, q);
}

static enum error put_change(
	struct request *req, const struct line *line, const struct line_change *change)
{
	struct stmt *q = db_query(req->db,
		"INSERT INTO line_changes (line, kind, decision, ground, reason, old_name,"
		" old_unit, at) VALUES (:x_line, :x_kind, NULLIF(:x_decision, 0), :x_ground,"
		" :x_reason, :x_old_name, :x_old_unit, :x_now)");

	bind_int(q, ":x_line", line->id);
	bind_text(q, ":x_kind", change->kind);
	bind_int(q, ":x_decision", change->decision);
	bind_text(q, ":x_ground", change->ground);
	bind_text(q, ":x_reason", change->reason);
	bind_text(q, ":x_old_name", change->old_name);
	bind_text(q, ":x_old_unit", change->old_unit);
	bind_int(q, ":x_now", req->now);
	return query_run(req, q);
}

enum error line_change(struct request *req, const struct line *line,
	const struct line_change *change, const struct decision *by)
{
	struct step step = {.reason = change->reason, .document = by->number};
	struct award award;

	if (award_find(req, line->case_id, &award) ||
		award_step(req, &award, change->kind, &step) ||
		put_status(req, line, change->status) || put_change(req, line, change))
		return req->failed;
	return req_event(req, line->home_unit,
		req_printf(req, "/decisions/%lld/lines/%lld", (long long)line->decision,
			(long long)line->id),
		req_printf(req, "%lld %s %s", (long long)line->id, change->kind, change->reason));
}

enum error line_recover(struct request *req, const struct line *line, const char *what,
	int64_t amount, const char *signed_on, int64_t days)
{
	struct stmt *q = db_query(req->db,
		"INSERT INTO recoveries (line, what, amount, due_on) VALUES (:x_line, :x_what,"
		" NULLIF(:x_amount, 0), :x_due) ON CONFLICT (line, what) DO UPDATE SET"
		" amount = excluded.amount, due_on = excluded.due_on, returned_on = NULL");
	char due[CALENDAR_DAY_SIZE];
	int64_t day = 0;

	calendar_parse_day(signed_on, &day);
	calendar_print_day(day + days, due);
	bind_int(q, ":x_line", line->id);
	bind_text(q, ":x_what", what);
	bind_int(q, ":x_amount", amount);
	bind_text(q, ":x_due", due);
	return query_run(req, q);
}
