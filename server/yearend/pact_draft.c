/* What a pact says before it is opened for signing. */
#include <string.h>

#include "gen/problems.h"
#include "request/children.h"
#include "request/past_day.h"
#include "request/problem.h"
#include "yearend/pact.h"
#include "yearend/score_sheet.h"

static void check_contents(struct request *req, const json_t *contents)
{
	size_t i;
	json_t *content;

	json_array_foreach(contents, i, content)
	{
		json_int_t number = json_integer_value(json_object_get(content, "number"));

		for (size_t k = 0; k < i; k++) {
			const json_t *before = json_array_get(contents, k);

			if (json_integer_value(json_object_get(before, "number")) != number)
				continue;
			fault_number_twice(req, req_printf(req, "/contents/%zu/number", i), number);
			break;
		}
	}
}

static const char *text_of(const json_t *object, const char *member)
{
	return json_string_value(json_object_get(object, member));
}

static void check_grounds(struct request *req, const json_t *grounds)
{
	size_t i;
	json_t *ground;

	json_array_foreach(grounds, i, ground)
	{
		const char *number = text_of(ground, "number");

		check_past_day(req, req_printf(req, "/grounds/%zu/issued_on", i),
			text_of(ground, "issued_on"), NULL);
		for (size_t k = 0; k < i; k++) {
			if (strcmp(number, text_of(json_array_get(grounds, k), "number")) != 0)
				continue;
			fault_document_twice(
				req, req_printf(req, "/grounds/%zu/number", i), number);
			break;
		}
	}
}

void pact_check_draft(struct request *req, const struct row *row)
{
	row_refers(req, row, "score_sheet",
		db_query(req->db,
			"SELECT 1 FROM score_sheets s WHERE s.id = :score_sheet"
			" AND" SCORE_SHEET_READABLE));
	check_contents(req, json_object_get(row->json, "contents"));
	check_grounds(req, json_object_get(row->json, "grounds"));
}

bool pact_lists_same(struct request *req, int64_t id)
{
	return children_same(req, "contents", id,
		       db_query(req->db, "SELECT count(*) FROM pact_contents WHERE pact = :x_id"),
		       db_query(req->db,
			       "SELECT 1 FROM pact_contents WHERE pact = :x_id"
			       " AND number = :number AND content = :content")) &&
		children_same(req, "grounds", id,
			db_query(req->db, "SELECT count(*) FROM pact_grounds WHERE pact = :x_id"),
			db_query(req->db,
				"SELECT 1 FROM pact_grounds WHERE pact = :x_id AND number = :number"
				" AND issued_on = :issued_on AND title = :title"));
}

enum error pact_put_lists(struct request *req, int64_t id)
{
	children_replace(req, "contents", id,
		db_query(req->db, "DELETE FROM pact_contents WHERE pact = :x_id"),
		db_query(req->db,
			"INSERT INTO pact_contents (pact, number, content)"
			" VALUES (:x_id, :number, :content)"));
	return children_replace(req, "grounds", id,
		db_query(req->db, "DELETE FROM pact_grounds WHERE pact = :x_id"),
		db_query(req->db,
			"INSERT INTO pact_grounds (pact, number, issued_on, title)"
			" VALUES (:x_id, :number, :issued_on, :title)"));
}
