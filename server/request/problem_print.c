/* What problems and findings say; see problem_print.h. */
#include "request/problem_print.h"

#include <string.h>

#include "csv.h"
#include "gen/api.h"
#include "request/language.h"
#include "request/problem_words.h"

/* The text with its {places} filled. */
static void add_detail(struct request *req, struct buffer *out, const char *text,
	const struct param *params, size_t count, bool english)
{
	while (*text) {
		size_t plain = strcspn(text, "{");

		buffer_bytes(out, text, plain);
		text += plain;
		if (!*text)
			return;
		size_t length = strcspn(text, "}");

		for (size_t i = 0; i < count; i++)
			if (strlen(params[i].kind->name) == length - 1 &&
				!memcmp(params[i].kind->name, text + 1, length - 1))
				param_say(req, out, &params[i], english);
		text += text[length] ? length + 1 : length;
	}
}

static void add_list(struct buffer *out, const char *text)
{
	buffer_char(out, '[');
	for (const char *at = text; at && *at;) {
		size_t length = strcspn(at, ",");

		if (at != text)
			buffer_char(out, ',');
		buffer_json(out, at, length);
		at += length;
		at += strspn(at, ", ");
	}
	buffer_char(out, ']');
}

void problem_members(struct buffer *out, const struct param *params, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct param *param = &params[i];
		const struct param_kind *kind = param->kind;

		buffer_char(out, ',');
		buffer_json(out, kind->name, strlen(kind->name));
		buffer_char(out, ':');
		if (kind->list)
			add_list(out, param->text);
		else if (kind->type == PARAM_INT || kind->type == PARAM_YEAR ||
			kind->type == PARAM_ID)
			buffer_int(out, param->number);
		else if (kind->type == PARAM_DECIMAL || kind->type == PARAM_POINTS)
			buffer_decimal(out, param->number, param_places(kind));
		else if (param->text)
			buffer_json(out, param->text, param_length(param->text));
		else
			buffer_text(out, "null");
	}
}

void problem_text_member(struct buffer *out, const char *name, const char *value)
{
	buffer_printf(out, "\"%s\":", name);
	buffer_json(out, value, strlen(value));
}

const char *problem_detail(struct request *req, const struct problem_kind *kind,
	const struct param *params, size_t count)
{
	bool english = call_in_english(req->call);
	struct buffer text = {0};

	add_detail(req, &text, english ? kind->detail_en : kind->detail_vi, params, count, english);
	return req_take(req, &text);
}

/* "/rows/12/value" of a CSV is a line and a column of the file that the client sees. */
static void add_csv_place(const struct request *req, struct buffer *out, const char *pointer)
{
	const char *member;
	size_t row;

	if (!req->csv || !row_of_pointer(req, pointer, &row, &member) || row >= req->csv->count)
		return;
	buffer_printf(out, ",\"line\":%zu", req->csv->lines[row]);
	size_t column = *member == '/' ? csv_column(req->csv, member + 1) : 0;

	if (column)
		buffer_printf(out, ",\"column\":%zu", column);
}

/* The row that was sent as number `sent`, among those that are left. */
static const json_t *row_sent_as(const struct request *req, size_t sent)
{
	const json_t *rows = json_object_get(req->body, req->route->csv_member);
	size_t count = json_array_size(rows), row = req->clean_rows ? 0 : sent;

	while (req->clean_rows && row < count && req->clean_rows[row] != sent)
		row++;
	return json_array_get(rows, row);
}

static bool has_element(const struct param *params, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(params[i].kind->name, "element"))
			return true;
	return false;
}

/* That of the figure to which the pointer leads, as it was sent; the other columns of an import are of its report.
 * NULL when there is none that is text. `*aside`: the pointer leads to another cell than that of the element. */
static const char *element_at(const struct request *req, const char *pointer, bool *aside)
{
	const char *member;
	size_t row;

	if (!row_of_pointer(req, pointer, &row, &member) || *member != '/' ||
		!schema_property(&schema_report_value_input, member + 1))
		return NULL;
	*aside = strcmp(member, "/element") != 0;
	return json_string_value(json_object_get(row_sent_as(req, row), "element"));
}

/* "Số vụ án khởi tố mới (dt_new_c): .." */
static const char *behind_subject(
	struct request *req, const struct param *subject, const char *detail)
{
	struct buffer text = {0};

	param_say(req, &text, subject, call_in_english(req->call));
	buffer_printf(&text, ": %s", detail);
	return req_take(req, &text);
}

const char *problem_finding(struct request *req, struct buffer *out, const char *severity,
	const struct problem_kind *kind, const char *pointer, const struct param *params,
	size_t count)
{
	static const struct param_kind element = {.name = "element", .type = PARAM_ELEMENT};
	struct param subject = {.kind = &element};
	const char *detail = problem_detail(req, kind, params, count);
	bool aside = false;

	if (!has_element(params, count))
		subject.text = element_at(req, pointer, &aside);
	if (aside && subject.text)
		detail = behind_subject(req, &subject, detail);
	if (out->length)
		buffer_char(out, ',');
	buffer_char(out, '{');
	problem_text_member(out, "pointer", pointer);
	buffer_printf(out, ",\"severity\":\"%s\",", severity);
	problem_text_member(out, "code", kind->code);
	buffer_char(out, ',');
	problem_text_member(out, "detail", detail);
	add_csv_place(req, out, pointer);
	problem_members(out, params, count);
	if (subject.text)
		problem_members(out, &subject, 1);
	buffer_char(out, '}');
	return detail;
}
