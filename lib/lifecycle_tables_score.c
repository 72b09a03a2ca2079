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
	{"fill_cross", {"self_submitted"}, "self_submitted", "put_score_cells", ACTOR_CHECKER,
		"what differs has its reason"},
	{"check", {"self_submitted"}, "cross_checked", "check_scorecard", ACTOR_CHECKER,
		"points in place of computed ones are confirmed cell by cell"},
	{"fill_appraisal", {"cross_checked"}, "cross_checked", "put_score_cells", ACTOR_APPRAISER,
		"what differs has its reason"},
	{"appraise", {"cross_checked"}, "appraised", "appraise_scorecard", ACTOR_APPRAISER, NULL},
	{"object", {"appraised"}, "contested", "object_to_scorecard", ACTOR_ITSELF,
		"within the working days of the sheet; once for each cell"},
	{"answer", {"contested"}, "appraised", "answer_objections", ACTOR_APPRAISER,
		"every objection is answered"},
	{"adopt", {"appraised"}, "adopted", "adopt_scorecards", ACTOR_LEAD,
		"no card of the cluster is contested or earlier; with the minutes"},
	{"finalise", {"adopted"}, "final", "finalise_scorecard", ACTOR_ISSUER,
		"with the minutes of the council; what it changes has its reason"},
	{"reopen", {"adopted"}, "appraised", "reopen_scorecard", ACTOR_ISSUER, "with a reason"},
};

static const struct awaited scorecard_awaited[] = {
	{"draft", "submit_self"},
	{"self_submitted", "check"},
	{"cross_checked", "appraise"},
	{"contested", "answer"},
	{"appraised", "adopt"},
	{"adopted", "finalise"},
};

const struct machine scorecard_machine = {"scorecard", scorecard_rows, COUNT(scorecard_rows),
	scorecard_awaited, COUNT(scorecard_awaited)};
