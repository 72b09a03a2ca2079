/* A score sheet as it stands, and who may act on it. */
#include "yearend/score_sheet.h"

#include <string.h>

#include "awards/possible.h"
#include "gen/problems.h"
#include "request/bind.h"
#include "request/etag.h"
#include "request/journal.h"
#include "request/problem.h"
#include "request/query.h"
#include "request/reach.h"
#include "request/reply.h"
#include "yearend/tie_order.h"

enum error score_sheet_see(struct request *req, int64_t id, struct score_sheet *out)
{
	struct stmt *q = db_query(req->db,
		"SELECT s.issuer, s.audience, s.state, s.tie_order, s.year, s.version, s.total_max,"
		" s.grain, s.revision FROM score_sheets s WHERE s.id = :x_id AND" SCORE_SHEET_READABLE);

	bind_text(q, ":caller_unit", req->caller.unit);
	bind_int(q, ":x_id", id);
	bool found = db_row(q);

	if (found)
		*out = (struct score_sheet){
			.id = id,
			.issuer = req_text(req, column_text(q, 0)),
			.audience = req_text(req, column_text(q, 1)),
			.state = req_text(req, column_text(q, 2)),
			.tie_order = req_text(req, column_text(q, 3)),
			.year = column_int(q, 4),
			.version = column_int(q, 5),
			.total_max = column_int(q, 6),
			.grain = column_int(q, 7),
			.revision = column_int(q, 8),
		};
	return query_end(req, q, found);
}

enum error score_sheet_lead(
	struct request *req, int64_t id, const char *event, struct score_sheet *out)
{
	if (score_sheet_see(req, id, out))
		return req->failed;
	if (!in_reach(req, out->issuer))
		return fail_issuer_only(req, out->issuer);
	if (check_if_match(req, out->revision))
		return req->failed;
	const struct transition *step = machine_step(&score_sheet_machine, out->state, event);

	req_about(req, out->issuer);
	if (step) {
		out->next = step->to;
		return OK;
	}
	if (!strcmp(event, "amend") && strcmp(out->state, "discarded") != 0)
		return fail_sheet_issued(req, out->version);
	return fail_score_sheet_state(
		req, event, out->state, possible_events(req, &score_sheet_machine, out->state));
}

/* The later of two days is not before the earlier; NULL: it has none. */
static void check_order(
	struct request *req, const struct row *row, const char *first, const char *second)
{
	const char *from = row_text(row, first), *to = row_text(row, second);

	if (from && to && strcmp(from, to) > 0)
		fault_dates_reversed(req, member_pointer(req, row, second), from, to);
}

void score_sheet_check(struct request *req, const struct row *row)
{
	check_order(req, row, "self_due", "cross_due");
	check_order(req, row, "cross_due", "appraisal_due");
	if (!row_text(row, "cross_due"))
		check_order(req, row, "self_due", "appraisal_due");
	tie_order_check(req, row, "tie_order");
}

enum error score_sheet_touch(struct request *req, int64_t id)
{
	struct stmt *q = db_query(
		req->db, "UPDATE score_sheets SET revision = revision + 1 WHERE id = :x_id");

	return query_run(req, bind_id(q, id));
}

enum error score_sheet_reply(struct request *req, int status, int64_t id)
{
	struct stmt *q = db_query(req->db,
		"SELECT s.id, s.issuer, u.name_vi AS issuer_name, s.year, s.audience, s.version,"
		" s.state, s.name_vi, s.doc_no, s.total_max, s.bonus_cap, s.deduction_cap, s.grain,"
		" s.tie_order, s.self_due, s.cross_due, s.appraisal_due, s.objection_days,"
		" s.evidence, s.reason, s.issued_at, s.retire_reason,"
		" (SELECT count(*) FROM criteria c WHERE c.sheet = s.id) AS criteria,"
		" (SELECT COALESCE(CAST(sum(c.max) AS BIGINT), 0) FROM criteria c"
		" WHERE c.sheet = s.id AND c.kind NOT IN ('bonus', 'deduction')) AS maxima,"
		" s.revision AS _revision"
		" FROM score_sheets s JOIN units u ON u.unit = s.issuer WHERE s.id = :x_id");

	return reply_row(req, status, bind_id(q, id));
}
