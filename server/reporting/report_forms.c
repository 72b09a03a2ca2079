/* Differences, receipts, and the event of a version. */
#include "reporting/report_forms.h"

#include <string.h>

#include "gen/problems.h"
#include "request/journal.h"
#include "request/problem.h"

struct changes {
	struct request *req;
	const struct report *report;
};

/* In an import the first row of a report stands for what it lacks. */
static const char *pointer_of(const struct changes *changes, const struct figure *after)
{
	size_t row = changes->report->place_row;

	if (after)
		return figure_pointer(changes->req, after->row, NULL);
	return row == SIZE_MAX ? "/values" : row_pointer(changes->req, row, NULL);
}

/* A figure that goes is told, since who sends three figures may think that the others stay. */
static void warn_left_out(const struct changes *changes, const char *pointer, const char *element,
	const struct figure *before)
{
	struct request *req = changes->req;

	warn_figure_left_out(req, pointer, element,
		before->has_value ? req_printf(req, "%lld", (long long)before->value)
				  : before->status);
}

/* ,"old":12,"old_status":"actual" */
static void add_side(struct buffer *out, const char *side, const struct figure *figure)
{
	buffer_printf(out, ",\"%s\":", side);
	if (figure && figure->has_value)
		buffer_int(out, figure->value);
	else
		buffer_text(out, "null");
	buffer_printf(out, ",\"%s_status\":", side);
	if (figure)
		buffer_json(out, figure->status, strlen(figure->status));
	else
		buffer_text(out, "null");
}

static void show_difference(struct request *req, const char *pointer, const char *element,
	const struct figure *before, const struct figure *after)
{
	struct buffer members = {0};

	buffer_printf(&members, "\"pointer\":\"%s\",\"element\":", pointer);
	buffer_json(&members, element, strlen(element));
	add_side(&members, "old", before);
	add_side(&members, "new", after);
	req_difference_item(req, req_take(req, &members));
}

static void tell_difference(void *context, const struct figure *before, const struct figure *after)
{
	const struct changes *changes = context;
	struct request *req = changes->req;
	const struct catalogue *catalogue = catalogue_of(req);

	/* Only a dry run tells what becomes of a figure that stays. */
	if (!catalogue || (after && !req->dry_run))
		return;
	const char *pointer = pointer_of(changes, after);
	const char *element = catalogue->elements[(after ? after : before)->element].code;

	if (req->dry_run)
		show_difference(req, pointer, element, before, after);
	if (!after)
		warn_left_out(changes, pointer, element, before);
}

void report_differences(struct request *req, const struct report *report)
{
	struct changes changes = {req, report};

	if (report->placed && (req->dry_run || report->before))
		report_compare(report, tell_difference, &changes);
}

void report_digest_figure(struct digest *figures, const char *element, const int64_t *value,
	const char *status, const char *note)
{
	digest_part(figures, element, strlen(element));
	digest_int(figures, value ? *value : -1);
	digest_part(figures, status, strlen(status));
	digest_part(figures, note ? note : "", note ? strlen(note) : 0);
}

void report_digest_whole(const char *unit, const char *period, const char *scope,
	struct digest *figures, uint8_t out[SECRET_HASH_SIZE])
{
	struct digest whole;

	digest_end(figures, out);
	digest_start(&whole);
	digest_part(&whole, unit, strlen(unit));
	digest_part(&whole, period, strlen(period));
	digest_part(&whole, scope, strlen(scope));
	digest_part(&whole, out, SECRET_HASH_SIZE);
	digest_end(&whole, out);
}

static bool digest_figures(struct request *req, const struct report *report, struct digest *figures)
{
	const struct catalogue *catalogue = catalogue_of(req);

	digest_start(figures);
	for (size_t i = 0; catalogue && i < report->count; i++) {
		const struct figure *figure = &report->figures[i];

		report_digest_figure(figures, catalogue->elements[figure->element].code,
			figure->has_value ? &figure->value : NULL, figure->status, figure->note);
	}
	return catalogue != NULL;
}

const char *report_digest(struct request *req, const struct report *report)
{
	uint8_t hash[SECRET_HASH_SIZE];
	char *hex = req_alloc(req, 2 * SECRET_HASH_SIZE + 1);
	struct digest figures;

	if (!hex || !digest_figures(req, report, &figures))
		return "";
	digest_end(&figures, hash);
	digest_hex(hash, hex);
	return hex;
}

enum error report_event(struct request *req, const struct report *report)
{
	const char *object = req_printf(req, "/reports/%lld", (long long)report->id);
	uint8_t after[SECRET_HASH_SIZE];
	struct digest figures;

	if (req->failed || !digest_figures(req, report, &figures))
		return req->failed;
	report_digest_whole(report->unit, report->period, report->scope, &figures, after);
	return req_fail(req,
		(report->is_made ? journal_append_first : journal_append)(
			req, req->route->operation, report->unit, object, after));
}

static const char *instant_text(struct request *req, int64_t milliseconds)
{
	struct buffer text = {0};

	buffer_instant(&text, milliseconds);
	return req_take(req, &text);
}

enum error report_receipt(struct request *req, int64_t id, struct receipt *out)
{
	struct report report;

	if (report_load(req, id, &report))
		return req->failed;
	*out = (struct receipt){
		.figures = (int64_t)report.count, .digest = report_digest(req, &report)};
	struct stmt *q = db_query(req->db,
		"SELECT seq, at, hash FROM events WHERE object = :x_object"
		" AND action IN ('create_report', 'replace_report', 'submit_report',"
		" 'import_reports') ORDER BY seq DESC LIMIT 1");
	char *hex = req_alloc(req, 2 * SECRET_HASH_SIZE + 1);

	bind_text(q, ":x_object", req_printf(req, "/reports/%lld", (long long)id));
	if (hex && db_row(q) && column_length(q, 2) == SECRET_HASH_SIZE) {
		out->event_seq = column_int(q, 0);
		out->event_at = instant_text(req, column_int(q, 1));
		digest_hex(column_blob(q, 2), hex);
		out->event_hash = hex;
	}
	return req_fail(req, db_done(q));
}
