/*
 * A pact and its steps. Handlers take a step of the lead like this:
 *
 *	struct pact pact;
 *
 *	if (pact_lead(req, in->id, &pact) || pact_may(req, &pact, "open"))
 *		return req->failed;
 *	..                                      -- UPDATE with :x_state from pact.next
 *	return pact_reply(req, 200, pact.id);
 */
#ifndef THIDUA_PACT_H
#define THIDUA_PACT_H

#include "request/row.h"
#include "yearend/cluster.h"

/* Of `pacts p`: a draft is an affair of the lead, and of who set the cluster up. */
#define PACT_READABLE " (p.opened_on IS NOT NULL OR" LED_BY_CALLER("p.cluster") ")"

struct pact {
	int64_t id;
	const char *cluster, *issuer, *state;
	int64_t revision;
	bool led;         /* the caller's office leads the cluster, set it up, or is above */
	const char *next; /* the state after the step that pact_may() allowed */
};

/* The pact, if the caller may read it: else the problem not_found. */
enum error pact_see(struct request *req, int64_t id, struct pact *out);
/* The same for an act of the lead: else cluster_lead_only. */
enum error pact_lead(struct request *req, int64_t id, struct pact *out);
/* If-Match, then the state machine: else pact_state. Fills pact->next. */
enum error pact_may(struct request *req, struct pact *pact, const char *event);

/* ---- pact_draft.c: what POST and PUT say ---- */

void pact_check_draft(struct request *req, const struct row *row);
/* The contents and grounds of the body are those that are stored. */
bool pact_lists_same(struct request *req, int64_t id);
enum error pact_put_lists(struct request *req, int64_t id);

/* ---- pact_sign.c ---- */

/* The codes of the members that have not signed, with commas between them; how many they are. */
const char *pact_unsigned(struct request *req, const struct pact *pact, int64_t *out_count);
/* Brings a pact that all members have signed into force: the version before is superseded, a cluster
 * that was planned has signed. */
enum error pact_enforce(struct request *req, const struct pact *pact);

/* The pact as GET /pacts/{id} shows it. */
enum error pact_reply(struct request *req, int status, int64_t id);

/* SQL: what a list and one object both show, of `pacts p JOIN clusters c`. */
#define PACT_COLUMNS                                                                               \
	"p.id, p.cluster, c.year, p.version, p.state, p.theme, p.plan_no, p.opened_on,"            \
	" p.in_force_on, (SELECT count(*) FROM pact_signatures s WHERE s.pact = p.id) AS signed,"  \
	" (SELECT count(*) FROM memberships m WHERE m.cluster = p.cluster) AS members"

#endif
