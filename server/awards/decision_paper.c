/* What a row of an import says about a line that was signed on paper: its subject and its ground. */
#include <string.h>

#include "awards/decision.h"
#include "awards/eligibility.h"
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

/* The imported cases of the subject, of the line's year and later, whose rules look for its award. */
static struct stmt *select_standing(struct request *req, const struct line *line)
{
	struct stmt *q = line->person
		? db_query(req->db,
			  "SELECT DISTINCT c.id FROM award_cases c JOIN award_rules r"
			  " ON r.award = c.award AND r.base = :x_award WHERE c.person = :x_subject"
			  " AND c.year >= :x_year AND c.origin = 'import' AND c.id <> :x_case"
			  " AND c.state IN ('granted', 'published', 'conferred')"
			  " ORDER BY c.id")
		: db_query(req->db,
			  "SELECT DISTINCT c.id FROM award_cases c JOIN award_rules r"
			  " ON r.award = c.award AND r.base = :x_award WHERE c.unit = :x_subject"
			  " AND c.year >= :x_year AND c.origin = 'import' AND c.id <> :x_case"
			  " AND c.state IN ('granted', 'published', 'conferred')"
			  " ORDER BY c.id");

	if (line->person)
		bind_int(q, ":x_subject", line->person);
	else
		bind_text(q, ":x_subject", line->unit);
	bind_text(q, ":x_award", line->award);
	bind_int(q, ":x_year", line->year);
	bind_int(q, ":x_case", line->case_id);
	return q;
}

/* What the case stands on is found again; what was taken back since stays remembered. */
static enum error stand_again(struct request *req, int64_t case_id)
{
	struct stmt *clear = db_query(req->db,
		"DELETE FROM award_lines WHERE case_id = :x_case AND EXISTS (SELECT 1"
		" FROM decision_lines l WHERE l.id = award_lines.line AND l.status = 'in_force')");
	struct award award;

	if (award_find(req, case_id, &award))
		return req->failed;
	struct candidate candidate = candidate_of(&award);

	candidate.on_paper = true;
	bind_int(clear, ":x_case", case_id);
	query_run(req, clear);
	return eligibility_remember(req, &candidate);
}

enum error paper_settle(struct request *req, const struct line *line)
{
	struct stmt *q = select_standing(req, line);
	int64_t cases[64];
	size_t count = 0;

	while (count < sizeof cases / sizeof *cases && db_row(q))
		cases[count++] = column_int(q, 0);
	if (req_fail(req, db_done(q)))
		return req->failed;
	for (size_t i = 0; i < count && !req->failed; i++)
		stand_again(req, cases[i]);
	return req->failed;
}

bool paper_initiative(struct request *req, const struct row *row, const struct award_draft *draft)
{
	int64_t initiative = row_int(row, "initiative", 0);
	struct stmt *q = db_query(req->db,
		"SELECT 1 FROM initiative_authors WHERE initiative = :x_initiative"
		" AND person = :x_person");

	if (!initiative)
		return true;
	bind_int(q, ":x_initiative", initiative);
	bind_int(q, ":x_person", draft->person);
	if (query_exists(req, q))
		return !req->failed;
	fault_reference_unknown(req, member_pointer(req, row, "initiative"),
		req_printf(req, "%lld", (long long)initiative));
	return false;
}
