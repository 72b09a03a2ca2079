#include "yearend/scorecard_objection.h"

#include <string.h>

#include "calendar.h"
#include "gen/problems.h"
#include "reporting/due_times.h"
#include "request/bind.h"
#include "request/problem.h"
#include "request/query.h"
#include "request/row.h"

enum error objections_begin(struct request *req, const struct scorecard *card, const char *day)
{
	struct stmt *q = db_query(
		req->db, "UPDATE scorecards SET objections_until = :x_until WHERE id = :x_id");
	char until[CALENDAR_DAY_SIZE];
	int64_t first = 0;

	calendar_parse_day(day, &first);
	calendar_print_day(working_day_after(req, first, card->objection_days), until);
	bind_text(q, ":x_until", until);
	return query_run(req, bind_id(q, card->id));
}

enum error objections_in_time(struct request *req, const struct scorecard *card)
{
	if (card->objections_until && strcmp(req_today(req), card->objections_until) > 0)
		return fail_objection_late(req, card->objections_until);
	return req->failed;
}

static struct stmt *bind_objection(
	struct stmt *q, const struct scorecard *card, const struct row *row)
{
	bind_text(q, ":x_code", row_text(row, "code"));
	return bind_id(q, card->id);
}

static void check_new(struct request *req, const struct scorecard *card, const struct row *row)
{
	struct stmt *known = db_query(req->db,
		"SELECT 1 FROM criteria c JOIN scorecards k ON k.sheet = c.sheet"
		" WHERE k.id = :x_id AND c.code = :x_code AND c.kind <> 'group'");
	struct stmt *before = db_query(
		req->db, "SELECT 1 FROM score_objections WHERE card = :x_id AND code = :x_code");
	const char *code = row_text(row, "code"), *pointer = member_pointer(req, row, "code");

	if (!query_exists(req, bind_objection(known, card, row)))
		fault_reference_unknown(req, pointer, code);
	else if (query_exists(req, bind_objection(before, card, row)))
		fault_objected_before(req, pointer, code);
}

static enum error add(struct request *req, const struct scorecard *card, const struct row *row)
{
	struct stmt *put = db_query(req->db,
		"INSERT INTO score_objections (card, code, reason, objected_at)"
		" VALUES (:x_id, :x_code, :x_reason, :x_now)");
	size_t faults = req_fault_count(req);

	check_new(req, card, row);
	if (!req_clean_since(req, faults))
		return req->failed;
	bind_text(put, ":x_reason", row_text(row, "reason"));
	bind_int(put, ":x_now", req->now);
	return query_run(req, bind_objection(put, card, row));
}

static void check_open(struct request *req, const struct scorecard *card, const struct row *row)
{
	struct stmt *q = db_query(req->db,
		"SELECT 1 FROM score_objections WHERE card = :x_id AND code = :x_code"
		" AND answered_at IS NULL");

	if (!query_exists(req, bind_objection(q, card, row)))
		fault_reference_unknown(
			req, member_pointer(req, row, "code"), row_text(row, "code"));
}

static enum error answer(struct request *req, const struct scorecard *card, const struct row *row)
{
	struct stmt *put = db_query(req->db,
		"UPDATE score_objections SET answer = :x_answer, answered_at = :x_now"
		" WHERE card = :x_id AND code = :x_code AND answered_at IS NULL");
	size_t faults = req_fault_count(req);

	check_open(req, card, row);
	if (!req_clean_since(req, faults))
		return req->failed;
	bind_text(put, ":x_answer", row_text(row, "reason"));
	bind_int(put, ":x_now", req->now);
	return query_run(req, bind_objection(put, card, row));
}

static enum error walk(struct request *req, const struct scorecard *card,
	enum error (*each)(
		struct request *req, const struct scorecard *card, const struct row *row))
{
	const struct property *rows = schema_property(req->route->body, "rows");
	size_t i;
	json_t *json;

	json_array_foreach(json_object_get(req->body, "rows"), i, json)
	{
		if (req->failed || req_faults_full(req))
			break;
		each(req, card, &(struct row){i, json, rows->schema->items});
	}
	return req->failed;
}

enum error objections_add(struct request *req, const struct scorecard *card)
{
	return walk(req, card, add);
}

enum error objections_answer(struct request *req, const struct scorecard *card)
{
	struct stmt *left = db_query(req->db,
		"SELECT code FROM score_objections WHERE card = :x_id AND answered_at IS NULL"
		" ORDER BY objected_at, code");

	if (walk(req, card, answer))
		return req->failed;
	bind_id(left, card->id);
	while (db_row(left))
		fault_objection_unanswered(req, "/rows", column_text(left, 0));
	return req_fail(req, db_done(left));
}
