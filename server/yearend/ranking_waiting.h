/* Rankings that wait for the caller's office, as a statement for /inbox: see awards/waiting.h. */
#ifndef THIDUA_RANKING_WAITING_H
#define THIDUA_RANKING_WAITING_H

#include "lifecycle.h"
#include "request/request.h"

/* Drafts, and what is stale: of the lead, after its hand-over of the office that set the cluster up. */
struct stmt *waiting_rankings(struct request *req, const struct transition *t);

#endif
