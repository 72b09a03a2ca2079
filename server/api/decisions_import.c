/*
 * Decisions that were signed on paper before this server was there, row by row: the decision is
 * made by its first row, each row makes a granted case and its line. What the rules of eligibility
 * say today does not undo what was decided then.
 */
#include <string.h>

#include "awards/decision.h"
#include "awards/eligibility.h"
#include "awards/nomination.h"
#include "awards/regime.h"
#include "gen/api.h"
#include "gen/problems.h"
#include "request/import.h"

struct paper {
	struct request *req;
	struct row row;
	const char *award_text;   /* as this row has it */
	const char *award;        /* by its code; NULL: unknown */
	bool once, limited;       /* once in a lifetime; with a quota */
	struct decision decision; /* of this row; kept for the next ones */
	bool sound;               /* the decision has no fault */
	bool noted;               /* it has an event of this request */
	int64_t first_line;       /* that this request made */
	struct pool *pools;       /* of the lines that it made */
};

static const char *at(const struct paper *paper, const char *member)
{
	return member_pointer(paper->req, &paper->row, member);
}

static const char *text(const struct paper *paper, const char *member)
{
	return row_text(&paper->row, member);
}

static bool same_text(const char *a, const char *b)
{
	return !strcmp(a ? a : "", b ? b : "");
}

/* ---- The decision of a row ---- */

/* The paper that the row names, without looking anything up. */
static struct decision written(const struct paper *paper)
{
	const char *issuer = text(paper, "issuer");

	return (struct decision){.issuer = issuer ? issuer : paper->req->caller.unit,
		.authority = text(paper, "authority"),
		.number = text(paper, "number"),
		.kind = "grant",
		.signed_on = text(paper, "signed_on"),
		.signer_name = text(paper, "signer_name"),
		.signer_title = text(paper, "signer_title"),
		.on_behalf = row_int(&paper->row, "on_behalf", 0)};
}

/* The decision as it is stored under its number, or as it will be. */
static void find_decision(struct paper *paper)
{
	struct request *req = paper->req;
	struct decision *decision = &paper->decision, stored;
	size_t faults = req_fault_count(req);

	if (decision_may_sign(req, decision) || !decision_check(req, &paper->row, decision) ||
		!req_clean_since(req, faults))
		return;
	if (!decision_numbered(req, decision, &stored)) {
		paper->sound = !req->failed;
	} else if (decision_is_same(decision, &stored)) {
		*decision = stored;
		paper->sound = true;
	} else {
		fault_decision_taken(req, at(paper, "number"), decision, stored.id);
	}
}

/* Rows of one decision mostly follow each other: only a new one is looked at. */
static void read_decision(struct paper *paper, struct decision *last)
{
	struct decision decision = written(paper);

	if (last->number && !strcmp(last->issuer, decision.issuer) &&
		!strcmp(last->number, decision.number) && decision_is_same(last, &decision))
		return;
	*last = decision;
	paper->sound = paper->noted = false;
	decision.issuer = named_unit(paper->req, at(paper, "issuer"), decision.issuer,
		paper->req->caller.unit, decision.signed_on);
	paper->decision = decision;
	if (decision.issuer)
		find_decision(paper);
}

/* Stored with the first line of it, and changed by the first of this request. */
static enum error need_decision(struct paper *paper)
{
	struct decision *decision = &paper->decision;

	if (paper->noted)
		return OK;
	paper->noted = true;
	if (decision->id)
		return decision_touch(paper->req, decision);
	if (decision_store(paper->req, decision) ||
		import_keep(paper->req, "decision", decision->id, decision->revision, NULL))
		return paper->req->failed;
	return decision_note(paper->req, decision);
}

/* ---- The case and its line ---- */

static struct award_draft draft_of(struct paper *paper)
{
	const char *occasion = text(paper, "occasion");

	return (struct award_draft){.award = text(paper, "award"),
		.year = row_int(&paper->row, "year", 0),
		.occasion = occasion ? occasion : "annual-merit",
		.movement = row_int(&paper->row, "movement", 0),
		.authority = text(paper, "authority"),
		.achievement_from = text(paper, "achievement_from"),
		.achievement_to = text(paper, "achievement_to"),
		.origin = "import"};
}

static struct line line_of(const struct paper *paper, const struct award_draft *draft)
{
	const char *printed = text(paper, "printed_name");

	return (struct line){.award = draft->award,
		.occasion = draft->occasion,
		.year = draft->year,
		.person = draft->person,
		.unit = draft->unit,
		.home_unit = draft->unit ? draft->unit : draft->nominated_by,
		.printed_name = printed ? printed : text(paper, "full_name"),
		.printed_unit = text(paper, "printed_unit"),
		.achievement_from = draft->achievement_from,
		.achievement_to = draft->achievement_to};
}

/* The line that this decision has for the case already, if the row says the same of it; for a row
 * that is there twice it says no. */
