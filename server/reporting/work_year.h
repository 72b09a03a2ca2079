/*
 * A work year and the periods that come with it: the months, the first six of them, the whole year.
 */
#ifndef THIDUA_WORK_YEAR_H
#define THIDUA_WORK_YEAR_H

#include "calendar.h"
#include "request/request.h"

struct work_year {
	int64_t year, months;
	int64_t start, end; /* days, the end is the last one */
	char start_date[CALENDAR_DAY_SIZE], end_date[CALENDAR_DAY_SIZE];
};

struct work_year work_year_from(int64_t year, int64_t start, int64_t months);

/* Stores its periods, each with the due times that are assumed; the year itself is stored. */
enum error work_year_add_periods(struct request *req, const struct work_year *w);

#endif
