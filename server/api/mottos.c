/* The motto of a year: the sector's, and that of a cluster, which goes before it. */
#include "gen/api.h"
#include "gen/problems.h"
#include "request/bind.h"
#include "request/import.h"
#include "request/problem.h"
#include "request/query.h"
#include "request/reach.h"
#include "request/reply.h"
#include "yearend/task.h"

/* `in_force_for` a cluster: its own, or else the sector's of its year. */
#define MOTTOS                                                                                     \
	" FROM mottos m WHERE (CAST(:year AS BIGINT) IS NULL OR m.year = :year)"                   \
	" AND (CAST(:cluster AS TEXT) IS NULL OR m.cluster = :cluster)"                            \
	" AND (CAST(:in_force_for AS TEXT) IS NULL OR m.cluster = :in_force_for"                   \
	" OR (m.cluster IS NULL AND EXISTS (SELECT 1 FROM clusters c"                              \
	" WHERE c.cluster = :in_force_for AND c.year = m.year)"                                    \
	" AND NOT EXISTS (SELECT 1 FROM mottos o WHERE o.cluster = :in_force_for)))"

enum error list_mottos(struct request *req)
{
	return REPLY_PAGE2_DOWN(req, "m.id, m.year, m.cluster, m.text, m.document", MOTTOS,
		"m.year", BIGINT, "m.id", BIGINT);
}

static enum error reply(struct request *req, int status, int64_t id)
{
	struct stmt *q = db_query(req->db,
		"SELECT id, year, cluster, text, document, revision AS _revision FROM mottos"
		" WHERE id = :x_id");

	return reply_row(req, status, bind_id(q, id));
}

enum error get_motto(struct request *req)
{
	const struct get_motto_in *in = req->in;

	return reply(req, 200, in->id);
}

/* The sector's is given by its top, a cluster's by whoever acts for the cluster. */
static enum error check_giver(struct request *req, const char *cluster)
{
	struct stmt *q = db_query(req->db,
		"SELECT 1 FROM clusters c WHERE c.cluster = :x_cluster AND" STEERS(
			"c.cluster", "c.year"));

	if (!cluster)
		return require_sector(req);
	bind_text(bind_input(q, req), ":x_cluster", cluster);
	return query_exists(req, q) ? req->failed : fail_cluster_lead_only(req, cluster);
}

enum error create_motto(struct request *req)
{
	const struct create_motto_in *in = req->in;
	struct row row = body_row(req);
	struct stmt *same = db_query(req->db,
		"SELECT id FROM mottos WHERE year = :year"
		" AND COALESCE(cluster, '') = COALESCE(CAST(:cluster AS TEXT), '')");

	row_refers(req, &row, "year",
		db_query(req->db, "SELECT 1 FROM work_years WHERE year = :year"));
	row_refers(req, &row, "cluster",
		db_query(req->db,
			"SELECT 1 FROM clusters WHERE cluster = :cluster AND year = :year"));
	if (req_faults(req) || check_giver(req, in->cluster))
		return req->failed;
	int64_t id = query_int(req, bind_input(same, req));

	if (id)
		return fail_already_exists(req, req_printf(req, "/mottos/%lld", (long long)id));
	struct stmt *q = db_query(req->db,
		"INSERT INTO mottos (year, cluster, text, document)"
		" VALUES (:year, :cluster, :text, :document) RETURNING id");

	id = query_int(req, bind_input(q, req));
	req_created(req, "/mottos/%lld", (long long)id);
	return req->failed ? req->failed : reply(req, 201, id);
}

enum error replace_motto(struct request *req)
{
	const struct replace_motto_in *in = req->in;
	struct stmt *found = db_query(req->db, "SELECT revision FROM mottos WHERE id = :id");
	struct stmt *of = db_query(req->db, "SELECT cluster FROM mottos WHERE id = :id");
	struct stmt *old = db_query(req->db, "SELECT text, document FROM mottos WHERE id = :id");
	struct stmt *put = db_query(req->db,
		"UPDATE mottos SET text = :text, document = :document, revision = revision + 1"
		" WHERE id = :id");

	if (check_revision(req, found) || check_giver(req, query_text(req, bind_input(of, req))))
		return req->failed;
	row_replace(req, old, put);
	return req->failed ? req->failed : reply(req, 200, in->id);
}
