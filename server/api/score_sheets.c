/*
 * Score sheets: drafted by an office, issued, retired. Their criteria are criteria.c's, what must be
 * true of them score_sheet_issue.c's.
 */
#include "gen/api.h"
#include "gen/problems.h"
#include "lifecycle.h"
#include "request/bind.h"
#include "request/import.h"
#include "request/journal.h"
#include "request/problem.h"
#include "request/query.h"
#include "request/reach.h"
#include "request/reply.h"
#include "yearend/score_sheet.h"

#define SHEETS                                                                                     \
	" FROM score_sheets s JOIN units u ON u.unit = s.issuer WHERE" SCORE_SHEET_READABLE        \
	" AND (CAST(:issuer AS TEXT) IS NULL OR s.issuer = :issuer)"                               \
	" AND (CAST(:year AS BIGINT) IS NULL OR s.year = :year)"                                   \
	" AND (CAST(:audience AS TEXT) IS NULL OR s.audience = :audience)"                         \
	" AND (CAST(:state AS TEXT) IS NULL OR s.state = :state)"

enum error list_score_sheets(struct request *req)
{
	return REPLY_PAGE2(req,
		"s.id, s.issuer, u.name_vi AS issuer_name, s.year, s.audience, s.version, s.state,"
		" s.name_vi, s.doc_no, s.total_max, s.bonus_cap, s.deduction_cap, s.grain,"
		" s.tie_order, s.self_due, s.cross_due, s.appraisal_due, s.objection_days",
		SHEETS, "s.year", BIGINT, "s.id", BIGINT);
}

enum error get_score_sheet(struct request *req)
{
	const struct get_score_sheet_in *in = req->in;
	struct score_sheet sheet;

	if (score_sheet_see(req, in->id, &sheet))
		return req->failed;
	return score_sheet_reply(req, 200, in->id);
}

/* The newest version of an issuer, a year and an audience. */
struct newest {
	int64_t id, version; /* 0: none */
	bool draft;
};

static struct newest newest_of(struct request *req, const char *issuer)
{
	struct stmt *q = db_query(req->db,
		"SELECT id, version, state = 'draft' FROM score_sheets WHERE issuer = :x_issuer"
		" AND year = :year AND audience = :audience AND state <> 'discarded'"
		" ORDER BY version DESC LIMIT 1");
	struct newest newest = {0};

	bind_input(q, req);
	bind_text(q, ":x_issuer", issuer);
	if (db_row(q))
		newest = (struct newest){column_int(q, 0), column_int(q, 1), column_int(q, 2) != 0};
	req_fail(req, db_done(q));
	return newest;
}

static void check_draft(struct request *req, const char *issuer, const struct newest *before)
{
	const struct create_score_sheet_in *in = req->in;
	const struct property *reason = schema_property(req->route->body, "reason");
	struct row row = body_row(req);

	row_refers(req, &row, "year",
		db_query(req->db, "SELECT 1 FROM work_years WHERE year = :year"));
	if (!in_reach(req, issuer))
		fault_reference_unknown(req, member_pointer(req, &row, "issuer"), issuer);
	if (before->version && !in->reason)
		fault_reason_required(req, member_pointer(req, &row, "reason"), before->version,
			(int64_t)reason->schema->min_length);
	score_sheet_check(req, &row);
}

static enum error copy_criteria(struct request *req, int64_t from, int64_t to)
{
	struct stmt *q = db_query(req->db,
		"INSERT INTO criteria (sheet, code, parent, name_vi, kind, max, indicator, basis,"
		" base, step, per_count, steps, when_nothing_arose, evidence_required, sort)"
		" SELECT :x_id, code, parent, name_vi, kind, max, indicator, basis, base, step,"
		" per_count, steps, when_nothing_arose, evidence_required, sort FROM criteria"
		" WHERE sheet = :x_from");

	bind_int(q, ":x_from", from);
	return query_run(req, bind_id(q, to));
}

enum error create_score_sheet(struct request *req)
{
	const struct create_score_sheet_in *in = req->in;
	const char *issuer = in->issuer ? in->issuer : req->caller.unit;
	struct newest before = newest_of(req, issuer);

	check_draft(req, issuer, &before);
	if (req_faults(req))
		return req->failed;
	if (before.draft)
		return fail_already_exists(
			req, req_printf(req, "/score-sheets/%lld", (long long)before.id));
	struct stmt *q = db_query(req->db,
		"INSERT INTO score_sheets (issuer, year, audience, version, name_vi, doc_no,"
		" total_max, bonus_cap, deduction_cap, grain, tie_order, self_due, cross_due,"
		" appraisal_due, objection_days, evidence, reason, state) VALUES (:x_issuer, :year,"
		" :audience, :x_version, :name_vi, :doc_no, :total_max, :bonus_cap, :deduction_cap,"
		" :grain, :tie_order, :self_due, :cross_due, :appraisal_due, :objection_days,"
		" :evidence, :reason, 'draft') RETURNING id");

