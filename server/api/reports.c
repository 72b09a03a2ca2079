/* The monthly figures of an office, in versions. */
#include <string.h>

#include "awards/evidence.h"
#include "gen/api.h"
#include "gen/problems.h"
#include "lifecycle.h"
#include "office/unit.h"
#include "reporting/report.h"
#include "reporting/report_forms.h"
#include "reporting/report_show.h"
#include "reporting/report_template.h"
#include "request/bind.h"
#include "request/etag.h"
#include "request/journal.h"
#include "request/operation.h"
#include "request/problem.h"
#include "request/query.h"
#include "request/reach.h"
#include "request/reply.h"
#include "yearend/ranking.h"

#define UNIT_NAME NAME_OF_UNIT("r.unit")
#define ITEM_COLUMNS                                                                               \
	"CASE WHEN" REPORT_ACCEPTABLE " THEN 1 ELSE 0 END AS _0, r.id, r.unit, " UNIT_NAME         \
	", r.period, p.year, p.seq, r.scope, r.version, r.status, r.received_at,"                  \
	" r.late, r.reason,"                                                                       \
	" r.doc_number AS document_number, r.doc_date AS document_date, r.signer_name,"            \
	" " REPORT_AUTHORS

#define FILTERED                                                                                   \
	" AND (CAST(:period AS TEXT) IS NULL OR r.period = :period)"                               \
	" AND (CAST(:year AS BIGINT) IS NULL OR p.year = :year)"                                   \
	" AND (CAST(:scope AS TEXT) IS NULL OR r.scope = :scope)"                                  \
	" AND (CAST(:status AS TEXT) IS NULL OR r.status = :status)"                               \
	" AND (r.status <> 'discarded' OR CAST(:status AS TEXT) = 'discarded')"                    \
	" AND (:acceptable = 0 OR (" REPORT_ACCEPTABLE "))"                                        \
	" AND (:current = 0 OR r.status IN ('submitted', 'accepted')) AND" REPORT_IN_REACH

#define REPORTS   " FROM reports r JOIN periods p ON p.period = r.period WHERE"
#define ALL_UNITS REPORTS " 1 = 1" FILTERED
/* The index reports_of_unit has them in the order of the pages. */
#define ONE_UNIT REPORTS " r.unit = :unit AND r.id > 0" FILTERED
/* What few see among many is looked for by office, not in the reports of all. */
#define OWN_GROUND                                                                                 \
	REPORTS " r.unit IN (SELECT b.unit FROM unit_below b WHERE b.ancestor = :caller_unit"      \
		" UNION SELECT l.unit FROM lead_reach l WHERE l.head = :caller_head)" FILTERED

static void write_may(struct request *req, const struct stmt *row)
{
	bool may = column_int(row, 0) && operation_is_open(req, "accept_report");

	item_json(req, "may", may ? "[\"accept\",\"return\"]" : "[]");
}

/* What nobody may accept by its role is in no list of what may be accepted. */
enum error list_reports(struct request *req)
{
	const struct list_reports_in *in = req->in;

	if (in->acceptable && !operation_is_open(req, "accept_report"))
		return REPLY_PAGE1_DOWN(req, ITEM_COLUMNS, ALL_UNITS " AND 1 = 0", "r.id", BIGINT);
	if (in->unit)
		return REPLY_PAGE1_DOWN_WITH(
			req, write_may, ITEM_COLUMNS, ONE_UNIT, "r.id", BIGINT);
	if (unit_is_top(req, req->caller.unit))
		return REPLY_PAGE1_DOWN_WITH(
			req, write_may, ITEM_COLUMNS, ALL_UNITS, "r.id", BIGINT);
	return REPLY_PAGE1_DOWN_WITH(req, write_may, ITEM_COLUMNS, OWN_GROUND, "r.id", BIGINT);
}

static enum error reply_report(struct request *req, int status, const struct report *report)
{
	if (report_write(req, status, report))
		return req->failed;
	req_about(req, report->unit);
	return reply_close(req);
}

static const char *part(const json_t *object, const char *member)
{
	return json_string_value(json_object_get(object, member));
}

static void read_letter(struct request *req, struct report *report)
{
	const json_t *document = json_object_get(req->body, "document"),
		     *signer = json_object_get(req->body, "signer");

	report->doc_number = part(document, "number");
	report->doc_date = part(document, "date");
	report->signer_name = part(signer, "name");
	report->signer_title = part(signer, "title");
	report->place_row = SIZE_MAX;
	report->keeps_document = report->base && !document;
	report->keeps_signer = report->base && !signer;
}

/* Letter and figures; with a base version the figures need its own first. */
static enum error read_content(struct request *req, struct report *report)
{
	read_letter(req, report);
	if (report->scope)
		report_ask(req, report);
	if (report_place(req, report) || (report->placed && report_history(req, report)) ||
		!report_base_fits(req, report))
		return req->failed;
	return report_read(req, json_object_get(req->body, "values"), NULL, 0, report);
}

/* What rested on the version before, or on there being none. */
static enum error restate(struct request *req, const struct report *report)
{
	if (report->draft || !rankings_or_cases_rest(req, report->id, report->superseded))
		return req->failed;
	if (evidence_restated(req, report->superseded) || rankings_touch_report(req, report->id))
		return req->failed;
	return rankings_compare(req);
}

