/* Scorecards that wait for the caller's office, as a statement for /inbox: see awards/waiting.h. */
#ifndef THIDUA_SCORECARD_WAITING_H
#define THIDUA_SCORECARD_WAITING_H

#include "lifecycle.h"
#include "request/request.h"

struct stmt *waiting_cards(struct request *req, const struct transition *t);

#endif
