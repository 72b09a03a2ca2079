/* What those above an office, or the lead of its cluster, do with its reports: they take them or send them back. */
#include <string.h>

#include "gen/api.h"
#include "gen/problems.h"
#include "lifecycle.h"
#include "reporting/report.h"
#include "reporting/report_show.h"
#include "request/bind.h"
#include "request/etag.h"
#include "request/journal.h"
#include "request/problem.h"
#include "request/query.h"
#include "request/reply.h"
#include "yearend/ranking.h"

/* Nobody decides about what its own office sent; the lead's own reports are the deputy's (view
 * lead_reach). REPORT_ACCEPTABLE says the same of many. */
static bool is_own(const struct request *req, const struct visible_report *visible)
{
	return !strcmp(visible->unit, req->caller.unit) ||
		(visible->submitted_by && !strcmp(visible->submitted_by, req->caller.unit));
}

static enum error open_submitted(
	struct request *req, int64_t id, const char *verb, struct visible_report *visible)
{
	if (report_find_visible(req, id, visible) || check_if_match(req, visible->revision))
		return req->failed;
	if (is_own(req, visible))
		return fail_own_report(req);
	if (!machine_step(&report_machine, visible->status, verb))
		return fail_report_state(req, verb, visible->status, "submitted");
	req_about(req, visible->unit);
	return OK;
}

static enum error answer(struct request *req, int64_t id)
{
	struct report report;

	if (req->failed || report_load(req, id, &report))
		return req->failed;
	report_write(req, 200, &report);
	return reply_close(req);
}

static enum error accept(struct request *req, int64_t id)
{
	struct stmt *q = db_query(req->db,
		"UPDATE reports SET status = 'accepted', accepted_at = :now,"
		" accepted_by_unit = :caller_unit," REPORT_CHANGED " WHERE id = :x_id");

	return query_run(req, bind_id(bind_input(q, req), id));
}

enum error accept_report(struct request *req)
{
	const struct accept_report_in *in = req->in;
	struct visible_report visible;

	if (open_submitted(req, in->id, "accept", &visible))
		return req->failed;
	accept(req, in->id);
	return answer(req, in->id);
}

enum error return_report(struct request *req)
{
	const struct return_report_in *in = req->in;
	struct visible_report visible;

	if (open_submitted(req, in->id, "return", &visible))
		return req->failed;
	struct stmt *q = db_query(req->db,
		"UPDATE reports SET status = 'returned', returned_at = :now,"
		" returned_by_unit = :caller_unit, return_reason = :reason," REPORT_CHANGED
		" WHERE id = :id");

	if (query_run(req, bind_input(q, req)) || rankings_touch_report(req, in->id) ||
		rankings_compare(req))
		return req->failed;
	return answer(req, in->id);
}

/* ---- Many at once ---- */

/* One of them, or its fault: where it stands in the body, at the member that is wrong. */
static enum error accept_row(struct request *req, size_t row, int64_t id, int64_t version)
{
	const char *pointer = req_printf(req, "/reports/%zu", row);
	const char *id_pointer = req_printf(req, "%s/id", pointer);
	struct visible_report visible;

	if (!report_is_visible(req, id, &visible))
		fault_reference_unknown(req, id_pointer, req_printf(req, "%lld", (long long)id));
	else if (version != visible.version)
		fault_report_version_differs(
			req, req_printf(req, "%s/version", pointer), id, version, visible.version);
	else if (is_own(req, &visible))
		fault_own_report(req, id_pointer);
	else if (!machine_step(&report_machine, visible.status, "accept"))
		fault_report_state(req, id_pointer, "accept", visible.status, "submitted");
	else if (!accept(req, id))
		req_event(req, visible.unit, req_printf(req, "/reports/%lld", (long long)id),
			req_printf(req, "%lld accepted %lld", (long long)id,
				(long long)visible.revision + 1));
	return req->failed;
}

/* POST /reports/accept: all or none. */
enum error accept_reports(struct request *req)
{
	const json_t *reports = json_object_get(req->body, "reports");
	size_t count = json_array_size(reports);

	for (size_t i = 0; i < count && !req_faults_full(req); i++) {
		const json_t *row = json_array_get(reports, i);

		if (accept_row(req, i, json_integer_value(json_object_get(row, "id")),
			    json_integer_value(json_object_get(row, "version"))))
			return req->failed;
	}
	if (req_faults(req) || reply_open(req, 200))
		return req->failed;
	reply_member_int(req, "accepted", (int64_t)count);
	return reply_close(req);
}
