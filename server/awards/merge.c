/* What must not differ between two records of one person, and how one takes over what the other has. */
#include "awards/merge.h"

#include "awards/award.h"
#include "gen/problems.h"
#include "office/person.h"
#include "request/bind.h"
#include "request/journal.h"
#include "request/query.h"

/* ---- What stands against it ---- */

#define IDENTITY                                                                                   \
	"SELECT 'birth_date' AS conflict, f.birth_date AS one, t.birth_date AS other"              \
	" FROM persons f JOIN persons t ON t.id = :x_into"                                         \
	" WHERE f.id = :x_from AND f.birth_date <> t.birth_date"                                   \
	" UNION ALL SELECT 'staff_code', f.staff_code, t.staff_code FROM persons f"                \
	" JOIN persons t ON t.id = :x_into WHERE f.id = :x_from AND f.staff_key <> t.staff_key"

/* A posting of the same unit and first day is one. Of its last day the record that stays says, unless it
 * is open there and the other knows the next posting. */
#define SAME_POSTING(whose, posting)                                                               \
	"SELECT 1 FROM postings s WHERE s.person = " whose " AND s.unit = " posting                \
	".unit AND s.from_date = " posting ".from_date"
#define POSTINGS                                                                                   \
	"SELECT 'posting', '/persons/' || f.person || '/postings/' || f.from_date,"                \
	" '/persons/' || t.person || '/postings/' || t.from_date FROM postings f"                  \
	" JOIN postings t ON t.person = :x_into AND t.from_date <= COALESCE(f.to_date,"            \
	" '9999-12-31') AND f.from_date <= COALESCE(t.to_date, '9999-12-31')"                      \
	" WHERE f.person = :x_from AND NOT EXISTS (" SAME_POSTING(":x_into",                       \
		"f") ") AND NOT (t.to_date IS NULL AND EXISTS (" SAME_POSTING(":x_from", "t") "))"

#define PAPERS                                                                                     \
	"SELECT 'case', '/awards/' || f.id, '/awards/' || t.id FROM award_cases f"                 \
	" JOIN award_cases t ON t.person = :x_into AND t.award = f.award AND t.year = f.year"      \
	" AND t.occasion = f.occasion AND COALESCE(t.movement, 0) = COALESCE(f.movement, 0)"       \
	" WHERE f.person = :x_from AND NOT f." CASE_IS_DEAD " AND NOT t." CASE_IS_DEAD             \
	" UNION ALL SELECT 'initiative', '/initiatives/' || f.initiative,"                         \
	" '/initiatives/' || t.initiative FROM initiative_authors f JOIN initiative_authors t"     \
	" ON t.initiative = f.initiative AND t.person = :x_into WHERE f.person = :x_from"

/* The cases of the one would go on under a hold of the other. */
#define HELD(held, open)                                                                           \
	"SELECT 'hold', '/holds/' || h.id, '/awards/' || c.id FROM holds h"                        \
	" JOIN award_cases c ON c.person = :x_" open " AND NOT c." CASE_IS_DEAD                    \
	" AND c.state NOT IN ('registered', 'on_hold', 'granted', 'published', 'conferred',"       \
	" 'stripped') WHERE h.person = :x_" held " AND h.closed_on IS NULL"

static struct stmt *bind_both(struct stmt *q, int64_t from, int64_t into)
{
	bind_int(q, ":x_from", from);
	bind_int(q, ":x_into", into);
	return q;
}

static void check_conflicts(struct request *req, int64_t from, int64_t into)
{
	struct stmt *q = db_query(req->db,
		"SELECT m.conflict, m.one, m.other FROM (" IDENTITY " UNION ALL " POSTINGS
		" UNION ALL " PAPERS " UNION ALL " HELD("from", "into") " UNION ALL " HELD(
			"into", "from") ") m ORDER BY m.conflict, m.one, m.other");

	bind_both(q, from, into);
	while (db_row(q))
		fault_merge_conflict(
			req, "/into", column_text(q, 0), column_text(q, 1), column_text(q, 2));
	req_fail(req, db_done(q));
}

