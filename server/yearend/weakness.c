#include "yearend/weakness.h"

#include <string.h>

#include "reporting/goals.h"
#include "request/bind.h"
#include "request/import.h"
#include "request/journal.h"
#include "request/query.h"

struct proposal {
	struct request *req;
	struct ledger *ledger;
	int64_t year;
	const struct indicator *indicator; /* that was looked at last */
	int64_t task;                      /* for it; 0: none yet */
	bool stands;                       /* it was proposed before */
};

static bool missed(
	const struct ledger *ledger, const struct ledger_unit *unit, const struct target_row *row)
{
	const struct indicator *indicator = row->indicator;
	struct amount numerator =
		ledger_cumulative(ledger, unit, indicator->numerator, ledger->through);
	struct amount denominator = {0};

	if (indicator->ratio)
		denominator =
			ledger_cumulative(ledger, unit, indicator->denominator, ledger->through);
	return verdict_of(&row->target, &numerator, indicator->ratio ? &denominator : NULL,
		       ledger->months, ledger->through)
		       .result == RESULT_NOT_MET;
}

static struct stmt *bind_place(const struct proposal *p, struct stmt *q)
{
	bind_text(q, ":x_cluster", p->ledger->cluster);
	bind_int(q, ":x_year", p->year);
	bind_text(q, ":x_indicator", p->indicator->code);
	return q;
}

/* The task for the indicator: one that was proposed before, or a new one. */
static enum error find_task(struct proposal *p)
{
	struct request *req = p->req;
	struct stmt *old = db_query(req->db,
		"SELECT id FROM tasks WHERE cluster = :x_cluster AND year = :x_year"
		" AND indicator = :x_indicator AND origin = 'weakness' ORDER BY id LIMIT 1");

	p->task = query_int(req, bind_place(p, old));
	p->stands = p->task != 0;
	import_count(req, p->stands ? IMPORT_UNCHANGED : IMPORT_CREATED);
	if (p->stands)
		return req->failed;
	struct stmt *put = db_query(req->db,
		"INSERT INTO tasks (cluster, year, kind, text, indicator, origin, state) VALUES"
		" (:x_cluster, :x_year, 'key', :x_text, :x_indicator, 'weakness', 'proposed')"
		" RETURNING id");

	bind_text(put, ":x_text", p->indicator->name);
	p->task = query_int(req, bind_place(p, put));
	return req->failed
		? req->failed
		: req_event(req, NULL, req_printf(req, "/tasks/%lld", (long long)p->task),
			  "proposed");
}

static enum error add_unit(struct proposal *p, const char *unit)
{
	struct request *req = p->req;

	if (!p->task && find_task(p))
		return req->failed;
	if (p->stands)
		return OK;
	struct stmt *q = db_query(req->db,
		"INSERT INTO task_units (task, unit) VALUES (:x_id, :x_unit)"
		" ON CONFLICT DO NOTHING");

	bind_text(q, ":x_unit", unit);
	return query_run(req, bind_id(q, p->task));
}

static void propose_goal(struct proposal *p, const struct goal *goal)
{
	const struct indicator *indicator = goal->rows->indicator;

	if (p->indicator && p->indicator != indicator)
		p->task = 0;
	p->indicator = indicator;
	for (size_t i = 0; !p->req->failed && i < p->ledger->unit_count; i++) {
		const struct ledger_unit *unit = &p->ledger->units[i];
		const struct target_row *row = goal_row(goal, unit->unit);

		if (row && missed(p->ledger, unit, row))
			add_unit(p, unit->unit);
	}
}

enum error weakness_propose(struct request *req, const char *cluster, int64_t year)
{
	const struct ledger_query query = {.cluster = cluster, .all_members = true};
	const struct goal_filter filter = {.cluster = cluster};
	struct proposal p = {.req = req, .ledger = ledger_open(req, &query), .year = year};
	struct goals goals;

	if (!p.ledger || ledger_read(p.ledger) || goals_load(p.ledger, &filter, &goals))
		return req->failed;
	for (size_t i = 0; !req->failed && i < goals.count; i++)
		propose_goal(&p, &goals.items[i]);
	return req->failed;
}
