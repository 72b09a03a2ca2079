/*
 * The reports that a case rests on: kept when it is nominated and granted, so that a figure that is
 * restated later shows on the case. See eligibility.h.
 */
#include "eligibility.h"
#include "ledger.h"

static bool year_has_periods(struct request *req, int64_t year)
{
	struct stmt *q = db_query(req->db, "SELECT 1 FROM periods WHERE year = :year LIMIT 1");

	bind_int(q, ":year", year);
	bool found = db_row(q);

	req_fail(req, db_done(q));
	return found;
}

static enum error rest_on(struct request *req, int64_t case_id, int64_t report)
{
	struct stmt *q = db_query(req->db,
		"INSERT INTO award_reports (case_id, report) VALUES (:case_id, :report)"
		" ON CONFLICT DO NOTHING");

	bind_int(q, ":case_id", case_id);
	bind_int(q, ":report", report);
	return req_fail(req, db_run(q));
}

enum error evidence_remember(struct request *req, const struct award *award)
{
	const struct candidate candidate = candidate_of(award);
	const struct ledger_query query = {
		.unit = award->unit, .has_year = true, .year = award->year};

	if (!award->unit || !eligibility_asks(req, &candidate, "plan_exceeded") ||
		!year_has_periods(req, award->year))
		return req->failed;
	struct ledger *ledger = ledger_open(req, &query);

	if (!ledger || ledger_read_reports(ledger))
		return req->failed;
	for (int slot = 0; slot < SLOT_COUNT && !req->failed; slot++)
		if (ledger->units[0].report[slot].id)
			rest_on(req, award->id, ledger->units[0].report[slot].id);
	return req->failed;
}

struct resting {
	int64_t id;
	const char *unit; /* that proposed it */
};

enum error evidence_restated(struct request *req, int64_t report)
{
	struct stmt *count =
		db_query(req->db, "SELECT count(*) FROM award_reports WHERE report = :report");
	struct stmt *mark = db_query(req->db,
		"UPDATE award_cases SET evidence_restated = 1, revision = revision + 1"
		" WHERE id IN (SELECT case_id FROM award_reports WHERE report = :report)"
		" RETURNING id, nominated_by");

	bind_int(count, ":report", report);
	size_t room = db_row(count) ? (size_t)column_int(count, 0) : 0, marked = 0;

	if (req_fail(req, db_done(count)) || !room)
		return req->failed;
	struct resting *cases = req_alloc(req, room * sizeof *cases);

	bind_int(mark, ":report", report);
	while (cases && marked < room && db_row(mark))
		cases[marked++] =
			(struct resting){column_int(mark, 0), req_text(req, column_text(mark, 1))};
	req_fail(req, db_done(mark));
	for (size_t i = 0; i < marked && !req->failed; i++)
		req_event_beside(req, cases[i].unit,
			req_printf(req, "/awards/%lld", (long long)cases[i].id),
			req_printf(req, "evidence_restated %lld", (long long)report));
	return req->failed;
}
