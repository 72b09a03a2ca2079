/*
 * What was imported at once: listed, looked at with what rests on it, and undone as a whole. The rows
 * stay, ended, and are in no list any more.
 */
#include <string.h>

#include "awards/decision.h"
#include "awards/obstacles.h"
#include "base/role.h"
#include "gen/api.h"
#include "gen/problems.h"
#include "office/person.h"
#include "office/unit.h"
#include "request/bind.h"
#include "request/journal.h"
#include "request/query.h"
#include "request/reply.h"

#define UNIT_NAME NAME_OF_UNIT("i.unit")

#define COLUMNS                                                                                    \
	"i.id, i.operation, i.unit, " UNIT_NAME                                                    \
	", i.unit || '/' || i.by_label AS actor, i.at, i.created,"                                 \
	" i.updated, i.unchanged, i.undone_at, i.undone_by_unit || '/' || i.undone_by_label"       \
	" AS undone_by, i.undo_reason"
#define IN_REACH                                                                                   \
	" FROM imports i JOIN unit_below b ON b.unit = i.unit AND b.ancestor = :caller_unit"
#define LISTED                                                                                     \
	IN_REACH " WHERE (CAST(:unit AS TEXT) IS NULL OR i.unit = :unit)"                          \
		 " AND (CAST(:operation AS TEXT) IS NULL OR i.operation = :operation)"

enum error list_imports(struct request *req)
{
	return REPLY_PAGE1_DOWN(req, COLUMNS, LISTED, "i.id", BIGINT);
}

struct record {
	const char *operation, *undone_at; /* the instant as text, NULL while it stands */
};

static enum error find_import(struct request *req, struct record *out)
{
	struct stmt *q = db_query(req->db,
		"SELECT i.operation, CAST(i.undone_at AS TEXT), i.unit" IN_REACH
		" WHERE i.id = :id");
	bool found = db_row(bind_input(q, req));

	if (found) {
		*out = (struct record){
			req_text(req, column_text(q, 0)), req_text(req, column_text(q, 1))};
		req_about(req, column_text(q, 2));
	}
	return query_end(req, q, found);
}

static enum error reply_import(struct request *req, int64_t id, const struct record *record)
{
	struct stmt *q = db_query(req->db, "SELECT " COLUMNS IN_REACH " WHERE i.id = :x_id");

	reply_open(req, 200);
	reply_columns(req, bind_id(q, id));
	reply_member(req, "obstacles", obstacles_of(req, id, record->operation));
	return reply_close(req);
}

enum error get_import(struct request *req)
{
	const struct get_import_in *in = req->in;

	struct record record = {.operation = ""};

	if (find_import(req, &record))
		return req->failed;
	return reply_import(req, in->id, &record);
}

/* Who may bring such rows in may take them out. */
static enum error require_importer(struct request *req, const char *operation)
{
	char roles[ROLE_LIST_SIZE];

	for (size_t i = 0; i < api_route_count; i++) {
		const struct route *route = &api_routes[i];

		if (strcmp(route->operation, operation) != 0 || route->roles & req->caller.role)
			continue;
		role_list(route->roles, ", ", roles, sizeof roles);
		return fail_forbidden(req, roles);
	}
	return OK;
}

static enum error check_obstacles(struct request *req, int64_t id, const struct record *record)
{
	struct stmt *q = obstacles_of(req, id, record->operation);

	while (db_row(q))
		fault_import_in_use(
			req, "", column_text(q, 0), column_text(q, 1), column_text(q, 2));
	req_fail(req, db_done(q));
	return req_faults(req);
}

static enum error mark_undone(struct request *req)
{
	struct stmt *put = db_query(req->db,
		"UPDATE imports SET undone_at = :now, undone_by_unit = :caller_unit,"
		" undone_by_label = :x_label, undo_reason = :reason WHERE id = :id");

	bind_text(put, ":x_label", req->caller.label);
	return query_run(req, bind_input(put, req));
}

enum error undo_import(struct request *req)
{
	const struct undo_import_in *in = req->in;
	struct record record = {.operation = ""};

	if (find_import(req, &record) || require_importer(req, record.operation))
		return req->failed;
	if (record.undone_at)
		return fail_import_undone(req, in->id);
	if (check_obstacles(req, in->id, &record) || persons_undo(req, in->id, in->reason) ||
		decisions_undo(req, in->id, in->reason) || mark_undone(req))
		return req->failed;
	return reply_import(req, in->id, &record);
}
