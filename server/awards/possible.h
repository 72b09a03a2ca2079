/* What can be done instead: the words of a refusal to step from a state. */
#ifndef THIDUA_POSSIBLE_H
#define THIDUA_POSSIBLE_H

#include "lifecycle.h"
#include "request/request.h"

/* machine_possible() as a text of this request, empty for a terminal state; NULL when memory is
 * short: the request has failed then, and no problem is set any more. */
const char *possible_events(struct request *req, const struct machine *machine, const char *state);

#endif
