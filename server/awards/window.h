/*
 * The days between which a work year's cases are registered and nominated (award_windows).
 */
#ifndef THIDUA_WINDOW_H
#define THIDUA_WINDOW_H

#include "request/request.h"

struct window {
	const char *today, *from, *to; /* NULL: no limit */
	bool open;
};

/* `registration` or `review` of the year. A year without a row has no limit. */
struct window window_of(struct request *req, int64_t year, const char *name);
/* It is open today; otherwise the fault window_closed at `pointer`. */
bool window_is_open(struct request *req, int64_t year, const char *name, const char *pointer);

#endif
