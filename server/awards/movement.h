/*
 * An emulation movement and its steps. Handlers take a step like this:
 *
 *	struct movement movement;
 *
 *	if (movement_lead(req, in->id, &movement) || movement_may(req, &movement, "start"))
 *		return req->failed;
 *	..                                      -- UPDATE with :x_state from movement.next
 *	return movement_reply(req, 200, movement.id);
 */
#ifndef THIDUA_MOVEMENT_H
#define THIDUA_MOVEMENT_H

#include "request/request.h"

/* Of `movements m`: drafts and given up ones are the launcher's own affair. */
#define MOVEMENT_READABLE                                                                          \
	" (m.state NOT IN ('drafted', 'cancelled') OR EXISTS (SELECT 1 FROM unit_below b"          \
	" WHERE b.ancestor = :caller_unit AND b.unit = m.unit))"

struct movement {
	int64_t id;
	const char *unit; /* that launches it */
	const char *form, *state, *start_date, *end_date;
	const char *launched_on; /* or NULL */
	int64_t revision;
	bool in_reach;    /* the caller belongs to the launcher or to a unit above it */
	const char *next; /* the state after the step that movement_may() allowed */
};

/* The movement, if the caller may read it: else the problem not_found. */
enum error movement_see(struct request *req, int64_t id, struct movement *out);
/* The same for an act of the launcher: else launcher_only. */
enum error movement_lead(struct request *req, int64_t id, struct movement *out);
/* If-Match, then the state machine: else movement_state. Fills movement->next. */
enum error movement_may(struct request *req, struct movement *movement, const char *event);

/* The months of its run, both days included, and the months from which on a midterm review is due;
 * false when none is: it is regular, shorter, or the regime on its last day does not ask. */
bool movement_needs_midterm(
	struct request *req, const struct movement *movement, int64_t *out_have, int64_t *out_need);

/* Its object shows how many take part: a new revision. */
enum error movement_touch(struct request *req, int64_t id);

/* The movement as GET /movements/{id} shows it. */
enum error movement_reply(struct request *req, int status, int64_t id);

#endif
