/* Whom a new case is about and which office proposes it. */
#include "awards/award_draft.h"

#include <string.h>

#include "gen/problems.h"
#include "office/person.h"
#include "office/unit.h"
#include "request/query.h"
#include "request/reach.h"

const char *draft_at(const struct proposal *proposal, const char *member)
{
	return member_pointer(proposal->req, proposal->row, member);
}

const char *draft_subject(const struct proposal *proposal)
{
	if (proposal->draft->unit)
		return "unit";
	return row_text(proposal->row, "staff_code") ? "staff_code" : "person";
}

/* A person is in reach when the office is that keeps it, or kept it on the day of a paper. */
static const char *home_of_person(struct proposal *proposal)
{
	struct request *req = proposal->req;
	const char *day = proposal->draft->on;
	struct stmt *then = db_query(req->db,
		"SELECT " PERSON_OFFICE_ON("p", ":x_day") ", p.status FROM persons p"
							  " WHERE p.id = :x_person");
	struct stmt *now =
		db_query(req->db, "SELECT unit, status FROM persons WHERE id = :x_person");
	struct stmt *q = day ? then : now;
	const char *home = NULL;

	if (day)
		bind_text(q, ":x_day", day);
	bind_int(q, ":x_person", proposal->draft->person);
	if (db_row(q)) {
		home = req_text(req, column_text(q, 0));
		proposal->status = req_text(req, column_text(q, 1));
	}
	req_fail(req, db_done(q));
	return home;
}

bool draft_find_subject(struct proposal *proposal)
{
	struct request *req = proposal->req;
	struct award_draft *draft = proposal->draft;

	if (!draft->unit == !draft->person) {
		if (draft->unit)
			fault_only_one_of(req, draft_at(proposal, "person"), "person,unit");
		else
			fault_missing_member(req, draft_at(proposal, "person"));
		return false;
	}
	const char *home = draft->person ? home_of_person(proposal) : draft->unit;

	if (home && in_reach(req, home)) {
		proposal->home = home;
		return true;
	}
	const char *named = draft->unit ? draft->unit : row_text(proposal->row, "staff_code");

	/* As the caller named it: the number behind a staff code is not for those out of reach. */
	if (!req->failed)
		fault_reference_unknown(req, draft_at(proposal, draft_subject(proposal)),
			named ? named : req_printf(req, "%lld", (long long)draft->person));
	return false;
}

/* Persons and collectives have awards of their own; outsiders only some of them. */
void draft_check_subject(const struct proposal *proposal)
{
	const char *wanted = NULL;

	if (strcmp(proposal->subject, "both") != 0 &&
		!strcmp(proposal->subject, "person") != !proposal->draft->unit)
		wanted = proposal->subject;
	else if (proposal->status && !strcmp(proposal->status, "external") && !proposal->outsiders)
		wanted = "staff";
	if (wanted)
		fault_subject_mismatch(proposal->req, draft_at(proposal, draft_subject(proposal)),
			proposal->draft->award, wanted);
}

/* Whoever moved on is still proposed by the office where it worked in that year. */
static bool was_posted_below(const struct proposal *proposal, const char *unit)
{
	struct request *req = proposal->req;
	struct stmt *q = db_query(req->db,
		"SELECT 1 FROM postings p JOIN unit_below b ON b.unit = p.unit"
		" WHERE p.person = :x_person AND b.ancestor = :x_unit AND p.from_date <= :x_end"
		" AND (p.to_date IS NULL OR p.to_date >= :x_start)");

	bind_int(q, ":x_person", proposal->draft->person);
	bind_text(q, ":x_unit", unit);
	bind_text(q, ":x_start", proposal->start_date);
	bind_text(q, ":x_end", proposal->end_date);
	return query_exists(req, q);
}

/* The subject belongs to the office that proposes it. */
static void check_proposer(const struct proposal *proposal)
{
	struct request *req = proposal->req;
	const char *proposer = proposal->draft->nominated_by;

	if (!in_reach(req, proposer))
		fault_reference_unknown(req, draft_at(proposal, "nominated_by"), proposer);
	else if (!proposal->draft->vouched && !unit_is_below(req, proposal->home, proposer) &&
		!(proposal->draft->person && proposal->end_date &&
			was_posted_below(proposal, proposer)))
		fault_subject_elsewhere(
			req, draft_at(proposal, "nominated_by"), proposal->home, proposer);
}

/* BR-30: of annual-merit a unit lives on the last day of the work year; another occasion may
 * concern what it did before it ended. The office that proposes may be a successor of the year's. */
static void check_life(const struct proposal *proposal, const char *unit, const char *member)
{
	struct request *req = proposal->req;
	bool annual = !strcmp(proposal->draft->occasion, "annual-merit");
	const char *day = annual ? proposal->end_date : proposal->start_date;
	struct stmt *q = db_query(
		req->db, "SELECT valid_from, valid_to, successor FROM units WHERE unit = :x_unit");

	bind_text(q, ":x_unit", unit);
	if (db_row(q)) {
		const char *from = column_text(q, 0), *to = column_text(q, 1);

		if (to && strcmp(to, day) < 0)
			fault_unit_ended(
				req, draft_at(proposal, member), unit, to, column_text(q, 2));
		else if (unit == proposal->draft->unit && strcmp(from, proposal->end_date) > 0)
			fault_unit_not_yet(req, draft_at(proposal, member), unit, from);
	}
	req_fail(req, db_done(q));
}

void draft_check_office(const struct proposal *proposal)
{
	struct award_draft *draft = proposal->draft;
	bool proposes_itself =
		draft->unit && (!draft->nominated_by || !strcmp(draft->unit, draft->nominated_by));

	if (!draft->nominated_by)
		draft->nominated_by = proposal->home;
	check_proposer(proposal);
	if (!proposal->end_date)
		return;
	if (draft->unit)
		check_life(proposal, draft->unit, "unit");
	if (!proposes_itself)
		check_life(proposal, draft->nominated_by, "nominated_by");
}