static bool is_stored(struct paper *paper, const struct award_draft *draft, int64_t case_id)
{
	struct request *req = paper->req;
	struct line line = line_of(paper, draft);
	struct stmt *q = db_query(req->db,
		"SELECT id, printed_name, printed_unit, achievement_from, achievement_to,"
		" EXISTS (SELECT 1 FROM award_initiatives WHERE case_id = :x_case"
		" AND initiative = :x_initiative)"
		" FROM decision_lines WHERE case_id = :x_case AND decision = :x_decision");
	int64_t initiative = row_int(&paper->row, "initiative", 0);
	bool same = false;

	bind_int(q, ":x_case", case_id);
	bind_int(q, ":x_decision", paper->decision.id);
	bind_int(q, ":x_initiative", initiative);
	if (db_row(q))
		same = (!paper->first_line || column_int(q, 0) < paper->first_line) &&
			(!line.printed_name || same_text(line.printed_name, column_text(q, 1))) &&
			(!line.printed_unit || same_text(line.printed_unit, column_text(q, 2))) &&
			same_text(line.achievement_from, column_text(q, 3)) &&
			same_text(line.achievement_to, column_text(q, 4)) &&
			(!initiative || column_int(q, 5));
	req_fail(req, db_done(q));
	return same;
}

/* A paper of its time is judged by the law of its time. */
static bool check_case(struct paper *paper, struct award_draft *draft)
{
	struct request *req = paper->req;
	bool day = line_year_check(
		req, at(paper, "signed_on"), draft->year, paper->decision.signed_on);

	bool initiative = paper_initiative(req, &paper->row, draft);

	if (!nomination_check(req, &paper->row, draft) || !day || !initiative)
		return false;
	const char *regime =
		regime_of(req, draft->year, draft->occasion, paper->decision.signed_on);

	if (regime)
		draft->regime = regime;
	return !req->failed;
}

static struct candidate candidate_for(const struct paper *paper, const struct award_draft *draft)
{
	return (struct candidate){.award = draft->award,
		.occasion = draft->occasion,
		.regime = draft->regime,
		.year = draft->year,
		.person = draft->person,
		.unit = draft->unit,
		.on_paper = true,
		.issuer = paper->decision.issuer,
		.authority = paper->decision.authority};
}

static enum error store(struct paper *paper, const struct award_draft *draft)
{
	struct request *req = paper->req;
	struct candidate candidate = candidate_for(paper, draft);
	struct line line = line_of(paper, draft);
	struct step step = {.document = paper->decision.number};
	int64_t initiative = row_int(&paper->row, "initiative", 0);

	if (paper->once)
		eligibility_warn(req, &candidate, "once_lifetime",
			at(paper, paper_subject_member(&paper->row)));
	if (need_decision(paper) || award_store(req, draft, "import", &step, &line.case_id) ||
		line_store(req, &paper->decision, draft->regime, &line) ||
		import_keep(req, "line", line.id, 1, NULL))
		return req->failed;
	if (!paper->first_line)
		paper->first_line = line.id;
	candidate.case_id = line.case_id;
	if (eligibility_remember(req, &candidate) ||
		(initiative && eligibility_use_initiative(req, line.case_id, initiative)) ||
		paper_settle(req, &line))
		return req->failed;
	if (paper->limited)
		pool_note(req, &paper->pools, &candidate, at(paper, "award"));
	return import_stored(req, &paper->row, IMPORT_CREATED,
		req_printf(req, "/decisions/%lld/lines/%lld", (long long)line.decision,
			(long long)line.id),
		line.home_unit);
}

/* The award of the row by its code, and which of its rules can warn. Rows of one award mostly follow
 * each other. */
static void find_award(struct paper *paper)
{
	struct request *req = paper->req;
	struct stmt *q = db_query(req->db,
		"SELECT t.once_lifetime, EXISTS (SELECT 1 FROM award_rules r"
		" WHERE r.award = t.award AND r.rule = 'quota') FROM award_types t"
		" WHERE t.award = :x_award");

	if (paper->award_text && !strcmp(paper->award_text, text(paper, "award")))
		return;
	paper->award_text = text(paper, "award");
	paper->award = award_named(req, paper->award_text);
	bind_text(q, ":x_award", paper->award);
	paper->once = paper->limited = false;
	if (db_row(q)) {
		paper->once = column_int(q, 0);
		paper->limited = column_int(q, 1);
	}
	req_fail(req, db_done(q));
}

/* An unknown award is left to nomination_check(). */
static enum error import_line(struct paper *paper)
{
	struct request *req = paper->req;
	struct award_draft draft = draft_of(paper);

	if (!paper->decision.issuer || !paper_subject(req, &paper->row, &paper->decision, &draft))
		return req->failed;
	struct live_case live = {0};

	if (paper->award) {
		draft.award = paper->award;
		live = award_live(req, &draft);
	}
	if (req->failed)
		return req->failed;
	if (!live.id)
		return check_case(paper, &draft) && paper->sound ? store(paper, &draft)
								 : req->failed;
	if (paper->decision.id && is_stored(paper, &draft, live.id))
		import_count(req, IMPORT_UNCHANGED);
	else
		fault_case_exists(
			req, at(paper, paper_subject_member(&paper->row)), live.id, live.state);
	return req->failed;
}

static enum error import_all(struct request *req)
{
	struct paper paper = {.req = req};
	struct decision last = {0};
	size_t index;
	json_t *json;

	json_array_foreach(json_object_get(req->body, "rows"), index, json)
	{
		if (req_faults_full(req))
			return OK;
		paper.row = (struct row){index, json, req->route->csv_row};
		find_award(&paper);
		read_decision(&paper, &last);
		if (req->failed || import_line(&paper))
			return req->failed;
	}
	return pools_warn(req, paper.pools);
}

/* POST /decisions/import */
enum error import_decisions(struct request *req)
{
	return import_whole(req, import_all);
}
