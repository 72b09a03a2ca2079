/* A document as a row: attached, found, shown. */
#include "yearend/document.h"

#include "base/server.h"
#include "gen/problems.h"
#include "request/bind.h"
#include "request/problem.h"
#include "request/query.h"
#include "request/reply.h"
#include "request/upload.h"

#define MIB ((int64_t)1 << 20)

enum error document_load(
	struct request *req, int64_t id, enum owner_access access, struct document *out)
{
	struct stmt *q = db_query(req->db,
		"SELECT owner, owner_id, name, type, sha256, reason, revision FROM documents"
		" WHERE id = :x_id");
	const char *owner = NULL;
	int64_t owner_id = 0;
	bool found = db_row(bind_id(q, id));

	if (found) {
		owner = req_text(req, column_text(q, 0));
		owner_id = column_int(q, 1);
		*out = (struct document){.id = id,
			.name = req_text(req, column_text(q, 2)),
			.type = req_text(req, column_text(q, 3)),
			.sha256 = req_text(req, column_text(q, 4)),
			.reason = req_text(req, column_text(q, 5)),
			.revision = column_int(q, 6)};
	}
	if (query_end(req, q, found))
		return req->failed;
	return document_owner(req, owner, owner_id, access);
}

static struct stmt *bind_owner(struct stmt *q, const char *owner, int64_t owner_id)
{
	bind_text(q, ":x_owner", owner);
	bind_int(q, ":x_owner_id", owner_id);
	return q;
}

static int64_t same_document(
	struct request *req, const char *owner, int64_t owner_id, const char *sha256)
{
	struct stmt *q = db_query(req->db,
		"SELECT id FROM documents WHERE owner = :x_owner AND owner_id = :x_owner_id"
		" AND sha256 = :x_sha256 AND withdrawn_at IS NULL");

	bind_text(q, ":x_sha256", sha256);
	return query_int(req, bind_owner(q, owner, owner_id));
}

/* There is room for one more here, and for its bytes; *out_kept is what there are with it. */
static enum error find_room(
	struct request *req, const char *owner, int64_t owner_id, int64_t *out_kept)
{
	int64_t most = server.config.documents_per_object, most_mib = server.config.documents_mib;
	struct stmt *here = db_query(req->db,
		"SELECT count(*) FROM documents WHERE owner = :x_owner AND owner_id = :x_owner_id"
		" AND withdrawn_at IS NULL");
	struct stmt *kept =
		db_query(req->db, "SELECT kept FROM documents ORDER BY id DESC LIMIT 1");

	if (query_int(req, bind_owner(here, owner, owner_id)) >= most)
		return fail_documents_full(req, most);
	*out_kept = query_int(req, kept) + (int64_t)req->upload->length;
	return *out_kept > most_mib * MIB ? fail_documents_no_room(req, most_mib) : req->failed;
}

enum error document_attach(
	struct request *req, const char *owner, int64_t owner_id, int64_t *out_id)
{
	char sha256[2 * SECRET_HASH_SIZE + 1];
	int64_t kept = 0;

	digest_hex(req->upload->sha256, sha256);
	*out_id = same_document(req, owner, owner_id, sha256);
	if (*out_id)
		req_unchanged(req);
	if (req->failed || *out_id || find_room(req, owner, owner_id, &kept))
		return req->failed;
	struct stmt *put = db_query(req->db,
		"INSERT INTO documents (owner, owner_id, name, title, type, size, sha256, kept,"
		" attached_at, attached_by) VALUES (:x_owner, :x_owner_id, :name, :title, :x_type,"
		" :x_size, :x_sha256, :x_kept, :now, :caller_unit) RETURNING id");

	bind_input(put, req);
	bind_text(put, ":x_type", req->upload->type);
	bind_int(put, ":x_size", (int64_t)req->upload->length);
	bind_text(put, ":x_sha256", sha256);
	bind_int(put, ":x_kept", kept);
	*out_id = query_int(req, bind_owner(put, owner, owner_id));
	return req->failed ? req->failed : document_put(req, *out_id);
}

enum error document_reply(struct request *req, int status, int64_t id)
{
	struct stmt *q = db_query(req->db,
		"SELECT id, owner, owner_id, name, title, type, size, sha256, attached_at,"
		" attached_by, withdrawn_at, withdrawn_by, reason, revision AS _revision"
		" FROM documents WHERE id = :x_id");

	return reply_row(req, status, bind_id(q, id));
}
