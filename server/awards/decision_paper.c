/* What a row of an import says about a line that was signed on paper: its subject and its ground. */
#include <string.h>

#include "awards/decision.h"
#include "gen/problems.h"
#include "request/query.h"

const char *paper_subject_member(const struct row *row)
{
	if (row_text(row, "staff_code"))
		return "staff_code";
	return row_text(row, "full_name") ? "full_name" : "unit";
}

bool paper_subject(struct request *req, const struct row *row, const struct decision *decision,
	struct award_draft *draft)
{
	const char *unit = row_text(row, "unit"), *member = paper_subject_member(row);

	if (unit)
		unit = named_unit(req, member_pointer(req, row, "unit"), unit, decision->issuer,
			decision->signed_on);
	if (row_text(row, "unit") && !unit)
		return false;
	if (!strcmp(member, "unit")) {
		if (!unit)
			fault_missing_member(req, member_pointer(req, row, "unit"));
		draft->unit = unit;
		return unit;
	}
	struct named_person person = {.staff_code = row_text(row, "staff_code"),
		.full_name = row_text(row, "full_name"),
		.birth_date = row_text(row, "birth_date"),
		.unit = unit,
		.above = decision->issuer,
		.day = decision->signed_on};

	draft->nominated_by = unit;
	draft->person = named_person(req, member_pointer(req, row, member), &person);
	draft->on = decision->signed_on;
	draft->vouched = person.away;
	return draft->person;
}

bool paper_initiative(struct request *req, const struct row *row, const struct award_draft *draft)
{
	int64_t initiative = row_int(row, "initiative", 0);
	struct stmt *q = db_query(req->db,
		"SELECT 1 FROM initiative_authors WHERE initiative = :x_initiative"
		" AND person = :x_person");

	bind_int(q, ":x_initiative", initiative);
	bind_int(q, ":x_person", draft->person);
	if (query_exists(req, q) || !initiative)
		return !req->failed;
	fault_reference_unknown(req, member_pointer(req, row, "initiative"),
		req_printf(req, "%lld", (long long)initiative));
	return false;
}