enum error merge_require(struct request *req, int64_t id)
{
	struct stmt *q = db_query(req->db,
		"SELECT p.merged_into FROM all_persons p JOIN unit_below b ON b.unit = p.unit"
		" WHERE p.id = :x_id AND b.ancestor = :caller_unit");
	int64_t into = query_int(req, bind_id(bind_input(q, req), id));

	if (into)
		return fail_person_merged(req, id, into);
	return person_require(req, id);
}

void merge_check(struct request *req, int64_t from, int64_t into)
{
	struct stmt *q = db_query(req->db,
		"SELECT COALESCE(p.merged_into, 0), p.ended_at FROM all_persons p"
		" JOIN unit_below b ON b.unit = p.unit AND b.ancestor = :caller_unit"
		" WHERE p.id = :x_id");
	bool found = db_row(bind_id(bind_input(q, req), into));
	int64_t merged = found ? column_int(q, 0) : 0;
	bool stands = found && column_is_null(q, 1);

	req_fail(req, db_done(q));
	if (from == into)
		fault_merge_itself(req, "/into", from);
	else if (merged)
		fault_person_merged(req, "/into", into, merged);
	else if (!stands)
		fault_reference_unknown(req, "/into", req_printf(req, "%lld", (long long)into));
	else
		check_conflicts(req, from, into);
}

/* ---- The merge ---- */

static enum error run(struct request *req, struct stmt *q, int64_t from, int64_t into)
{
	return query_run(req, bind_both(q, from, into));
}

/* Before anything moves: the record that is merged away has the newest posting. */
static bool is_newer(struct request *req, int64_t from, int64_t into)
{
	struct stmt *q = db_query(req->db,
		"SELECT 1 FROM postings f WHERE f.person = :x_from AND f.from_date >"
		" COALESCE((SELECT max(t.from_date) FROM postings t WHERE t.person = :x_into), '')");

	return query_exists(req, bind_both(q, from, into));
}

/* A record that was merged into this one before is now the other's, too. */
static enum error end_record(struct request *req, int64_t from, int64_t into, const char *reason)
{
	struct stmt *end = db_query(req->db,
		"UPDATE all_persons SET ended_at = :x_now, end_reason = :x_reason,"
		" merged_into = :x_into, revision = revision + 1 WHERE id = :x_from");
	struct stmt *older = db_query(req->db,
		"UPDATE all_persons SET merged_into = :x_into, revision = revision + 1"
		" WHERE merged_into = :x_from");

	bind_int(end, ":x_now", req->now);
	bind_text(end, ":x_reason", reason);
	run(req, end, from, into);
	return run(req, older, from, into);
}

/* What the posting of the record that stays lacks, and the same one of the other has. */
#define OTHERS(column)                                                                             \
	"(SELECT f." column " FROM postings f WHERE f.person = :x_from"                            \
	" AND f.unit = all_postings.unit AND f.from_date = all_postings.from_date)"

static enum error fill_postings(struct request *req, int64_t from, int64_t into, bool newer)
{
	struct stmt *fill = db_query(req->db,
		"UPDATE all_postings SET position = COALESCE(position, " OTHERS("position") "), to_date = CASE WHEN :x_newer = 1 THEN COALESCE(to_date, " OTHERS(
			"to_date") ") ELSE to_date END WHERE person = :x_into AND ended_at IS NULL");

	bind_int(fill, ":x_newer", newer);
	return run(req, fill, from, into);
}

static enum error move_postings(struct request *req, int64_t from, int64_t into, bool newer)
{
	struct stmt *same = db_query(req->db,
		"UPDATE all_postings SET ended_at = :x_now WHERE person = :x_from"
		" AND ended_at IS NULL AND EXISTS (" SAME_POSTING(":x_into", "all_postings") ")");
	struct stmt *move = db_query(req->db,
		"UPDATE all_postings SET person = :x_into WHERE person = :x_from"
		" AND ended_at IS NULL");

	fill_postings(req, from, into, newer);
	bind_int(same, ":x_now", req->now);
	run(req, same, from, into);
	return run(req, move, from, into);
}