/* POST /reports: version 1, or the next one with a reason; the same figures again are no new
 * version. */
enum error create_report(struct request *req)
{
	const struct create_report_in *in = req->in;
	struct report report = {.unit = in->unit,
		.period = in->period,
		.scope = in->scope,
		.reason = in->reason,
		.base = in->has_base_version ? in->base_version : 0,
		.draft = !strcmp(in->status, "draft")};

	if (read_content(req, &report))
		return req->failed;
	if (!req_fault_count(req) && report_is_unchanged(&report)) {
		report.id = report.current;
		req_unchanged(req);
		return reply_report(req, 200, &report);
	}
	report_differences(req, &report);
	if (report_guard(req, &report) || report_check(req, &report, report.draft) ||
		req_faults(req) || report_store(req, &report) || report_event(req, &report) ||
		restate(req, &report))
		return req->failed;
	req_created(req, "/reports/%lld", (long long)report.id);
	return reply_report(req, 201, &report);
}

/* GET /reports/{id}: its warnings are worked out again, since the month before may have come or
 * changed since. */
enum error get_report(struct request *req)
{
	const struct get_report_in *in = req->in;
	struct visible_report visible;
	struct report report = {0};

	if (report_find_visible(req, in->id, &visible) || report_load(req, in->id, &report) ||
		report_period(req, &report) || report_check(req, &report, true))
		return req->failed;
	report_write(req, 200, &report);
	return reply_close(req);
}

/* A draft of the caller's reach with which it may do this now. */
static enum error open_draft(
	struct request *req, int64_t id, const char *event, struct report *report)
{
	struct visible_report visible;

	if (report_find_visible(req, id, &visible) || check_if_match(req, visible.revision) ||
		require_reach(req, visible.unit) || report_load(req, id, report))
		return req->failed;
	if (!machine_step(&report_machine, visible.status, event))
		return fail_report_not_draft(req, visible.status);
	return OK;
}

/* PUT /reports/{id}: a draft is replaced whole. */
enum error replace_report(struct request *req)
{
	const struct replace_report_in *in = req->in;
	struct report stored = {0}, report;

	if (open_draft(req, in->id, "amend", &stored))
		return req->failed;
	report = (struct report){.id = in->id,
		.unit = stored.unit,
		.period = stored.period,
		.scope = stored.scope,
		.reason = in->reason,
		.base = in->has_base_version ? in->base_version : 0,
		.draft = true};
	if (read_content(req, &report))
		return req->failed;
	report_differences(req, &report);
	if (report_guard(req, &report) || report_check(req, &report, true) || req_faults(req))
		return req->failed;
	if (report_is_same(&stored, &report))
		req_unchanged(req);
	else if (report_replace(req, &report) || report_event(req, &report))
		return req->failed;
	return reply_report(req, 200, &report);
}

/* POST /reports/{id}/submit: now every rule counts. */
enum error submit_report(struct request *req)
{
	const struct submit_report_in *in = req->in;
	struct report report = {0};

	if (open_draft(req, in->id, "post", &report) || report_place(req, &report) ||
		report_history(req, &report))
		return req->failed;
	report_differences(req, &report);
	if (report_guard(req, &report) || report_check(req, &report, false) || req_faults(req) ||
		report_submit(req, &report) || report_event(req, &report) || restate(req, &report))
		return req->failed;
	return reply_report(req, 200, &report);
}

/* POST /reports/{id}/discard: it is in no list any more, unless asked for; its row stays. */
enum error discard_report(struct request *req)
{
	const struct discard_report_in *in = req->in;
	struct report report = {0};

	if (open_draft(req, in->id, "discard", &report) || report_discard(req, in->id))
		return req->failed;
	return reply_report(req, 200, &report);
}

/* GET /reports/template: the form to fill in, or what was reported as a form to correct. */
enum error get_report_template(struct request *req)
{
	const struct get_report_template_in *in = req->in;
	struct report report = {.unit = in->unit,
		.period = in->period,
		.scope = in->scope,
		.is_read = true,
		.place_row = SIZE_MAX};

	if (report_place(req, &report) || req_faults(req) || report_history(req, &report))
		return req->failed;
	if (!in_reach(req, in->unit))
		report.draft_id = 0; /* the lead of a cluster reads what was sent */
	return report_template(req, &report, in->filled);
}

/* GET /reports/{id}/receipt: the event that recorded this version, and a digest of its figures that
 * the office can work out itself. */
enum error get_report_receipt(struct request *req)
{
	const struct get_report_receipt_in *in = req->in;
	struct visible_report visible;
	struct receipt receipt;

	if (report_find_visible(req, in->id, &visible) || report_receipt(req, in->id, &receipt))
		return req->failed;
	struct stmt *q = db_query(req->db,
		"SELECT id AS report, unit, period, scope, version, status, received_at, late"
		" FROM reports WHERE id = :id");

	reply_open(req, 200);
	reply_columns(req, q);
	reply_member_int(req, "figures", receipt.figures);
	reply_member_text(req, "digest", receipt.digest);
	if (receipt.event_seq)
		reply_member_int(req, "event_seq", receipt.event_seq);
	else
		reply_member_text(req, "event_seq", NULL);
	reply_member_text(req, "event_at", receipt.event_at);
	reply_member_text(req, "event_hash", receipt.event_hash);
	return reply_close(req);
}
