/* What the caller's unit may touch. */
#ifndef THIDUA_REACH_H
#define THIDUA_REACH_H

#include "request/request.h"

/* SQL, for statements of bind_input(): the caller is the head of the lead or of the deputy of a cluster
 * in that year, with a member at or above the unit: OF_CLUSTER("c.year", "= i.unit"). Who sees by that
 * does not act: writes ask in_reach(). */
#define OF_CLUSTER(of_year, of_unit)                                                               \
	" EXISTS (SELECT 1 FROM cluster_sight s WHERE s.head = :caller_head"                       \
	" AND s.year = " of_year " AND s.unit " of_unit ")"

/* SQL, likewise: the caller's office is a member of the cluster, or above one. */
#define IN_CLUSTER(of_cluster)                                                                     \
	" EXISTS (SELECT 1 FROM memberships o JOIN unit_below v ON v.unit = o.unit"                \
	" WHERE o.cluster = " of_cluster " AND v.ancestor = :caller_unit)"

/* The caller may write for this unit (its own or one below). Otherwise sets the problem not_found
 * (E_NOT_FOUND), the same as for a unit that does not exist. */
enum error require_reach(struct request *req, const char *unit);
bool in_reach(struct request *req, const char *unit);

/* The caller belongs to the sector's top unit. Otherwise the problem forbidden (E_FORBIDDEN). */
enum error require_sector(struct request *req);

#endif
