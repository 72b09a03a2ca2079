/*
 * A cluster and the steps of its year. Handlers take a step like this:
 *
 *	struct cluster cluster;
 *
 *	if (cluster_lead(req, in->cluster, &cluster) || cluster_may(req, &cluster, "start") ||
 *		cluster_move(req, &cluster, NULL, NULL))
 *		return req->failed;
 *	return cluster_reply(req, 200, in->cluster);
 */
#ifndef THIDUA_CLUSTER_H
#define THIDUA_CLUSTER_H

#include "lifecycle.h"
#include "request/request.h"

struct cluster {
	const char *code, *issuer, *kind, *state;
	int64_t number, year, revision;
	const struct transition *step; /* that cluster_may() allowed */
};

/* SQL, for statements of bind_input(), of a cluster's code: the caller's office leads it, until it is
 * handed over, or set it up, or is above the one that did. */
#define LED_BY_CALLER(cluster)                                                                     \
	" EXISTS (SELECT 1 FROM clusters k WHERE k.cluster = " cluster                             \
	" AND (EXISTS (SELECT 1 FROM unit_below b"                                                 \
	" WHERE b.ancestor = :caller_unit AND b.unit = k.issuer)"                                  \
	" OR k.state <> 'handed_over' AND EXISTS (SELECT 1 FROM memberships l"                     \
	" WHERE l.cluster = k.cluster AND l.role = 'lead' AND l.unit = :caller_unit)))"

/* The cluster; else the problem not_found. */
enum error cluster_find(struct request *req, const char *code, struct cluster *out);
/* The same for an act of its lead or of who set it up: else cluster_lead_only. */
enum error cluster_lead(struct request *req, const char *code, struct cluster *out);
/* If-Match, then the state machine: else cluster_state. Fills cluster->step. */
enum error cluster_may(struct request *req, struct cluster *cluster, const char *event);

/* Takes the step. `reason` is that of a step back; `signed_on` the day of a pact: both may be NULL. */
enum error cluster_move(struct request *req, const struct cluster *cluster, const char *reason,
	const char *signed_on);

/* The cluster as GET /clusters/{cluster} shows it. */
enum error cluster_reply(struct request *req, int status, const char *code);

#define CLUSTER_HEAD(role)                                                                         \
	" (SELECT m.unit FROM memberships m WHERE m.cluster = clusters.cluster"                    \
	" AND m.role = '" role "') AS " role ","                                                   \
	" (SELECT h.name_vi FROM memberships m JOIN units h ON h.unit = m.unit"                    \
	" WHERE m.cluster = clusters.cluster AND m.role = '" role "') AS " role "_name"

/* SQL: what a list and one object both show, of `clusters`. */
#define CLUSTER_COLUMNS                                                                            \
	"cluster, issuer, (SELECT i.name_vi FROM units i WHERE i.unit = clusters.issuer)"          \
	" AS issuer_name, kind, number, year, name_vi, state, pact_signed_on," CLUSTER_HEAD(       \
		"lead") "," CLUSTER_HEAD("deputy") ", evidence"

#endif
