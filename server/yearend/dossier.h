/*
 * The file of a cluster's year: who may act on it, its texts, and the annexes that the server gathers for it.
 */
#ifndef THIDUA_DOSSIER_H
#define THIDUA_DOSSIER_H

#include <jansson.h>

#include "request/request.h"
#include "yearend/cluster.h"

struct dossier {
	int64_t id, version, revision;
	const char *state;
	const char *next; /* the state to which dossier_may() leads */
	struct cluster cluster;
};

/* SQL, for statements of bind_input(), over dossiers d: those who act on it see drafts, the members what was final. */
#define DOSSIER_SEEN                                                                               \
	" (" LED_BY_CALLER("d.cluster") " OR d.state <> 'draft' AND EXISTS (SELECT 1 FROM"         \
					" memberships s WHERE s.cluster = d.cluster"               \
					" AND s.unit = :caller_unit))"

/* The dossier, if the caller sees it; else the problem not_found. */
enum error dossier_see(struct request *req, int64_t id, struct dossier *out);
/* The same for an act on it, with If-Match and the state machine. */
enum error dossier_may(struct request *req, int64_t id, const char *event, struct dossier *out);

/* The dossier as GET /dossiers/{id} shows it. */
enum error dossier_reply(struct request *req, int status, int64_t id);

/* Faults of the texts of the body. */
void dossier_check_texts(struct request *req);
/* The texts of the body are those that are stored; and stores them. */
bool dossier_texts_same(struct request *req, int64_t id);
enum error dossier_put_texts(struct request *req, int64_t id);

/* What the lists of the contract say of the year's cluster now, to the office that set it up: it sees all members. An
 * object of arrays by the names of the annexes: all, or the members and `only` one; a new reference, NULL when memory is short. */
json_t *dossier_gather(struct request *req, const struct cluster *cluster, const char *only);
/* The annexes of a final one as they were; a new reference, NULL when it is a draft. */
json_t *dossier_frozen(struct request *req, int64_t id);
/* The members of which some figure is known, of all of them. */
struct reported {
	int64_t units, expected;
};
struct reported dossier_reported(const json_t *all);
bool dossier_has_figures(const json_t *annexes, const char *unit);
/* How many targets of each member have which result; a new reference to an array. */
json_t *dossier_summary(const json_t *all);
/* Where annexes that were frozen would be others today; a new reference to an array. */
json_t *dossier_differences(struct request *req, const json_t *frozen, const json_t *now);

/* JSON as text, decimals as they were read. */
const char *dossier_json(struct request *req, const json_t *json);

/* Makes it final, with its annexes frozen as they are now; or all that it lacks as faults. Supersedes the final version before. */
enum error dossier_conclude(struct request *req, const struct dossier *dossier);

/* All of it as GET /dossiers/{id}/content shows it; and one of its annexes, as a list. */
enum error dossier_content(struct request *req, const struct dossier *dossier);
enum error dossier_annex(struct request *req, const struct dossier *dossier, const char *name);

#endif
