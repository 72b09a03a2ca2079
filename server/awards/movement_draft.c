#include "awards/movement_draft.h"

#include <string.h>

#include "gen/problems.h"
#include "request/children.h"
#include "request/past_day.h"
#include "request/reach.h"
#include "request/row.h"

/* Who may launch at which level: a sector-wide movement is the top's, a province's the province's;
 * a cluster has no launching power of its own. Two levels at most, a comma between them. */
static const char *levels_of(const char *unit_level)
{
	if (!strcmp(unit_level, "supreme"))
		return "state,sector";
	return strcmp(unit_level, "province") ? "unit" : "province";
}

static bool is_level_of(const char *levels, const char *level)
{
	size_t length = strcspn(levels, ",");

	return (strlen(level) == length && !memcmp(levels, level, length)) ||
		(levels[length] && !strcmp(levels + length + 1, level));
}

/* What somebody outside the sector launched is not bound to the unit's own powers; the sector's
 * movements are the sector's. */
static bool may_launch(const struct row *row, const char *possible)
{
	const char *level = row_text(row, "level");

	return is_level_of(possible, level) ||
		(row_text(row, "external_launcher") && strcmp(level, "sector") != 0);
}

/* The launching unit is there, fits the level, and has not ended before the movement begins. */
static void check_launcher(struct request *req, const struct row *row, const char *unit)
{
	struct stmt *q = db_query(
		req->db, "SELECT level, valid_to, successor FROM units WHERE unit = :x_unit");
	const char *level = row_text(row, "level"), *start = row_text(row, "start_date");
	const char *pointer = member_pointer(req, row, "unit");

	bind_text(q, ":x_unit", unit);
	if (!db_row(q) || !in_reach(req, unit)) {
		fault_reference_unknown(req, pointer, unit);
	} else {
		const char *possible = levels_of(column_text(q, 0));

		if (!may_launch(row, possible))
			fault_movement_level(req, member_pointer(req, row, "level"), unit,
				column_text(q, 0), level, possible);
		if (!column_is_null(q, 1) && strcmp(column_text(q, 1), start) < 0)
			fault_unit_ended(req, pointer, unit, column_text(q, 1), column_text(q, 2));
	}
	req_fail(req, db_done(q));
}

static const char *text_of(const json_t *object, const char *member)
{
	return json_string_value(json_object_get(object, member));
}

static void check_documents(struct request *req)
{
	const json_t *documents = json_object_get(req->body, "documents");
	size_t i;
	json_t *document;

	json_array_foreach(documents, i, document)
	{
		const char *number = text_of(document, "number");

		check_past_day(req, req_printf(req, "/documents/%zu/issued_on", i),
			text_of(document, "issued_on"), NULL);
		for (size_t k = 0; k < i; k++) {
			if (strcmp(number, text_of(json_array_get(documents, k), "number")) != 0)
				continue;
			fault_document_twice(
				req, req_printf(req, "/documents/%zu/number", i), number);
			break;
		}
	}
}

void movement_check_draft(struct request *req, const char *unit)
{
	struct row row = body_row(req);
	const char *start = row_text(&row, "start_date"), *end = row_text(&row, "end_date");

	check_launcher(req, &row, unit);
	if (strcmp(start, end) > 0)
		fault_dates_reversed(req, member_pointer(req, &row, "end_date"), start, end);
	check_documents(req);
}

bool movement_documents_same(struct request *req, int64_t id)
{
	struct stmt *count =
		db_query(req->db, "SELECT count(*) FROM movement_documents WHERE movement = :x_id");
	struct stmt *one = db_query(req->db,
		"SELECT 1 FROM movement_documents WHERE movement = :x_id AND number = :number"
		" AND issued_on = :issued_on AND title = :title");

	return children_same(req, "documents", id, count, one);
}

enum error movement_put_documents(struct request *req, int64_t id)
{
	struct stmt *clear =
		db_query(req->db, "DELETE FROM movement_documents WHERE movement = :x_id");
	struct stmt *put = db_query(req->db,
		"INSERT INTO movement_documents (movement, number, issued_on, title)"
		" VALUES (:x_id, :number, :issued_on, :title)");

	return children_replace(req, "documents", id, clear, put);
}
