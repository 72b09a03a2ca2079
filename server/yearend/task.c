#include "yearend/task.h"

#include "gen/problems.h"
#include "office/unit.h"
#include "request/bind.h"
#include "request/children.h"
#include "request/journal.h"
#include "request/query.h"
#include "request/reply.h"

static struct stmt *find(struct request *req)
{
	return db_query(req->db,
		"SELECT t.id, COALESCE(t.unit, c.issuer), t.year, t.state, t.revision,"
		" (" REACHES("t.unit") " OR" STEERS("t.cluster",
			"t.year") "), 0 FROM tasks t"
				  " LEFT JOIN clusters c ON c.cluster = t.cluster WHERE t.id = :x_id AND" TASK_READABLE);
}

static enum error reply(struct request *req, int status, int64_t id)
{
	struct stmt *head = db_query(req->db,
		"SELECT t.id, t.cluster, t.unit, t.year, t.kind, t.text, t.due_on, t.indicator,"
		" t.origin, t.state, t.result, t.reason, t.carried_from,"
		" (SELECT n.id FROM tasks n WHERE n.carried_from = t.id) AS carried_to,"
		" t.revision AS _revision FROM tasks t WHERE t.id = :x_id");
	struct stmt *units = db_query(req->db,
		"SELECT x.unit, " NAME_OF_UNIT("x.unit") " FROM task_units x WHERE x.task = :x_id"
							 " ORDER BY x.unit");

	reply_open(req, status);
	reply_columns(req, bind_id(head, id));
	reply_member(req, "units", bind_id(units, id));
	return reply_close(req);
}

static enum error refuse_caller(struct request *req, const struct kept *task)
{
	struct task_of of = task_of(req, task->id);

	return of.cluster ? fail_cluster_lead_only(req, of.cluster)
			  : fail_office_only(req, task->unit);
}

const struct kind task_kind = {&task_machine, find, refuse_caller, fail_task_state, reply};

static void check_unit(struct request *req, const char *pointer, const char *answering,
	const char *cluster, const char *unit)
{
	struct stmt *q = db_query(req->db,
		"SELECT 1 FROM unit_below b WHERE b.unit = :x_answering AND (b.ancestor = :x_unit"
		" OR EXISTS (SELECT 1 FROM memberships m WHERE m.cluster = :x_cluster"
		" AND m.unit = b.ancestor))");

	bind_text(q, ":x_answering", answering);
	bind_text(q, ":x_unit", unit);
	bind_text(q, ":x_cluster", cluster);
	if (!query_exists(req, q))
		fault_reference_unknown(req, pointer, answering);
}

void task_check(struct request *req, const struct row *row, const char *cluster, const char *unit)
{
	const json_t *units = json_object_get(req->body, "units");
	size_t i;
	json_t *item;

	row_refers(req, row, "indicator",
		db_query(req->db, "SELECT 1 FROM indicators WHERE indicator = :indicator"));
	json_array_foreach(units, i, item) check_unit(req, req_printf(req, "/units/%zu/unit", i),
		json_string_value(json_object_get(item, "unit")), cluster, unit);
}

struct task_of task_of(struct request *req, int64_t id)
{
	struct stmt *q =
		bind_id(db_query(req->db, "SELECT cluster, unit FROM tasks WHERE id = :x_id"), id);
	struct task_of of = {NULL, NULL};

	if (db_row(q))
		of = (struct task_of){
			req_text(req, column_text(q, 0)), req_text(req, column_text(q, 1))};
	req_fail(req, db_done(q));
	return of;
}

enum error task_put_units(struct request *req, int64_t id)
{
	struct stmt *clear = db_query(req->db, "DELETE FROM task_units WHERE task = :x_id");
	struct stmt *put = db_query(req->db,
		"INSERT INTO task_units (task, unit) VALUES (:x_id, :unit) ON CONFLICT DO NOTHING");

	return children_replace(req, "units", id, clear, put);
}

bool task_units_same(struct request *req, int64_t id)
{
	struct stmt *count =
		db_query(req->db, "SELECT count(*) FROM task_units WHERE task = :x_id");
	struct stmt *one =
		db_query(req->db, "SELECT 1 FROM task_units WHERE task = :x_id AND unit = :unit");

	return children_same(req, "units", id, count, one);
}

enum error task_go_on(struct request *req, const struct kept *task)
{
	struct stmt *year = db_query(req->db, "SELECT 1 FROM work_years WHERE year = :x_id");

	if (!query_exists(req, bind_id(year, task->year + 1)))
		return req->failed ? req->failed : fail_year_unknown(req, task->year + 1);
	struct stmt *q = db_query(req->db,
		"INSERT INTO tasks (cluster, unit, year, kind, text, indicator, origin, state,"
		" carried_from) SELECT cluster, unit, year + 1, kind, text, indicator, origin,"
		" 'proposed', id FROM tasks WHERE id = :x_id RETURNING id");
	struct stmt *units = db_query(req->db,
		"INSERT INTO task_units (task, unit)"
		" SELECT CAST(:x_task AS BIGINT), unit FROM task_units WHERE task = :x_id");
	int64_t id = query_int(req, bind_id(q, task->id));

	bind_int(units, ":x_task", id);
	if (query_run(req, bind_id(units, task->id)))
		return req->failed;
	return req_event_beside(
		req, task->unit, req_printf(req, "/tasks/%lld", (long long)id), "proposed");
}
