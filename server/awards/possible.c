#include "awards/possible.h"

#include <string.h>

const char *possible_events(struct request *req, const struct machine *machine, const char *state)
{
	struct buffer possible = {0};
	machine_possible(machine, state, &possible);
	return req_take(req, &possible);
}

const char *possible_json(struct request *req, const char *events)
{
	struct buffer json = {0};

	buffer_char(&json, '[');
	while (*events) {
		size_t length = strcspn(events, ",");

		buffer_json(&json, events, length);
		events += length;
		if (*events)
			buffer_char(&json, *events++);
	}
	buffer_char(&json, ']');
	return req_take(req, &json);
}
