/*
 * Which year's title a discipline costs (BR-04): that of the violation, or the one it was charged to;
 * the next one, where the regime says so, when the title of that year was granted before the
 * discipline was decided.
 */
#ifndef THIDUA_DISCIPLINE_H
#define THIDUA_DISCIPLINE_H

#include "request/request.h"

/* The year that the discipline d costs, of its work year y and the title :award; `holder` says whose
 * line l that was. NULL in no known year. Bound by discipline_bind(). */
#define DISCIPLINE_COSTS(holder)                                                                   \
	"COALESCE(d.charged_year, y.year + CASE WHEN CAST(:late AS BIGINT) = 1"                    \
	" AND EXISTS (SELECT 1 FROM decision_lines l JOIN decisions g ON g.id = l.decision"        \
	" WHERE " holder " AND l.award = :award AND l.award_year = y.year"                         \
	" AND l.status = 'in_force' AND g.signed_on < d.decision_date) THEN 1 ELSE 0 END)"
/* The work year of the violation. */
#define DISCIPLINE_YEAR                                                                            \
	" LEFT JOIN work_years y ON d.violation_date >= y.start_date AND d.violation_date <= y.end_date "

void discipline_bind(struct request *req, struct stmt *q, const char *regime, const char *award);

/* The measure weighs as much as the least that counts, or more. */
bool discipline_weighs(const char *measure, const char *least);

/* Of a title that stands: a warning for each discipline that came too late for it and costs the next
 * year instead. */
enum error discipline_warn_late(struct request *req, const char *regime, const char *award,
	int64_t person, int64_t year, const char *pointer);

#endif
