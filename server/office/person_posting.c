/* Corrects a posting that was mistyped; see person_correct() of person.h. */
#include <string.h>

#include "gen/problems.h"
#include "office/person.h"
#include "request/bind.h"
#include "request/journal.h"
#include "request/query.h"

struct mistyped {
	const char *unit, *since; /* as stored */
	bool newest;
	const char *keeper, *status; /* of the person */
	bool active;
};

/* Whoever corrects it answers for the unit that it names, too. */
static bool find(struct request *req, int64_t person, const char *since, struct mistyped *out)
{
	struct stmt *q = db_query(req->db,
		"SELECT t.unit, NOT EXISTS (SELECT 1 FROM postings n"
		" WHERE n.person = t.person AND n.from_date > t.from_date), p.unit, p.status"
		" FROM postings t JOIN persons p ON p.id = t.person"
		" JOIN unit_below b ON b.unit = t.unit"
		" WHERE t.person = :x_id AND t.from_date = :x_since AND b.ancestor = :x_caller");

	bind_int(q, ":x_id", person);
	bind_text(q, ":x_since", since);
	bind_text(q, ":x_caller", req->caller.unit);
	bool found = db_row(q);

	if (found)
		*out = (struct mistyped){req_text(req, column_text(q, 0)), since, column_int(q, 1),
			req_text(req, column_text(q, 2)), req_text(req, column_text(q, 3)),
			!strcmp(column_text(q, 3), "active")};
	if (!req_fail(req, db_done(q)) && !found)
		fail_not_found(req);
	return found && !req->failed;
}

/* The postings before it are over when it begins, those after it begin when it is over. */
static void check_neighbours(
	struct request *req, const struct row *row, int64_t id, const char *since)
{
	struct stmt *q = db_query(req->db,
		"SELECT unit, from_date, from_date < :x_since FROM postings"
		" WHERE person = :x_id AND ((from_date < :x_since"
		" AND COALESCE(to_date, from_date) >= :from_date)"
		" OR (from_date > :x_since AND (CAST(:to_date AS TEXT) IS NULL"
		" OR from_date <= :to_date))) ORDER BY from_date");

	bind_row(q, req, row);
	bind_int(q, ":x_id", id);
	bind_text(q, ":x_since", since);
	while (db_row(q))
		fault_postings_overlap(req,
			member_pointer(req, row, column_int(q, 2) ? "from_date" : "to_date"),
			column_text(q, 0), column_text(q, 1));
	req_fail(req, db_done(q));
}

static void check_days(struct request *req, const struct row *row, const struct mistyped *posting)
{
	const char *from = row_text(row, "from_date"), *to = row_text(row, "to_date");

	if (to && strcmp(from, to) > 0)
		fault_dates_reversed(req, member_pointer(req, row, "to_date"), from, to);
	if (posting->newest && posting->active != !to)
		fault_posting_mismatch(req, member_pointer(req, row, "to_date"), posting->status);
}

/* The units that it names hear of it, beside the one that keeps the person. */
static void tell(
	struct request *req, const struct row *row, int64_t id, const struct mistyped *posting)
{
	const char *unit = row_text(row, "unit");
	const char *keeper = posting->newest ? unit : posting->keeper;
	const char *object =
		req_printf(req, "/persons/%lld/postings/%s", (long long)id, posting->since);
	const char *state = req_printf(req, "%s %s", unit, row_text(row, "from_date"));

	req_about(req, keeper);
	if (strcmp(posting->unit, keeper) != 0)
		req_event_beside(req, posting->unit, object, state);
	if (strcmp(unit, keeper) != 0 && strcmp(unit, posting->unit) != 0)
		req_event_beside(req, unit, object, state);
}

static void touch_person(struct request *req, const struct row *row, int64_t id, bool newest)
{
	struct stmt *keep = db_query(req->db,
		"UPDATE all_persons SET unit = :unit, position = :position WHERE id = :x_id");
	struct stmt *touch = db_query(
		req->db, "UPDATE all_persons SET revision = revision + 1 WHERE id = :x_id");

	if (newest)
		query_run(req, bind_id(bind_row(keep, req, row), id));
	query_run(req, bind_id(touch, id));
	person_touch_readers(req, id);
}

enum error person_correct(struct request *req, const struct row *row, int64_t id, const char *since)
{
	struct stmt *old = db_query(req->db,
		"SELECT unit, position, from_date, to_date FROM postings"
		" WHERE person = :id AND from_date = :since");
	struct stmt *put = db_query(req->db,
		"UPDATE all_postings SET unit = :unit, position = :position, from_date = :from_date,"
		" to_date = :to_date WHERE person = :id AND from_date = :since AND ended_at IS NULL");
	struct mistyped posting = {0};

	if (!find(req, id, since, &posting))
		return req->failed;
	person_check_unit(req, row);
	check_days(req, row, &posting);
	check_neighbours(req, row, id, since);
	if (!row_replace(req, old, put))
		return req->failed;
	touch_person(req, row, id, posting.newest);
	tell(req, row, id, &posting);
	person_warn_of_duplicates(req, row, id);
	return req->failed;
}
