/* A dossier as it stands, and who may act on it. */
#include "yearend/dossier.h"

#include <string.h>

#include "awards/possible.h"
#include "gen/problems.h"
#include "request/bind.h"
#include "request/children.h"
#include "request/etag.h"
#include "request/problem.h"
#include "request/query.h"
#include "request/reply.h"

enum error dossier_see(struct request *req, int64_t id, struct dossier *out)
{
	struct stmt *q = db_query(req->db,
		"SELECT d.cluster, d.version, d.state, d.revision FROM dossiers d"
		" WHERE d.id = :x_id AND" DOSSIER_SEEN);

	bind_id(bind_input(q, req), id);
	bool found = db_row(q);

	if (found)
		*out = (struct dossier){
			.id = id,
			.cluster.code = req_text(req, column_text(q, 0)),
			.version = column_int(q, 1),
			.state = req_text(req, column_text(q, 2)),
			.revision = column_int(q, 3),
		};
	if (query_end(req, q, found))
		return req->failed;
	return cluster_find(req, out->cluster.code, &out->cluster);
}

enum error dossier_may(struct request *req, int64_t id, const char *event, struct dossier *out)
{
	if (dossier_see(req, id, out) || cluster_lead(req, out->cluster.code, &out->cluster) ||
		check_if_match(req, out->revision))
		return req->failed;
	const struct transition *step = machine_step(&dossier_machine, out->state, event);

	if (!step)
		return fail_dossier_state(
			req, event, out->state, possible_events(req, &dossier_machine, out->state));
	out->next = step->to;
	return OK;
}

enum error dossier_reply(struct request *req, int status, int64_t id)
{
	struct stmt *q = db_query(req->db,
		"SELECT d.id, d.cluster, c.year, d.version, d.state, d.number, d.signed_on,"
		" d.signer_name, d.signer_title, d.recipients, d.reason, d.finished_at, d.digest,"
		" d.revision AS _revision FROM dossiers d JOIN clusters c ON c.cluster = d.cluster"
		" WHERE d.id = :x_id");
	struct stmt *texts = db_query(req->db,
		"SELECT section, text FROM dossier_texts WHERE dossier = :x_id ORDER BY section");

	reply_open(req, status);
	reply_columns(req, bind_id(q, id));
	reply_member(req, "sections", bind_id(texts, id));
	return reply_close(req);
}

static const char *section_at(const json_t *texts, size_t i)
{
	return json_string_value(json_object_get(json_array_get(texts, i), "section"));
}

void dossier_check_texts(struct request *req)
{
	const json_t *texts = json_object_get(req->body, "sections");

	for (size_t i = 0; i < json_array_size(texts); i++)
		for (size_t k = 0; k < i; k++)
			if (!strcmp(section_at(texts, i), section_at(texts, k)))
				fault_section_twice(req,
					req_printf(req, "/sections/%zu/section", i),
					section_at(texts, i));
}

bool dossier_texts_same(struct request *req, int64_t id)
{
	struct stmt *count =
		db_query(req->db, "SELECT count(*) FROM dossier_texts WHERE dossier = :x_id");
	struct stmt *one = db_query(req->db,
		"SELECT 1 FROM dossier_texts WHERE dossier = :x_id AND section = :section"
		" AND text = :text");

	return children_same(req, "sections", id, count, one);
}

enum error dossier_put_texts(struct request *req, int64_t id)
{
	struct stmt *clear = db_query(req->db, "DELETE FROM dossier_texts WHERE dossier = :x_id");
	struct stmt *put = db_query(req->db,
		"INSERT INTO dossier_texts (dossier, section, text) VALUES (:x_id, :section, :text)");

	return children_replace(req, "sections", id, clear, put);
}
