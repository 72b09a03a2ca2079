/* Lists and templates as sheets; see reply_sheet.h. */
#include "request/reply_sheet.h"

#include "gen/api.h"
#include "gen/problems.h"
#include "request/call.h"
#include "request/reply_file.h"
#include "request/reply_list.h"
#include "workbook.h"

static enum workbook_kind kind_of(const struct schema *schema)
{
	switch (value_form(schema)) {
	case VALUE_INT:
		return WORKBOOK_WHOLE;
	case VALUE_HUNDREDTHS:
		return WORKBOOK_DECIMAL;
	case VALUE_THOUSANDTHS:
		return WORKBOOK_POINTS;
	case VALUE_BOOL:
		return WORKBOOK_BOOL;
	default:
		return schema->format == FORMAT_DATE ? WORKBOOK_DAY : WORKBOOK_TEXT;
	}
}

/* What a spreadsheet says to who types anything else; its readers have it in Vietnamese. */
static const char *refusal_of(
	struct request *req, enum workbook_kind kind, const struct schema *schema)
{
	if (kind == WORKBOOK_WHOLE)
		return req_printf(req,
			"Chỉ nhập số nguyên từ %lld đến %lld, không có dấu chấm, dấu phẩy hay %%.",
			(long long)schema->minimum, (long long)schema->maximum);
	if (kind == WORKBOOK_DECIMAL)
		return "Chỉ nhập số trong khoảng cho phép, nhiều nhất hai chữ số thập phân.";
	return NULL;
}

static struct workbook_column column_of(
	struct request *req, const struct property *property, bool open)
{
	enum workbook_kind kind = kind_of(property->schema);

	return (struct workbook_column){.heading = reply_heading(req, property),
		.kind = kind,
		.open = open,
		.refusal = open ? refusal_of(req, kind, property->schema) : NULL,
		.least = property->schema->minimum,
		.most = property->schema->maximum};
}

void reply_sheet_open(struct request *req)
{
	struct list *list = req->answer.list;
	const struct schema *item = list->item;
	struct workbook_column *columns = req_alloc(req, item->property_count * sizeof *columns);
	size_t count = 0;

	if (!columns)
		return;
	for (size_t i = 0; i < item->property_count; i++)
		if (is_cell(list, i)) {
			columns[count] = column_of(
				req, &item->properties[i], list->template && count >= list->given);
			count++;
		}
	if (req->failed) /* then nobody would close the book */
		return;
	req->call->content_type_out = api_forms[FORM_XLSX].type;
	list->book =
		workbook_open(&req->call->reply, req->route->file, columns, count, list->template);
	if (!list->book)
		req_fail(req, E_MEMORY);
}

/* What was begun is no file; a problem takes its place. */
static void look_at_fault(struct request *req)
{
	enum workbook_fault fault = workbook_fault(req->answer.list->book);

	if (fault == WORKBOOK_NO_MEMORY)
		req_fail(req, E_MEMORY);
	if (fault == WORKBOOK_FITS || req->failed)
		return;
	reply_file_forget(req);
	if (fault == WORKBOOK_TOO_MUCH)
		fail_sheet_too_small(req, WORKBOOK_ROWS, WORKBOOK_LETTERS);
	else
		fail_list_too_large(req, WORKBOOK_MIB);
}

void reply_sheet_row(struct request *req)
{
	const struct list *list = req->answer.list;

	workbook_row(list->book);
	for (size_t i = 0; i < list->item->property_count; i++)
		if (is_cell(list, i))
			workbook_cell(list->book,
				list->cell[i].length ? list->cells.data + list->cell[i].start : "",
				list->cell[i].length);
	look_at_fault(req);
}

void reply_sheet_end(struct request *req)
{
	struct list *list = req->answer.list;

	if (!req->failed) {
		workbook_end(list->book);
		look_at_fault(req);
	}
	workbook_free(list->book);
	list->book = NULL;
}
