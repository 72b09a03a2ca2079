/* The days by which awards are to be revoked or stripped after a conclusion. */
#include "awards/violation_due.h"

#include <string.h>

#include "awards/regime.h"
#include "calendar.h"
#include "gen/problems.h"
#include "reporting/due_times.h"
#include "request/query.h"

/* The subject's lines in force, and those of them that the President gave. */
struct held {
	int64_t lines, state_honours;
};

static struct held count_lines(struct request *req, const struct violation *violation)
{
	struct stmt *q = db_query(req->db,
		"SELECT count(*), count(CASE WHEN t.decider = 'president' THEN 1 END) FROM"
		" (SELECT * FROM decision_lines WHERE person = :x_person UNION ALL"
		" SELECT * FROM decision_lines WHERE unit = :x_unit) l"
		" JOIN award_types t ON t.award = l.award WHERE l.status = 'in_force'");
	struct held held = {0};

	bind_int(q, ":x_person", violation->person);
	bind_text(q, ":x_unit", violation->unit);
	if (db_row(q))
		held = (struct held){column_int(q, 0), column_int(q, 1)};
	req_fail(req, db_done(q));
	return held;
}

static const char *print_day(struct request *req, int64_t day)
{
	char text[CALENDAR_DAY_SIZE];

	calendar_print_day(day, text);
	return req_text(req, text);
}

/* Reported some days after the conclusion, decided some working days later, and in all not later than
 * so many working days after the conclusion. */
static void warn_of_revocation(
	struct request *req, const char *regime, int64_t closed, int64_t lines)
{
	int64_t report = regime_number(req, regime, "revoke_report_days", 0);
	int64_t decide = regime_number(req, regime, "revoke_decide_working_days", 0);
	int64_t total = regime_number(req, regime, "revoke_total_working_days", 0);
	int64_t by = working_day_after(req, closed + report, decide);
	int64_t latest = working_day_after(req, closed, total);

	if (!report || !decide)
		return;
	if (total && latest < by)
		by = latest;
	warn_revocation_due(req, "", lines, print_day(req, closed + report), print_day(req, by));
}

static void warn_of_stripping(
	struct request *req, const char *regime, int64_t closed, int64_t honours)
{
	int64_t days = regime_number(req, regime, "strip_propose_days", 0);

	if (days)
		warn_strip_due(req, "", honours, print_day(req, closed + days));
}

enum error warn_of_violation(struct request *req, const struct violation *violation)
{
	struct held held = count_lines(req, violation);
	const char *regime = regime_of(req, 0, "sudden", violation->closed);
	int64_t closed = 0;

	if (req->failed || !regime || !held.lines)
		return req->failed;
	calendar_parse_day(violation->closed, &closed);
	warn_of_revocation(req, regime, closed, held.lines);
	if (held.state_honours && !strcmp(violation->kind, "criminal"))
		warn_of_stripping(req, regime, closed, held.state_honours);
	return req->failed;
}
