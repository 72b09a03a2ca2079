/* What a work year is made of; see work_year.h. */
#include "reporting/work_year.h"

#include "evaluation.h"
#include "reporting/due_times.h"
#include "request/query.h"

struct work_year work_year_from(int64_t year, int64_t start, int64_t months)
{
	struct work_year w = {.year = year, .months = months, .start = start};

	w.end = calendar_add_months(start, (int)months) - 1;
	calendar_print_day(w.start, w.start_date);
	calendar_print_day(w.end, w.end_date);
	return w;
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

enum error work_year_add_periods(struct request *req, const struct work_year *w)
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
