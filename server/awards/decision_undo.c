/* Undoing an import of decisions: its cases, its lines and the decisions that it made are ended. */
#include "awards/decision.h"
#include "request/bind.h"
#include "request/journal.h"
#include "request/query.h"

static enum error end_cases(struct request *req, int64_t import)
{
	struct stmt *end = db_query(req->db,
		"UPDATE all_award_cases SET ended_at = :now, revision = revision + 1 WHERE id IN"
		" (SELECT l.case_id FROM import_rows r JOIN all_decision_lines l ON l.id = r.id"
		" WHERE r.import = :x_id AND r.kind = 'line') RETURNING id, nominated_by");

	bind_id(bind_input(end, req), import);
	while (!req->failed && db_row(end)) {
		long long id = column_int(end, 0);

		req_event_beside(req, req_text(req, column_text(end, 1)),
			req_printf(req, "/awards/%lld", id), req_printf(req, "%lld ended", id));
	}
	return req_fail(req, db_done(end));
}

static enum error end_lines(struct request *req, int64_t import)
{
	struct stmt *end = db_query(req->db,
		"UPDATE all_decision_lines SET ended_at = :now, revision = revision + 1 WHERE id IN"
		" (SELECT id FROM import_rows WHERE import = :x_id AND kind = 'line')"
		" RETURNING id, decision, home_unit");

	bind_id(bind_input(end, req), import);
	while (!req->failed && db_row(end)) {
		long long id = column_int(end, 0), decision = column_int(end, 1);

		req_event_beside(req, req_text(req, column_text(end, 2)),
			req_printf(req, "/decisions/%lld/lines/%lld", decision, id),
			req_printf(req, "%lld ended", id));
	}
	return req_fail(req, db_done(end));
}

/* Those that were there before have fewer lines from now on. */
static enum error end_decisions(struct request *req, int64_t import, const char *reason)
{
	struct stmt *end = db_query(req->db,
		"UPDATE all_decisions SET revision = revision + 1, ended_at = CASE WHEN EXISTS"
		" (SELECT 1 FROM import_rows m WHERE m.import = :x_id AND m.kind = 'decision'"
		" AND m.id = all_decisions.id) THEN CAST(:now AS BIGINT) END, end_reason = CASE WHEN"
		" EXISTS (SELECT 1 FROM import_rows m WHERE m.import = :x_id AND m.kind = 'decision'"
		" AND m.id = all_decisions.id) THEN CAST(:x_reason AS TEXT) END WHERE id IN"
		" (SELECT l.decision FROM import_rows r JOIN all_decision_lines l ON l.id = r.id"
		" WHERE r.import = :x_id AND r.kind = 'line') RETURNING id, issuer, revision");

	bind_text(bind_id(bind_input(end, req), import), ":x_reason", reason);
	while (!req->failed && db_row(end)) {
		long long id = column_int(end, 0), revision = column_int(end, 2);

		req_event_beside(req, req_text(req, column_text(end, 1)),
			req_printf(req, "/decisions/%lld", id),
			req_printf(req, "%lld undone %lld", id, revision));
	}
	return req_fail(req, db_done(end));
}

enum error decisions_undo(struct request *req, int64_t import, const char *reason)
{
	if (end_cases(req, import) || end_lines(req, import))
		return req->failed;
	return end_decisions(req, import, reason);
}
