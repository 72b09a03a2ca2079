/* A person as the answer that api-spec/persons.yaml has; see person.h. */
#include "buffer.h"
#include "person.h"
#include "reply.h"

static void reply_open_holds(struct request *req, int64_t id)
{
	struct stmt *q = db_query(req->db,
		"SELECT id FROM holds WHERE person = :x_id AND closed_on IS NULL ORDER BY id");
	struct buffer holds = {0};

	bind_int(q, ":x_id", id);
	buffer_char(&holds, '[');
	for (bool first = true; db_row(q); first = false) {
		if (!first)
			buffer_char(&holds, ',');
		buffer_int(&holds, column_int(q, 0));
	}
	buffer_char(&holds, ']');
	req_fail(req, holds.failed ? E_MEMORY : db_done(q));
	if (!req->failed)
		reply_member_json(req, "holds", buffer_string(&holds));
	buffer_free(&holds);
}

enum error person_reply(struct request *req, int status, int64_t id)
{
	struct stmt *q = db_query(req->db,
		"SELECT p.id AS id, p.staff_code AS staff_code, p.full_name AS full_name,"
		" p.birth_date AS birth_date, p.status AS status, p.unit AS unit,"
		" p.position AS position, p.revision AS _revision FROM persons p"
		" JOIN unit_below b ON b.unit = p.unit AND b.ancestor = :x_caller"
		" WHERE p.id = :x_id");
	struct stmt *postings = db_query(req->db,
		"SELECT unit, position, from_date, to_date FROM postings WHERE person = :x_id"
		" ORDER BY from_date");
	struct stmt *disciplines = db_query(req->db,
		"SELECT id, measure, violation_date, decision_date, document, charged_year,"
		" annulled_on, annul_reason FROM disciplines WHERE person = :x_id ORDER BY id");

	reply_open(req, status);
	bind_int(q, ":x_id", id);
	bind_text(q, ":x_caller", req->caller.unit);
	reply_columns(req, q);
	bind_int(postings, ":x_id", id);
	reply_member_rows(req, "postings", postings);
	bind_int(disciplines, ":x_id", id);
	reply_member_rows(req, "disciplines", disciplines);
	reply_open_holds(req, id);
	return reply_close(req);
}
