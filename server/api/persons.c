/*
 * Those who may be honoured: staff with their postings, and outsiders. A person is read and written
 * within the rights of the unit that keeps it.
 */
#include "awards/merge.h"
#include "gen/api.h"
#include "gen/problems.h"
#include "office/person.h"
#include "office/unit.h"
#include "request/bind.h"
#include "request/journal.h"
#include "request/problem.h"
#include "request/query.h"
#include "request/reach.h"
#include "request/reply.h"

#define UNIT_NAME NAME_OF_UNIT("p.unit")

#define COLUMNS                                                                                    \
	"p.id AS id, p.staff_code AS staff_code, p.full_name AS full_name,"                        \
	" p.birth_date AS birth_date, p.status AS status, p.unit AS unit, p.position AS position," \
	" " UNIT_NAME
#define PERSONS                                                                                    \
	" FROM persons p JOIN unit_below b ON b.unit = p.unit AND b.ancestor = :caller_unit"       \
	" WHERE (CAST(:unit AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM unit_below s"                \
	" WHERE s.ancestor = :unit AND s.unit = p.unit))"                                          \
	" AND (CAST(:status AS TEXT) IS NULL OR p.status = :status)"                               \
	" AND (CAST(:q AS TEXT) IS NULL OR " HAS_Q("p.name_key") " OR p.staff_key = :q_mark)"

enum error list_persons(struct request *req)
{
	return REPLY_PAGE2(req, COLUMNS, PERSONS, "p.name_key", TEXT, "p.id", BIGINT);
}

enum error get_person(struct request *req)
{
	const struct get_person_in *in = req->in;

	return person_reply(req, 200, in->id);
}

enum error create_person(struct request *req)
{
	const struct create_person_in *in = req->in;
	struct row row = body_row(req);
	int64_t id = 0;

	if (person_add(req, &row, &id) || req_faults(req))
		return req->failed;
	person_warn_of_duplicates(req, &row, id);
	req_about(req, in->unit);
	req_created(req, "/persons/%lld", (long long)id);
	return person_reply(req, 201, id);
}

enum error replace_person(struct request *req)
{
	const struct replace_person_in *in = req->in;
	struct row row = body_row(req);
	struct stmt *old = db_query(req->db,
		"SELECT full_name, staff_code, birth_date, status FROM persons WHERE id = :id");
	struct stmt *put = db_query(req->db,
		"UPDATE all_persons SET full_name = :full_name, name_key = :full_name_key,"
		" staff_code = :staff_code, staff_key = :staff_code_mark,"
		" birth_date = :birth_date, status = :status,"
		" revision = revision + 1 WHERE id = :id");
	enum import_outcome outcome;
	bool moved = false;

	if (person_require(req, in->id))
		return req->failed;
	person_check_identity(req, &row, in->id);
	person_settle(req, &row, in->id, &moved);
	if (req_faults(req) || import_compare(req, &row, bind_input(old, req), &outcome))
		return req->failed;
	if (outcome == IMPORT_UPDATED || moved) {
		query_run(req, bind_input(put, req));
		person_touch_readers(req, in->id);
		person_warn_of_duplicates(req, &row, in->id);
	} else {
		req_unchanged(req);
	}
	return person_reply(req, 200, in->id);
}

/* The person of a staff code; 0 when there is none. Out of reach it is a fault. */
static int64_t find_by_code(struct request *req, const struct row *row)
{
	struct stmt *q = db_query(req->db,
		"SELECT id, unit FROM persons WHERE staff_key = :staff_code_mark ORDER BY id");
	const char *unit = NULL;
	int64_t id = 0;

	bind_row(q, req, row);
	if (db_row(q)) {
		id = column_int(q, 0);
		unit = req_text(req, column_text(q, 1));
	}
	if (!req_fail(req, db_done(q)) && unit && !in_reach(req, unit))
		fault_already_exists(
			req, member_pointer(req, row, "staff_code"), row_text(row, "staff_code"));
	return id;
}

/* The person of a name, birth date and unit; 0 when there is none. Several are a fault. */
static int64_t find_by_name(struct request *req, const struct row *row)
{
	struct stmt *q = db_query(req->db,
		"SELECT id FROM persons WHERE unit = :unit AND name_key = :full_name_key"
		" AND birth_date IS NOT DISTINCT FROM CAST(:birth_date AS TEXT) ORDER BY id"
		" LIMIT 10");
	const char *ids = NULL;
	int64_t id = 0;
	int count = 0;

	bind_row(q, req, row);
	for (; db_row(q); count++) {
		id = id ? id : column_int(q, 0);
		ids = req_numbers_add(req, ids, column_int(q, 0));
	}
	if (!req_fail(req, db_done(q)) && count > 1)
		fault_name_ambiguous(req, member_pointer(req, row, "full_name"),
			row_text(row, "full_name"), ids);
	return id;
}

static enum error import_person(struct request *req, const struct row *row)
{
	size_t faults = req_fault_count(req);
	int64_t id = row_text(row, "staff_code") ? find_by_code(req, row) : 0;
	enum import_outcome outcome = IMPORT_CREATED;
	const char *before = NULL;

	if (!row_text(row, "staff_code") && in_reach(req, row_text(row, "unit")))
		id = find_by_name(req, row);
	if (!req_clean_since(req, faults))
		return req->failed;
	if (id)
		person_update(req, row, id, &outcome, &before);
	else
		person_add(req, row, &id);
	if (!req_clean_since(req, faults))
		return req->failed;
	if (outcome != IMPORT_UNCHANGED) {
		person_warn_of_duplicates(req, row, id);
		person_keep(req, id, before);
	}
	return import_stored(req, row, outcome, req_printf(req, "/persons/%lld", (long long)id),
		row_text(row, "unit"));
}

enum error import_persons(struct request *req)
{
	person_check_namesakes(req);
	return import_rows(req, import_person);
}

enum error merge_person(struct request *req)
{
	const struct merge_person_in *in = req->in;

	if (merge_require(req, in->id))
		return req->failed;
	merge_check(req, in->id, in->into);
	if (req_faults(req) || merge_run(req, in->id, in->into, in->reason))
		return req->failed;
	return person_reply(req, 200, in->into);
}
