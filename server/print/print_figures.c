/*
 * The figures of a report as its form has them: by area, and the accused beside the cases that they are of, as papers
 * write "1.144 vụ/1.741 bị can".
 */
#include <string.h>

#include "db.h"
#include "print/print.h"

static json_t *by_element(const json_t *values)
{
	json_t *found = json_object(), *value;
	size_t i;

	json_array_foreach(values, i, value)
		json_object_set(found, json_string_value(json_object_get(value, "element")), value);
	return found;
}

/* A figure that is certain needs no word for it. */
static json_t *row_of(const struct stmt *element, json_t *value)
{
	json_t *row = json_copy(value);
	const char *status = json_string_value(json_object_get(value, "status"));

	json_object_set_new(row, "name", json_string(column_text(element, 1)));
	json_object_set_new(row, "measure", json_string(column_text(element, 2)));
	json_object_set_new(row, "accused", json_null());
	if (status && !strcmp(status, "actual"))
		json_object_set_new(row, "status", json_null());
	return row;
}

/* The rows of the area in which the element is; a new one behind the others when it is the first. */
static json_t *rows_of_area(json_t *areas, const struct stmt *element)
{
	size_t count = json_array_size(areas);
	json_t *area = count ? json_array_get(areas, count - 1) : NULL;
	const char *name = column_text(element, 4),
		   *last = json_string_value(json_object_get(area, "area"));

	if (!last || strcmp(last, name) != 0) {
		area = json_pack("{s:s, s:[]}", "area", name, "rows");
		json_array_append_new(areas, area);
	}
	return json_object_get(area, "rows");
}

/* Returns whether the row is that of its cases, which stand before it. */
static bool join_cases(json_t *rows, const struct stmt *element, json_t *row)
{
	const char *pair = column_text(element, 3);
	json_t *cases;
	size_t i;

	json_array_foreach(rows, i, cases)
	{
		const char *code = json_string_value(json_object_get(cases, "element"));

		if (pair && code && !strcmp(code, pair))
			return !json_object_set(cases, "accused", row);
	}
	return false;
}

enum error print_figures(struct request *req, const json_t *values, json_t **out)
{
	struct stmt *elements = db_query(req->db,
		"SELECT e.element, e.name_vi, e.measure, e.pair, a.name_vi FROM elements e"
		" JOIN areas a ON a.area = e.area ORDER BY a.sort, COALESCE(e.sort, 1000000), e.element");
	json_t *sought = by_element(values);

	*out = json_array();
	while (db_row(elements)) {
		json_t *value = json_object_get(sought, column_text(elements, 0));

		if (!value)
			continue;
		json_t *rows = rows_of_area(*out, elements), *row = row_of(elements, value);

		if (!join_cases(rows, elements, row))
			json_array_append(rows, row);
		json_decref(row);
	}
	json_decref(sought);
	if (req_fail(req, db_done(elements))) {
		json_decref(*out);
		*out = NULL;
	}
	return req->failed;
}
