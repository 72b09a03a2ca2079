#include "awards/possible.h"

const char *possible_events(struct request *req, const struct machine *machine, const char *state)
{
	struct buffer possible = {0};
	const char *text = NULL;

	machine_possible(machine, state, &possible);
	if (possible.failed)
		req_fail(req, E_MEMORY);
	else
		text = req_text(req, possible.length ? buffer_string(&possible) : "");
	buffer_free(&possible);
	return text;
}
