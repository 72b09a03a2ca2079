/* Clusters of one year: set up by an office for units alike. Their members are memberships.c's,
 * the steps of their year cluster_steps.c's. */
#include "gen/api.h"
#include "gen/problems.h"
#include "request/bind.h"
#include "request/import.h"
#include "request/journal.h"
#include "request/problem.h"
#include "request/query.h"
#include "request/reach.h"
#include "request/reply.h"
#include "yearend/cluster.h"

#define CLUSTERS                                                                                   \
	" FROM clusters WHERE (CAST(:year AS BIGINT) IS NULL OR year = :year)"                     \
	" AND (CAST(:issuer AS TEXT) IS NULL OR issuer = :issuer)"                                 \
	" AND (CAST(:kind AS TEXT) IS NULL OR kind = :kind)"                                       \
	" AND (CAST(:state AS TEXT) IS NULL OR state = :state)"                                    \
	" AND (CAST(:unit AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM memberships m"                 \
	" WHERE m.cluster = clusters.cluster AND m.unit = :unit))"                                 \
	" AND (CAST(:q AS TEXT) IS NULL"                                                           \
	" OR " HAS_Q("replace(cluster, '-', ' ')") " OR " HAS_Q("name_key") ")"

enum error list_clusters(struct request *req)
{
	return REPLY_PAGE2(req, CLUSTER_COLUMNS, CLUSTERS, "year", BIGINT, "cluster", TEXT);
}

enum error get_cluster(struct request *req)
{
	const struct get_cluster_in *in = req->in;

	return cluster_reply(req, 200, in->cluster);
}

/* The code is made of the key, so that it can be known without asking. */
static const char *code_of(struct request *req, const struct row *row)
{
	return req_printf(req, "%s-%s-%lld-%lld", row_text(row, "issuer"), row_text(row, "kind"),
		(long long)row_int(row, "number", 0), (long long)row_int(row, "year", 0));
}

static bool refers_well(struct request *req, const struct row *row)
{
	const char *issuer = row_text(row, "issuer");
	bool reach = in_reach(req, issuer);
	bool known = row_refers(
		req, row, "issuer", db_query(req->db, "SELECT 1 FROM units WHERE unit = :issuer"));
	bool year = row_refers(
		req, row, "year", db_query(req->db, "SELECT 1 FROM work_years WHERE year = :year"));

	if (known && !reach)
		fault_reference_unknown(req, member_pointer(req, row, "issuer"), issuer);
	return reach && known && year;
}

static bool cluster_exists(struct request *req, const char *cluster)
{
	struct stmt *q = db_query(req->db, "SELECT 1 FROM clusters WHERE cluster = :x_cluster");

	bind_text(q, ":x_cluster", cluster);
	return query_exists(req, q);
}

static struct stmt *put_cluster(struct request *req, const char *cluster)
{
	struct stmt *put = db_query(req->db,
		"INSERT INTO clusters (cluster, issuer, kind, number, year, name_vi, name_key,"
		" evidence) VALUES (:x_cluster, :issuer, :kind, :number, :year, :name_vi,"
		" :name_vi_key, :evidence) ON CONFLICT (cluster) DO UPDATE SET"
		" name_vi = excluded.name_vi, name_key = excluded.name_key,"
		" evidence = excluded.evidence, revision = clusters.revision + 1");

	bind_text(put, ":x_cluster", cluster);
	return put;
}

enum error create_cluster(struct request *req)
{
	struct row row = body_row(req);
	const char *cluster = code_of(req, &row);

	refers_well(req, &row);
	if (req_faults(req) || !cluster)
		return req->failed;
	if (cluster_exists(req, cluster))
		return fail_already_exists(req, cluster);
	struct stmt *put = put_cluster(req, cluster);

	query_run(req, bind_input(put, req));
	req_about(req, row_text(&row, "issuer"));
	req_created(req, "/clusters/%s", cluster);
	return cluster_reply(req, 201, cluster);
}

enum error replace_cluster(struct request *req)
{
	const struct replace_cluster_in *in = req->in;
	struct stmt *found = db_query(req->db,
		"SELECT c.revision FROM clusters c JOIN unit_below b ON b.unit = c.issuer"
		" WHERE c.cluster = :cluster AND b.ancestor = :caller_unit");
	struct stmt *old = db_query(
		req->db, "SELECT name_vi, evidence FROM clusters WHERE cluster = :cluster");
	struct stmt *put = db_query(req->db,
		"UPDATE clusters SET name_vi = :name_vi, name_key = :name_vi_key,"
		" evidence = :evidence, revision = revision + 1 WHERE cluster = :cluster");

	if (check_revision(req, found))
		return req->failed;
	row_replace(req, old, put);
	return cluster_reply(req, 200, in->cluster);
}

static enum error import_cluster(struct request *req, const struct row *row)
{
	const char *cluster = code_of(req, row);
	struct stmt *old = db_query(req->db,
		"SELECT issuer, kind, number, year, name_vi, evidence FROM clusters"
		" WHERE cluster = :x_cluster");

	if (!cluster || !refers_well(req, row))
		return req->failed;
	bind_text(old, ":x_cluster", cluster);
	return import_upsert(req, row, old, put_cluster(req, cluster),
		req_printf(req, "/clusters/%s", cluster), row_text(row, "issuer"));
}

enum error import_clusters(struct request *req)
{
	return import_rows(req, import_cluster);
}
