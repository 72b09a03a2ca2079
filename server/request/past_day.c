/* Days are compared as text. */
#include "request/past_day.h"

#include <string.h>

#include "gen/problems.h"

void check_past_day(struct request *req, const char *pointer, const char *day, const char *earliest)
{
	const char *today = req_today(req);

	if (!day || !today)
		return;
	if (strcmp(day, today) > 0)
		fault_day_in_future(req, pointer, day, today);
	if (earliest && strcmp(day, earliest) < 0)
		fault_day_too_early(req, pointer, day, earliest);
}
