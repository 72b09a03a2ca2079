/*
 * An initiative and its steps. Handlers take a step like this:
 *
 *	struct initiative initiative;
 *
 *	if (initiative_lead(req, in->id, &initiative) ||
 *		initiative_may(req, &initiative, "consider"))
 *		return req->failed;
 *	..                                      -- UPDATE with :x_state from initiative.next
 *	return initiative_reply(req, 200, initiative.id);
 */
#ifndef THIDUA_INITIATIVE_H
#define THIDUA_INITIATIVE_H

#include "request/reach.h"
#include "request/row.h"

/* Of `initiatives i`, for statements of bind_input(): its office reads it, the offices of its authors, and those above them;
 * the lead and the deputy of its office's cluster in its year. */
#define INITIATIVE_READABLE                                                                        \
	" (EXISTS (SELECT 1 FROM unit_below b WHERE b.ancestor = :caller_unit"                     \
	" AND b.unit = i.unit) OR EXISTS (SELECT 1 FROM initiative_authors a"                      \
	" JOIN persons p ON p.id = a.person JOIN unit_below b ON b.unit = p.unit"                  \
	" WHERE a.initiative = i.id AND b.ancestor = :caller_unit) OR" OF_CLUSTER(                 \
		"i.year", "= i.unit") ")"

struct initiative {
	int64_t id;
	const char *unit, *state;
	const char *applied_on, *submitted_on; /* or NULL */
	int64_t revision;
	const char *next; /* the state after the step that initiative_may() allowed */
};

/* The initiative, if the caller may read it: else the problem not_found. */
enum error initiative_see(struct request *req, int64_t id, struct initiative *out);
/* The same for an act of its office or of one above: else initiative_office_only. */
enum error initiative_lead(struct request *req, int64_t id, struct initiative *out);
/* If-Match, then the state machine: else initiative_state. Fills initiative->next. */
enum error initiative_may(struct request *req, struct initiative *initiative, const char *event);

/* Faults of a body's authors: unknown or out of the caller's reach (who is an author of `id`
 * already may stay), named twice, shares that do not add to 100. */
void initiative_check_authors(struct request *req, int64_t id);
/* The authors of the body are those that are stored. */
bool initiative_authors_same(struct request *req, int64_t id);
/* Stores the authors of the body in place of those that were there. */
enum error initiative_put_authors(struct request *req, int64_t id);

/* The initiative as GET /initiatives/{id} shows it. */
enum error initiative_reply(struct request *req, int status, int64_t id);

#endif
