/* Rows of one file that are not known to be one person. */
#include <stdlib.h>
#include <string.h>

#include "csv.h"
#include "gen/problems.h"
#include "office/person.h"

/* Somebody of whom the file gives no birth date. */
struct candidate {
	const char *unit, *key;
	struct row row;
};

static int compare(const void *left, const void *right)
{
	const struct candidate *a = left, *b = right;
	int order = strcmp(a->unit, b->unit);

	if (!order)
		order = strcmp(a->key, b->key);
	return order ? order : (a->row.index > b->row.index) - (a->row.index < b->row.index);
}

static size_t collect(struct request *req, const json_t *rows, struct candidate *out)
{
	size_t index, count = 0;
	json_t *json;

	json_array_foreach(rows, index, json)
	{
		struct row row = {index, json, req->route->csv_row};

		if (!row_text(&row, "birth_date"))
			out[count++] = (struct candidate){row_text(&row, "unit"),
				req_fold(req, row_text(&row, "full_name")), row};
	}
	return count;
}

/* Of a CSV its lines count, of JSON its rows. */
static int64_t place_of(const struct request *req, const struct row *row)
{
	return (int64_t)(req->csv ? req->csv->lines[row->index] : row->index + 1);
}

void person_check_namesakes(struct request *req)
{
	const json_t *rows = json_object_get(req->body, "rows");
	struct candidate *all = req_alloc(req, (json_array_size(rows) + 1) * sizeof *all);

	if (!all)
		return;
	size_t count = collect(req, rows, all);

	qsort(all, count, sizeof *all, compare);
	for (size_t i = 1, first = 0; i < count && !req->failed; i++) {
		if (strcmp(all[i].unit, all[first].unit) != 0 ||
			strcmp(all[i].key, all[first].key) != 0)
			first = i;
		else if (!row_text(&all[i].row, "staff_code"))
			fault_namesakes(req, member_pointer(req, &all[i].row, "full_name"),
				row_text(&all[i].row, "full_name"), place_of(req, &all[first].row));
	}
}
