/* Tasks that a cluster or an office sets itself for a year. */
#ifndef THIDUA_TASK_H
#define THIDUA_TASK_H

#include "request/row.h"
#include "yearend/step.h"

/* SQL: the caller acts for the cluster in a year: as the head of the lead, of the cluster itself or of the one that
 * goes on with it in that year, until it is handed over; or as the office that set it up, or one above. */
#define STEERS(of_cluster, of_year)                                                                    \
	" EXISTS (SELECT 1 FROM clusters y JOIN clusters z ON z.issuer = y.issuer AND z.kind = y.kind" \
	" AND z.number = y.number JOIN memberships l ON l.cluster = z.cluster AND l.role = 'lead'"     \
	" WHERE y.cluster = " of_cluster " AND (z.year = y.year OR z.year = " of_year ")"              \
	" AND ((z.state <> 'handed_over' AND l.unit = :caller_head) OR" REACHES_ISSUER "))"
#define REACHES_ISSUER                                                                             \
	" EXISTS (SELECT 1 FROM unit_below w WHERE w.ancestor = :caller_unit AND w.unit = y.issuer)"

/* Of `tasks t`: the members of its cluster, the offices below and above them; the office that set it itself, and those
 * above it; the offices that answer for it. */
#define TASK_READABLE                                                                                        \
	" (" REACHES(                                                                                        \
		"t.unit") " OR EXISTS (SELECT 1 FROM memberships m JOIN unit_below n"                        \
			  " ON (n.ancestor = m.unit AND n.unit = :caller_unit)"                              \
			  " OR (n.unit = m.unit AND n.ancestor = :caller_unit) WHERE m.cluster = t.cluster)" \
			  " OR EXISTS (SELECT 1 FROM task_units x WHERE x.task = t.id AND" REACHES(          \
				  "x.unit") ")"                                                              \
					    " OR" STEERS("t.cluster", "t.year") ")"

extern const struct kind task_kind;

/* Faults of what POST and PUT say about the task of the cluster, or of the unit where that is NULL. */
void task_check(struct request *req, const struct row *row, const char *cluster, const char *unit);
/* Whose the task is; NULL where it is not of such. */
struct task_of {
	const char *cluster, *unit;
};
struct task_of task_of(struct request *req, int64_t id);

/* Stores the offices of the body in place of those that answered for it. */
enum error task_put_units(struct request *req, int64_t id);
bool task_units_same(struct request *req, int64_t id);

/* The proposed task that goes on with this one in the next year. */
enum error task_go_on(struct request *req, const struct kept *task);

#endif
