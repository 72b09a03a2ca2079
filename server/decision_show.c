/* A line as it is answered, with all that became of it. */
#include "decision_show.h"

#include "reply.h"

int64_t line_payable(struct request *req, int64_t id)
{
	struct stmt *q = db_query(req->db,
		"SELECT " LINE_PAYABLE " FROM decision_lines l"
		" JOIN award_types t ON t.award = l.award WHERE l.id = :x_line");

	bind_int(q, ":x_line", id);
	int64_t payable = db_row(q) ? column_int(q, 0) : 0;

	req_fail(req, db_done(q));
	return payable;
}

enum error line_reply(struct request *req, int status, int64_t id)
{
	struct stmt *line = db_query(req->db,
		"SELECT " LINE_COLUMNS ", " LINE_VERSION " AS _revision FROM decision_lines l"
		" WHERE l.id = :x_line");
	struct stmt *changes = db_query(req->db,
		"SELECT kind, decision, ground, reason, old_name, old_unit, at FROM line_changes"
		" WHERE line = :x_line ORDER BY id");
	struct stmt *recoveries = db_query(req->db,
		"SELECT what, amount, due_on, returned_on FROM recoveries WHERE line = :x_line"
		" ORDER BY what");
	struct stmt *dependents = db_query(req->db,
		"SELECT a.id AS case_id, a.award, a.year, a.state, a.review_needed"
		" FROM award_lines r JOIN award_cases a ON a.id = r.case_id"
		" WHERE r.line = :x_line ORDER BY a.id");
	struct stmt *each[] = {line, changes, recoveries, dependents};

	for (size_t i = 0; i < sizeof each / sizeof *each; i++)
		bind_int(each[i], ":x_line", id);
	reply_open(req, status);
	reply_columns(req, line);
	reply_member_rows(req, "changes", changes);
	reply_member_rows(req, "recoveries", recoveries);
	reply_member_rows(req, "dependents", dependents);
	return reply_close(req);
}
