/* A cluster as it stands, who may act on it, and the steps of its year. */
#include "yearend/cluster.h"

#include "awards/possible.h"
#include "gen/problems.h"
#include "request/bind.h"
#include "request/etag.h"
#include "request/journal.h"
#include "request/query.h"
#include "request/reply.h"

enum error cluster_find(struct request *req, const char *code, struct cluster *out)
{
	struct stmt *q = db_query(req->db,
		"SELECT issuer, kind, state, number, year, revision FROM clusters"
		" WHERE cluster = :x_cluster");

	bind_text(q, ":x_cluster", code);
	bool found = db_row(q);

	*out = (struct cluster){.code = code};
	if (found)
		*out = (struct cluster){
			.code = code,
			.issuer = req_text(req, column_text(q, 0)),
			.kind = req_text(req, column_text(q, 1)),
			.state = req_text(req, column_text(q, 2)),
			.number = column_int(q, 3),
			.year = column_int(q, 4),
			.revision = column_int(q, 5),
		};
	return query_end(req, q, found);
}

enum error cluster_lead(struct request *req, const char *code, struct cluster *out)
{
	struct stmt *q = db_query(req->db, "SELECT 1 WHERE" LED_BY_CALLER(":x_cluster"));

	bind_input(q, req);
	bind_text(q, ":x_cluster", code);
	bool leads = query_exists(req, q);

	if (cluster_find(req, code, out))
		return req->failed;
	req_about(req, out->issuer);
	return leads ? OK : fail_cluster_lead_only(req, code);
}

enum error cluster_may(struct request *req, struct cluster *cluster, const char *event)
{
	if (check_if_match(req, cluster->revision))
		return req->failed;
	cluster->step = machine_step(&cluster_machine, cluster->state, event);
	return cluster->step ? OK
			     : fail_cluster_state(req, event, cluster->state,
				       possible_events(req, &cluster_machine, cluster->state));
}

/* Scores are opened with a midyear review or without: a step back finds out. */
static const char *came_from(struct request *req, const struct cluster *cluster)
{
	struct stmt *q = db_query(req->db,
		"SELECT from_state FROM cluster_steps WHERE cluster = :x_cluster"
		" AND to_state = :x_state AND event <> :x_event ORDER BY id DESC LIMIT 1");

	bind_text(q, ":x_cluster", cluster->code);
	bind_text(q, ":x_state", cluster->state);
	bind_text(q, ":x_event", cluster->step->event);
	const char *state = query_text(req, q);

	return state ? state : "running";
}

static enum error note_step(
	struct request *req, const struct cluster *cluster, const char *to, const char *reason)
{
	struct stmt *q = db_query(req->db,
		"INSERT INTO cluster_steps (cluster, at, event, from_state, to_state, by_unit, reason)"
		" VALUES (:x_cluster, :now, :x_event, :x_from, :x_to, :caller_unit, :x_reason)");

	bind_input(q, req);
	bind_text(q, ":x_cluster", cluster->code);
	bind_text(q, ":x_event", cluster->step->event);
	bind_text(q, ":x_from", cluster->state);
	bind_text(q, ":x_to", to);
	bind_text(q, ":x_reason", reason);
	return query_run(req, q);
}

enum error cluster_move(struct request *req, const struct cluster *cluster, const char *reason,
	const char *signed_on)
{
	const char *to = cluster->step->to ? cluster->step->to : came_from(req, cluster);
	struct stmt *q = db_query(req->db,
		"UPDATE clusters SET state = :x_state, pact_signed_on = CASE WHEN :x_state = 'planned'"
		" THEN NULL ELSE COALESCE(:x_signed_on, pact_signed_on) END,"
		" revision = revision + 1 WHERE cluster = :x_cluster");

	bind_text(q, ":x_cluster", cluster->code);
	bind_text(q, ":x_state", to);
	bind_text(q, ":x_signed_on", signed_on);
	query_run(req, q);
	return note_step(req, cluster, to, reason);
}

enum error cluster_reply(struct request *req, int status, const char *code)
{
	struct cluster cluster;

	if (req->failed || cluster_find(req, code, &cluster))
		return req->failed;
	const char *possible = possible_events(req, &cluster_machine, cluster.state);
	struct stmt *q = db_query(req->db,
		"SELECT " CLUSTER_COLUMNS ", revision AS _revision FROM clusters"
		" WHERE cluster = :x_cluster");
	struct stmt *members = db_query(req->db,
		"SELECT m.unit AS unit, u.name_vi AS name_vi, m.role AS role"
		" FROM memberships m JOIN units u ON u.unit = m.unit"
		" WHERE m.cluster = :x_cluster ORDER BY m.unit");
	struct stmt *steps = db_query(req->db,
		"SELECT at, event, from_state, to_state, by_unit, reason FROM cluster_steps"
		" WHERE cluster = :x_cluster ORDER BY id");

	bind_text(q, ":x_cluster", code);
	bind_text(members, ":x_cluster", code);
	bind_text(steps, ":x_cluster", code);
	reply_open(req, status);
	reply_columns(req, q);
	reply_member(req, "members", members);
	reply_member_json(req, "possible", possible_json(req, possible));
	reply_member(req, "steps", steps);
	return reply_close(req);
}
