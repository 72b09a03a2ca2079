/* Whom a new case is about and which office proposes it. */
#include "awards/nomination_draft.h"

#include <string.h>

#include "gen/problems.h"
#include "office/person.h"
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
		"SELECT " PERSON_OFFICE_ON("p", ":x_day") " FROM persons p WHERE p.id = :x_person");
	struct stmt *now = db_query(req->db, "SELECT unit FROM persons WHERE id = :x_person");
	struct stmt *q = day ? then : now;

	if (day)
		bind_text(q, ":x_day", day);
	bind_int(q, ":x_person", proposal->draft->person);
	return query_text(req, q);
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
		draft->home = home;
		return true;
	}
	const char *named = draft->unit ? draft->unit : row_text(proposal->row, "staff_code");

	/* As the caller named it: the number behind a staff code is not for those out of reach. */
	if (!req->failed)
		fault_reference_unknown(req, draft_at(proposal, draft_subject(proposal)),
			named ? named : req_printf(req, "%lld", (long long)draft->person));
	return false;
}

bool draft_find_office(const struct proposal *proposal)
{
	struct request *req = proposal->req;
	struct award_draft *draft = proposal->draft;

	if (!draft->nominated_by)
		draft->nominated_by = draft->home;
	if (in_reach(req, draft->nominated_by))
		return true;
	fault_reference_unknown(req, draft_at(proposal, "nominated_by"), draft->nominated_by);
	return false;
}
