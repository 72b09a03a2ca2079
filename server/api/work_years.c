/*
 * Work years and the periods that come with them: the months, the first six of them, the whole
 * year. Where a year begins and how many months it has is data; only their order is fixed.
 */
#include <string.h>

#include "calendar.h"
#include "evaluation.h"
#include "gen/api.h"
#include "gen/problems.h"
#include "reporting/due_times.h"
#include "request/import.h"
#include "request/problem.h"
#include "request/query.h"
#include "request/reach.h"
#include "request/reply.h"

struct work_year {
	int64_t year, months;
	int64_t start, end; /* days */
	char start_date[CALENDAR_DAY_SIZE], end_date[CALENDAR_DAY_SIZE];
};

enum error list_work_years(struct request *req)
{
	return REPLY_PAGE1(req, "year, start_date, end_date, n_periods, note",
		" FROM work_years WHERE 1 = 1", "year", BIGINT);
}

static enum error reply_work_year(struct request *req, int status)
{
	struct stmt *q = db_query(req->db,
		"SELECT year, start_date, end_date, n_periods, note, revision AS _revision"
		" FROM work_years WHERE year = :year");

	return reply_row(req, status, q);
}

enum error get_work_year(struct request *req)
{
	return reply_work_year(req, 200);
}

static struct work_year work_year_of(const struct row *row)
{
	struct work_year w = {
		.year = row_int(row, "year", 0), .months = row_int(row, "n_periods", 0)};

	calendar_parse_day(row_text(row, "start_date"), &w.start);
	w.end = calendar_add_months(w.start, (int)w.months) - 1;
	calendar_print_day(w.start, w.start_date);
	calendar_print_day(w.end, w.end_date);
	return w;
}

/* The year before or after, as `q` finds it, must join this one without gap or overlap. */
static void check_neighbour(struct request *req, const struct row *row, const struct work_year *w,
	struct stmt *q, int step)
{
	char day[CALENDAR_DAY_SIZE];

	calendar_print_day(step < 0 ? w->start - 1 : w->end + 1, day);
	bind_int(q, ":x_year", w->year);
	if (db_row(q)) {
		const char *edge = column_text(q, step < 0 ? 2 : 1);

		if (column_int(q, 0) != w->year + step || strcmp(edge, day) != 0)
			fault_work_year_gap(req, member_pointer(req, row, "start_date"),
				column_int(q, 0), column_text(q, 1), column_text(q, 2));
	}
	req_fail(req, db_done(q));
}

static void check_end(struct request *req, const struct row *row, const struct work_year *w)
{
	const char *end_date = row_text(row, "end_date");

	if (end_date && strcmp(end_date, w->end_date) != 0)
		fault_end_date_mismatch(req, member_pointer(req, row, "end_date"), w->end_date);
}

static void check_work_year(struct request *req, const struct row *row, const struct work_year *w)
{
	if (strcmp(w->start_date + 8, "01") != 0) {
		fault_month_start_required(
			req, member_pointer(req, row, "start_date"), w->start_date);
		return;
	}
	check_end(req, row, w);
	check_neighbour(req, row, w,
		db_query(req->db,
			"SELECT year, start_date, end_date FROM work_years WHERE year < :x_year"
			" ORDER BY year DESC LIMIT 1"),
		-1);
	check_neighbour(req, row, w,
		db_query(req->db,
			"SELECT year, start_date, end_date FROM work_years WHERE year > :x_year"
			" ORDER BY year LIMIT 1"),
		1);
}

static enum error add_period(struct request *req, const struct work_year *w, const char *period,
	const char *kind, int seq, int64_t start, int64_t end)
{
	struct stmt *put = db_query(req->db,
		"INSERT INTO periods (period, year, kind, seq, start_date, end_date, due_district,"
		" due_province, due_evidence, due_is_default) VALUES (:x_period, :x_year,"
		" :x_kind, :x_seq, :x_start, :x_end, :x_district, :x_province, :x_evidence, 1)");
	struct due_times due = due_after(req, end);
	char start_date[CALENDAR_DAY_SIZE], end_date[CALENDAR_DAY_SIZE];

	calendar_print_day(start, start_date);
	calendar_print_day(end, end_date);
	bind_text(put, ":x_period", period);
	bind_int(put, ":x_year", w->year);
	bind_text(put, ":x_kind", kind);
	bind_int(put, ":x_seq", seq);
	bind_text(put, ":x_start", start_date);
	bind_text(put, ":x_end", end_date);
	bind_int(put, ":x_district", due.district);
	bind_int(put, ":x_province", due.province);
	bind_text(put, ":x_evidence", due.evidence);
	return query_run(req, put);
}

