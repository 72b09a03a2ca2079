/* May this unit report for this period, here and now? */
#include <string.h>

#include "gen/problems.h"
#include "office/unit.h"
#include "reporting/report.h"
#include "request/bind.h"
#include "request/query.h"

static const char *place(struct request *req, const struct report *report, const char *member)
{
	if (report->place_row != SIZE_MAX)
		return row_pointer(req, report->place_row, member);
	return req_printf(req, "/%s", member);
}

struct unit_row {
	bool found;
	const char *level, *valid_from, *valid_to, *successor;
};

/* Out of reach and absent look the same. */
static enum error find_unit(struct request *req, const struct report *report, struct unit_row *out)
{
	struct stmt *q = db_query(req->db,
		"SELECT level, valid_from, valid_to, successor FROM units WHERE unit = :x_unit"
		" AND (CAST(:x_all AS BIGINT) = 1 OR EXISTS (SELECT 1 FROM unit_below"
		" WHERE ancestor = :caller_unit AND unit = :x_unit)"
		" OR (CAST(:x_is_read AS BIGINT) = 1 AND EXISTS (SELECT 1 FROM lead_reach l"
		" JOIN periods p ON p.year = l.year AND p.period = :x_period"
		" WHERE l.head = :caller_head AND l.unit = :x_unit)))");

	bind_input(q, req);
	bind_text(q, ":x_unit", report->unit);
	bind_text(q, ":x_period", report->period);
	bind_int(q, ":x_is_read", report->is_read);
	bind_int(q, ":x_all", req->caller.token == 0);
	bool found = db_row(q);

	if (found) {
		out->level = req_text(req, column_text(q, 0));
		out->valid_from = req_text(req, column_text(q, 1));
		out->valid_to = req_text(req, column_text(q, 2));
		out->successor = req_text(req, column_text(q, 3));
	}
	if (req_fail(req, db_done(q)))
		return req->failed;
	out->found = found;
	if (found)
		return OK;
	if (report->place_row == SIZE_MAX)
		return fail_not_found(req);
	fault_reference_unknown(req, place(req, report, "unit"), report->unit);
	return OK;
}

static enum error check_lock(struct request *req, const struct report *report)
{
	struct stmt *q = db_query(req->db,
		"SELECT 1 FROM lock_exceptions WHERE unit = :x_unit AND period = :x_period"
		" AND revoked_at IS NULL AND expires_at > :now");

	bind_text(q, ":x_unit", report->unit);
	bind_text(q, ":x_period", report->period);
	bind_int(q, ":now", req->now);
	if (!query_exists(req, q))
		fault_period_locked(req, place(req, report, "period"), report->period);
	return req->failed;
}

static void check_life(struct request *req, const struct report *report,
	const struct unit_row *unit, const char *end_date)
{
	if (unit->valid_to && strcmp(unit->valid_to, end_date) < 0)
		fault_unit_ended(req, place(req, report, "unit"), report->unit, unit->valid_to,
			unit->successor);
	else if (strcmp(unit->valid_from, end_date) > 0)
		fault_unit_not_yet(req, place(req, report, "unit"), report->unit, unit->valid_from);
}

static void check_scope(struct request *req, struct report *report, const struct unit_row *unit)
{
	bool two = unit_has_two_levels(unit->level);

	if (!report->scope)
		report->scope = two ? "two_level" : "own";
	else if (!two && !strcmp(report->scope, "two_level"))
		fault_scope_not_possible(
			req, place(req, report, "scope"), report->unit, unit->level);
}

enum error report_place(struct request *req, struct report *report)
{
	struct stmt *q = db_query(req->db,
		"SELECT kind, start_date, end_date, due_district, due_province, state FROM periods"
		" WHERE period = :x_period");
	struct unit_row unit = {0};
	size_t faults = req_fault_count(req);

	bind_text(q, ":x_period", report->period);
	db_ahead(q);
	if (find_unit(req, report, &unit) || !unit.found)
		return req_fail(req, db_done(q));
	if (!db_row(q)) {
		if (!req_fail(req, db_done(q)))
			fault_period_unknown(req, place(req, report, "period"), report->period);
		return req->failed;
	}
	const char *end_date = req_text(req, column_text(q, 2));
	int due = unit_is_due_early(unit.level) ? 3 : 4;
	bool locked = !strcmp(column_text(q, 5), "locked");

	report->kind = req_text(req, column_text(q, 0));
	report->start_date = req_text(req, column_text(q, 1));
	report->due = column_is_null(q, due) ? INT64_MAX : column_int(q, due);
	if (req_fail(req, db_done(q)) || (locked && check_lock(req, report)))
		return req->failed;
	if (strcmp(report->start_date, req_today(req)) > 0)
		fault_period_not_started(
			req, place(req, report, "period"), report->period, report->start_date);
	check_life(req, report, &unit, end_date);
	check_scope(req, report, &unit);
	report->placed = req_clean_since(req, faults);
	return req->failed;
}
