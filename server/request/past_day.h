/* Days of acts that happened: none lies in the future, and some not before another day. */
#ifndef THIDUA_PAST_DAY_H
#define THIDUA_PAST_DAY_H

#include "request/request.h"

/* The faults day_in_future and day_too_early. `day` and `earliest` may be NULL: nothing to check. */
void check_past_day(
	struct request *req, const char *pointer, const char *day, const char *earliest);

#endif
