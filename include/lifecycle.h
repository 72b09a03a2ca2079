/*
 * State machines as tables: which event leads from which states to which, who takes it, and what
 * guards it. Handlers ask the table and never compare states themselves; GET /state-machines prints
 * it.
 *
 *	const struct transition *t = machine_step(&award_machine, "nominated", "withdraw");
 *	if (!t)
 *		.. machine_possible(&award_machine, "nominated", out) says what can be done instead
 */
#ifndef THIDUA_LIFECYCLE_H
#define THIDUA_LIFECYCLE_H

#include <stdbool.h>
#include <stddef.h>

#include "buffer.h"

/* Who takes a step, seen from the office that proposes (a case), launches (a movement), registers
 * (an initiative), issues (a score sheet) or sets up (a cluster). The role is that of the operation in the contract. */
enum actor {
	ACTOR_UNIT,    /* that office, or one above it */
	ACTOR_ITSELF,  /* the office concerned alone: joining is its own act */
	ACTOR_ABOVE,   /* an office above it; the sector's top also for itself */
	ACTOR_CHAIR,   /* the office that chairs the vote: see ballots */
	ACTOR_DECIDER, /* the office that signs the decision */
	ACTOR_SECTOR,  /* the sector's top unit */
	ACTOR_LEAD, /* the lead of the cluster's year, the office that set it up, or one above that */
	ACTOR_JUDGE, /* the lead of its cluster, of the lead's own the deputy; or an office above it */
	ACTOR_CHECKER,   /* the member that checks the card of another */
	ACTOR_APPRAISER, /* the lead of the cluster; of its own card the deputy */
	ACTOR_ISSUER     /* the office that set up the cluster, or one above it */
};

#define TRANSITION_STATES 16

struct transition {
	const char *event;
	const char *from[TRANSITION_STATES]; /* NULL-ended; none: it comes into being */
	const char *to;                      /* NULL: back to the state that it came from */
	const char *operation;               /* operationId */
	enum actor actor;
	const char *guard; /* in words, or NULL */
};

/* What an object in a state waits for, beside all that may happen to it. Of several events of a state the first
 * that is possible counts. */
struct awaited {
	const char *state, *event;
};

struct machine {
	const char *name;
	const struct transition *transitions;
	size_t count;
	const struct awaited *awaited;
	size_t awaited_count;
};

extern const struct machine award_machine;       /* award_cases.state */
extern const struct machine ballot_machine;      /* ballots.state */
extern const struct machine initiative_machine;  /* initiatives.state */
extern const struct machine movement_machine;    /* movements.state */
extern const struct machine participant_machine; /* movement_units.state */
extern const struct machine report_machine;      /* reports.status */
extern const struct machine period_machine;      /* periods.state, as it is answered */
extern const struct machine score_sheet_machine; /* score_sheets.state */
extern const struct machine scorecard_machine;   /* scorecards.state */
extern const struct machine cluster_machine;     /* clusters.state */
extern const struct machine pact_machine;        /* pacts.state */
extern const struct machine practice_machine;    /* practices.state */
extern const struct machine adoption_machine;    /* adoptions.state */
extern const struct machine exemplar_machine;    /* exemplars.state */
extern const struct machine task_machine;        /* tasks.state */
extern const struct machine dossier_machine;     /* dossiers.state */
extern const struct machine *const machines[];   /* all of them, NULL-ended */

const char *actor_word(enum actor actor);

/* The first transition of this event from this state (NULL: from nothing), or NULL. */
const struct transition *machine_step(
	const struct machine *machine, const char *state, const char *event);

/* The events that are possible from a state, each once, as "nominate,withdraw"; nothing when it is
 * terminal. */
void machine_possible(const struct machine *machine, const char *state, struct buffer *out);

#endif
