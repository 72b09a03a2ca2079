/*
 * The reports that a case rests on, kept when it is nominated and granted, and what becomes of a
 * case when its evidence falls.
 */
#include "awards/evidence.h"

#include "awards/cluster_rank.h"
#include "awards/eligibility.h"
#include "reporting/ledger.h"
#include "request/journal.h"
#include "request/query.h"

static bool year_has_periods(struct request *req, int64_t year)
{
	struct stmt *q = db_query(req->db, "SELECT 1 FROM periods WHERE year = :year LIMIT 1");

	bind_int(q, ":year", year);
	return query_exists(req, q);
}

static enum error rest_on(struct request *req, int64_t case_id, int64_t report)
{
	struct stmt *q = db_query(req->db,
		"INSERT INTO award_reports (case_id, report) VALUES (:case_id, :report)"
		" ON CONFLICT DO NOTHING");

	bind_int(q, ":case_id", case_id);
	bind_int(q, ":report", report);
	return query_run(req, q);
}

/* The report versions that its targets were judged by. */
static enum error remember_reports(
	struct request *req, const struct award *award, const struct candidate *candidate)
{
	const struct ledger_query query = {
		.unit = award->unit, .has_year = true, .year = award->year};

	if (!eligibility_asks(req, candidate, "plan_exceeded") ||
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

enum error evidence_remember(struct request *req, const struct award *award)
{
	const struct candidate candidate = candidate_of(award);

	if (!award->unit || remember_reports(req, award, &candidate) ||
		!eligibility_asks(req, &candidate, "cluster_rank"))
		return req->failed;
	return cluster_rank_remember(req, award->id, award->unit, award->year);
}

/* Of the cases that a statement marks. */
#define MARKED " RETURNING id, nominated_by, revision"

/* Tells each case that the statement marks. */
static enum error mark_cases(struct request *req, struct stmt *mark, const char *as)
{
	while (!req->failed && db_row(mark)) {
		long long id = column_int(mark, 0), revision = column_int(mark, 2);
		const char *office = req_text(req, column_text(mark, 1));

		req_event_beside(req, office, req_printf(req, "/awards/%lld", id),
			req_printf(req, "%lld %s %lld", id, as, revision));
	}
	return req_fail(req, db_done(mark));
}

enum error evidence_restated(struct request *req, int64_t report)
{
	struct stmt *mark = db_query(req->db,
		"UPDATE all_award_cases SET evidence_restated = 1, revision = revision + 1"
		" WHERE ended_at IS NULL AND id IN (SELECT case_id FROM award_reports WHERE report = :report)" MARKED);

	bind_int(mark, ":report", report);
	return mark_cases(req, mark, "evidence_restated");
}

/* What was not granted is judged again before it is. */
#define ASK_FOR_REVIEW                                                                             \
	"UPDATE all_award_cases SET review_needed = 1, revision = revision + 1"                    \
	" WHERE review_needed = 0 AND state IN ('granted', 'published', 'conferred', 'stripped')"  \
	" AND ended_at IS NULL AND id IN "

enum error evidence_line_fell(struct request *req, int64_t line)
{
	struct stmt *mark = db_query(req->db,
		ASK_FOR_REVIEW "(SELECT case_id FROM award_lines WHERE line = :line)" MARKED);

	bind_int(mark, ":line", line);
	return mark_cases(req, mark, "review_needed");
}

enum error evidence_initiative_fell(struct request *req, int64_t initiative)
{
	struct stmt *mark = db_query(req->db,
		ASK_FOR_REVIEW
		"(SELECT case_id FROM award_initiatives WHERE initiative = :initiative)" MARKED);

	bind_int(mark, ":initiative", initiative);
	return mark_cases(req, mark, "review_needed");
}
