/* A scorecard as it stands, who may see it and act on it, and its steps. */
#include "yearend/scorecard.h"

#include <string.h>

#include "awards/possible.h"
#include "gen/problems.h"
#include "request/bind.h"
#include "request/etag.h"
#include "request/journal.h"
#include "request/past_day.h"
#include "request/query.h"
#include "request/reach.h"
#include "yearend/cluster.h"
#include "yearend/scorecard_cells.h"

static void read_card(struct request *req, const struct stmt *q, struct scorecard *out)
{
	*out = (struct scorecard){
		.id = column_int(q, 0),
		.sheet = column_int(q, 1),
		.year = column_int(q, 2),
		.cluster = req_text(req, column_text(q, 3)),
		.unit = req_text(req, column_text(q, 4)),
		.checker = req_text(req, column_text(q, 5)),
		.rank_group = req_text(req, column_text(q, 6)),
		.state = req_text(req, column_text(q, 7)),
		.stepped_on = req_text(req, column_text(q, 8)),
		.objections_until = req_text(req, column_text(q, 9)),
		.has_newer = column_int(q, 10) > 0,
		.revision = column_int(q, 10) + column_int(q, 11),
		.issuer = req_text(req, column_text(q, 12)),
		.appraiser = req_text(req, column_text(q, 13)),
		.audience = req_text(req, column_text(q, 14)),
		.objection_days = column_int(q, 15),
	};
}

enum error scorecard_see(struct request *req, int64_t id, struct scorecard *out)
{
	struct stmt *q = db_query(req->db,
		"SELECT k.id, k.sheet, c.year, k.cluster, k.unit, k.checker, k.rank_group, k.state,"
		" k.stepped_on, k.objections_until, " SCORECARD_NEWER
		", k.revision, c.issuer, " SCORECARD_APPRAISER ", s.audience, s.objection_days"
		" FROM scorecards k JOIN clusters c ON c.cluster = k.cluster"
		" JOIN score_sheets s ON s.id = k.sheet WHERE k.id = :x_id AND" SCORECARD_READABLE);
	bool found = db_row(bind_id(bind_input(q, req), id));

	if (found)
		read_card(req, q, out);
	if (query_end(req, q, found))
		return req->failed;
	req_about(req, out->unit);
	return OK;
}

bool scorecard_shows_cells(const struct request *req, const struct scorecard *card)
{
	return strcmp(card->state, "draft") != 0 || !strcmp(req->caller.unit, card->unit);
}

/* In the order of its life. */
static const struct {
	const char *state;
	enum card_stage stage;
	int closed;
} stages[] = {
	{"draft", STAGE_SELF, 0},
	{"self_submitted", STAGE_CROSS, 1},
	{"cross_checked", STAGE_APPRAISAL, 2},
	{"appraised", STAGE_APPRAISAL, 3},
	{"contested", STAGE_APPRAISAL, 3},
	{"adopted", STAGE_APPRAISAL, 3},
	{"final", STAGE_COUNCIL, 4},
};

static size_t place_of(const char *state)
{
	size_t i = 0;

	while (strcmp(stages[i].state, state) != 0)
		i++;
	return i;
}

enum card_stage scorecard_stage(const char *state)
{
	return stages[place_of(state)].stage;
}

bool scorecard_is_adopted(const char *state)
{
	return place_of(state) >= place_of("adopted");
}

int scorecard_closed(const char *state)
{
	return stages[place_of(state)].closed;
}

static bool is_caller(const struct request *req, const char *unit)
{
	return unit && !strcmp(req->caller.unit, unit);
}

static enum error check_appraiser(struct request *req, const struct scorecard *card)
{
	if (is_caller(req, card->appraiser))
		return OK;
	return is_caller(req, card->unit) ? fail_own_card(req, card->unit)
					  : fail_not_the_lead(req, card->cluster);
}

static enum error check_actor(struct request *req, const struct scorecard *card, enum actor actor)
{
	struct cluster cluster;

	switch (actor) {
	case ACTOR_CHECKER:
		return is_caller(req, card->checker) ? OK
						     : fail_not_the_checker(req, card->checker);
	case ACTOR_APPRAISER:
		return check_appraiser(req, card);
	case ACTOR_LEAD:
		return cluster_lead(req, card->cluster, &cluster);
	case ACTOR_ISSUER:
		return in_reach(req, card->issuer) ? req->failed
						   : fail_issuer_only(req, card->issuer);
	default:
		return is_caller(req, card->unit) ? OK : fail_card_unit_only(req, card->unit);
	}
}

/* Whose step an event is, whatever the state. */
static enum actor actor_of(const char *event)
{
	size_t i = 0;

	while (strcmp(scorecard_machine.transitions[i].event, event) != 0)
		i++;
	return scorecard_machine.transitions[i].actor;
}

static bool is_of_cells(const char *event)
{
	return !strncmp(event, "fill_", 5);
}

enum error scorecard_lead(struct request *req, int64_t id, const char *event, struct scorecard *out)
{
	if (scorecard_see(req, id, out) || check_actor(req, out, actor_of(event)))
		return req->failed;
	req_about(req, out->unit);
	if (check_if_match(req, out->revision))
		return req->failed;
	const struct transition *step = machine_step(&scorecard_machine, out->state, event);

	if (step) {
		out->next = step->to;
		return OK;
	}
	if (is_of_cells(event) && scorecard_is_adopted(out->state))
		return fail_card_locked(req, out->state);
	return fail_scorecard_state(
		req, event, out->state, possible_events(req, &scorecard_machine, out->state));
}

void scorecard_check_day(struct request *req, const struct scorecard *card, const char *pointer,
	struct card_note *note)
{
	check_past_day(req, pointer, note->day, card->stepped_on);
	if (!note->day)
		note->day = req_today(req);
}
