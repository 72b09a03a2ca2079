/* A correction that says only what changes: the rest stays as in its base version. */
#include <string.h>

#include "gen/problems.h"
#include "reporting/report.h"
#include "request/problem.h"

bool report_base_fits(struct request *req, const struct report *report)
{
	bool alone = report->place_row == SIZE_MAX;

	if (!report->base)
		return true;
	if (!report->placed)
		return !alone || !req_faults(req);
	if (report->base == report->newest)
		return true;
	if (alone)
		fail_base_version_outdated(req, report->base, report->newest);
	else
		fault_base_version_outdated(req,
			row_pointer(req, report->place_row, "base_version"), report->base,
			report->newest);
	return false;
}

static const struct figure *base_figure(const struct report *report, size_t element)
{
	for (size_t i = 0; report->base && i < report->before_count; i++)
		if (report->before[i].element == element)
			return &report->before[i];
	return NULL;
}

/* An absent value or status is as there, unless the other one, which is said, cannot go with it. */
void figure_take_base(const struct report *report, const json_t *row, struct figure *figure)
{
	const struct figure *base = base_figure(report, figure->element);

	if (!base)
		return;
	bool says_value = json_object_get(row, "value"),
	     says_status = json_object_get(row, "status");

	if (!json_object_get(row, "note"))
		figure->note = base->note;
	if (!says_status && (!says_value || base->has_value))
		figure->status = base->status;
	if (!says_value && (!says_status || !status_carries_no_value(figure->status))) {
		figure->has_value = base->has_value;
		figure->value = base->value;
	}
}

enum error report_keep(struct request *req, struct report *report, const bool *named)
{
	size_t most = report->count + report->before_count;
	struct figure *figures = report->base ? req_alloc(req, most * sizeof *figures + 1) : NULL;

	if (!figures)
		return req->failed;
	memcpy(figures, report->figures, report->count * sizeof *figures);
	for (size_t i = 0; i < report->before_count; i++) {
		if (named[report->before[i].element])
			continue;
		figures[report->count] = report->before[i];
		figures[report->count++].row = KEPT_ROW;
	}
	report->figures = figures;
	return req->failed;
}
