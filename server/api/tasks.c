/* Tasks of a year: proposed, adopted, done or not; what they rest on is task.c's. */
#include <string.h>

#include "gen/api.h"
#include "gen/problems.h"
#include "office/unit.h"
#include "request/bind.h"
#include "request/import.h"
#include "request/journal.h"
#include "request/problem.h"
#include "request/query.h"
#include "request/reach.h"
#include "request/reply.h"
#include "yearend/task.h"
#include "yearend/weakness.h"

/* 0 or 1: it is adopted, not ended, and its day has passed. */
#define OVERDUE                                                                                    \
	"CASE WHEN t.state IN ('adopted', 'in_progress') AND t.due_on < :today THEN 1 ELSE 0 END"

#define TASKS                                                                                      \
	" FROM tasks t WHERE" TASK_READABLE                                                        \
	" AND (CAST(:cluster AS TEXT) IS NULL OR t.cluster = :cluster)"                            \
	" AND (CAST(:unit AS TEXT) IS NULL OR t.unit = :unit OR EXISTS (SELECT 1"                  \
	" FROM task_units s WHERE s.task = t.id AND s.unit = :unit))"                              \
	" AND (CAST(:year AS BIGINT) IS NULL OR t.year = :year)"                                   \
	" AND (CAST(:kind AS TEXT) IS NULL OR t.kind = :kind)"                                     \
	" AND (CAST(:state AS TEXT) IS NULL OR t.state = :state)"                                  \
	" AND (CAST(:overdue AS BIGINT) IS NULL OR " OVERDUE " = :overdue)"

enum error list_tasks(struct request *req)
{
	return REPLY_PAGE2_DOWN(req,
		"t.id, t.cluster, t.unit, " NAME_OF_UNIT(
			"t.unit") ", t.year, t.kind, t.text, t.due_on,"
				  " t.indicator, t.origin, t.state, " OVERDUE
				  " AS overdue, t.carried_from",
		TASKS, "t.year", BIGINT, "t.id", BIGINT);
}

enum error get_task(struct request *req)
{
	const struct get_task_in *in = req->in;
	struct kept task;

	return step_find(req, &task_kind, in->id, &task) ? req->failed
							 : task_kind.reply(req, 200, in->id);
}

/* The cluster of the body is there, and the caller acts for it in the year. */
static enum error check_cluster(struct request *req, const char *cluster, int64_t year)
{
	struct stmt *q = db_query(req->db,
		"SELECT" STEERS(":x_cluster",
			":x_year") " FROM clusters"
				   " WHERE cluster = :x_cluster AND :x_year IN (year, year + 1)");

	bind_text(bind_input(q, req), ":x_cluster", cluster);
	bind_int(q, ":x_year", year);
	bool found = db_row(q), steers = found && column_int(q, 0);

	if (req_fail(req, db_done(q)))
		return req->failed;
	if (!found)
		fault_reference_unknown(req, "/cluster", cluster);
	return found && !steers ? fail_cluster_lead_only(req, cluster) : OK;
}

enum error create_task(struct request *req)
{
	const struct create_task_in *in = req->in;
	const char *unit = in->unit || in->cluster ? in->unit : req->caller.unit;
	struct row row = body_row(req);

	row_refers(req, &row, "year",
		db_query(req->db, "SELECT 1 FROM work_years WHERE year = :year"));
	if (in->cluster && unit)
		fault_task_of_both(req, "/unit");
	if (unit && !in_reach(req, unit))
		fault_reference_unknown(req, "/unit", unit);
	if (in->cluster && check_cluster(req, in->cluster, in->year))
		return req->failed;
	task_check(req, &row, in->cluster, unit);
	if (req_faults(req))
		return req->failed;
	struct stmt *q = db_query(req->db,
		"INSERT INTO tasks (cluster, unit, year, kind, text, due_on, indicator, origin, state)"
		" VALUES (:cluster, :x_unit, :year, :kind, :text, :due_on, :indicator, :origin,"
		" 'proposed') RETURNING id");

