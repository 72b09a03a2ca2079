/*
 * One line of a decision, and the acts about it: corrected in its spelling, revoked, stripped and
 * restored by decisions of their own, and what came back.
 */
#include <string.h>

#include "awards/decision_show.h"
#include "awards/evidence.h"
#include "awards/regime.h"
#include "gen/api.h"
#include "gen/problems.h"
#include "request/bind.h"
#include "request/etag.h"
#include "request/journal.h"
#include "request/past_day.h"
#include "request/problem.h"
#include "request/query.h"
#include "request/reach.h"
#include "text.h"

enum error get_decision_line(struct request *req)
{
	const struct get_decision_line_in *in = req->in;
	struct line line;

	if (line_load(req, in->id, in->line, &line))
		return req->failed;
	return line_reply(req, 200, line.id);
}

/* The line that an act is about, the decision that it is of, and its case. */
struct act {
	struct line line;
	struct decision decision;
	struct award award;
};

/* The act is the issuer's, and the case allows it. */
static enum error begin(
	struct request *req, int64_t decision, int64_t line, const char *event, struct act *out)
{
	if (line_load(req, decision, line, &out->line) ||
		decision_load(req, decision, &out->decision) ||
		decision_may_sign(req, &out->decision) || check_if_match(req, out->line.revision))
		return req->failed;
	if (award_find(req, out->line.case_id, &out->award))
		return req->failed;
	return event ? award_may(req, &out->award, event) : OK;
}

static enum error finish(struct request *req, const struct act *act)
{
	if (decision_touch(req, &act->decision))
		return req->failed;
	return line_reply(req, 200, act->line.id);
}

/* ---- Spelling ---- */

static void check_spelling(
	struct request *req, const char *pointer, const char *old, const char *new)
{
	if (old && new && !text_resembles(old, new))
		fault_spelling_only(req, pointer, old, new);
}

static bool differs(const char *old, const char *new)
{
	return new && (!old || strcmp(old, new) != 0);
}

static enum error put_spelling(struct request *req)
{
	struct stmt *q = db_query(req->db,
		"UPDATE all_decision_lines SET printed_name = COALESCE(:printed_name, printed_name),"
		" name_key = COALESCE(:printed_name_key, name_key),"
		" printed_unit = COALESCE(:printed_unit, printed_unit) WHERE id = :line");

	return query_run(req, bind_input(q, req));
}

enum error correct_line(struct request *req)
{
	const struct correct_line_in *in = req->in;
	struct act act;

	if (begin(req, in->id, in->line, "correct", &act))
		return req->failed;
	bool name = differs(act.line.printed_name, in->printed_name);
	bool unit = differs(act.line.printed_unit, in->printed_unit);

	if (!name && !unit) {
		req_unchanged(req);
		return line_reply(req, 200, act.line.id);
	}
	check_spelling(req, "/printed_name", act.line.printed_name, in->printed_name);
	check_spelling(req, "/printed_unit", act.line.printed_unit, in->printed_unit);
	struct line_change change = {.kind = "correct",
		.reason = in->reason,
		.old_name = name ? act.line.printed_name : NULL,
		.old_unit = unit ? act.line.printed_unit : NULL};

	if (req_faults(req) || put_spelling(req) ||
		line_change(req, &act.line, &change, &act.decision))
		return req->failed;
	return finish(req, &act);
}

/* ---- Decisions about lines ---- */

/* The paper of the body, of the same issuer and authority as the decision that it is about. */
static struct decision paper_of(struct request *req, const struct act *act, const char *kind,
	const char *number, const char *signed_on)
{
	const json_t *signer = json_object_get(req->body, "signer");

	return (struct decision){.issuer = act->decision.issuer,
		.authority = act->decision.authority,
		.number = number,
		.kind = kind,
		.signed_on = signed_on,
		.signer_name = json_string_value(json_object_get(signer, "name")),
		.signer_title = json_string_value(json_object_get(signer, "title")),
		.on_behalf = json_boolean_value(json_object_get(signer, "on_behalf"))};
}

/* Signed after the line was granted, and under a number of its own or that of the same paper, which
 * may be about several lines. */
static void check_paper(struct request *req, const struct act *act, struct decision *paper)
{
	struct row row = body_row(req);
	struct decision stored;

	decision_check(req, &row, paper);
	if (strcmp(paper->signed_on, act->decision.signed_on) < 0)
		fault_day_too_early(req, "/signed_on", paper->signed_on, act->decision.signed_on);
	if (!decision_numbered(req, paper, &stored))
		return;
	if (decision_is_same(paper, &stored))
		paper->id = stored.id;
	else
		fault_decision_taken(req, "/number", paper, stored.id);
}

static enum error sign(struct request *req, struct decision *paper)
{
	if (paper->id)
		return decision_touch(req, paper);
	if (decision_store(req, paper))
		return req->failed;
	return decision_note(req, paper);
}

/* BR-27: the line and its case are revoked and stay; BR-10: what rests on them is looked at. */
enum error revoke_line(struct request *req)
{
	const struct revoke_line_in *in = req->in;
	struct act act;

	if (begin(req, in->id, in->line, "revoke", &act))
		return req->failed;
	struct decision paper = paper_of(req, &act, "revoke", in->number, in->signed_on);

