/* Differences and receipts. */
#include "reporting/report_forms.h"

#include <string.h>

#include "gen/problems.h"
#include "request/problem.h"
#include "secret.h"

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

const char *report_digest(struct request *req, const struct report *report)
{
	const struct catalogue *catalogue = catalogue_of(req);
	uint8_t hash[SECRET_HASH_SIZE];
	char *hex = req_alloc(req, 2 * SECRET_HASH_SIZE + 1);
	struct digest digest;

	if (!catalogue || !hex)
		return "";
	digest_start(&digest);
	for (size_t i = 0; i < report->count; i++) {
		const struct figure *figure = &report->figures[i];
		const char *element = catalogue->elements[figure->element].code;

		digest_part(&digest, element, strlen(element));
		digest_int(&digest, figure->has_value ? figure->value : -1);
		digest_part(&digest, figure->status, strlen(figure->status));
		digest_part(&digest, figure->note ? figure->note : "",
			figure->note ? strlen(figure->note) : 0);
	}
	digest_end(&digest, hash);
	digest_hex(hash, hex);
	return hex;
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
