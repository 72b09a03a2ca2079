/* The state machines of what a cluster learns from in its year. */
#include "lifecycle.h"

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

static const struct transition practice_rows[] = {
	{"draft", {0}, "draft", "create_practice", ACTOR_UNIT, NULL},
	{"amend", {"draft"}, "draft", "replace_practice", ACTOR_UNIT, NULL},
	{"share", {"draft"}, "shared", "share_practice", ACTOR_UNIT, NULL},
	{"adopt", {"shared"}, "shared", "adopt_practice", ACTOR_ITSELF,
		"by another office that reads it, once"},
	{"adopt", {"recognised"}, "recognised", "adopt_practice", ACTOR_ITSELF,
		"by another office that reads it, once"},
	{"recognise", {"shared"}, "recognised", "recognise_practice", ACTOR_LEAD, NULL},
	{"retire", {"shared", "recognised"}, "retired", "retire_practice", ACTOR_UNIT,
		"with a reason"},
};

static const struct transition adoption_rows[] = {
	{"adopt", {0}, "planned", "adopt_practice", ACTOR_ITSELF,
		"the practice is shared or recognised, and of another office"},
	{"apply", {"planned"}, "applied", "apply_adoption", ACTOR_ITSELF, NULL},
	{"report", {"applied", "reported"}, "reported", "report_adoption", ACTOR_ITSELF,
		"an effect that is counted has both ends"},
	{"drop", {"planned", "applied"}, "dropped", "drop_adoption", ACTOR_ITSELF, "with a reason"},
};

const struct machine practice_machine = {"practice", practice_rows, COUNT(practice_rows), NULL, 0};
const struct machine adoption_machine = {"adoption", adoption_rows, COUNT(adoption_rows), NULL, 0};