	check_paper(req, &act, &paper);
	if (!in->ground)
		fault_ground_required(req, "/ground");
	if (req_faults(req) || sign(req, &paper))
		return req->failed;
	struct line_change change = {.kind = "revoke",
		.ground = in->ground,
		.reason = in->reason,
		.status = "revoked",
		.decision = paper.id};
	int64_t days = regime_number(req, act.award.regime, "revoke_return_days", 0);

	if (line_change(req, &act.line, &change, &paper) ||
		line_recover(req, &act.line, "item", 0, in->signed_on, days) ||
		evidence_line_fell(req, act.line.id))
		return req->failed;
	if (act.line.paid)
		line_recover(req, &act.line, "money", act.line.paid, in->signed_on, days);
	return finish(req, &act);
}

enum error strip_line(struct request *req)
{
	const struct strip_line_in *in = req->in;
	struct act act;

	if (require_sector(req) || begin(req, in->id, in->line, NULL, &act))
		return req->failed;
	if (award_bars(&act.award, "strip"))
		return fail_not_strippable(req, act.award.award);
	struct decision paper = paper_of(req, &act, "strip", in->number, in->signed_on);

	if (award_may(req, &act.award, "strip"))
		return req->failed;
	check_paper(req, &act, &paper);
	if (req_faults(req) || sign(req, &paper))
		return req->failed;
	struct line_change change = {
		.kind = "strip", .reason = in->reason, .status = "stripped", .decision = paper.id};
	int64_t days = regime_number(req, act.award.regime, "strip_return_days", 0);

	if (line_change(req, &act.line, &change, &paper) ||
		line_recover(req, &act.line, "item", 0, in->signed_on, days) ||
		evidence_line_fell(req, act.line.id))
		return req->failed;
	return finish(req, &act);
}

enum error restore_line(struct request *req)
{
	const struct restore_line_in *in = req->in;
	struct act act;

	if (require_sector(req) || begin(req, in->id, in->line, "restore", &act))
		return req->failed;
	struct decision paper = paper_of(req, &act, "restore", in->number, in->signed_on);

	check_paper(req, &act, &paper);
	if (req_faults(req) || sign(req, &paper))
		return req->failed;
	struct line_change change = {.kind = "restore",
		.reason = in->reason,
		.status = "in_force",
		.decision = paper.id};

	if (line_change(req, &act.line, &change, &paper))
		return req->failed;
	return finish(req, &act);
}

/* ---- What came back ---- */

struct recovery {
	const char *signed_on; /* of the decision that asks for it */
	const char *returned_on;
	int64_t amount; /* that is due, or came back; 0 of an item */
	bool there;
};

static struct recovery find_recovery(struct request *req)
{
	struct stmt *q = db_query(req->db,
		"SELECT r.returned_on, r.amount, (SELECT max(d.signed_on) FROM line_changes c"
		" JOIN decisions d ON d.id = c.decision WHERE c.line = r.line)"
		" FROM recoveries r WHERE r.line = :line AND r.what = :what");
	struct recovery recovery = {0};

	bind_input(q, req);
	if (db_row(q))
		recovery = (struct recovery){.returned_on = req_text(req, column_text(q, 0)),
			.amount = column_int(q, 1),
			.signed_on = req_text(req, column_text(q, 2)),
			.there = true};
	req_fail(req, db_done(q));
	return recovery;
}

/* Of an item no money comes back. */
static enum error check_return(struct request *req, const struct recovery *recovery, int64_t amount)
{
	const struct record_recovery_in *in = req->in;

	check_past_day(req, "/returned_on", in->returned_on, NULL);
	if (recovery->signed_on && strcmp(in->returned_on, recovery->signed_on) < 0)
		fault_day_too_early(req, "/returned_on", in->returned_on, recovery->signed_on);
	if (amount > recovery->amount)
		fault_returned_too_much(req, "/amount", amount, recovery->amount);
	return req_faults(req);
}

static enum error put_recovery(struct request *req, int64_t amount)
{
	struct stmt *q = db_query(req->db,
		"UPDATE recoveries SET returned_on = :returned_on,"
		" amount = CASE WHEN what = 'money' THEN CAST(:x_amount AS BIGINT) END"
		" WHERE line = :line AND what = :what");
	struct stmt *line = db_query(
		req->db, "UPDATE all_decision_lines SET revision = revision + 1 WHERE id = :line");

	bind_input(q, req);
	bind_int(q, ":x_amount", amount);
	bind_input(line, req);
	query_run(req, q);
	return query_run(req, line);
}

enum error record_recovery(struct request *req)
{
	const struct record_recovery_in *in = req->in;
	struct act act;

	if (begin(req, in->id, in->line, NULL, &act))
		return req->failed;
	struct recovery recovery = find_recovery(req);

	if (!recovery.there)
		return req->failed ? req->failed : fail_not_found(req);
	if (!strcmp(act.line.status, "in_force"))
		return fail_line_in_force(req);
	int64_t amount = in->has_amount ? in->amount : recovery.amount;
	bool same = recovery.returned_on && !strcmp(recovery.returned_on, in->returned_on) &&
		recovery.amount == amount;

	if (recovery.returned_on && !same)
		return fail_already_returned(req, recovery.returned_on);
	if (check_return(req, &recovery, amount))
		return req->failed;
	if (same)
		req_unchanged(req);
	else
		put_recovery(req, amount);
	req_about(req, act.line.home_unit);
	return line_reply(req, 200, act.line.id);
}
