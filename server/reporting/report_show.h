/*
 * A stored report as the caller may see it.
 */
#ifndef THIDUA_REPORT_SHOW_H
#define THIDUA_REPORT_SHOW_H

#include "request/request.h"

struct report;

/* SQL over reports r: who made it and who changed it last, and when. Whoever does not see the events of
 * an office does not learn the names of its people and machines here either. */
#define REPORT_AUTHORS REPORT_AUTHOR("created_by") ", " REPORT_AUTHOR("changed_by") ", r.changed_at"
#define REPORT_AUTHOR(column)                                                                      \
	"CASE WHEN EXISTS (SELECT 1 FROM unit_below b WHERE b.ancestor = :caller_unit"             \
	" AND b.unit = r.unit) THEN r." column " END AS " column

struct visible_report {
	const char *unit, *status;
	const char *submitted_by; /* the unit; NULL of a draft */
	int64_t revision, version;
};

/* The report, if the caller sees it: false otherwise, or when the request failed; *out holds empty texts then. */
bool report_is_visible(struct request *req, int64_t id, struct visible_report *out);
/* The same of the path; else the problem not_found. */
enum error report_find_visible(struct request *req, int64_t id, struct visible_report *out);

/* Opens the answer with the members of a stored report and the figures that are in memory, whoever asks: the
 * caller's reach has been looked at. More members may follow, then reply_close(). */
enum error report_write(struct request *req, int status, const struct report *report);

#endif
