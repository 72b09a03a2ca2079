/*
 * A ranking: who may see it and who takes its next step, how it is computed, what it says. Handlers take
 * a step like this:
 *
 *	struct ranking ranking;
 *
 *	if (ranking_lead(req, in->id, "publish", &ranking))
 *		return req->failed;
 *	..                                      -- UPDATE with :x_state from ranking.next
 *	return ranking_reply(req, 200, ranking.id);
 */
#ifndef THIDUA_RANKING_H
#define THIDUA_RANKING_H

#include "lifecycle.h"
#include "request/request.h"

/* Of `rankings r JOIN clusters c`: the members and the issuer see a draft, once it is published those
 * above a member, too. */
#define RANKING_READABLE                                                                           \
	" (EXISTS (SELECT 1 FROM memberships m WHERE m.cluster = r.cluster"                        \
	" AND m.unit = :caller_unit) OR EXISTS (SELECT 1 FROM unit_below b"                        \
	" WHERE b.ancestor = :caller_unit AND b.unit = c.issuer)"                                  \
	" OR (r.state <> 'draft' AND EXISTS (SELECT 1 FROM memberships m JOIN unit_below b"        \
	" ON b.unit = m.unit WHERE m.cluster = r.cluster AND b.ancestor = :caller_unit)))"

/* What its list and its object say alike. */
#define RANKING_COLUMNS                                                                            \
	"r.id, r.cluster, c.name_vi AS cluster_name, c.year, r.sheet, s.audience, r.rank_group,"   \
	" r.version, r.stage, r.state, r.stale, r.order_changes, (SELECT count(*)"                 \
	" FROM ranking_rows w WHERE w.ranking = r.id AND w.rank IS NOT NULL) AS ranked,"           \
	" (SELECT count(*) FROM ranking_rows w WHERE w.ranking = r.id) AS members,"                \
	" r.computed_at, r.published_at"

struct ranking {
	int64_t id, sheet, year, version;
	const char *cluster, *rank_group, *stage, *state;
	const char *sha256;         /* of its rows as they are stored */
	const char *changes_sha256; /* of ranking_changes; NULL before there were any */
	const char *kept_sha256;    /* of those that are kept; or NULL */
	const char *lead;           /* of the cluster; or NULL */
	bool stale;
	int64_t revision;
	const char *next; /* the state after the step that ranking_lead() allowed */
};

/* ---- ranking.c ---- */

/* The caller takes the steps of this cluster's rankings: the head of its lead, until it is handed over, and
 * the head or admin of the office that set it up, or above; else the problem cluster_lead_only. */
enum error ranking_may_lead(struct request *req, const char *code);

/* The ranking, for whoever asks. */
enum error ranking_find(struct request *req, int64_t id, struct ranking *out);
/* The ranking, if the caller sees it; else the problem not_found. */
enum error ranking_see(struct request *req, int64_t id, struct ranking *out);
/* The same for an event by ranking_may_lead(); then If-Match, then the state machine, else
 * ranking_state. */
enum error ranking_lead(struct request *req, int64_t id, const char *event, struct ranking *out);

/* ---- ranking_show.c ---- */

/* The ranking as GET /rankings/{id} shows it; for whoever asks for a table its rows, with a column for
 * each group. */
enum error ranking_reply(struct request *req, int status, int64_t id);

/* ---- ranking_compute.c ---- */

/* Computes a draft and stores its rows in place of those before. `order`: units that people ordered, the
 * best first, with the faults not_tied and order_incomplete at /units; NULL: as they were ordered before. */
enum error ranking_compute(struct request *req, const struct ranking *ranking, const json_t *order);
/* The faults that stand against publishing what is stored: ranking_outdated when it would be computed
 * otherwise now; without a reason ranking_incomplete for members without an adopted card. */
enum error ranking_check_publication(
	struct request *req, const struct ranking *ranking, const char *reason);

/* ---- ranking_stale.c ---- */

/* Something moved that published rankings may rest on: of a unit in a year, by a report of it, or of all units of
 * a year. Cheap; once at the end of the request rankings_compare() tells what came of it. */
enum error rankings_touch_unit(struct request *req, const char *unit, int64_t year);
enum error rankings_touch_report(struct request *req, int64_t report);
/* Whether any of it, or a case, rests on the report or on the version that it superseded (0: none). Hardly ever: to ask is
 * cheaper than to change nothing. */
bool rankings_or_cases_rest(struct request *req, int64_t report, int64_t superseded);
enum error rankings_touch_year(struct request *req, int64_t year);
/* Compares each ranking that was touched with what it would be today: its changes, whether it is stale,
 * and its event. */
enum error rankings_compare(struct request *req);
/* The changes as they are now are kept. */
enum error ranking_keep(struct request *req, const struct ranking *ranking, const char *reason);

#endif
