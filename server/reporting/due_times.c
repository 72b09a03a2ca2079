/* Default due times, which leave out the announced holidays. */
#include "reporting/due_times.h"

#include "calendar.h"
#include "request/journal.h"
#include "request/query.h"

#define FOLLOWS "assumed: district 1 and province 3 working days after the end, 16:00 Vietnam time"
/* More days off in a row than any holiday has. */
#define FARTHEST 31

static bool is_working_day(struct request *req, int64_t day)
{
	char date[CALENDAR_DAY_SIZE];
	struct stmt *q = db_query(req->db,
		"SELECT CASE holiday WHEN 'working_day' THEN 1 ELSE 0 END FROM holidays"
		" WHERE date = :x_date");
	bool works = calendar_is_working_day(day);

	calendar_print_day(day, date);
	bind_text(q, ":x_date", date);
	if (db_row(q))
		works = column_int(q, 0);
	req_fail(req, db_done(q));
	return works;
}

int64_t working_day_after(struct request *req, int64_t day, int64_t count)
{
	while (count > 0 && !req->failed)
		count -= is_working_day(req, ++day);
	return day;
}

/* Tết is the one holiday whose days nobody can know before they are announced. */
static bool is_announced(struct request *req, const char *date)
{
	struct stmt *q = db_query(req->db,
		"SELECT 1 FROM holidays WHERE holiday = 'tet'"
		" AND substr(date, 1, 4) = substr(:x_date, 1, 4) LIMIT 1");

	bind_text(q, ":x_date", date);
	return query_exists(req, q);
}

struct due_times due_after(struct request *req, int64_t end)
{
	int64_t district = working_day_after(req, end, 1);
	int64_t province = working_day_after(req, district, 2);
	char date[CALENDAR_DAY_SIZE];

	calendar_print_day(province, date);
	return (struct due_times){
		.district = calendar_instant(district, 16, 0),
		.province = calendar_instant(province, 16, 0),
		.evidence = is_announced(req, date)
			? FOLLOWS
			: req_printf(req, FOLLOWS "; the holidays of %.4s are not announced", date),
	};
}

static enum error put_due(struct request *req, const char *period, int64_t end)
{
	struct due_times due = due_after(req, end);
	struct stmt *put = db_query(req->db,
		"UPDATE periods SET due_district = :x_district, due_province = :x_province,"
		" due_evidence = :x_evidence, revision = revision + 1 WHERE period = :x_period"
		" AND (due_district <> :x_district OR due_province <> :x_province"
		" OR due_evidence <> :x_evidence)");

	bind_int(put, ":x_district", due.district);
	bind_int(put, ":x_province", due.province);
	bind_text(put, ":x_evidence", due.evidence);
	bind_text(put, ":x_period", period);
	if (query_run(req, put) || !db_changed(req->db))
		return req->failed;
	return req_event(req, NULL, req_printf(req, "/periods/%s", period), due.evidence);
}

enum error due_follow_holiday(struct request *req, const char *date)
{
	struct stmt *q = db_query(req->db,
		"SELECT period, end_date FROM periods WHERE due_is_default = 1"
		" AND end_date >= :x_today AND end_date >= :x_from AND end_date < :x_date"
		" ORDER BY period");
	const char *periods[FARTHEST];
	int64_t ends[FARTHEST], day = 0;
	char from[CALENDAR_DAY_SIZE];
	size_t count = 0;

	calendar_parse_day(date, &day);
	calendar_print_day(day - FARTHEST, from);
	bind_text(q, ":x_today", req_today(req));
	bind_text(q, ":x_from", from);
	bind_text(q, ":x_date", date);
	for (; count < FARTHEST && db_row(q); count++) {
		periods[count] = req_text(req, column_text(q, 0));
		calendar_parse_day(column_text(q, 1), &ends[count]);
	}
	req_fail(req, db_done(q));
	for (size_t i = 0; i < count && !req->failed; i++)
		put_due(req, periods[i], ends[i]);
	return req->failed;
}
