/* What a work year is made of; see work_year.h. */
#include "reporting/work_year.h"

#include "evaluation.h"
#include "request/query.h"

#define ASSUMED_DUE                                                                                \
	"assumed: district 1 and province 3 working days after the end, 16:00 Vietnam time"

struct work_year work_year_from(int64_t year, int64_t start, int64_t months)
{
	struct work_year w = {.year = year, .months = months, .start = start};

	w.end = calendar_add_months(start, (int)months) - 1;
	calendar_print_day(w.start, w.start_date);
	calendar_print_day(w.end, w.end_date);
	return w;
}

/* 16:00 in Vietnam some working days after the end. */
static int64_t due_after(int64_t end, int working_days)
{
	return calendar_instant(calendar_add_working_days(end, working_days), 16, 0);
}

static enum error add_period(struct request *req, const struct work_year *w, const char *period,
	const char *kind, int seq, int64_t start, int64_t end)
{
	struct stmt *put = db_query(req->db,
		"INSERT INTO periods (period, year, kind, seq, start_date, end_date, due_district,"
		" due_province, due_evidence) VALUES (:x_period, :x_year, :x_kind, :x_seq,"
		" :x_start, :x_end, :x_district, :x_province, :x_evidence)");
	char start_date[CALENDAR_DAY_SIZE], end_date[CALENDAR_DAY_SIZE];

	calendar_print_day(start, start_date);
	calendar_print_day(end, end_date);
	bind_text(put, ":x_period", period);
	bind_int(put, ":x_year", w->year);
	bind_text(put, ":x_kind", kind);
	bind_int(put, ":x_seq", seq);
	bind_text(put, ":x_start", start_date);
	bind_text(put, ":x_end", end_date);
	bind_int(put, ":x_district", due_after(end, 1));
	bind_int(put, ":x_province", due_after(end, 3));
	bind_text(put, ":x_evidence", ASSUMED_DUE);
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
