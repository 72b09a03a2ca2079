/* The machines of a cluster's year: sector guidance 31/HD-VKSTC of 2019 and the pacts of 2020 to 2023. */
#include "lifecycle.h"

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

static const struct transition cluster_rows[] = {
	{"set_up", {0}, "planned", "create_cluster", ACTOR_UNIT, NULL},
	{"set_up", {0}, "planned", "import_clusters", ACTOR_UNIT, NULL},
	{"sign_pact", {"planned"}, "pact_signed", "sign_pact", ACTOR_ITSELF,
		"the last of its members signs"},
	{"sign_pact", {"planned"}, "pact_signed", "enforce_pact", ACTOR_LEAD,
		"every member has signed"},
	{"record_pact", {"planned"}, "pact_signed", "record_cluster_pact", ACTOR_LEAD,
		"the pact was signed on paper"},
	{"start", {"pact_signed"}, "running", "start_cluster", ACTOR_LEAD, NULL},
	{"review_midyear", {"running"}, "midyear_reviewed", "review_cluster_midyear", ACTOR_LEAD,
		NULL},
	{"open_scoring", {"running", "midyear_reviewed"}, "scoring", "open_cluster_scoring",
		ACTOR_LEAD, "a cluster that held no midyear review goes on without it"},
	{"open_voting", {"scoring"}, "voting", "open_cluster_voting", ACTOR_LEAD, NULL},
	{"resolve", {"voting"}, "resolved", "resolve_cluster", ACTOR_LEAD, NULL},
	{"hand_over", {"resolved"}, "handed_over", "hand_over_cluster", ACTOR_LEAD,
		"lead and deputy of the next year are named: two of its members, neither excluded"},
	{"step_back", {"pact_signed"}, "planned", "step_cluster_back", ACTOR_UNIT, "with a reason"},
	{"step_back", {"running"}, "pact_signed", "step_cluster_back", ACTOR_UNIT, "with a reason"},
	{"step_back", {"midyear_reviewed"}, "running", "step_cluster_back", ACTOR_UNIT,
		"with a reason"},
	{"step_back", {"scoring"}, NULL, "step_cluster_back", ACTOR_UNIT, "with a reason"},
	{"step_back", {"voting"}, "scoring", "step_cluster_back", ACTOR_UNIT, "with a reason"},
	{"step_back", {"resolved"}, "voting", "step_cluster_back", ACTOR_UNIT, "with a reason"},
	{"step_back", {"handed_over"}, "resolved", "step_cluster_back", ACTOR_UNIT,
		"with a reason"},
};

static const struct transition pact_rows[] = {
	{"draft", {0}, "draft", "create_pact", ACTOR_LEAD,
		"no other version is drafted or open; while one is in force with a reason"},
	{"amend", {"draft"}, "draft", "replace_pact", ACTOR_LEAD, NULL},
	{"open", {"draft"}, "open_for_signing", "open_pact", ACTOR_LEAD, NULL},
	{"sign", {"open_for_signing"}, "open_for_signing", "sign_pact", ACTOR_ITSELF,
		"each member once, by its head"},
	{"enforce", {"open_for_signing"}, "in_force", "sign_pact", ACTOR_ITSELF,
		"the last member signs"},
	{"enforce", {"open_for_signing"}, "in_force", "enforce_pact", ACTOR_LEAD,
		"every member has signed"},
	{"supersede", {"in_force"}, "superseded", "sign_pact", ACTOR_ITSELF,
		"the next version comes into force"},
	{"supersede", {"in_force"}, "superseded", "enforce_pact", ACTOR_LEAD,
		"the next version comes into force"},
	{"cancel", {"draft", "open_for_signing"}, "cancelled", "cancel_pact", ACTOR_LEAD,
		"with a reason"},
};

const struct machine cluster_machine = {"cluster", cluster_rows, COUNT(cluster_rows), NULL, 0};
const struct machine pact_machine = {"pact", pact_rows, COUNT(pact_rows), NULL, 0};