	bind_input(q, req);
	bind_text(q, ":x_issuer", issuer);
	bind_int(q, ":x_version", before.version + 1);
	int64_t id = query_int(req, q);

	if (req->failed || copy_criteria(req, before.id, id))
		return req->failed;
	req_about(req, issuer);
	req_created(req, "/score-sheets/%lld", (long long)id);
	return score_sheet_reply(req, 201, id);
}

enum error replace_score_sheet(struct request *req)
{
	const struct replace_score_sheet_in *in = req->in;
	struct row row = body_row(req);
	struct score_sheet sheet;

	if (score_sheet_lead(req, in->id, "amend", &sheet))
		return req->failed;
	score_sheet_check(req, &row);
	struct stmt *old = db_query(req->db,
		"SELECT name_vi, doc_no, total_max, bonus_cap, deduction_cap, grain, tie_order,"
		" self_due, cross_due, appraisal_due, objection_days, evidence"
		" FROM score_sheets WHERE id = :id");
	struct stmt *put = db_query(req->db,
		"UPDATE score_sheets SET name_vi = :name_vi, doc_no = :doc_no,"
		" total_max = :total_max, bonus_cap = :bonus_cap, deduction_cap = :deduction_cap,"
		" grain = :grain, tie_order = :tie_order, self_due = :self_due,"
		" cross_due = :cross_due, appraisal_due = :appraisal_due,"
		" objection_days = :objection_days, evidence = :evidence,"
		" revision = revision + 1 WHERE id = :id");

	row_replace(req, old, put);
	return req->failed ? req->failed : score_sheet_reply(req, 200, in->id);
}

/* The version that was issued before, if there is one. */
static enum error supersede(struct request *req, const struct score_sheet *sheet)
{
	struct stmt *q = db_query(req->db,
		"UPDATE score_sheets SET state = :x_state, revision = revision + 1"
		" WHERE issuer = :x_issuer AND year = :x_year AND audience = :x_audience"
		" AND state = 'issued' RETURNING id");

	bind_text(q, ":x_state", machine_step(&score_sheet_machine, "issued", "supersede")->to);
	bind_text(q, ":x_issuer", sheet->issuer);
	bind_int(q, ":x_year", sheet->year);
	bind_text(q, ":x_audience", sheet->audience);
	int64_t before = query_int(req, q);

	if (req->failed || !before)
		return req->failed;
	return req_event_beside(req, sheet->issuer,
		req_printf(req, "/score-sheets/%lld", (long long)before), "retired");
}

enum error issue_score_sheet(struct request *req)
{
	const struct issue_score_sheet_in *in = req->in;
	struct score_sheet sheet;

	if (score_sheet_lead(req, in->id, "issue", &sheet))
		return req->failed;
	score_sheet_check_issue(req, &sheet);
	if (req_faults(req) || supersede(req, &sheet))
		return req->failed;
	struct stmt *q = db_query(req->db,
		"UPDATE score_sheets SET state = :x_state, issued_at = :now,"
		" revision = revision + 1 WHERE id = :id");

	bind_input(q, req);
	bind_text(q, ":x_state", sheet.next);
	query_run(req, q);
	return score_sheet_reply(req, 200, in->id);
}

enum error retire_score_sheet(struct request *req)
{
	const struct retire_score_sheet_in *in = req->in;
	struct score_sheet sheet;

	if (score_sheet_lead(req, in->id, "retire", &sheet))
		return req->failed;
	struct stmt *q = db_query(req->db,
		"UPDATE score_sheets SET state = :x_state, retire_reason = :reason,"
		" revision = revision + 1 WHERE id = :id");

	bind_input(q, req);
	bind_text(q, ":x_state", sheet.next);
	query_run(req, q);
	return score_sheet_reply(req, 200, in->id);
}

enum error discard_score_sheet(struct request *req)
{
	const struct discard_score_sheet_in *in = req->in;
	struct score_sheet sheet;

	if (score_sheet_lead(req, in->id, "discard", &sheet))
		return req->failed;
	struct stmt *q = db_query(req->db,
		"UPDATE score_sheets SET state = :x_state, revision = revision + 1 WHERE id = :id");

	bind_input(q, req);
	bind_text(q, ":x_state", sheet.next);
	query_run(req, q);
	return score_sheet_reply(req, 200, in->id);
}
