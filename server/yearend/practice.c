#include "yearend/practice.h"

#include "gen/problems.h"
#include "office/unit.h"
#include "request/bind.h"
#include "request/query.h"
#include "request/reply.h"
#include "yearend/effect.h"

static struct stmt *find(struct request *req)
{
	return db_query(req->db,
		"SELECT p.id, p.unit, p.year, p.state, p.revision," REACHES("p.unit") "," JUDGES(
			"p.year",
			"p.unit") " FROM practices p WHERE p.id = :x_id AND" PRACTICE_READABLE);
}

static enum error reply(struct request *req, int status, int64_t id)
{
	struct stmt *q = db_query(req->db,
		"SELECT p.id, p.unit, " NAME_OF_UNIT(
			"p.unit") ", p.year, p.title, p.area, p.problem,"
				  " p.solution, p.result, p.since, p.initiative, " EFFECT_SHOWN(
					  "p") ", p.state,"
					       " p.recognised_on, p.recognised_by, p.document, p.reason,"
					       " (SELECT count(*) FROM adoptions a WHERE a.practice = p.id) AS adoptions,"
					       " (SELECT count(*) FROM adoptions a WHERE a.practice = p.id"
					       " AND a.state IN ('applied', 'reported')) AS replicated, p.revision AS _revision"
					       " FROM practices p WHERE p.id = :x_id");

	return reply_row(req, status, bind_id(q, id));
}

const struct kind practice_kind = {&practice_machine, find, NULL, fail_practice_state, reply};

enum error practice_touch(struct request *req, int64_t id)
{
	struct stmt *q =
		db_query(req->db, "UPDATE practices SET revision = revision + 1 WHERE id = :x_id");

	return query_run(req, bind_id(q, id));
}
