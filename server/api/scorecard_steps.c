/* The steps of one scorecard, from its office to the council. */
#include "gen/api.h"
#include "request/problem.h"
#include "yearend/scorecard_cells.h"

enum error submit_scorecard(struct request *req)
{
	const struct submit_scorecard_in *in = req->in;
	struct card_note note = {.day = in->signed_on};
	struct card_cells cells;
	struct scorecard card;

	if (scorecard_lead(req, in->id, "submit_self", &card) ||
		scorecard_cells_load(req, &card, &cells))
		return req->failed;
	scorecard_check_day(req, &card, "/signed_on", &note);
	if (scorecard_complete(req, &card, &cells) ||
		scorecard_step(req, &card, "submit_self", &note,
			&(struct card_closing){&cells, STAGE_SELF}))
		return req->failed;
	return scorecard_reply(req, 200, in->id);
}
