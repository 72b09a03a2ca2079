/*
 * A scorecard: who sees it, who takes its next step, and what a step leaves behind. What stands in it is
 * scorecard_cells.h's, what its figures give scorecard_book.h's. Handlers take a step like this:
 *
 *	struct scorecard card;
 *	struct card_cells cells;
 *
 *	if (scorecard_lead(req, in->id, "check", &card) || scorecard_cells_load(req, &card, &cells))
 *		return req->failed;
 *	..                                      -- what the step asks, as faults
 *	if (req_faults(req) || scorecard_step(req, &card, "check", &note, &closing))
 *		return req->failed;
 *	return scorecard_reply(req, 200, card.id);
 */
#ifndef THIDUA_SCORECARD_H
#define THIDUA_SCORECARD_H

#include "lifecycle.h"
#include "request/request.h"

enum card_stage { STAGE_SELF, STAGE_CROSS, STAGE_APPRAISAL, STAGE_COUNCIL, CARD_STAGES };
extern const char *const card_stages[CARD_STAGES]; /* their words in the contract */

struct scorecard {
	int64_t id, sheet, year, revision;
	const char *cluster, *unit, *checker, *rank_group, *state;
	const char *audience;   /* of its sheet */
	const char *issuer;     /* of the cluster */
	const char *appraiser;  /* the lead, of its own card the deputy; NULL: nobody is */
	const char *stepped_on; /* the day of the last step that has a paper; NULL of a draft */
	const char *objections_until; /* or NULL */
	bool has_newer;               /* figures came in after those of the card were taken */
	int64_t objection_days;
	const char *next; /* the state after the step that scorecard_lead() allowed */
};

/* Of `scorecards k JOIN clusters c`, for bind_input(): the members and the issuer see a card, once it is adopted
 * those above its office, too. */
#define SCORECARD_READABLE                                                                         \
	" (EXISTS (SELECT 1 FROM memberships m WHERE m.cluster = k.cluster"                        \
	" AND m.unit = :caller_unit) OR EXISTS (SELECT 1 FROM unit_below b"                        \
	" WHERE b.ancestor = :caller_unit AND b.unit = c.issuer)"                                  \
	" OR (k.state IN ('adopted', 'final') AND EXISTS (SELECT 1 FROM unit_below b"              \
	" WHERE b.ancestor = :caller_unit AND b.unit = k.unit)))"

/* Its object tells what newer figures would give: what came in, or was sent back, is a new revision of it. */
#define SCORECARD_NEWER                                                                            \
	"(SELECT count(CASE WHEN r.submitted_at >= k.computed_at THEN 1 END)"                      \
	" + count(CASE WHEN r.returned_at >= k.computed_at THEN 1 END) FROM memberships n"         \
	" JOIN periods p ON p.year = n.year JOIN reports r ON r.unit = n.unit"                     \
	" AND r.period = p.period WHERE n.cluster = k.cluster)"
#define SCORECARD_REVISION " k.revision + " SCORECARD_NEWER

/* Of the same: who appraises it. The rights of lead and deputy end when the cluster is handed over. */
#define SCORECARD_APPRAISER                                                                        \
	"(SELECT a.unit FROM memberships a WHERE a.cluster = k.cluster"                            \
	" AND c.state <> 'handed_over' AND a.role = CASE (SELECT o.role FROM memberships o"        \
	" WHERE o.cluster = k.cluster AND o.unit = k.unit)"                                        \
	" WHEN 'lead' THEN 'deputy' ELSE 'lead' END)"

/* The card, if the caller sees it; else the problem not_found. */
enum error scorecard_see(struct request *req, int64_t id, struct scorecard *out);
/* The same for an event, by who takes it: else card_unit_only, not_the_checker, own_card, not_the_lead or
 * issuer_only; then If-Match, then the state machine: else card_locked for what is adopted and scorecard_state for
 * the rest. */
enum error scorecard_lead(
	struct request *req, int64_t id, const char *event, struct scorecard *out);
/* The cells of a draft are its own office's affair. */
bool scorecard_shows_cells(const struct request *req, const struct scorecard *card);
/* The stage that is filled in a state; once it is appraised, that of the last word so far. */
enum card_stage scorecard_stage(const char *state);
/* Its cells do not change any more, but by the council. */
bool scorecard_is_adopted(const char *state);
/* How many stages are closed, from `self` on. */
int scorecard_closed(const char *state);

struct card_note {
	const char *reason, *document; /* or NULL */
	const char *day;               /* of the paper; NULL: today */
};
/* The faults day_in_future and day_too_early of the paper's day; *out is the day, today's without one. */
void scorecard_check_day(struct request *req, const struct scorecard *card, const char *pointer,
	struct card_note *note);
/* What the card says at the end of a stage: kept as a snapshot by the step that closes it. */
struct card_cells;
struct card_closing {
	const struct card_cells *cells;
	enum card_stage stage;
};
/* The new state and a new revision, a row of scorecard_steps, the event. `closing` is NULL for a step without a
 * snapshot. scorecard_step.c */
enum error scorecard_step(struct request *req, const struct scorecard *card, const char *event,
	const struct card_note *note, const struct card_closing *closing);

/* The row and the event alone, of a card that came into being: its id, unit and next state are set. */
enum error scorecard_note(struct request *req, const struct scorecard *card, const char *event,
	const struct card_note *note, const struct card_closing *closing);

/* Opens the cards of a cluster: a list of units in the body (`units`), or all members. `sheet` is 0 where each
 * member's is to be found. */
struct card_opening {
	const char *cluster;
	int64_t sheet, created, there;
};
enum error scorecards_open(struct request *req, struct card_opening *opening);

/* The card as GET /scorecards/{id} shows it. */
enum error scorecard_reply(struct request *req, int status, int64_t id);

#endif
