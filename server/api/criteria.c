/* The criteria of a score sheet: a tree by code, changed while the sheet is a draft. */
#include "gen/api.h"
#include "gen/problems.h"
#include "request/bind.h"
#include "request/import.h"
#include "request/problem.h"
#include "request/query.h"
#include "request/reply.h"
#include "yearend/criterion.h"
#include "yearend/score_sheet.h"

#define COLUMNS                                                                                    \
	"code, kind, name_vi, max, indicator, basis, steps, base, step, per_count,"                \
	" when_nothing_arose, evidence_required, sort"

enum error list_criteria(struct request *req)
{
	const struct list_criteria_in *in = req->in;
	struct score_sheet sheet;

	if (score_sheet_see(req, in->id, &sheet))
		return req->failed;
	return REPLY_PAGE2(
		req, COLUMNS, " FROM criteria WHERE sheet = :id", "sort", BIGINT, "code", TEXT);
}

static int64_t sheet_of(const struct request *req)
{
	return ((const struct import_criteria_in *)req->in)->id;
}

static struct stmt *bind_criterion(struct request *req, const struct row *row, struct stmt *stmt)
{
	bind_row(stmt, req, row);
	return bind_id(stmt, sheet_of(req));
}

static struct stmt *stored_criterion(struct request *req, const struct row *row)
{
	return bind_criterion(req, row,
		db_query(req->db,
			"SELECT " COLUMNS " FROM criteria WHERE sheet = :x_id AND code = :code"));
}

static enum error put_criterion(struct request *req, const struct row *row)
{
	struct stmt *put = db_query(req->db,
		"INSERT INTO criteria (sheet, code, parent, name_vi, kind, max, indicator, basis,"
		" base, step, per_count, steps, when_nothing_arose, evidence_required, sort)"
		" VALUES (:x_id, :code, :x_parent, :name_vi, :kind, :max, :indicator, :basis, :base,"
		" :step, :per_count, :steps, :when_nothing_arose, COALESCE(:evidence_required, 0),"
		" COALESCE(:sort,"
		" (SELECT COALESCE(max(c.sort), 0) + 1 FROM criteria c WHERE c.sheet = :x_id)))"
		" ON CONFLICT (sheet, code) DO UPDATE SET name_vi = excluded.name_vi,"
		" kind = excluded.kind, max = excluded.max, indicator = excluded.indicator,"
		" basis = excluded.basis, base = excluded.base, step = excluded.step,"
		" per_count = excluded.per_count, steps = excluded.steps,"
		" when_nothing_arose = excluded.when_nothing_arose,"
		" evidence_required = excluded.evidence_required, sort = excluded.sort");

	bind_criterion(req, row, put);
	bind_text(put, ":x_parent", criterion_parent(req, row_text(row, "code")));
	return query_run(req, put);
}

/* A sheet has no more criteria than one import has rows. */
static enum error check_room(struct request *req, const struct row *row)
{
	const struct property *rows = schema_property(req->route->body, req->route->csv_member);
	int64_t most = (int64_t)rows->schema->max_items;
	struct stmt *q = db_query(req->db, "SELECT count(*) FROM criteria WHERE sheet = :x_id");

	if (query_int(req, bind_id(q, sheet_of(req))) >= most)
		fault_too_many_items(req, member_pointer(req, row, "code"), most);
	return req->failed;
}

static enum error import_criterion(struct request *req, const struct row *row)
{
	size_t faults = req_fault_count(req);
	enum import_outcome outcome;

	if (import_fill(req, row, stored_criterion(req, row)))
		return req->failed;
	criterion_check(req, row);
	row_refers(req, row, "indicator",
		db_query(req->db, "SELECT 1 FROM indicators WHERE indicator = :indicator"));
	if (!req_clean_since(req, faults) ||
		import_compare(req, row, stored_criterion(req, row), &outcome))
		return req->failed;
	if (outcome == IMPORT_CREATED && check_room(req, row))
		return req->failed;
	if (outcome != IMPORT_UNCHANGED &&
		(put_criterion(req, row) || score_sheet_touch(req, sheet_of(req))))
		return req->failed;
	return import_stored(req, row, outcome,
		req_printf(req, "/score-sheets/%lld/criteria/%s", (long long)sheet_of(req),
			row_text(row, "code")),
		NULL);
}

enum error import_criteria(struct request *req)
{
	struct score_sheet sheet;
	struct stmt *revision =
		db_query(req->db, "SELECT revision FROM score_sheets WHERE id = :x_id");

	if (score_sheet_lead(req, sheet_of(req), "amend", &sheet) ||
		import_rows(req, import_criterion))
		return req->failed;
	reply_known(req, query_int(req, bind_id(revision, sheet_of(req))));
	return req->failed;
}

enum error remove_criterion(struct request *req)
{
	const struct remove_criterion_in *in = req->in;
	struct score_sheet sheet;
	struct stmt *below = db_query(req->db,
		"SELECT code FROM criteria WHERE sheet = :id AND parent = :code ORDER BY sort LIMIT 1");
	struct stmt *found =
		db_query(req->db, "SELECT 1 FROM criteria WHERE sheet = :id AND code = :code");
	struct stmt *remove =
		db_query(req->db, "DELETE FROM criteria WHERE sheet = :id AND code = :code");

	if (score_sheet_lead(req, in->id, "amend", &sheet))
		return req->failed;
	if (!query_exists(req, bind_input(found, req)))
		return fail_not_found(req);
	const char *child = query_text(req, bind_input(below, req));

	if (child)
		return fail_criterion_exists_below(req, in->code, child);
	query_run(req, bind_input(remove, req));
	score_sheet_touch(req, in->id);
	return reply_nothing(req);
}
