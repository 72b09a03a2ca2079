/* The signatures under a pact, and what the last of them does (YR-01, YR-03). */
#include "request/bind.h"
#include "request/journal.h"
#include "request/query.h"
#include "yearend/pact.h"

const char *pact_unsigned(struct request *req, const struct pact *pact, int64_t *out_count)
{
	struct stmt *q = db_query(req->db,
		"SELECT m.unit FROM memberships m WHERE m.cluster = :x_cluster"
		" AND NOT EXISTS (SELECT 1 FROM pact_signatures s"
		" WHERE s.pact = :x_id AND s.unit = m.unit) ORDER BY m.unit");
	struct buffer units = {0};

	*out_count = 0;
	bind_text(q, ":x_cluster", pact->cluster);
	bind_id(q, pact->id);
	while (db_row(q))
		buffer_printf(&units, "%s%s", (*out_count)++ ? "," : "", column_text(q, 0));
	req_fail(req, db_done(q));
	return req_take(req, &units);
}

static enum error supersede(struct request *req, const struct pact *pact)
{
	struct stmt *q = db_query(req->db,
		"UPDATE pacts SET state = :x_state, revision = revision + 1"
		" WHERE cluster = :x_cluster AND state = 'in_force' RETURNING id");

	bind_text(q, ":x_state", machine_step(&pact_machine, "in_force", "supersede")->to);
	bind_text(q, ":x_cluster", pact->cluster);
	int64_t before = query_int(req, q);

	if (req->failed || !before)
		return req->failed;
	return req_event_beside(
		req, pact->issuer, req_printf(req, "/pacts/%lld", (long long)before), "superseded");
}

/* A later version moves no cluster: its year has begun. */
static enum error sign_cluster(struct request *req, const struct pact *pact, const char *day)
{
	struct cluster cluster;

	if (cluster_find(req, pact->cluster, &cluster))
		return req->failed;
	cluster.step = machine_step(&cluster_machine, cluster.state, "sign_pact");
	if (!cluster.step)
		return OK;
	cluster_move(req, &cluster, NULL, day);
	return req_event_beside(
		req, pact->issuer, req_printf(req, "/clusters/%s", pact->cluster), day);
}

enum error pact_enforce(struct request *req, const struct pact *pact)
{
	struct stmt *last =
		db_query(req->db, "SELECT max(signed_on) FROM pact_signatures WHERE pact = :x_id");
	const char *day = query_text(req, bind_id(last, pact->id));

	if (supersede(req, pact))
		return req->failed;
	struct stmt *q = db_query(req->db,
		"UPDATE pacts SET state = :x_state, in_force_on = :x_day, revision = revision + 1"
		" WHERE id = :x_id");

	bind_text(q, ":x_state", machine_step(&pact_machine, pact->state, "enforce")->to);
	bind_text(q, ":x_day", day);
	query_run(req, bind_id(q, pact->id));
	return sign_cluster(req, pact, day);
}
