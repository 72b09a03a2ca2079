/* The form of a month as an object for a page, or as a table for a spreadsheet. */
#include "reporting/report_template.h"

#include <string.h>

#include "gen/api.h"
#include "request/call.h"
#include "request/query.h"
#include "request/reply.h"

#define GIVEN_COLUMNS 2 /* of the table: element and name */

/* In the order of the form. `value` is what stands in it: of :x_report, or without one the stock that
 * was left before. */
static struct stmt *form_rows(struct request *req, const struct report *report, int64_t filled_with)
{
	struct stmt *q = db_query(req->db,
		"SELECT e.element, e.area, e.name_vi AS name, e.short_vi, e.name_en, e.measure,"
		" e.behaviour, e.pair,"
		" (SELECT min(w.whole) FROM identities w WHERE w.part = e.element"
		" AND w.kind IN ('breakdown', 'subset')) AS parent,"
		" stock.value AS opening, old.value AS before,"
		" CASE WHEN CAST(:x_report AS BIGINT) > 0 THEN v.value ELSE stock.value END"
		" AS value, v.status, v.note FROM elements e"
		" LEFT JOIN identities i ON i.kind = 'carry' AND i.whole = e.element"
		" LEFT JOIN elements c ON c.element = i.part"
		" LEFT JOIN report_values stock ON stock.report = :x_before"
		" AND stock.element_id = c.element_id"
		" LEFT JOIN report_values old ON old.report = :x_before"
		" AND old.element_id = e.element_id"
		" LEFT JOIN report_values v ON v.report = :x_report"
		" AND v.element_id = e.element_id"
		" WHERE e.area <> '" COMPUTED_AREA "' ORDER BY " FORM_PLACE("e") ", e.element");

	bind_int(q, ":x_before", strcmp(report->kind, "month") ? 0 : report_before(req, report));
	bind_int(q, ":x_report", filled_with);
	return q;
}

static enum error answer_table(struct request *req, struct stmt *rows)
{
	reply_template_open(req, &schema_report_value_input, GIVEN_COLUMNS);
	while (!req->failed && db_row(rows)) {
		item_open(req);
		item_text(req, "element", column_text(rows, 0));
		item_text(req, "name", column_text(rows, 2));
		if (!column_is_null(rows, 11))
			item_int(req, "value", column_int(rows, 11));
		item_text(req, "status", column_text(rows, 12));
		item_text(req, "note", column_text(rows, 13));
		item_close(req);
	}
	req_fail(req, db_done(rows));
	return reply_list_close(req, NULL);
}

static struct stmt *version(struct request *req, int64_t id)
{
	struct stmt *q = db_query(req->db,
		"SELECT id, version, status, '\"' || CAST(revision AS TEXT) || '\"' AS etag"
		" FROM reports WHERE id = :x_id");

	bind_int(q, ":x_id", id);
	return q;
}

static enum error answer_object(struct request *req, const struct report *report, struct stmt *rows)
{
	struct stmt *q = db_query(req->db,
		"SELECT u.unit, u.name_vi AS unit_name, u.full_name_vi, u.place_vi, p.period, p.year, p.kind, p.state,"
		" CAST(:x_due AS BIGINT) AS due_at, CAST(:x_scope AS TEXT) AS scope"
		" FROM units u JOIN periods p ON p.period = :period WHERE u.unit = :unit");

	bind_text(q, ":x_scope", report->scope);
	if (report->due != INT64_MAX)
		bind_int(q, ":x_due", report->due);
	reply_open(req, 200);
	reply_columns(req, q);
	if (report->newest)
		reply_member_int(req, "base_version", report->newest);
	else
		reply_member_null(req, "base_version");
	reply_member(req, "report", version(req, report->newest_id));
	reply_member(req, "draft", version(req, report->draft_id));
	reply_member(req, "areas",
		db_query(req->db,
			"SELECT area, name_vi AS name, name_en FROM areas WHERE area <> '" COMPUTED_AREA
			"' ORDER BY sort, area"));
	reply_member(req, "sums",
		db_query(req->db,
			"SELECT whole, part, sign FROM identities WHERE kind = 'balance'"
			" ORDER BY whole, part"));
	reply_chosen_member(req, "rows", rows);
	return reply_close(req);
}

enum error report_template(struct request *req, const struct report *report, bool filled)
{
	int64_t newest = report->draft_id ? report->draft_id : report->newest_id;
	struct stmt *rows = form_rows(req, report, filled ? newest : 0);

	if (report->newest)
		call_set_header(req->call, "X-Base-Version", "%lld", (long long)report->newest);
	return form_is_table(req->form) ? answer_table(req, rows)
					: answer_object(req, report, rows);
}
