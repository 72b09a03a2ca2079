/* A report's way into its tables. */
#include "reporting/report.h"

#include <string.h>

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

/* One INSERT of many rows costs less than many of one, and of what the table says by itself nothing is bound; each
 * is a literal of its own. */
#define WHOLE(n)    "(:report, :e" #n ", :v" #n ", :s" #n ", :n" #n ")"
#define PLAIN(n)    "(:report, :e" #n ", :v" #n ")"
#define FOUR(r, n)  r(n##1) ", " r(n##2) ", " r(n##3) ", " r(n##4)
#define EIGHT(r, n) FOUR(r, n##1) ", " FOUR(r, n##2)
#define FORTY(r)    EIGHT(r, 1) ", " EIGHT(r, 2) ", " EIGHT(r, 3) ", " EIGHT(r, 4) ", " EIGHT(r, 5)
#define PUT_WHOLE   "INSERT INTO report_values (report, element_id, value, status, note) VALUES "
#define PUT_PLAIN   "INSERT INTO report_values (report, element_id, value) VALUES "

static struct stmt *put_figures(struct request *req, size_t width, bool plain)
{
	if (plain)
		return db_query(req->db, PUT_PLAIN FORTY(PLAIN));
	if (width == 40)
		return db_query(req->db, PUT_WHOLE FORTY(WHOLE));
	if (width == 8)
		return db_query(req->db, PUT_WHOLE EIGHT(WHOLE, 1));
	return db_query(req->db, PUT_WHOLE WHOLE(1));
}

/* Their status is the table's default, and they have no note. */
static bool are_plain(const struct figure *figures, size_t count)
{
	size_t i = 0;

	while (i < count && !figures[i].note && !strcmp(figures[i].status, "actual"))
		i++;
	return i == count;
}

/* Returns the position behind its own. */
static int bind_figure(
	struct stmt *put, int position, int64_t element, const struct figure *figure, bool plain)
{
	bind_int_at(put, position++, element);
	if (figure->has_value)
		bind_int_at(put, position++, figure->value);
	else
		bind_null_at(put, position++);
	if (plain)
		return position;
	bind_text_at(put, position++, figure->status);
	bind_text_at(put, position++, figure->note);
	return position;
}

enum error report_store_figures(struct request *req, const struct report *report)
{
	const struct catalogue *catalogue = catalogue_of(req);
	size_t width;

	for (size_t i = 0; catalogue && !req->failed && i < report->count; i += width) {
		const struct figure *figures = &report->figures[i];
		size_t left = report->count - i;

		width = left >= 40 ? 40 : left >= 8 ? 8 : 1;
		bool plain = width == 40 && are_plain(figures, width);
		struct stmt *put = put_figures(req, width, plain);
		int position = 2;

		bind_int_at(put, 1, report->id);
		for (size_t n = 0; n < width; n++)
			position = bind_figure(put, position,
				catalogue->elements[figures[n].element].id, &figures[n], plain);
		query_run(req, put);
	}
	return req->failed;
}

/* An INSERT that returns what it made makes SQLite keep a copy of each page that it touches. */
struct stmt *report_next_id(struct request *req)
{
	return db_query(req->db, "SELECT COALESCE(max(id), 0) + 1 FROM reports");
}

enum error report_store(struct request *req, struct report *report)
{
	if (report->current && !report->draft && supersede(req, report))
		return req->failed;
	struct stmt *q = db_query(req->db,
		"INSERT INTO reports (id, unit, period, scope, version, status, received_at, late,"
		" signer_name, signer_title, doc_number, doc_date, reason, posted_by_unit,"
		" submitted_at, submitted_by_unit, created_by, changed_by, changed_at)"
		" VALUES (:x_id, :x_unit, :x_period, :x_scope, :x_version, :x_status, :now, :x_late,"
		" :x_signer, :x_title, :x_number, :x_date, :x_reason, :x_by, :x_submitted,"
		" :x_submitted_by, :caller_actor, :caller_actor, :now)");
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
	report->id = query_int(req, report->next_id ? report->next_id : report_next_id(req));
	report->is_made = true;
	if (query_run(req, bind_id(q, report->id)))
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
