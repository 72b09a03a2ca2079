/* What can be done instead: the words of a refusal to step from a state. */
#ifndef THIDUA_POSSIBLE_H
#define THIDUA_POSSIBLE_H

#include "lifecycle.h"
#include "request/request.h"

/* machine_possible() as a text of this request, empty for a terminal state. */
const char *possible_events(struct request *req, const struct machine *machine, const char *state);
/* Such a text as a JSON array, for the member `possible`. */
const char *possible_json(struct request *req, const char *events);

#endif
