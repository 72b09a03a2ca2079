/* Conferences of a cluster. What must be true of one is in conference.c. */
#include "yearend/conference.h"

#include "gen/api.h"
#include "gen/problems.h"
#include "request/bind.h"
#include "request/import.h"
#include "request/journal.h"
#include "request/problem.h"
#include "request/query.h"
#include "request/reply.h"

#define CONFERENCES                                                                                \
	" FROM conferences f JOIN clusters c ON c.cluster = f.cluster WHERE" CONFERENCE_READABLE   \
	" AND (CAST(:cluster AS TEXT) IS NULL OR f.cluster = :cluster)"                            \
	" AND (CAST(:year AS BIGINT) IS NULL OR c.year = :year)"                                   \
	" AND (CAST(:kind AS TEXT) IS NULL OR f.kind = :kind)"

enum error list_conferences(struct request *req)
{
	return REPLY_PAGE2(req, CONFERENCE_COLUMNS, CONFERENCES, "f.cluster", TEXT, "f.id", BIGINT);
}

enum error get_conference(struct request *req)
{
	const struct get_conference_in *in = req->in;
	struct cluster cluster;

	if (conference_see(req, in->id, &cluster))
		return req->failed;
	return conference_reply(req, 200, in->id);
}

enum error create_conference(struct request *req)
{
	const struct create_conference_in *in = req->in;
	struct row row = body_row(req);
	struct cluster cluster;

	if (!row_refers(req, &row, "cluster",
		    db_query(req->db, "SELECT 1 FROM clusters WHERE cluster = :cluster")))
		return req_faults(req);
	if (cluster_lead(req, in->cluster, &cluster))
		return req->failed;
	conference_check(req, &row, cluster.year);
	if (req_faults(req))
		return req->failed;
	struct stmt *q = db_query(req->db,
		"INSERT INTO conferences (cluster, kind, held_on, place, chair_name, chair_title,"
		" secretary_name, secretary_title, minutes, summary) VALUES (:cluster, :kind,"
		" :held_on, :place, :chair_name, :chair_title, :secretary_name, :secretary_title,"
		" :minutes, :summary) RETURNING id");
	int64_t id = query_int(req, bind_input(q, req));

	if (req->failed || conference_put_guests(req, id))
		return req->failed;
	req_created(req, "/conferences/%lld", (long long)id);
	return conference_reply(req, 201, id);
}

static enum error store(struct request *req, int64_t id)
{
	struct stmt *q = db_query(req->db,
		"UPDATE conferences SET kind = :kind, held_on = :held_on, place = :place,"
		" chair_name = :chair_name, chair_title = :chair_title,"
		" secretary_name = :secretary_name, secretary_title = :secretary_title,"
		" minutes = :minutes, summary = :summary, revision = revision + 1 WHERE id = :id");

	query_run(req, bind_input(q, req));
	return conference_put_guests(req, id);
}

enum error replace_conference(struct request *req)
{
	const struct replace_conference_in *in = req->in;
	struct row row = body_row(req);
	struct cluster cluster;
	enum import_outcome outcome;

	if (conference_lead(req, in->id, &cluster))
		return req->failed;
	conference_check(req, &row, cluster.year);
	struct stmt *old = db_query(req->db,
		"SELECT kind, held_on, place, chair_name, chair_title, secretary_name,"
		" secretary_title, minutes, summary FROM conferences WHERE id = :id");

	if (req_faults(req) || import_compare(req, &row, bind_input(old, req), &outcome))
		return req->failed;
	if (outcome == IMPORT_UNCHANGED && conference_guests_same(req, in->id))
		req_unchanged(req);
	else if (store(req, in->id))
		return req->failed;
	return conference_reply(req, 200, in->id);
}
