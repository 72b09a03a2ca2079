/* Reports as they are answered. */
#include "reporting/report_show.h"

#include <string.h>

#include "gen/problems.h"
#include "reporting/report.h"
#include "request/bind.h"
#include "request/reply.h"

bool report_is_visible(struct request *req, int64_t id, struct visible_report *out)
{
	struct stmt *q = db_query(req->db,
		"SELECT r.unit, r.status, r.submitted_by_unit, r.revision, r.version FROM reports r"
		" JOIN periods p ON p.period = r.period WHERE r.id = :x_id AND" REPORT_IN_REACH);

	*out = (struct visible_report){.unit = "", .status = ""};
	bind_id(bind_input(q, req), id);
	bool found = db_row(q);

	if (found)
		*out = (struct visible_report){req_text(req, column_text(q, 0)),
			req_text(req, column_text(q, 1)), req_text(req, column_text(q, 2)),
			column_int(q, 3), column_int(q, 4)};
	return !req_fail(req, db_done(q)) && found;
}

enum error report_find_visible(struct request *req, int64_t id, struct visible_report *out)
{
	if (report_is_visible(req, id, out))
		return OK;
	return req->failed ? req->failed : fail_not_found(req);
}

static void write_value(struct buffer *out, const char *element, const struct figure *figure)
{
	buffer_text(out, out->length > 1 ? ",{\"element\":" : "{\"element\":");
	buffer_json(out, element, strlen(element));
	buffer_text(out, ",\"value\":");
	if (figure->has_value)
		buffer_int(out, figure->value);
	else
		buffer_text(out, "null");
	buffer_text(out, ",\"status\":");
	buffer_json(out, figure->status, strlen(figure->status));
	buffer_text(out, ",\"note\":");
	if (figure->note)
		buffer_json(out, figure->note, strlen(figure->note));
	else
		buffer_text(out, "null");
	buffer_char(out, '}');
}

/* In the order of the elements' ids, which report_load() has for the pointers of warnings. */
static enum error write_values(struct request *req, const struct report *report)
{
	const struct catalogue *catalogue = catalogue_of(req);
	const struct figure **by_element = catalogue
		? req_alloc(req, catalogue->element_count * sizeof *by_element + 1)
		: NULL;
	struct buffer list = {0};

	if (!by_element)
		return req->failed;
	for (size_t i = 0; i < report->count; i++)
		by_element[report->figures[i].element] = &report->figures[i];
	buffer_char(&list, '[');
	for (size_t i = 0; i < catalogue->element_count; i++) {
		size_t element = catalogue->ids[i].element;

		if (by_element[element])
			write_value(&list, catalogue->elements[element].code, by_element[element]);
	}
	buffer_char(&list, ']');
	reply_member_buffer(req, "values", &list);
	return req->failed;
}

/* Most reports have no letter; `known` tells without a question. */
static void write_part(
	struct request *req, const char *name, const char *known, struct stmt *q, int64_t report)
{
	if (known)
		reply_member(req, name, bind_id(q, report));
	else
		reply_member_text(req, name, NULL);
}

enum error report_write(struct request *req, int status, const struct report *report)
{
	struct stmt *head = db_query(req->db,
		"SELECT r.id, r.unit, r.period, p.year, p.seq, r.scope, r.version, r.status,"
		" r.received_at, r.late, r.reason, r.submitted_at, r.accepted_at,"
		" r.accepted_by_unit AS accepted_by,"
		" (SELECT a.name_vi FROM units a WHERE a.unit = r.accepted_by_unit)"
		" AS accepted_by_name, r.returned_at, r.return_reason,"
		" r.superseded_at, " REPORT_AUTHORS ", r.revision AS _revision"
		" FROM reports r JOIN periods p ON p.period = r.period WHERE r.id = :x_id");
	struct stmt *document = db_query(req->db,
		"SELECT doc_number AS number, doc_date AS date FROM reports WHERE id = :x_id"
		" AND doc_number IS NOT NULL");
	struct stmt *signer = db_query(req->db,
		"SELECT signer_name AS name, signer_title AS title FROM reports"
		" WHERE id = :x_id AND signer_name IS NOT NULL");

	bind_text(head, ":caller_unit", req->caller.unit);
	reply_open(req, status);
	reply_columns(req, bind_id(head, report->id));
	write_part(req, "document", report->doc_number, document, report->id);
	write_part(req, "signer", report->signer_name, signer, report->id);
	return write_values(req, report);
}
