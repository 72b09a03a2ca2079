/* What the members of a cluster missed in its year, as tasks for the next. */
#ifndef THIDUA_WEAKNESS_H
#define THIDUA_WEAKNESS_H

#include "request/request.h"

/* For each indicator of which some member missed a target a proposed task of the cluster in `year`, with those members;
 * what was proposed before stays. Counts them as an import does. */
enum error weakness_propose(struct request *req, const char *cluster, int64_t year);

#endif
