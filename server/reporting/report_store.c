/* A report's way into its tables. */
#include "reporting/report.h"

#include "request/bind.h"
#include "request/journal.h"
#include "request/query.h"

static bool is_late(struct request *req, const struct report *report)
{
	return report->newest ? report->first_late : req->now > report->due;
}

/* What REPORT_CHANGED says. */
static void bind_change(struct stmt *q, struct request *req)
{
	bind_text(q, ":caller_actor", req_actor(req));
	bind_int(q, ":now", req->now);
}

static enum error supersede(struct request *req, struct report *report)
{
	struct stmt *q = db_query(req->db,
		"UPDATE reports SET status = 'superseded', superseded_at = :now," REPORT_CHANGED
		" WHERE id = :x_id");

	bind_change(q, req);
	bind_int(q, ":x_id", report->current);
	report->superseded = report->current;
	return query_run(req, q);
}

enum error report_store_figures(struct request *req, const struct report *report)
{
	const struct catalogue *catalogue = catalogue_of(req);
	struct stmt *q = db_query(req->db,
		"INSERT INTO report_values (report, element_id, value, status, note)"
		" VALUES (:report, :element, :value, :status, :note)");

	for (size_t i = 0; catalogue && !req->failed && i < report->count; i++) {
		const struct figure *figure = &report->figures[i];

		bind_int(q, ":report", report->id);
		bind_int(q, ":element", catalogue->elements[figure->element].id);
		if (figure->has_value)
			bind_int(q, ":value", figure->value);
		else
			bind_null(q, ":value");
		bind_text(q, ":status", figure->status);
		bind_text(q, ":note", figure->note);
		query_run(req, q);
	}
	return req->failed;
}

enum error report_store(struct request *req, struct report *report)
{
	if (report->current && !report->draft && supersede(req, report))
		return req->failed;
	struct stmt *q = db_query(req->db,
		"INSERT INTO reports (unit, period, scope, version, status, received_at, late,"
		" signer_name, signer_title, doc_number, doc_date, reason, posted_by_unit,"
		" submitted_at, submitted_by_unit, created_by, changed_by, changed_at)"
		" VALUES (:x_unit, :x_period, :x_scope, :x_version, :x_status, :now, :x_late,"
		" :x_signer, :x_title, :x_number, :x_date, :x_reason, :x_by, :x_submitted,"
		" :x_submitted_by, :caller_actor, :caller_actor, :now) RETURNING id");
	const char *by = req->caller.token ? req->caller.unit : report->unit;

	report->version = report->newest + 1;
	bind_text(q, ":x_unit", report->unit);
	bind_text(q, ":x_period", report->period);
	bind_text(q, ":x_scope", report->scope);
	bind_int(q, ":x_version", report->version);
	bind_text(q, ":x_status", report->draft ? "draft" : "submitted");
	bind_change(q, req);
	bind_int(q, ":x_late", report->draft ? report->first_late : is_late(req, report));
	bind_text(q, ":x_signer", report->signer_name);
	bind_text(q, ":x_title", report->signer_title);
	bind_text(q, ":x_number", report->doc_number);
	bind_text(q, ":x_date", report->doc_date);
	bind_text(q, ":x_reason", report->reason);
	bind_text(q, ":x_by", by);
	if (report->draft)
		bind_null(q, ":x_submitted");
	else
		bind_int(q, ":x_submitted", req->now);
	bind_text(q, ":x_submitted_by", report->draft ? NULL : by);
	report->id = query_int(req, q);
	if (req->failed)
		return req->failed;
	return report_store_figures(req, report);
}

enum error report_submit(struct request *req, struct report *report)
{
	if (report->current && supersede(req, report))
		return req->failed;
	struct stmt *q = db_query(req->db,
		"UPDATE reports SET status = 'submitted', submitted_at = :now,"
		" submitted_by_unit = :x_by, received_at = :now, late = :x_late," REPORT_CHANGED
		" WHERE id = :x_id");

	bind_change(q, req);
	bind_text(q, ":x_by", req->caller.unit);
	bind_int(q, ":x_late", is_late(req, report));
	return query_run(req, bind_id(q, report->id));
}

enum error report_replace(struct request *req, struct report *report)
{
	struct stmt *old = db_query(req->db, "DELETE FROM report_values WHERE report = :x_id");
	struct stmt *q = db_query(req->db,
		"UPDATE reports SET received_at = :now, signer_name = :x_signer,"
		" signer_title = :x_title, doc_number = :x_number, doc_date = :x_date,"
		" reason = :x_reason," REPORT_CHANGED " WHERE id = :x_id");

	bind_int(old, ":x_id", report->id);
	bind_change(q, req);
	bind_text(q, ":x_signer", report->signer_name);
	bind_text(q, ":x_title", report->signer_title);
	bind_text(q, ":x_number", report->doc_number);
	bind_text(q, ":x_date", report->doc_date);
	bind_text(q, ":x_reason", report->reason);
	bind_int(q, ":x_id", report->id);
	query_run(req, old);
	query_run(req, q);
	return req->failed ? req->failed : report_store_figures(req, report);
}

enum error report_discard(struct request *req, int64_t id)
{
	struct stmt *q = db_query(req->db,
		"UPDATE reports SET status = 'discarded', discarded = id," REPORT_CHANGED
		" WHERE id = :x_id");

	bind_change(q, req);
	return query_run(req, bind_id(q, id));
}
