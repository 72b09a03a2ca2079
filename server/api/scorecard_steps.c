/* The steps of one scorecard, from its office to the council. */
#include "gen/api.h"
#include "gen/problems.h"
#include "request/bind.h"
#include "request/problem.h"
#include "request/query.h"
#include "request/reply.h"
#include "yearend/ranking.h"
#include "yearend/scorecard_cells.h"
#include "yearend/scorecard_objection.h"

/* The card and its cells, if the event is possible for the caller. */
static enum error open_card(struct request *req, int64_t id, const char *event,
	struct scorecard *card, struct card_cells *cells)
{
	enum error error = scorecard_lead(req, id, event, card);

	return error ? error : scorecard_cells_load(req, card, cells);
}

/* Closes a stage, when nothing speaks against it. */
static enum error close_stage(struct request *req, const struct scorecard *card,
	const struct card_cells *cells, enum card_stage stage, const char *event,
	const struct card_note *note)
{
	const struct card_closing closing = {cells, stage};

	if (req_faults(req))
		return req->failed;
	return scorecard_step(req, card, event, note, &closing);
}

enum error submit_scorecard(struct request *req)
{
	const struct submit_scorecard_in *in = req->in;
	struct card_note note = {.day = in->signed_on};
	struct card_cells cells;
	struct scorecard card;

	if (open_card(req, in->id, "submit_self", &card, &cells))
		return req->failed;
	scorecard_check_day(req, &card, "/signed_on", &note);
	if (scorecard_complete(req, &card, &cells) ||
		close_stage(req, &card, &cells, STAGE_SELF, "submit_self", &note))
		return req->failed;
	return scorecard_reply(req, 200, in->id);
}

/* Points that the office gave in place of the figures are not passed over: the checker puts each of them. */
static void check_confirmed(struct request *req, const struct card_cells *cells)
{
	for (size_t i = 0; i < cells->count; i++) {
		const struct card_leaf *leaf = &cells->leaves[i];
		const struct card_cell *self = &leaf->stage[STAGE_SELF];

		if (cell_is_overridden(self) && !cell_speaks(&leaf->stage[STAGE_CROSS]))
			fault_override_unconfirmed(req, "", leaf->code, self->points,
				self->computed == NO_NUMBER ? 0 : self->computed);
	}
}

enum error check_scorecard(struct request *req)
{
	const struct check_scorecard_in *in = req->in;
	struct card_note note = {.day = in->signed_on};
	struct card_cells cells;
	struct scorecard card;

	if (open_card(req, in->id, "check", &card, &cells))
		return req->failed;
	scorecard_check_day(req, &card, "/signed_on", &note);
	check_confirmed(req, &cells);
	if (close_stage(req, &card, &cells, STAGE_CROSS, "check", &note))
		return req->failed;
	return scorecard_reply(req, 200, in->id);
}

enum error appraise_scorecard(struct request *req)
{
	const struct appraise_scorecard_in *in = req->in;
	struct card_note note = {.day = in->signed_on};
	struct card_cells cells;
	struct scorecard card;

	if (open_card(req, in->id, "appraise", &card, &cells))
		return req->failed;
	scorecard_check_day(req, &card, "/signed_on", &note);
	if (close_stage(req, &card, &cells, STAGE_APPRAISAL, "appraise", &note) ||
		objections_begin(req, &card, note.day))
		return req->failed;
	return scorecard_reply(req, 200, in->id);
}

enum error object_to_scorecard(struct request *req)
{
	const struct object_to_scorecard_in *in = req->in;
	struct scorecard card;

	if (scorecard_lead(req, in->id, "object", &card) || objections_in_time(req, &card) ||
		objections_add(req, &card) || req_faults(req) ||
		scorecard_step(req, &card, "object", &(struct card_note){0}, NULL))
		return req->failed;
	return scorecard_reply(req, 200, in->id);
}

/* Published rankings that rest on the card. */
static enum error restate(struct request *req, const struct scorecard *card)
{
	return rankings_touch_unit(req, card->unit, card->year) ? req->failed
								: rankings_compare(req);
}

enum error answer_objections(struct request *req)
{
	const struct answer_objections_in *in = req->in;
	struct card_cells cells;
	struct scorecard card;

	if (open_card(req, in->id, "answer", &card, &cells) || objections_answer(req, &card))
		return req->failed;
	struct card_filling filling = {.card = &card, .cells = &cells, .stage = STAGE_APPRAISAL};

	if (scorecard_fill_rows(req, &filling) ||
		close_stage(
			req, &card, &cells, STAGE_APPRAISAL, "answer", &(struct card_note){0}) ||
		restate(req, &card))
		return req->failed;
	return scorecard_reply(req, 200, in->id);
}

enum error finalise_scorecard(struct request *req)
{
	const struct finalise_scorecard_in *in = req->in;
	struct card_note note = {.document = in->minutes, .day = in->signed_on};
	struct card_cells cells;
	struct scorecard card;

	if (open_card(req, in->id, "finalise", &card, &cells))
		return req->failed;
	struct card_filling filling = {.card = &card, .cells = &cells, .stage = STAGE_COUNCIL};

	scorecard_check_day(req, &card, "/signed_on", &note);
	if (scorecard_fill_rows(req, &filling) ||
		close_stage(req, &card, &cells, STAGE_COUNCIL, "finalise", &note) ||
		restate(req, &card))
		return req->failed;
	return scorecard_reply(req, 200, in->id);
}

enum error reopen_scorecard(struct request *req)
{
	const struct reopen_scorecard_in *in = req->in;
	const struct card_note note = {.reason = in->reason};
	struct scorecard card;

	if (scorecard_lead(req, in->id, "reopen", &card) ||
		scorecard_step(req, &card, "reopen", &note, NULL) ||
		objections_begin(req, &card, req_today(req)))
		return req->failed;
	return scorecard_reply(req, 200, in->id);
}

enum error get_scorecard_step(struct request *req)
{
	const struct get_scorecard_step_in *in = req->in;
	struct stmt *q = db_query(req->db,
		"SELECT number, event, from_state, to_state, at, on_day, by_unit, by_label, reason,"
		" document, total, sha256, cells FROM scorecard_steps"
		" WHERE card = :id AND number = :number");
	struct scorecard card;

	if (scorecard_see(req, in->id, &card))
		return req->failed;
	return reply_row(req, 200, q);
}
