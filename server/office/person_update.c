/* What a row of an import says about a person who is there. */
#include <string.h>

#include "gen/problems.h"
#include "office/person.h"
#include "request/bind.h"
#include "request/query.h"
#include "request/reach.h"
#include "text.h"

/* The posting that the row is about: the one of its from_date, or else the newest. */
struct aim {
	bool found, newest;
	const char *unit, *from_date;
	bool keeps_name; /* the stored one is the better spelling */
};

static bool keeps_name(struct request *req, const struct row *row, int64_t id)
{
	struct stmt *q = db_query(req->db, "SELECT full_name FROM persons WHERE id = :x_id");
	const char *name = query_text(req, bind_id(q, id));

	return name && text_is_poorer(row_text(row, "full_name"), name);
}

static struct aim posting_of(struct request *req, const struct row *row, int64_t id)
{
	struct stmt *q = db_query(req->db,
		"SELECT t.unit, t.from_date, NOT EXISTS (SELECT 1 FROM postings n"
		" WHERE n.person = t.person AND n.from_date > t.from_date)"
		" FROM postings t WHERE t.person = :x_id AND (CAST(:from_date AS TEXT) IS NULL"
		" OR t.from_date = :from_date) ORDER BY t.from_date DESC LIMIT 1");
	struct aim aim = {0};

	bind_row(q, req, row);
	bind_int(q, ":x_id", id);
	if (db_row(q))
		aim = (struct aim){true, column_int(q, 2) != 0, req_text(req, column_text(q, 0)),
			req_text(req, column_text(q, 1)), false};
	req_fail(req, db_done(q));
	aim.keeps_name = keeps_name(req, row, id);
	return aim;
}

/* What is stored, as far as the row has a say. Status and days, which fit each other, are not cleared:
 * absent or empty they say nothing; nor does a new posting take the position of the one before. */
static enum error compare(struct request *req, const struct row *row, int64_t id,
	const struct aim *aim, enum import_outcome *out)
{
	struct stmt *old = db_query(req->db,
		"SELECT CASE WHEN :x_keeps = 1 THEN CAST(:full_name AS TEXT) ELSE p.full_name END"
		" AS full_name, p.birth_date AS birth_date,"
		" CASE WHEN CAST(:status AS TEXT) IS NOT NULL THEN p.status END AS status,"
		" COALESCE(t.unit, p.unit) AS unit,"
		" CASE WHEN t.person IS NOT NULL THEN t.position WHEN CAST(:from_date AS TEXT) IS NULL"
		" OR CAST(:position AS TEXT) IS NOT NULL THEN p.position END AS position,"
		" CASE WHEN CAST(:from_date AS TEXT) IS NOT NULL THEN t.from_date END AS from_date,"
		" CASE WHEN CAST(:to_date AS TEXT) IS NOT NULL THEN t.to_date END AS to_date"
		" FROM persons p LEFT JOIN postings t ON t.person = p.id AND t.from_date = :x_from"
		" WHERE p.id = :x_id");

	bind_row(old, req, row);
	bind_int(old, ":x_id", id);
	bind_text(old, ":x_from", aim->from_date);
	bind_int(old, ":x_keeps", aim->keeps_name);
	return import_compare(req, row, old, out);
}

static enum error put_person(
	struct request *req, const struct row *row, int64_t id, const struct aim *aim)
{
	struct stmt *put = db_query(req->db,
		"UPDATE all_persons SET full_name = CASE WHEN :x_keeps = 1 THEN full_name"
		" ELSE :full_name END, name_key = :full_name_key,"
		" birth_date = :birth_date,"
		" status = COALESCE(:status, status), revision = revision + 1 WHERE id = :x_id");

	bind_id(bind_row(put, req, row), id);
	bind_int(put, ":x_keeps", aim->keeps_name);
	query_run(req, put);
	return person_touch_readers(req, id);
}

/* An outsider has no posting: the office that keeps the record and the position may change. */
static enum error put_outsider(struct request *req, const struct row *row, int64_t id)
{
	struct stmt *put = db_query(req->db,
		"UPDATE all_persons SET unit = :unit, position = :position"
		" WHERE id = :x_id");

	return query_run(req, bind_id(bind_row(put, req, row), id));
}

static enum error correct_position(
	struct request *req, const struct row *row, int64_t id, const struct aim *aim)
{
	struct stmt *posting = db_query(req->db,
		"UPDATE all_postings SET position = :position"
		" WHERE person = :x_id AND from_date = :x_from AND ended_at IS NULL");
	struct stmt *person =
		db_query(req->db, "UPDATE all_persons SET position = :position WHERE id = :x_id");

	bind_row(posting, req, row);
	bind_int(posting, ":x_id", id);
	bind_text(posting, ":x_from", aim->from_date);
	query_run(req, posting);
	if (!aim->newest)
		return req->failed;
	return query_run(req, bind_id(bind_row(person, req, row), id));
}

/* The unit of a posting stays: another unit is another posting, with its own first day. */
static enum error put_posting(
	struct request *req, const struct row *row, int64_t id, const struct aim *aim)
{
	const char *from = row_text(row, "from_date");

	if (!aim->found)
		return from ? person_move(req, row, id) : put_outsider(req, row, id);
	if (!strcmp(aim->unit, row_text(row, "unit")))
		return correct_position(req, row, id, aim);
	if (from)
		fault_postings_overlap(req, member_pointer(req, row, "from_date"), aim->unit, from);
	else
		fault_missing_member(req, member_pointer(req, row, "from_date"));
	return req->failed;
}

enum error person_update(struct request *req, const struct row *row, int64_t id,
	enum import_outcome *out, const char **before)
{
	struct aim aim = posting_of(req, row, id);
	size_t faults = req_fault_count(req);
	bool changed = false;

	person_check_identity(req, row, id);
	if (!in_reach(req, row_text(row, "unit")))
		fault_reference_unknown(
			req, member_pointer(req, row, "unit"), row_text(row, "unit"));
	if (!req_clean_since(req, faults) || compare(req, row, id, &aim, out))
		return req->failed;
	if (*out == IMPORT_UNCHANGED)
		return OK;
	*before = person_state(req, id);
	put_posting(req, row, id, &aim);
	put_person(req, row, id, &aim);
	if (req_clean_since(req, faults))
		person_settle(req, row, id, &changed);
	return req->failed;
}
