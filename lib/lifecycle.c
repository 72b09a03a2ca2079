/* Asking the tables of lifecycle_tables.c. */
#include "lifecycle.h"

#include <string.h>

const char *actor_word(enum actor actor)
{
	switch (actor) {
	case ACTOR_UNIT:
		return "unit";
	case ACTOR_ITSELF:
		return "itself";
	case ACTOR_ABOVE:
		return "above";
	case ACTOR_CHAIR:
		return "chair";
	case ACTOR_DECIDER:
		return "decider";
	case ACTOR_SECTOR:
		return "sector";
	case ACTOR_LEAD:
		return "lead";
	case ACTOR_JUDGE:
		return "judge";
	case ACTOR_CHECKER:
		return "checker";
	case ACTOR_APPRAISER:
		return "appraiser";
	case ACTOR_ISSUER:
		return "issuer";
	}
	return NULL;
}

static bool leads_from(const struct transition *t, const char *state)
{
	if (!state)
		return !t->from[0];
	for (size_t i = 0; i < TRANSITION_STATES && t->from[i]; i++)
		if (!strcmp(t->from[i], state))
			return true;
	return false;
}

const struct transition *machine_step(
	const struct machine *machine, const char *state, const char *event)
{
	for (size_t i = 0; i < machine->count; i++) {
		const struct transition *t = &machine->transitions[i];

		if (!strcmp(t->event, event) && leads_from(t, state))
			return t;
	}
	return NULL;
}

void machine_possible(const struct machine *machine, const char *state, struct buffer *out)
{
	const char *separator = "";

	for (size_t i = 0; i < machine->count; i++) {
		const struct transition *t = &machine->transitions[i];

		if (!leads_from(t, state) || machine_step(machine, state, t->event) != t)
			continue;
		buffer_text(out, separator);
		buffer_text(out, t->event);
		separator = ",";
	}
}
