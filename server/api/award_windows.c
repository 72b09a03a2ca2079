/* The days between which a work year's cases are registered and nominated; none set: no limit. */
#include <string.h>

#include "gen/api.h"
#include "gen/problems.h"
#include "request/bind.h"
#include "request/import.h"
#include "request/problem.h"
#include "request/query.h"
#include "request/reach.h"
#include "request/reply.h"

#define COLUMNS                                                                                    \
	"y.year AS year, w.registration_from AS registration_from,"                                \
	" w.registration_to AS registration_to, w.review_from AS review_from,"                     \
	" w.review_to AS review_to"
#define WINDOWS " FROM work_years y LEFT JOIN award_windows w ON w.year = y.year"

enum error list_award_windows(struct request *req)
{
	return REPLY_PAGE1(req, COLUMNS, WINDOWS " WHERE 1 = 1", "y.year", BIGINT);
}

static enum error reply_window(struct request *req)
{
	struct stmt *q = db_query(req->db,
		"SELECT " COLUMNS ", COALESCE(w.revision, 0) AS _revision" WINDOWS
		" WHERE y.year = :year");

	return reply_row(req, 200, q);
}

enum error get_award_window(struct request *req)
{
	return reply_window(req);
}

static void check_order(
	struct request *req, const struct row *row, const char *from, const char *to)
{
	const char *first = row_text(row, from), *last = row_text(row, to);

	if (first && last && strcmp(first, last) > 0)
		fault_dates_reversed(req, member_pointer(req, row, to), first, last);
}

static enum error put_window(struct request *req)
{
	struct stmt *put = db_query(req->db,
		"INSERT INTO award_windows"
		" (year, registration_from, registration_to, review_from, review_to)"
		" VALUES (:year, :registration_from, :registration_to, :review_from, :review_to)"
		" ON CONFLICT (year) DO UPDATE SET registration_from = excluded.registration_from,"
		" registration_to = excluded.registration_to, review_from = excluded.review_from,"
		" review_to = excluded.review_to, revision = award_windows.revision + 1");

	return query_run(req, bind_input(put, req));
}

enum error replace_award_window(struct request *req)
{
	struct row row = body_row(req);
	struct stmt *found =
		db_query(req->db, "SELECT COALESCE(w.revision, 0)" WINDOWS " WHERE y.year = :year");
	enum import_outcome outcome;

	if (require_sector(req) || check_revision(req, found))
		return req->failed;
	check_order(req, &row, "registration_from", "registration_to");
	check_order(req, &row, "review_from", "review_to");
	struct stmt *old = db_query(req->db, "SELECT " COLUMNS WINDOWS " WHERE y.year = :year");

	if (req_faults(req) || import_compare(req, &row, bind_input(old, req), &outcome))
		return req->failed;
	if (outcome == IMPORT_UNCHANGED)
		req_unchanged(req);
	else
		put_window(req);
	return reply_window(req);
}
