/* The versions of a report that are there already, and what they say. */
#include <string.h>

#include "calendar.h"
#include "gen/api.h"
#include "gen/problems.h"
#include "reporting/report.h"
#include "request/query.h"
#include "text.h"

/* Characters of the reason of a correction, as in the CHECK of the table reports. */
#define LEAST_REASON 10

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

/* The contract's own word, which needs no copy; NULL when it has none such. */
static const char *status_word(const char *const *word, const char *status)
{
	while (*word && strcmp(*word, status) != 0)
		word++;
	return *word;
}

/* Each at the place of its element, so that they need no sorting; those that are there have a status. Rows
 * are counted in the order in which an answer shows them. */
static enum error place_figures(struct request *req, struct stmt *q,
	const struct catalogue *catalogue, struct figure *places)
{
	const char *const *words =
		schema_property(&schema_report_value_input, "status")->schema->words;

	for (size_t row = 0; db_row(q); row++) {
		size_t element = catalogue_element_by_id(catalogue, column_int(q, 0));
		const char *status = status_word(words, column_text(q, 2));

		if (element == NO_ELEMENT || !status) {
			req_fail(req, E_FAULT);
			break;
		}
		places[element] = (struct figure){.element = element,
			.status = status,
			.note = req_text(req, column_text(q, 3)),
			.row = row};
		places[element].has_value = column_number(q, 1, &places[element].value);
	}
	return req_fail(req, db_done(q));
}

/* Sorted by element. */
static enum error read_figures(
	struct request *req, int64_t id, struct figure **out, size_t *out_count)
{
	struct stmt *q = db_query(req->db,
		"SELECT element_id, value, status, note FROM report_values WHERE report = :x_report"
		" ORDER BY element_id");

	bind_int(q, ":x_report", id);
	db_ahead(q);
	const struct catalogue *catalogue = catalogue_of(req);
	struct figure *figures =
		catalogue ? req_alloc(req, (catalogue->element_count + 1) * sizeof *figures) : NULL;
	size_t n = 0;

	if (!figures)
		return req_fail(req, db_done(q));
	if (place_figures(req, q, catalogue, figures))
		return req->failed;
	for (size_t i = 0; i < catalogue->element_count; i++)
		if (figures[i].status)
			figures[n++] = figures[i];
	*out = figures;
	*out_count = n;
	return OK;
}

/* The parts of the letter that a correction leaves as they are. */
static void take_letter(struct request *req, struct report *report, const struct stmt *q)
{
	if (report->keeps_document) {
		report->doc_number = req_text(req, column_text(q, 4));
		report->doc_date = req_text(req, column_text(q, 5));
	}
	if (report->keeps_signer) {
		report->signer_name = req_text(req, column_text(q, 6));
		report->signer_title = req_text(req, column_text(q, 7));
	}
}

/* Every version has the late flag of the first, so the newest that was sent tells it. */
static void take_version(struct request *req, struct report *report, const struct stmt *q)
{
	const char *status = column_text(q, 2);

	if (!strcmp(status, "draft")) {
		report->draft_id = column_int(q, 0);
		return;
	}
	if (report->newest)
		return;
	report->newest = column_int(q, 1);
	report->newest_id = column_int(q, 0);
	report->first_late = column_int(q, 3) != 0;
	take_letter(req, report, q);
	if (strcmp(status, "submitted") != 0 && strcmp(status, "accepted") != 0)
		return;
	report->current = column_int(q, 0);
	report->same_letter = same_text(column_text(q, 4), report->doc_number) &&
		same_text(column_text(q, 5), report->doc_date) &&
		same_text(column_text(q, 6), report->signer_name) &&
		same_text(column_text(q, 7), report->signer_title);
}

static struct stmt *versions_of(struct request *req, const struct report *report)
{
	struct stmt *q = db_query(req->db,
		"SELECT id, version, status, late, doc_number, doc_date, signer_name, signer_title"
		" FROM reports"
		" WHERE unit = :x_unit AND period = :x_period AND scope = :x_scope"
		" AND status <> 'discarded'"
		/* A draft and the newest that was sent; what is older counts no more. */
		" ORDER BY version DESC LIMIT 2");

	bind_text(q, ":x_unit", report->unit);
	bind_text(q, ":x_period", report->period);
	bind_text(q, ":x_scope", report->scope);
	return q;
}

void report_ask(struct request *req, struct report *report)
{
	report->next_id = report_next_id(req);
	db_ahead(report->next_id);
	report->versions = versions_of(req, report);
	db_ahead(report->versions);
}

enum error report_history(struct request *req, struct report *report)
{
	struct stmt *q = report->versions ? report->versions : versions_of(req, report);

	while (db_row(q))
		take_version(req, report, q);
	if (req_fail(req, db_done(q)) || !report->newest)
		return req->failed;
	return read_figures(req, report->newest_id, &report->before, &report->before_count);
}

