/* A line as it is answered, with all that became of it. */
#include "awards/decision_show.h"

#include "request/bind.h"
#include "request/reply.h"

enum error line_reply(struct request *req, int status, int64_t id)
{
	struct stmt *line = db_query(req->db,
		"SELECT " LINE_COLUMNS ", " LINE_VERSION " AS _revision FROM decision_lines l"
		" WHERE l.id = :x_id");
	struct stmt *changes = db_query(req->db,
		"SELECT kind, decision, ground, reason, old_name, old_unit, at FROM line_changes"
		" WHERE line = :x_id ORDER BY id");
	struct stmt *recoveries = db_query(req->db,
		"SELECT what, amount, due_on, returned_on FROM recoveries WHERE line = :x_id"
		" ORDER BY what");
	struct stmt *dependents = db_query(req->db,
		"SELECT a.id AS case_id, a.award, a.year, a.state, a.review_needed"
		" FROM award_lines r JOIN award_cases a ON a.id = r.case_id"
		" WHERE r.line = :x_id ORDER BY a.id");

	reply_open(req, status);
	reply_columns(req, bind_id(line, id));
	reply_member(req, "changes", bind_id(changes, id));
	reply_member(req, "recoveries", bind_id(recoveries, id));
	reply_member(req, "dependents", bind_id(dependents, id));
	return reply_close(req);
}