static enum error add_periods(struct request *req, const struct work_year *w)
{
	long long year = (long long)w->year;

	for (int seq = 1; seq <= w->months; seq++) {
		int64_t start = calendar_add_months(w->start, seq - 1);
		char day[CALENDAR_DAY_SIZE];

		calendar_print_day(start, day);
		add_period(req, w, req_printf(req, "%.7s", day), "month", seq, start,
			calendar_month_end(start));
	}
	if (w->months >= SERIES_HALF)
		add_period(req, w, req_printf(req, "%lld-H1", year), "half", 1, w->start,
			calendar_add_months(w->start, SERIES_HALF) - 1);
	return add_period(req, w, req_printf(req, "%lld-Y", year), "year", 1, w->start, w->end);
}

static enum error add_work_year(
	struct request *req, const struct row *row, const struct work_year *w)
{
	struct stmt *put = db_query(req->db,
		"INSERT INTO work_years (year, start_date, end_date, n_periods, note)"
		" VALUES (:year, :start_date, :x_end, :n_periods, :note)");

	bind_row(put, req, row);
	bind_text(put, ":x_end", w->end_date);
	if (query_run(req, put))
		return req->failed;
	return add_periods(req, w);
}

static enum error compare(struct request *req, const struct row *row, enum import_outcome *out)
{
	struct stmt *old = db_query(req->db,
		"SELECT year, start_date, n_periods, note FROM work_years WHERE year = :year");

	return import_compare(req, row, bind_row(old, req, row), out);
}

enum error create_work_year(struct request *req)
{
	struct row row = body_row(req);
	struct work_year w = work_year_of(&row);
	enum import_outcome outcome;

	if (require_sector(req) || compare(req, &row, &outcome))
		return req->failed;
	if (outcome != IMPORT_CREATED)
		return fail_already_exists(req, req_printf(req, "%lld", (long long)w.year));
	check_work_year(req, &row, &w);
	if (req_faults(req) || add_work_year(req, &row, &w))
		return req->failed;
	req_created(req, "/work-years/%lld", (long long)w.year);
	return reply_work_year(req, 201);
}

/* Reports hang on the periods: of a year that is there only the note changes. */
static enum error change_note(struct request *req, const struct row *row, const struct work_year *w)
{
	struct stmt *put = db_query(req->db,
		"UPDATE work_years SET note = :note, revision = revision + 1"
		" WHERE year = :year AND start_date = :start_date AND n_periods = :n_periods");

	if (query_run(req, bind_row(put, req, row)))
		return req->failed;
	if (!db_changed(req->db))
		fault_work_year_fixed(req, member_pointer(req, row, NULL), w->year);
	return req->failed;
}

static enum error import_work_year(struct request *req, const struct row *row)
{
	struct work_year w = work_year_of(row);
	size_t faults = req_fault_count(req);
	enum import_outcome outcome;

	if (compare(req, row, &outcome))
		return req->failed;
	if (outcome == IMPORT_CREATED)
		check_work_year(req, row, &w);
	else
		check_end(req, row, &w);
	if (outcome == IMPORT_UPDATED)
		change_note(req, row, &w);
	if (!req_clean_since(req, faults))
		return req->failed;
	if (outcome == IMPORT_CREATED && add_work_year(req, row, &w))
		return req->failed;
	return import_stored(
		req, row, outcome, req_printf(req, "/work-years/%lld", (long long)w.year), NULL);
}

enum error import_work_years(struct request *req)
{
	enum error error = require_sector(req);

	return error ? error : import_rows(req, import_work_year);
}
