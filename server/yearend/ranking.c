/* A ranking as it stands, and who may act on it. */
#include "yearend/ranking.h"

#include "awards/possible.h"
#include "gen/api.h"
#include "gen/problems.h"
#include "request/bind.h"
#include "request/etag.h"
#include "request/query.h"
#include "request/reach.h"
#include "yearend/cluster.h"

enum error ranking_find(struct request *req, int64_t id, struct ranking *out)
{
	struct stmt *q = db_query(req->db,
		"SELECT r.cluster, r.rank_group, r.stage, r.state, r.sha256, r.changes_sha256,"
		" r.kept_sha256, (SELECT m.unit FROM memberships m WHERE m.cluster = r.cluster"
		" AND m.role = 'lead'), r.sheet, c.year, r.version, r.stale, r.revision"
		" FROM rankings r JOIN clusters c ON c.cluster = r.cluster WHERE r.id = :x_id");
	bool found = db_row(bind_id(q, id));

	if (found)
		*out = (struct ranking){
			.id = id,
			.cluster = req_text(req, column_text(q, 0)),
			.rank_group = req_text(req, column_text(q, 1)),
			.stage = req_text(req, column_text(q, 2)),
			.state = req_text(req, column_text(q, 3)),
			.sha256 = req_text(req, column_text(q, 4)),
			.changes_sha256 = req_text(req, column_text(q, 5)),
			.kept_sha256 = req_text(req, column_text(q, 6)),
			.lead = req_text(req, column_text(q, 7)),
			.sheet = column_int(q, 8),
			.year = column_int(q, 9),
			.version = column_int(q, 10),
			.stale = column_int(q, 11) != 0,
			.revision = column_int(q, 12),
		};
	return query_end(req, q, found);
}

enum error ranking_see(struct request *req, int64_t id, struct ranking *out)
{
	struct stmt *q = db_query(req->db,
		"SELECT 1 FROM rankings r JOIN clusters c ON c.cluster = r.cluster"
		" WHERE r.id = :x_id AND" RANKING_READABLE);

	bind_input(q, req);
	if (!query_exists(req, bind_id(q, id)))
		return fail_not_found(req);
	return ranking_find(req, id, out);
}

/* As its lead only by its head; for the office that set it up its admin, too. */
enum error ranking_may_lead(struct request *req, const char *code)
{
	struct cluster cluster;

	if (cluster_lead(req, code, &cluster))
		return req->failed;
	if (req->caller.role == ROLE_ADMIN && !in_reach(req, cluster.issuer))
		return fail_cluster_lead_only(req, code);
	return req->failed;
}

enum error ranking_lead(struct request *req, int64_t id, const char *event, struct ranking *out)
{
	if (ranking_see(req, id, out) || ranking_may_lead(req, out->cluster) ||
		check_if_match(req, out->revision))
		return req->failed;
	const struct transition *step = machine_step(&ranking_machine, out->state, event);

	if (!step)
		return fail_ranking_state(
			req, event, out->state, possible_events(req, &ranking_machine, out->state));
	out->next = step->to;
	return OK;
}
