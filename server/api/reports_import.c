/*
 * Figures of many units as rows, out and in. Rows of the same unit, period and scope make one
 * report; each goes the way of a single post. All or nothing: a fault in one leaves none.
 */
#include <stdlib.h>
#include <string.h>

#include "awards/evidence.h"
#include "gen/api.h"
#include "gen/problems.h"
#include "reporting/report.h"
#include "reporting/report_forms.h"
#include "request/import.h"
#include "request/journal.h"
#include "request/problem.h"
#include "request/reply.h"
#include "yearend/ranking.h"

#define VALUES                                                                                     \
	" FROM reports r JOIN periods p ON p.period = r.period"                                    \
	" JOIN units u ON u.unit = r.unit JOIN report_values v ON v.report = r.id"                 \
	" JOIN elements e ON e.element_id = v.element_id"                                          \
	" WHERE r.period = :period AND r.status IN ('submitted', 'accepted')"                      \
	" AND (CAST(:unit AS TEXT) IS NULL OR r.unit = :unit)"                                     \
	" AND (CAST(:scope AS TEXT) IS NULL OR r.scope = :scope) AND" REPORT_IN_REACH

/* GET /reports/values: what POST /reports/import takes. */
enum error list_report_values(struct request *req)
{
	return REPLY_PAGE3(req,
		"r.unit AS unit, u.name_vi AS unit_name, r.period AS period, r.scope AS scope,"
		" e.element AS element, e.name_vi AS name, v.value AS value, v.status AS status,"
		" v.note AS note",
		VALUES, "r.unit", TEXT, "r.scope", TEXT, "v.element_id", BIGINT);
}

struct key {
	const char *unit, *period, *scope;
	size_t row;
};

static int by_report(const struct key *a, const struct key *b)
{
	int order = strcmp(a->unit, b->unit);

	if (!order)
		order = strcmp(a->period, b->period);
	if (!order)
		order = strcmp(a->scope, b->scope);
	return order;
}

static int by_report_and_row(const void *x, const void *y)
{
	const struct key *a = x, *b = y;
	int order = by_report(a, b);

	return order ? order : (a->row > b->row) - (a->row < b->row);
}

static struct key *sorted_keys(struct request *req, const json_t *rows)
{
	size_t count = json_array_size(rows);
	struct key *keys = req_alloc(req, count * sizeof *keys + 1);

	for (size_t i = 0; keys && i < count; i++) {
		const json_t *row = json_array_get(rows, i);
		const char *scope = json_string_value(json_object_get(row, "scope"));

		keys[i] = (struct key){json_string_value(json_object_get(row, "unit")),
			json_string_value(json_object_get(row, "period")), scope ? scope : "", i};
	}
	if (keys)
		qsort(keys, count, sizeof *keys, by_report_and_row);
	return keys;
}

static enum error store(struct request *req, struct report *report)
{
	bool created = report->newest == 0;

	report_differences(req, report);
	if (report_guard(req, report) || report_check(req, report, false) || req_fault_count(req))
		return req->failed;
	if (report_store(req, report) ||
		(rankings_or_cases_rest(req, report->id, report->superseded) &&
			(evidence_restated(req, report->superseded) ||
				rankings_touch_report(req, report->id))))
		return req->failed;
	import_count(req, created ? IMPORT_CREATED : IMPORT_UPDATED);
	return report_event(req, report);
}

/* The version that the rows of a report correct: those that name one name the same. */
static int64_t base_of(
	struct request *req, const json_t *rows, const struct key *keys, size_t count)
{
	int64_t base = 0;

	for (size_t i = 0; i < count; i++) {
		const json_t *row = json_array_get(rows, keys[i].row);
		int64_t named = json_integer_value(json_object_get(row, "base_version"));

		if (base && named && named != base)
			fault_base_versions_differ(
				req, row_pointer(req, keys[i].row, "base_version"), named, base);
		base = base ? base : named;
	}
	return base;
}

static enum error import_report(
	struct request *req, const json_t *rows, const struct key *keys, size_t count)
{
	const struct import_reports_in *in = req->in;
	size_t *picked = req_alloc(req, count * sizeof *picked);
	struct report report = {.unit = keys->unit,
		.period = keys->period,
		.scope = *keys->scope ? keys->scope : NULL,
		.reason = in->reason,
		.base = base_of(req, rows, keys, count),
		.place_row = keys->row};

	report.keeps_document = report.keeps_signer = report.base != 0;
	for (size_t i = 0; picked && i < count; i++)
		picked[i] = keys[i].row;
	if (!picked || report_place(req, &report) ||
		(report.placed && report_history(req, &report)) ||
		!report_base_fits(req, &report) || report_read(req, rows, picked, count, &report) ||
		!report.placed || !report.count)
		return req->failed;
	report.same_letter = true; /* rows say nothing of it */
	if (report_is_unchanged(&report)) {
		import_count(req, IMPORT_UNCHANGED);
		return OK;
	}
	return store(req, &report);
}

static enum error import_all(struct request *req)
{
	const json_t *rows = json_object_get(req->body, "rows");
	size_t count = json_array_size(rows), from = 0;
	const struct key *keys = sorted_keys(req, rows);

	for (size_t to = 1; keys && to <= count && !req_faults_full(req); to++) {
		if (to < count && !by_report(&keys[from], &keys[to]))
			continue;
		if (import_report(req, rows, keys + from, to - from))
			break;
		from = to;
	}
	return req_fault_count(req) ? req->failed : rankings_compare(req);
}

/* POST /reports/import: figures of many units and periods in one body. */
enum error import_reports(struct request *req)
{
	return import_whole(req, import_all);
}