/* In an import the first row of a report stands for it. */
static const char *report_pointer(
	struct request *req, const struct report *report, const char *alone)
{
	return report->place_row == SIZE_MAX ? alone : row_pointer(req, report->place_row, NULL);
}

static void meet_draft(struct request *req, const struct report *report)
{
	const char *pointer = report_pointer(req, report, "");

	if (!req->dry_run) {
		fault_draft_exists(req, pointer, report->draft_id);
		return;
	}
	warn_draft_exists(req, pointer, report->draft_id);
	report_discard(req, report->draft_id);
}

enum error report_guard(struct request *req, const struct report *report)
{
	const char *pointer = report_pointer(req, report, "/reason");

	if (report->draft_id && report->draft_id != report->id)
		meet_draft(req, report);
	if (report->newest &&
		(!report->reason || text_trimmed_length(report->reason) < LEAST_REASON))
		fault_reason_required(req, pointer, report->newest, LEAST_REASON);
	return req->failed;
}

static bool same_figures(
	const struct figure *a, size_t a_count, const struct figure *b, size_t b_count)
{
	if (a_count != b_count)
		return false;
	for (size_t i = 0; i < a_count; i++)
		if (a[i].element != b[i].element || a[i].has_value != b[i].has_value ||
			a[i].value != b[i].value || strcmp(a[i].status, b[i].status) != 0 ||
			!same_text(a[i].note, b[i].note))
			return false;
	return true;
}

bool report_is_unchanged(const struct report *report)
{
	return report->current && !report->draft && report->same_letter &&
		same_figures(report->figures, report->count, report->before, report->before_count);
}

bool report_is_same(const struct report *a, const struct report *b)
{
	return same_text(a->reason, b->reason) && same_text(a->doc_number, b->doc_number) &&
		same_text(a->doc_date, b->doc_date) && same_text(a->signer_name, b->signer_name) &&
		same_text(a->signer_title, b->signer_title) &&
		same_figures(a->figures, a->count, b->figures, b->count);
}

void report_compare(const struct report *report, report_difference *difference, void *context)
{
	size_t i = 0, j = 0;

	while (i < report->count || j < report->before_count) {
		const struct figure *after = i < report->count ? &report->figures[i] : NULL;
		const struct figure *before = j < report->before_count ? &report->before[j] : NULL;

		if (after && before && after->element != before->element) {
			if (after->element < before->element)
				before = NULL;
			else
				after = NULL;
		}
		i += after != NULL;
		j += before != NULL;
		if (!after || !before || after->has_value != before->has_value ||
			after->value != before->value || strcmp(after->status, before->status) != 0)
			difference(context, before, after);
	}
}

enum error report_period(struct request *req, struct report *report)
{
	struct stmt *q =
		db_query(req->db, "SELECT kind, start_date FROM periods WHERE period = :x_period");

	bind_text(q, ":x_period", report->period);
	report->placed = db_row(q);
	if (report->placed) {
		report->kind = req_text(req, column_text(q, 0));
		report->start_date = req_text(req, column_text(q, 1));
	}
	return req_fail(req, db_done(q));
}

enum error report_load(struct request *req, int64_t id, struct report *report)
{
	struct stmt *q = db_query(req->db,
		"SELECT unit, period, scope, version, reason, doc_number, doc_date, signer_name,"
		" signer_title FROM reports WHERE id = :x_id");

	bind_int(q, ":x_id", id);
	if (!db_row(q)) {
		enum error error = db_done(q);

		return error ? req_fail(req, error) : fail_not_found(req);
	}
	*report = (struct report){.id = id,
		.unit = req_text(req, column_text(q, 0)),
		.period = req_text(req, column_text(q, 1)),
		.scope = req_text(req, column_text(q, 2)),
		.version = column_int(q, 3),
		.reason = req_text(req, column_text(q, 4)),
		.doc_number = req_text(req, column_text(q, 5)),
		.doc_date = req_text(req, column_text(q, 6)),
		.signer_name = req_text(req, column_text(q, 7)),
		.signer_title = req_text(req, column_text(q, 8)),
		.place_row = SIZE_MAX};
	if (req_fail(req, db_done(q)))
		return req->failed;
	return read_figures(req, id, &report->figures, &report->count);
}

int64_t report_before(struct request *req, const struct report *report)
{
	struct stmt *q = db_query(req->db,
		"SELECT r.id FROM periods p JOIN reports r ON r.period = p.period"
		" AND r.unit = :x_unit AND r.scope = :x_scope"
		" AND r.status IN ('submitted', 'accepted') WHERE p.kind = 'month'"
		" AND p.end_date = :x_end");
	char end[CALENDAR_DAY_SIZE];
	int64_t start = 0;

	calendar_parse_day(report->start_date, &start);
	calendar_print_day(start - 1, end);
	bind_text(q, ":x_unit", report->unit);
	bind_text(q, ":x_scope", report->scope);
	bind_text(q, ":x_end", end);
	return query_int(req, q);
}
