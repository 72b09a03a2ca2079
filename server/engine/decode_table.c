/* Bodies that are tables: CSV, and the sheets of workbooks, which are made CSV. */
#include "engine/decode_table.h"

#include "gen/api.h"
#include "gen/problems.h"
#include "header.h"
#include "request/call.h"
#include "request/problem.h"
#include "text.h"
#include "utf16.h"
#include "xlsx.h"

/* Where the schema of the CSV's rows stands in the body: how many rows there may be. */
static size_t most_rows(const struct route *route)
{
	const struct property *member = schema_property(route->body, route->csv_member);

	return member ? member->schema->max_items : 0;
}

/* The body, or in `space` what it is in UTF-8; NULL when it can be read as neither. */
static const struct buffer *body_as_utf8(struct request *req, struct buffer *space)
{
	const struct buffer *body = &req->call->body;
	enum utf16 form = utf16_look(body->data, body->length);
	bool marked = form == UTF16_LITTLE || form == UTF16_BIG;

	if (form == UTF16_UNMARKED)
		fail_body_is_utf16(req);
	else if (marked ? !utf16_to_utf8(body->data, body->length, space)
			: body->length && !text_is_utf8(body->data, body->length))
		fail_bad_utf8(req);
	else if (space->failed)
		req_fail(req, E_MEMORY);
	else if (space->length > req->route->body_cap)
		fail_body_too_large(req);
	if (req->failed)
		return NULL;
	return marked ? space : body;
}

static void read_text(struct request *req, struct csv *out, struct fault_target *target)
{
	struct buffer space = {0};
	const struct buffer *text = body_as_utf8(req, &space);

	if (text)
		csv_read(text->data ? text->data : "", text->length, req->route->csv_row,
			most_rows(req->route), fault_from_csv, target, out);
	buffer_free(&space);
}

static bool is_workbook(const struct request *req)
{
	const struct call *call = req->call;

	return header_is_type(call->content_type, api_forms[FORM_XLSX].type) ||
		xlsx_is(call->body.data, call->body.length);
}

static void refuse_workbook(struct request *req, enum xlsx_fault fault, const char *part)
{
	switch (fault) {
	case XLSX_FINE:
		break;
	case XLSX_OLD:
		fail_xlsx_old(req);
		break;
	case XLSX_LOCKED:
		fail_xlsx_locked(req);
		break;
	case XLSX_BROKEN:
		fail_xlsx_broken(req);
		break;
	case XLSX_NO_WORKBOOK:
		fail_xlsx_no_workbook(req);
		break;
	case XLSX_PART:
		fail_xlsx_part(req, part);
		break;
	case XLSX_TOO_LARGE:
		fail_xlsx_too_large(req, XLSX_MOST_BYTES >> 20);
		break;
	case XLSX_MEMORY:
		req_fail(req, E_MEMORY);
		break;
	}
}

static bool ignore_fault(void *context, const struct csv_report *report)
{
	(void)context;
	(void)report;
	return true;
}

/* A line of the sheet is the header. */
static bool has_header(struct request *req, const struct xlsx_table *table)
{
	struct csv csv;
	bool found = false;

	csv_read(table->csv.data, table->csv.length, req->route->csv_row, 0, ignore_fault, NULL,
		&csv);
	for (size_t i = 0; i < csv.column_count; i++)
		found |= schema_property(req->route->csv_row, csv.columns[i]) != NULL;
	if (!csv.rows)
		req_fail(req, E_MEMORY);
	csv_free(&csv);
	return found;
}

/* The first sheet with the header, else the first of all, to say what it lacks. */
static enum xlsx_fault find_table(struct request *req, struct xlsx *book, struct xlsx_table *out)
{
	for (size_t i = 0; i < book->sheet_count; i++) {
		enum xlsx_fault fault = xlsx_read(book, i, req->route->body_cap, out);

		if (fault || has_header(req, out) || req->failed)
			return fault;
		xlsx_table_free(out);
	}
	return xlsx_read(book, 0, req->route->body_cap, out);
}

struct sheet_target {
	const struct xlsx_table *table;
	struct fault_target *target;
};

static bool fault_from_sheet(void *context, const struct csv_report *report)
{
	const struct sheet_target *sheet = context;
	struct csv_report moved = *report;

	moved.line = xlsx_row(sheet->table, report->line);
	return fault_from_csv(sheet->target, &moved);
}

static void tell_bad_cells(struct request *req, const struct xlsx_table *table)
{
	for (size_t i = 0; i < table->bad_count; i++) {
		const struct xlsx_cell *cell = &table->bad[i];
		int64_t line = (int64_t)cell->row, column = (int64_t)cell->column;
		char name[XLSX_CELL_SIZE];

		xlsx_cell_name(cell->row, cell->column, name);
		if (*cell->found)
			fault_xlsx_cell_error(req, "", name, cell->found, line, column);
		else
			fault_xlsx_not_calculated(req, "", name, line, column);
	}
}

static void read_sheet(struct request *req, const struct xlsx_table *table, struct csv *out,
	struct fault_target *target)
{
	struct sheet_target sheet = {table, target};

	csv_read(table->csv.data, table->csv.length, req->route->csv_row, most_rows(req->route),
		fault_from_sheet, &sheet, out);
	for (size_t i = 0; i < out->count; i++)
		out->lines[i] = xlsx_row(table, out->lines[i]);
	tell_bad_cells(req, table);
}

static void read_workbook(struct request *req, struct csv *out, struct fault_target *target)
{
	const struct buffer *body = &req->call->body;
	struct xlsx_table table = {0};
	struct xlsx book;
	enum xlsx_fault fault = xlsx_open(&book, body->data, body->length);

	if (!fault)
		fault = find_table(req, &book, &table);
	refuse_workbook(req, fault, book.part);
	if (!req->failed && table.csv.length > req->route->body_cap)
		fail_body_too_large(req);
	if (!req->failed)
		read_sheet(req, &table, out, target);
	xlsx_table_free(&table);
	xlsx_close(&book);
}

enum error decode_table(struct request *req, struct csv *out, struct fault_target *target)
{
	if (is_workbook(req))
		read_workbook(req, out, target);
	else
		read_text(req, out, target);
	return req->failed;
}