	bind_text(bind_input(q, req), ":x_unit", unit);
	int64_t id = query_int(req, q);

	if (req->failed || task_put_units(req, id))
		return req->failed;
	req_about(req, unit);
	req_created(req, "/tasks/%lld", (long long)id);
	return task_kind.reply(req, 201, id);
}

static enum error propose(struct request *req)
{
	const struct propose_tasks_in *in = req->in;
	struct stmt *q =
		db_query(req->db, "SELECT year + 1 FROM clusters WHERE cluster = :cluster");
	struct stmt *there = db_query(req->db, "SELECT 1 FROM work_years WHERE year = :x_id");
	int64_t year = query_int(req, bind_input(q, req));

	if (check_cluster(req, in->cluster, year) || req_faults(req))
		return req->failed;
	if (!query_exists(req, bind_id(there, year)))
		return fail_year_unknown(req, year);
	return weakness_propose(req, in->cluster, year);
}

enum error propose_tasks(struct request *req)
{
	return import_whole(req, propose);
}

enum error replace_task(struct request *req)
{
	const struct replace_task_in *in = req->in;
	struct row row = body_row(req);
	struct kept task;
	enum import_outcome outcome;

	if (step_begin(req, &task_kind, in->id, "amend", &task))
		return req->failed;
	struct task_of of = task_of(req, in->id);

	task_check(req, &row, of.cluster, of.unit);
	if (req_faults(req))
		return req->failed;
	struct stmt *old = db_query(
		req->db, "SELECT kind, text, due_on, indicator, origin FROM tasks WHERE id = :id");
	struct stmt *put = db_query(req->db,
		"UPDATE tasks SET kind = :kind, text = :text, due_on = :due_on,"
		" indicator = :indicator, origin = :origin, revision = revision + 1"
		" WHERE id = :id");

	if (import_compare(req, &row, bind_input(old, req), &outcome))
		return req->failed;
	if (outcome == IMPORT_UNCHANGED && task_units_same(req, in->id))
		req_unchanged(req);
	else if (query_run(req, bind_input(put, req)) || task_put_units(req, in->id))
		return req->failed;
	return task_kind.reply(req, 200, in->id);
}

enum error adopt_task(struct request *req)
{
	const struct adopt_task_in *in = req->in;

	return step_run(req, &task_kind, in->id, "adopt",
		db_query(req->db,
			"UPDATE tasks SET state = :x_state, revision = revision + 1"
			" WHERE id = :x_id"));
}

enum error start_task(struct request *req)
{
	const struct start_task_in *in = req->in;

	return step_run(req, &task_kind, in->id, "start",
		db_query(req->db,
			"UPDATE tasks SET state = :x_state, revision = revision + 1"
			" WHERE id = :x_id"));
}

enum error finish_task(struct request *req)
{
	const struct finish_task_in *in = req->in;

	return step_run(req, &task_kind, in->id, "finish",
		db_query(req->db,
			"UPDATE tasks SET state = :x_state, result = :result,"
			" revision = revision + 1 WHERE id = :x_id"));
}

enum error fail_task(struct request *req)
{
	const struct fail_task_in *in = req->in;

	return step_run(req, &task_kind, in->id, "fail",
		db_query(req->db,
			"UPDATE tasks SET state = :x_state, reason = :reason,"
			" revision = revision + 1 WHERE id = :x_id"));
}

enum error carry_task_over(struct request *req)
{
	const struct carry_task_over_in *in = req->in;
	struct kept task;

	if (step_find(req, &task_kind, in->id, &task))
		return req->failed;
	if (task.acts && !strcmp(task.state, "carried_over"))
		return fail_carried_over_before(req, in->id);
	if (step_begin(req, &task_kind, in->id, "carry_over", &task) || task_go_on(req, &task))
		return req->failed;
	return step_take(req, &task,
		db_query(req->db,
			"UPDATE tasks SET state = :x_state, revision = revision + 1"
			" WHERE id = :x_id"));
}
