#include "awards/possible.h"

const char *possible_events(struct request *req, const struct machine *machine, const char *state)
{
	struct buffer possible = {0};
	machine_possible(machine, state, &possible);
	return req_take(req, &possible);
}
