/*
 * What of movements, initiatives and awards waits for the caller's office, as statements for /inbox. Their columns:
 * what stands behind the path of the object, unit, unit_name, period, year, state, and the day on which it is due.
 *
 * Where a state machine says what is awaited, the statement is for one awaited step `t` and binds :x_state, the
 * state that it is taken from.
 */
#ifndef THIDUA_WAITING_H
#define THIDUA_WAITING_H

#include "lifecycle.h"
#include "request/request.h"

/* Cases in the state whose office, office above, chair or decider, as the step asks, is the caller's. */
struct stmt *waiting_cases(struct request *req, const struct transition *t);
/* Whether it is this step that the case waits for: the verdict of award_possible(), and of its days. */
bool case_waits_for(struct request *req, int64_t id, const struct transition *t);

struct stmt *waiting_ballots(struct request *req, const struct transition *t); /* that it runs */
struct stmt *waiting_initiatives(struct request *req, const struct transition *t);
/* Movements of an office above that it can still join, and has not said no to. */
struct stmt *waiting_movements(struct request *req, const struct transition *t);
struct stmt *waiting_holds(struct request *req, const struct transition *t); /* that it opened */

/* What the office calls: a vote begins with a ballot. */
const char *waiting_operation(const struct transition *t);

#endif
