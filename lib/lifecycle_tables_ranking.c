/* The life of a ranking. */
#include "lifecycle.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct transition ranking_rows[] = {
	{"draft", {0}, "draft", "create_ranking", ACTOR_LEAD,
		"no other draft of its sheet and rank group; after a published version with a reason"},
	{"compute", {"draft"}, "draft", "compute_ranking", ACTOR_LEAD, NULL},
	{"order", {"draft"}, "draft", "order_ranking", ACTOR_LEAD,
		"only those who are tied, with minutes"},
	{"publish", {"draft"}, "published", "publish_ranking", ACTOR_LEAD,
		"with minutes; every member that is not excluded has an adopted card, or a reason says why not"},
	{"supersede", {"published"}, "superseded", "publish_ranking", ACTOR_LEAD,
		"the next version is published"},
	{"keep", {"published"}, "published", "keep_ranking", ACTOR_LEAD,
		"it is stale; with a reason"},
};

/* A published one when something moved under it. */
static const struct awaited ranking_awaited[] = {
	{"draft", "publish"},
	{"published", "keep"},
};

const struct machine ranking_machine = {
	"ranking", ranking_rows, COUNT(ranking_rows), ranking_awaited, COUNT(ranking_awaited)};
