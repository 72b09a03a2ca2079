/* The state machines of what a cluster learns from in its year. */
#include "lifecycle.h"

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

static const struct transition practice_rows[] = {
	{"draft", {0}, "draft", "create_practice", ACTOR_UNIT, NULL},
	{"amend", {"draft"}, "draft", "replace_practice", ACTOR_UNIT, NULL},
	{"share", {"draft"}, "shared", "share_practice", ACTOR_UNIT, NULL},
	{"take_up", {"shared"}, "shared", "adopt_practice", ACTOR_ITSELF,
		"by another office that reads it, once"},
	{"take_up", {"recognised"}, "recognised", "adopt_practice", ACTOR_ITSELF,
		"by another office that reads it, once"},
	{"recognise", {"shared"}, "recognised", "recognise_practice", ACTOR_JUDGE, NULL},
	{"retire", {"shared", "recognised"}, "retired", "retire_practice", ACTOR_UNIT,
		"with a reason"},
};

static const struct transition adoption_rows[] = {
	{"take_up", {0}, "planned", "adopt_practice", ACTOR_ITSELF,
		"the practice is shared or recognised, and of another office"},
	{"apply", {"planned"}, "applied", "apply_adoption", ACTOR_ITSELF, NULL},
	{"report", {"applied", "reported"}, "reported", "report_adoption", ACTOR_ITSELF,
		"an effect that is counted has both ends"},
	{"drop", {"planned", "applied"}, "dropped", "drop_adoption", ACTOR_ITSELF, "with a reason"},
};

static const struct transition exemplar_rows[] = {
	{"discover", {0}, "discovered", "create_exemplar", ACTOR_UNIT, NULL},
	{"amend", {"discovered"}, "discovered", "replace_exemplar", ACTOR_UNIT, NULL},
	{"amend", {"nurtured"}, "nurtured", "replace_exemplar", ACTOR_UNIT, NULL},
	{"nurture", {"discovered"}, "nurtured", "nurture_exemplar", ACTOR_UNIT, NULL},
	{"recognise", {"nurtured"}, "recognised", "recognise_exemplar", ACTOR_UNIT, NULL},
	{"replicate", {"recognised"}, "replicated", "replicate_exemplar", ACTOR_UNIT, NULL},
	{"retire", {"discovered", "nurtured", "recognised", "replicated"}, "retired",
		"retire_exemplar", ACTOR_UNIT, "with a reason"},
};

/* Of a cluster's task the steps are taken by the head of its lead, this year's or that of the task's year, or of the
 * office that set the cluster up or one above. */
static const struct transition task_rows[] = {
	{"propose", {0}, "proposed", "create_task", ACTOR_UNIT, NULL},
	{"propose", {0}, "proposed", "propose_tasks", ACTOR_UNIT,
		"a member missed a target in the cluster's year; each indicator once"},
	{"propose", {0}, "proposed", "carry_task_over", ACTOR_UNIT,
		"the task that it goes on with is carried over"},
	{"amend", {"proposed"}, "proposed", "replace_task", ACTOR_UNIT, NULL},
	{"adopt", {"proposed"}, "adopted", "adopt_task", ACTOR_UNIT, NULL},
	{"start", {"adopted"}, "in_progress", "start_task", ACTOR_UNIT, NULL},
	{"finish", {"adopted", "in_progress"}, "done", "finish_task", ACTOR_UNIT, NULL},
	{"fail", {"adopted", "in_progress"}, "not_done", "fail_task", ACTOR_UNIT, "with a reason"},
	{"carry_over", {"adopted", "in_progress"}, "carried_over", "carry_task_over", ACTOR_UNIT,
		"once; the next work year is there"},
};

const struct machine practice_machine = {"practice", practice_rows, COUNT(practice_rows), NULL, 0};
const struct machine adoption_machine = {"adoption", adoption_rows, COUNT(adoption_rows), NULL, 0};
const struct machine exemplar_machine = {"exemplar", exemplar_rows, COUNT(exemplar_rows), NULL, 0};
const struct machine task_machine = {"task", task_rows, COUNT(task_rows), NULL, 0};
