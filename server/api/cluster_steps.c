/* The steps of a cluster's year. Where each leads is in lib/lifecycle_tables_cluster.c. */
#include <string.h>

#include "gen/api.h"
#include "gen/problems.h"
#include "request/journal.h"
#include "request/past_day.h"
#include "request/problem.h"
#include "request/query.h"
#include "request/reach.h"
#include "yearend/cluster.h"
#include "yearend/leaders.h"

/* A step of which nothing but itself is recorded. */
static enum error take(struct request *req, const char *code, const char *event)
{
	struct cluster cluster;

	if (cluster_lead(req, code, &cluster) || cluster_may(req, &cluster, event) ||
		cluster_move(req, &cluster, NULL, NULL))
		return req->failed;
	return cluster_reply(req, 200, code);
}

enum error record_cluster_pact(struct request *req)
{
	const struct record_cluster_pact_in *in = req->in;
	struct cluster cluster;

	if (cluster_lead(req, in->cluster, &cluster) || cluster_may(req, &cluster, "record_pact"))
		return req->failed;
	check_past_day(req, "/signed_on", in->signed_on, NULL);
	if (req_faults(req) || cluster_move(req, &cluster, NULL, in->signed_on))
		return req->failed;
	return cluster_reply(req, 200, in->cluster);
}

enum error start_cluster(struct request *req)
{
	const struct start_cluster_in *in = req->in;

	return take(req, in->cluster, "start");
}

enum error review_cluster_midyear(struct request *req)
{
	const struct review_cluster_midyear_in *in = req->in;

	return take(req, in->cluster, "review_midyear");
}

enum error open_cluster_scoring(struct request *req)
{
	const struct open_cluster_scoring_in *in = req->in;

	return take(req, in->cluster, "open_scoring");
}

enum error open_cluster_voting(struct request *req)
{
	const struct open_cluster_voting_in *in = req->in;

	return take(req, in->cluster, "open_voting");
}

enum error resolve_cluster(struct request *req)
{
	const struct resolve_cluster_in *in = req->in;

	return take(req, in->cluster, "resolve");
}

/* The cluster of the next year, and who is named to lead it; texts are NULL where there is none. */
struct heir {
	const char *cluster, *issuer, *lead, *deputy;
};

static struct heir heir_of(struct request *req, const struct cluster *cluster)
{
	struct stmt *q = db_query(req->db,
		"SELECT c.cluster, c.issuer, l.unit, d.unit FROM clusters c"
		" LEFT JOIN memberships l ON l.cluster = c.cluster AND l.role = 'lead'"
		" LEFT JOIN memberships d ON d.cluster = c.cluster AND d.role = 'deputy'"
		" WHERE c.issuer = :x_issuer AND c.kind = :x_kind AND c.number = :x_number"
		" AND c.year = :x_year");
	struct heir heir = {0};

	bind_text(q, ":x_issuer", cluster->issuer);
	bind_text(q, ":x_kind", cluster->kind);
	bind_int(q, ":x_number", cluster->number);
	bind_int(q, ":x_year", cluster->year + 1);
	if (db_row(q))
		heir = (struct heir){req_text(req, column_text(q, 0)),
			req_text(req, column_text(q, 1)), req_text(req, column_text(q, 2)),
			req_text(req, column_text(q, 3))};
	req_fail(req, db_done(q));
	return heir;
}

/* Whom the issuer has named stays; whom nobody has named must be named now. */
static void check_names(
	struct request *req, const struct heir *heir, const char *lead, const char *deputy)
{
	if (!lead)
		fault_missing_member(req, "/lead");
	else if (heir->lead && strcmp(lead, heir->lead) != 0)
		fault_lead_exists(req, "/lead", heir->cluster, heir->lead);
	if (!deputy)
		fault_missing_member(req, "/deputy");
	else if (heir->deputy && strcmp(deputy, heir->deputy) != 0)
		fault_deputy_exists(req, "/deputy", heir->cluster, heir->deputy);
	if (!lead || !deputy)
		return;
	leaders_check(req, heir->cluster, lead, deputy);
	leaders_check_rotation(req, heir->cluster, lead, "/lead");
	leaders_check_rotation(req, heir->cluster, deputy, "/deputy");
}

static enum error name_leaders(
	struct request *req, const struct heir *heir, const char *lead, const char *deputy)
{
	if (heir->lead && heir->deputy)
		return OK;
	leaders_set(req, heir->cluster, lead, deputy);
	return req_event_beside(req, heir->issuer, req_printf(req, "/clusters/%s", heir->cluster),
		req_printf(req, "%s,%s", lead, deputy));
}

/* YR-07 */
enum error hand_over_cluster(struct request *req)
{
	const struct hand_over_cluster_in *in = req->in;
	struct cluster cluster;

	if (cluster_lead(req, in->cluster, &cluster) || cluster_may(req, &cluster, "hand_over"))
		return req->failed;
	struct heir heir = heir_of(req, &cluster);

	if (req->failed)
		return req->failed;
	if (!heir.cluster)
		return fail_next_cluster_missing(req, in->cluster, cluster.year + 1);
	const char *lead = in->lead ? in->lead : heir.lead;
	const char *deputy = in->deputy ? in->deputy : heir.deputy;

	check_names(req, &heir, lead, deputy);
	if (req_faults(req) || name_leaders(req, &heir, lead, deputy) ||
		cluster_move(req, &cluster, NULL, NULL))
		return req->failed;
	return cluster_reply(req, 200, in->cluster);
}

enum error step_cluster_back(struct request *req)
{
	const struct step_cluster_back_in *in = req->in;
	struct cluster cluster;

	if (cluster_find(req, in->cluster, &cluster))
		return req->failed;
	if (!in_reach(req, cluster.issuer))
		return fail_issuer_only(req, cluster.issuer);
	req_about(req, cluster.issuer);
	if (cluster_may(req, &cluster, "step_back") ||
		cluster_move(req, &cluster, in->reason, NULL))
		return req->failed;
	return cluster_reply(req, 200, in->cluster);
}