static enum error move_cases(struct request *req, int64_t from, int64_t into)
{
	struct stmt *move = db_query(req->db,
		"UPDATE all_award_cases SET person = :x_into WHERE person = :x_from"
		" AND ended_at IS NULL RETURNING id, nominated_by");

	bind_both(move, from, into);
	while (!req->failed && db_row(move)) {
		long long id = column_int(move, 0);

		req_event_beside(req, req_text(req, column_text(move, 1)),
			req_printf(req, "/awards/%lld", id),
			req_printf(req, "%lld of person %lld", id, (long long)into));
	}
	return req_fail(req, db_done(move));
}

static enum error move_lines(struct request *req, int64_t from, int64_t into)
{
	struct stmt *move = db_query(req->db,
		"UPDATE all_decision_lines SET person = :x_into, revision = revision + 1"
		" WHERE person = :x_from AND ended_at IS NULL RETURNING id, decision, home_unit");

	bind_both(move, from, into);
	while (!req->failed && db_row(move)) {
		long long id = column_int(move, 0), decision = column_int(move, 1);

		req_event_beside(req, req_text(req, column_text(move, 2)),
			req_printf(req, "/decisions/%lld/lines/%lld", decision, id),
			req_printf(req, "%lld of person %lld", id, (long long)into));
	}
	return req_fail(req, db_done(move));
}

static enum error move_rest(struct request *req, int64_t from, int64_t into)
{
	struct stmt *authors = db_query(
		req->db, "UPDATE initiative_authors SET person = :x_into WHERE person = :x_from");
	struct stmt *disciplines =
		db_query(req->db, "UPDATE disciplines SET person = :x_into WHERE person = :x_from");
	struct stmt *exemplars = db_query(req->db,
		"UPDATE exemplars SET person = :x_into, revision = revision + 1"
		" WHERE person = :x_from");
	struct stmt *holds = db_query(req->db,
		"UPDATE holds SET person = :x_into, revision = revision + 1 WHERE person = :x_from");
	struct stmt *users = db_query(req->db,
		"UPDATE users SET person = :x_into, revision = revision + 1 WHERE person = :x_from");

	run(req, users, from, into);
	run(req, authors, from, into);
	run(req, disciplines, from, into);
	run(req, exemplars, from, into);
	return run(req, holds, from, into);
}

static enum error take_over(struct request *req, int64_t from, int64_t into, bool newer)
{
	struct stmt *put = db_query(req->db,
		"UPDATE all_persons SET staff_code = COALESCE(all_persons.staff_code, f.staff_code),"
		" staff_key = COALESCE(all_persons.staff_key, f.staff_key),"
		" birth_date = COALESCE(all_persons.birth_date, f.birth_date),"
		" unit = CASE WHEN :x_newer = 1 THEN f.unit ELSE all_persons.unit END,"
		" position = CASE WHEN EXISTS (SELECT 1 FROM postings t WHERE t.person = :x_into)"
		" THEN (SELECT t.position FROM postings t WHERE t.person = :x_into"
		" ORDER BY t.from_date DESC LIMIT 1) ELSE COALESCE(all_persons.position, f.position) END,"
		" status = CASE WHEN :x_newer = 1 THEN f.status ELSE all_persons.status END,"
		" revision = all_persons.revision + 1 FROM all_persons f"
		" WHERE all_persons.id = :x_into AND f.id = :x_from");
	struct stmt *keeper = db_query(req->db, "SELECT unit FROM persons WHERE id = :x_id");

	bind_int(put, ":x_newer", newer);
	run(req, put, from, into);
	person_touch_readers(req, into);
	const char *unit = query_text(req, bind_id(keeper, into));

	return req_event_beside(req, unit, req_printf(req, "/persons/%lld", (long long)into),
		req_printf(req, "%lld took over %lld", (long long)into, (long long)from));
}

enum error merge_run(struct request *req, int64_t from, int64_t into, const char *reason)
{
	bool newer = is_newer(req, from, into);

	if (end_record(req, from, into, reason) || move_postings(req, from, into, newer) ||
		move_cases(req, from, into) || move_lines(req, from, into) ||
		move_rest(req, from, into))
		return req->failed;
	return take_over(req, from, into, newer);
}
