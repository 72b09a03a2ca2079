/* A person as the answer that api-spec/persons.yaml has. */
#include "office/person.h"
#include "request/bind.h"
#include "request/reply.h"

enum error person_reply(struct request *req, int status, int64_t id)
{
	struct stmt *q = db_query(req->db,
		"SELECT p.id AS id, p.staff_code AS staff_code, p.full_name AS full_name,"
		" p.birth_date AS birth_date, p.status AS status, p.unit AS unit, n.name_vi AS unit_name,"
		" p.position AS position, p.ended_at AS ended_at, p.end_reason AS end_reason,"
		" p.merged_into AS merged_into, p.revision AS _revision FROM all_persons p"
		" JOIN unit_below b ON b.unit = p.unit AND b.ancestor = :caller_unit"
		" JOIN units n ON n.unit = p.unit WHERE p.id = :x_id");
	struct stmt *postings = db_query(req->db,
		"SELECT t.unit AS unit, n.name_vi AS unit_name, t.position AS position, t.from_date AS from_date,"
		" t.to_date AS to_date FROM all_postings t JOIN all_persons p ON p.id = t.person"
		" JOIN units n ON n.unit = t.unit WHERE t.person = :x_id AND t.ended_at IS NOT DISTINCT FROM p.ended_at"
		" ORDER BY t.from_date");
	struct stmt *disciplines = db_query(req->db,
		"SELECT id, measure, violation_date, decision_date, document, charged_year,"
		" annulled_on, annul_reason FROM disciplines WHERE person = :x_id ORDER BY id");
	struct stmt *holds = db_query(req->db,
		"SELECT id FROM holds WHERE person = :x_id AND closed_on IS NULL ORDER BY id");

	reply_open(req, status);
	reply_columns(req, bind_id(q, id));
	reply_member(req, "postings", bind_id(postings, id));
	reply_member(req, "disciplines", bind_id(disciplines, id));
	reply_member(req, "holds", bind_id(holds, id));
	return reply_close(req);
}
