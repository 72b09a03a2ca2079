#include "yearend/exemplar.h"

#include "gen/problems.h"
#include "office/unit.h"
#include "request/bind.h"
#include "request/reply.h"

static struct stmt *find(struct request *req)
{
	return db_query(req->db,
		"SELECT e.id, e.unit, e.year, e.state, e.revision," REACHES(
			"e.unit") ", 0 FROM exemplars e WHERE e.id = :x_id AND" EXEMPLAR_READABLE);
}

static enum error reply(struct request *req, int status, int64_t id)
{
	struct stmt *q = db_query(req->db,
		"SELECT e.id, e.unit, " NAME_OF_UNIT(
			"e.unit") ", e.person, p.full_name, e.year, e.title,"
				  " e.summary, e.movement, e.state, e.plan, e.recognised_on, e.document, e.spread,"
				  " e.reason, e.revision AS _revision FROM exemplars e"
				  " LEFT JOIN persons p ON p.id = e.person WHERE e.id = :x_id");

	return reply_row(req, status, bind_id(q, id));
}

const struct kind exemplar_kind = {&exemplar_machine, find, NULL, fail_exemplar_state, reply};
