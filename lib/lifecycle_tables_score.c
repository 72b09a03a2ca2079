/* The machines of the scores at the year's end. They follow the pacts of the clusters and the sector's guidance of 2020; the days
 * of objection are the sheet's. */
#include "lifecycle.h"

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

static const struct transition scorecard_rows[] = {
	{"open", {0}, "draft", "open_scorecards", ACTOR_LEAD,
		"the cluster is scoring; an issued sheet fits the member"},
	{"amend", {"draft"}, "draft", "replace_scorecard", ACTOR_LEAD,
		"another member checks it; two check each other only where there are no others"},
	{"fill_self", {"draft"}, "draft", "put_score_cells", ACTOR_ITSELF,
		"points within the sheet's limits; other points than computed with reason and"
		" evidence"},
	{"submit_self", {"draft"}, "self_submitted", "submit_scorecard", ACTOR_ITSELF,
		"every cell is filled, with evidence where the sheet asks for it"},
};

static const struct awaited scorecard_awaited[] = {
	{"draft", "submit_self"},
};

const struct machine scorecard_machine = {"scorecard", scorecard_rows, COUNT(scorecard_rows),
	scorecard_awaited, COUNT(scorecard_awaited)};
