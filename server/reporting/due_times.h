/*
 * The default due times of a period: some working days after its end, without the holidays that are
 * announced.
 */
#ifndef THIDUA_DUE_TIMES_H
#define THIDUA_DUE_TIMES_H

#include "request/request.h"

struct due_times {
	int64_t district, province; /* instants in milliseconds */
	const char *evidence;       /* lives as long as the request */
};

/* The `count`th day after `day` on which people work: Monday to Friday without the holidays, and the
 * days that are worked instead. */
int64_t working_day_after(struct request *req, int64_t day, int64_t count);

/* Of a period that ends on this day. */
struct due_times due_after(struct request *req, int64_t end);

/* The holiday on `date` (YYYY-MM-DD) is new: the default due times of the periods that end at most
 * a month before it, and not before today, are made again. */
enum error due_follow_holiday(struct request *req, const char *date);

#endif
