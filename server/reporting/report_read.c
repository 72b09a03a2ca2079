/* From the rows of a body to figures. */
#include <stdlib.h>
#include <string.h>

#include "gen/api.h"
#include "gen/problems.h"
#include "reporting/report.h"
#include "request/closest.h"

/* A row as it came; what it does not say is NULL. */
struct said {
	const json_t *element, *value, *status, *note;
};

/* Walking over few members is cheaper than looking for each of them. */
static struct said said_by(const json_t *row)
{
	json_t *object = (json_t *)row; /* jansson's iterators take no const; we only read */
	struct said said = {0};
	const char *name;
	json_t *value;

	json_object_foreach(object, name, value)
	{
		if (!strcmp(name, "element"))
			said.element = value;
		else if (!strcmp(name, "value"))
			said.value = value;
		else if (!strcmp(name, "status"))
			said.status = value;
		else if (!strcmp(name, "note"))
			said.note = value;
	}
	return said;
}

const char *figure_pointer(struct request *req, size_t row, const char *member)
{
	if (row == KEPT_ROW)
		return "/values";
	if (req->route->csv_member)
		return row_pointer(req, row, member);
	return req_printf(req, "/values/%zu%s%s", row, member ? "/" : "", member ? member : "");
}

static const char *closest_elements(
	struct request *req, const struct catalogue *catalogue, const char *code)
{
	struct closest closest = closest_to(req, code);

	for (size_t i = 0; i < catalogue->element_count && closest_wants(&closest); i++)
		closest_add(
			req, &closest, catalogue->elements[i].code, catalogue->elements[i].code);
	return closest_list(req, &closest);
}

static bool find_element(struct request *req, const struct catalogue *catalogue, const char *code,
	size_t index, size_t *out)
{
	size_t element = catalogue_element(catalogue, code);

	if (element == NO_ELEMENT) {
		fault_element_unknown(req, figure_pointer(req, index, "element"), code,
			closest_elements(req, catalogue, code));
		return false;
	}
	if (catalogue->elements[element].computed) {
		fault_element_computed(req, figure_pointer(req, index, "element"), code);
		return false;
	}
	*out = element;
	return true;
}

bool status_carries_no_value(const char *status)
{
	return !strcmp(status, "missing") || !strcmp(status, "impossible");
}

/* A figure that the contract's check has refused already; it is left out of the arithmetic. */
static bool is_refused(const struct request *req, const json_t *value)
{
	if (!req_fault_count(req) || !value || json_is_null(value))
		return false;
	const struct schema *schema = schema_property(&schema_report_value_input, "value")->schema;

	return !json_is_integer(value) || json_integer_value(value) < schema->minimum ||
		json_integer_value(value) > schema->maximum;
}

/* A line of the template that was left empty, for whatever element; of a correction it is a figure that
 * goes. */
static bool says_nothing(const struct request *req, const struct report *report,
	const json_t *value, const char *status)
{
	if (status || (value && !json_is_null(value)))
		return false;
	return report->base ? value != NULL : req->from_csv;
}

static void add_figure(
	struct request *req, struct report *report, const struct figure *figure, bool known)
{
	bool empty = status_carries_no_value(figure->status);

	if (figure->has_value && empty)
		fault_value_not_allowed(
			req, figure_pointer(req, figure->row, "value"), figure->status);
	else if (!figure->has_value && !empty)
		fault_value_required(
			req, figure_pointer(req, figure->row, "value"), figure->status);
	else if (known)
		report->figures[report->count++] = *figure;
}

static void read_row(struct request *req, const struct catalogue *catalogue, const json_t *row,
	size_t index, struct report *report, bool *named)
{
	struct said said = said_by(row);
	const char *status = json_string_value(said.status);
	struct figure figure = {.row = index, .note = json_string_value(said.note)};
	bool nothing = says_nothing(req, report, said.value, status);

	if (nothing && !report->base)
		return;
	figure.has_value = json_is_integer(said.value);
	figure.value = json_integer_value(said.value);
	figure.status = status ? status : "actual";
	bool known = find_element(
		req, catalogue, json_string_value(said.element), index, &figure.element);

	if (known) {
		named[figure.element] = true;
		figure_take_base(report, row, &figure);
	}
	if (!nothing && !is_refused(req, said.value))
		add_figure(req, report, &figure, known);
}

static int by_element(const void *a, const void *b)
{
	const struct figure *x = a, *y = b;

	if (x->element != y->element)
		return x->element < y->element ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

/* Those that come from a form of ours are in order already. */
static void sort(struct figure *figures, size_t count)
{
	size_t i = 1;

	while (i < count && by_element(&figures[i - 1], &figures[i]) < 0)
		i++;
	if (i < count)
		qsort(figures, count, sizeof *figures, by_element);
}

enum error report_read(struct request *req, const json_t *rows, const size_t *picked,
	size_t picked_count, struct report *report)
{
	const struct catalogue *catalogue = catalogue_of(req);
	size_t count = picked ? picked_count : json_array_size(rows);

	bool *named = catalogue ? req_alloc(req, catalogue->element_count + 1) : NULL;

	report->figures = req_alloc(req, count * sizeof *report->figures + 1);
	if (!named || !report->figures)
		return req->failed;
	for (size_t i = 0; i < count && !req_faults_full(req); i++) {
		size_t index = picked ? picked[i] : i;

		read_row(req, catalogue, json_array_get(rows, index), index, report, named);
	}
	if (report_keep(req, report, named))
		return req->failed;
	/* A template that came back untouched is no report, nor is what takes all figures away. */
	if ((!picked || report->base) && !report->count && !req_fault_count(req))
		fault_too_few_items(
			req, picked ? row_pointer(req, report->place_row, NULL) : "/values", 1);
	sort(report->figures, report->count);
	for (size_t i = 1; i < report->count; i++)
		if (report->figures[i].element == report->figures[i - 1].element)
			fault_element_twice(req,
				figure_pointer(req, report->figures[i].row, "element"),
				catalogue->elements[report->figures[i].element].code);
	return req->failed;
}
