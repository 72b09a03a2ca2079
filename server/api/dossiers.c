/* The files of clusters' years: drafted, written, made final, read whole. */
#include "gen/api.h"
#include "gen/problems.h"
#include "request/bind.h"
#include "request/import.h"
#include "request/problem.h"
#include "request/query.h"
#include "request/reply.h"
#include "yearend/dossier.h"

#define DOSSIERS                                                                                   \
	" FROM dossiers d JOIN clusters c ON c.cluster = d.cluster WHERE" DOSSIER_SEEN             \
	" AND (CAST(:cluster AS TEXT) IS NULL OR d.cluster = :cluster)"                            \
	" AND (CAST(:state AS TEXT) IS NULL OR d.state = :state)"

enum error list_dossiers(struct request *req)
{
	return REPLY_PAGE1_DOWN(req,
		"d.id, d.cluster, c.year, d.version, d.state, d.number, d.signed_on, d.finished_at",
		DOSSIERS, "d.id", BIGINT);
}

enum error get_dossier(struct request *req)
{
	const struct get_dossier_in *in = req->in;
	struct dossier dossier;

	return dossier_see(req, in->id, &dossier) ? req->failed : dossier_reply(req, 200, in->id);
}

enum error get_dossier_content(struct request *req)
{
	const struct get_dossier_content_in *in = req->in;
	struct dossier dossier;

	return dossier_see(req, in->id, &dossier) ? req->failed : dossier_content(req, &dossier);
}

/* The newest version of the cluster. */
struct newest {
	int64_t id, version; /* 0: none */
	bool draft;
};

static struct newest newest_of(struct request *req)
{
	struct stmt *q = db_query(req->db,
		"SELECT id, version, state = 'draft' FROM dossiers WHERE cluster = :cluster"
		" ORDER BY version DESC LIMIT 1");
	struct newest newest = {0};

	if (db_row(bind_input(q, req)))
		newest = (struct newest){column_int(q, 0), column_int(q, 1), column_int(q, 2) != 0};
	req_fail(req, db_done(q));
	return newest;
}

static enum error copy_texts(struct request *req, int64_t from, int64_t to)
{
	struct stmt *q = db_query(req->db,
		"INSERT INTO dossier_texts (dossier, section, text)"
		" SELECT :x_id, section, text FROM dossier_texts WHERE dossier = :x_from");

	bind_int(q, ":x_from", from);
	return query_run(req, bind_id(q, to));
}

/* POST /dossiers: version 1, or after a final one the next, with a reason. */
enum error create_dossier(struct request *req)
{
	const struct create_dossier_in *in = req->in;
	const struct property *reason = schema_property(req->route->body, "reason");
	struct row row = body_row(req);
	struct cluster cluster;

	if (!row_refers(req, &row, "cluster",
		    db_query(req->db, "SELECT 1 FROM clusters WHERE cluster = :cluster")))
		return req_faults(req);
	if (cluster_lead(req, in->cluster, &cluster))
		return req->failed;
	struct newest before = newest_of(req);

	if (before.draft)
		return fail_already_exists(
			req, req_printf(req, "/dossiers/%lld", (long long)before.id));
	if (before.version && !in->reason)
		fault_reason_required(
			req, "/reason", before.version, (int64_t)reason->schema->min_length);
	if (req_faults(req))
		return req->failed;
	struct stmt *q = db_query(req->db,
		"INSERT INTO dossiers (cluster, version, state, reason)"
		" VALUES (:cluster, :x_version, 'draft', :reason) RETURNING id");

	bind_int(bind_input(q, req), ":x_version", before.version + 1);
	int64_t id = query_int(req, q);

	if (req->failed || copy_texts(req, before.id, id))
		return req->failed;
	req_created(req, "/dossiers/%lld", (long long)id);
	return dossier_reply(req, 201, id);
}

/* PUT /dossiers/{id}: of a draft, whole. */
enum error replace_dossier(struct request *req)
{
	const struct replace_dossier_in *in = req->in;
	struct dossier dossier;

	if (dossier_may(req, in->id, "amend", &dossier))
		return req->failed;
	dossier_check_texts(req);
	if (req_faults(req))
		return req->failed;
	struct stmt *same = db_query(req->db,
		"SELECT 1 FROM dossiers WHERE id = :id AND COALESCE(number, '') = COALESCE(:number, '')"
		" AND COALESCE(signed_on, '') = COALESCE(:signed_on, '')"
		" AND COALESCE(signer_name, '') = COALESCE(:signer_name, '')"
		" AND COALESCE(signer_title, '') = COALESCE(:signer_title, '')"
		" AND COALESCE(recipients, '') = COALESCE(:recipients, '')");
	struct stmt *put = db_query(req->db,
		"UPDATE dossiers SET number = :number, signed_on = :signed_on,"
		" signer_name = :signer_name, signer_title = :signer_title,"
		" recipients = :recipients, revision = revision + 1 WHERE id = :id");
	bool unchanged = query_exists(req, bind_input(same, req));

	if (unchanged && dossier_texts_same(req, in->id)) {
		req_unchanged(req);
		db_done(put);
	} else if (query_run(req, bind_input(put, req)) || dossier_put_texts(req, in->id)) {
		return req->failed;
	}
	return dossier_reply(req, 200, in->id);
}

/* POST /dossiers/{id}/finish: with what the lists say at this moment. */
enum error finish_dossier(struct request *req)
{
	const struct finish_dossier_in *in = req->in;
	struct dossier dossier;

	if (dossier_may(req, in->id, "finish", &dossier))
		return req->failed;
	dossier_conclude(req, &dossier);
	return req->failed ? req->failed : dossier_reply(req, 200, in->id);
}
