/* What the rules of all files share. */
#include "awards/eligibility_rule.h"

#include "request/query.h"

void bind_subject(struct stmt *q, const struct candidate *candidate)
{
	if (candidate->person)
		bind_int(q, ":person", candidate->person);
	else
		bind_null(q, ":person");
	bind_text(q, ":unit", candidate->unit);
}

bool rule_fails(struct judge *j, const char *code)
{
	j->verdict = RULE_FAILED;
	j->code = code;
	return j->stops <= j->stage;
}

void stand_on_line(struct judge *j, int64_t line)
{
	struct stmt *q = db_query(j->req->db,
		"INSERT INTO award_lines (case_id, line) VALUES (:case_id, :line)"
		" ON CONFLICT DO NOTHING");

	bind_int(q, ":case_id", j->candidate->case_id);
	bind_int(q, ":line", line);
	query_run(j->req, q);
}
