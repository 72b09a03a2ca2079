/* When cases are taken. */
#include "awards/window.h"

#include <string.h>

#include "gen/problems.h"

struct window window_of(struct request *req, int64_t year, const char *name)
{
	struct stmt *q = db_query(req->db,
		"SELECT CASE WHEN :x_window = 'review' THEN review_from ELSE registration_from END,"
		" CASE WHEN :x_window = 'review' THEN review_to ELSE registration_to END"
		" FROM award_windows WHERE year = :x_year");
	struct window window = {.today = req_today(req), .open = true};

	bind_text(q, ":x_window", name);
	bind_int(q, ":x_year", year);
	if (window.today && db_row(q)) {
		window.from = req_text(req, column_text(q, 0));
		window.to = req_text(req, column_text(q, 1));
		window.open = (!window.from || strcmp(window.from, window.today) <= 0) &&
			(!window.to || strcmp(window.today, window.to) <= 0);
	}
	req_fail(req, db_done(q));
	return window;
}

bool window_is_open(struct request *req, int64_t year, const char *name, const char *pointer)
{
	struct window window = window_of(req, year, name);

	if (!window.open && !req->failed)
		fault_window_closed(req, pointer, name, year, window.today, window.from, window.to);
	return window.open;
}
