/* What is kept of an import so that it can be undone: who brought what, and what was there before. */
#include "request/bind.h"
#include "request/import.h"
#include "request/query.h"
#include "request/reply.h"

/* With the first row that is stored. */
static void open_record(struct request *req)
{
	struct stmt *put = db_query(req->db,
		"INSERT INTO imports (operation, unit, by_token, by_label, at) VALUES (:x_operation,"
		" :caller_unit, :caller_token, :x_label, :now) RETURNING id");

	bind_text(put, ":x_operation", req->route->operation);
	bind_text(put, ":x_label", req->caller.label);
	req->import_id = query_int(req, bind_input(put, req));
}

enum error import_keep(
	struct request *req, const char *kind, int64_t id, int64_t revision, const char *before)
{
	if (!req->import_id)
		open_record(req);
	struct stmt *put = db_query(req->db,
		"INSERT INTO import_rows (import, kind, id, revision, before) VALUES (:x_import,"
		" :x_kind, :x_id, :x_revision, :x_before) ON CONFLICT (import, kind, id)"
		" DO UPDATE SET revision = excluded.revision");

	bind_int(put, ":x_import", req->import_id);
	bind_text(put, ":x_kind", kind);
	bind_int(put, ":x_revision", revision);
	bind_text(put, ":x_before", before);
	return query_run(req, bind_id(put, id));
}

void import_close(struct request *req, int64_t created, int64_t updated, int64_t unchanged)
{
	if (!req->import_id)
		return;
	struct stmt *put = db_query(req->db,
		"UPDATE imports SET created = :x_created, updated = :x_updated,"
		" unchanged = :x_unchanged,"
		" last_step = (SELECT COALESCE(max(id), 0) FROM award_steps) WHERE id = :x_id");

	bind_int(put, ":x_created", created);
	bind_int(put, ":x_updated", updated);
	bind_int(put, ":x_unchanged", unchanged);
	if (!query_run(req, bind_id(put, req->import_id)) && !req->dry_run)
		reply_member_int(req, "import", req->import_id);
}
