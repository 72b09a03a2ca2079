/* What a year's plans ask of the caller's office, as statements for /inbox: see awards/waiting.h. */
#ifndef THIDUA_PLAN_WAITING_H
#define THIDUA_PLAN_WAITING_H

#include "lifecycle.h"
#include "request/request.h"

/* Pacts of its clusters that it has not signed. */
struct stmt *waiting_pacts(struct request *req, const struct transition *t);
/* Tasks that are adopted or under way, its own and those of a cluster that it leads, by the day set. */
struct stmt *waiting_tasks(struct request *req, const struct transition *t);

#endif
