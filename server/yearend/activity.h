/* What an office did beside the figures, and what it gave by it. */
#ifndef THIDUA_ACTIVITY_H
#define THIDUA_ACTIVITY_H

#include "request/row.h"
#include "yearend/step.h"

/* Of `activities a`: its office, those above it, and the members of its cluster in its year. */
#define ACTIVITY_READABLE " (" REACHES("a.unit") " OR" PEER_OF("a.year", "a.unit") ")"

struct activity {
	const char *unit;
	int64_t revision;
	bool acts; /* the caller writes for the unit */
};

/* The activity, if the caller may read it: else the problem not_found. */
enum error activity_see(struct request *req, int64_t id, struct activity *out);
/* The same for who changes it: else office_only. */
enum error activity_lead(struct request *req, int64_t id, struct activity *out);

/* Faults of what POST, PUT and import say; *out_year is the work year of its day. */
void activity_check(struct request *req, const struct row *row, int64_t *out_year);
/* Faults of the contributions of a body. */
void activity_check_contributions(struct request *req);

/* The activity as GET /activities/{id} shows it. */
enum error activity_reply(struct request *req, int status, int64_t id);

#endif
