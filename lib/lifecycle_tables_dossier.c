/* The machine of the file of a cluster's year. */
#include "lifecycle.h"

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

static const struct transition dossier_rows[] = {
	{"draft", {0}, "draft", "create_dossier", ACTOR_LEAD,
		"no other draft; after a final version with a reason"},
	{"amend", {"draft"}, "draft", "replace_dossier", ACTOR_LEAD, NULL},
	{"finish", {"draft"}, "final", "finish_dossier", ACTOR_LEAD, "nothing is missing"},
	{"supersede", {"final"}, "superseded", "finish_dossier", ACTOR_LEAD,
		"the next version is final"},
};

const struct machine dossier_machine = {"dossier", dossier_rows, COUNT(dossier_rows), NULL, 0};
