/* Whom a cluster makes its lead and deputy: BR-17, BR-18, YR-07. */
#ifndef THIDUA_LEADERS_H
#define THIDUA_LEADERS_H

#include "request/request.h"

/* The fault rotation_barred: the unit was excluded from emulation in the year before the cluster's. */
void leaders_check_rotation(
	struct request *req, const char *cluster, const char *unit, const char *pointer);
/* The faults not_a_member and lead_equals_deputy, at /lead and /deputy. */
void leaders_check(struct request *req, const char *cluster, const char *lead, const char *deputy);

/* Two members lead from now on; the former two make room first. */
enum error leaders_set(
	struct request *req, const char *cluster, const char *lead, const char *deputy);

#endif
