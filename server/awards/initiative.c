/* An initiative as it stands and who may act on it. Authors are in
 * initiative_authors.c. */
#include "awards/initiative.h"

#include "awards/possible.h"
#include "gen/problems.h"
#include "request/bind.h"
#include "request/etag.h"
#include "request/journal.h"
#include "request/query.h"
#include "request/reach.h"
#include "request/reply.h"

/* A case that comes to rest on it shows in its object, which is a new version by that; one that is
 * ended is a newer one. */
#define REVISION                                                                                   \
	" i.revision + (SELECT count(*) + count(c.ended_at) FROM award_initiatives u"              \
	" JOIN all_award_cases c ON c.id = u.case_id WHERE u.initiative = i.id)"

enum error initiative_see(struct request *req, int64_t id, struct initiative *out)
{
	struct stmt *q = db_query(req->db,
		"SELECT i.unit, i.state, i.applied_on, i.submitted_on," REVISION
		" FROM initiatives i WHERE i.id = :x_id AND" INITIATIVE_READABLE);

	bool found = db_row(bind_id(bind_input(q, req), id));

	if (found)
		*out = (struct initiative){
			.id = id,
			.unit = req_text(req, column_text(q, 0)),
			.state = req_text(req, column_text(q, 1)),
			.applied_on = req_text(req, column_text(q, 2)),
			.submitted_on = req_text(req, column_text(q, 3)),
			.revision = column_int(q, 4),
		};
	if (query_end(req, q, found))
		return req->failed;
	req_about(req, out->unit);
	return req->failed;
}

enum error initiative_lead(struct request *req, int64_t id, struct initiative *out)
{
	if (initiative_see(req, id, out))
		return req->failed;
	if (in_reach(req, out->unit))
		return req->failed;
	return req->failed ? req->failed : fail_initiative_office_only(req, out->unit);
}

enum error initiative_may(struct request *req, struct initiative *initiative, const char *event)
{
	if (check_if_match(req, initiative->revision))
		return req->failed;
	const struct transition *step = machine_step(&initiative_machine, initiative->state, event);

	if (!step)
		return fail_initiative_state(req, event, initiative->state,
			possible_events(req, &initiative_machine, initiative->state));
	initiative->next = step->to;
	return OK;
}

enum error initiative_reply(struct request *req, int status, int64_t id)
{
	struct stmt *head = db_query(req->db,
		"SELECT i.id, i.title, i.kind, i.unit, i.year, i.state, i.summary, i.applied_on,"
		" i.submitted_on, i.reason, i.document," REVISION
		" AS _revision FROM initiatives i WHERE i.id = :x_id");
	struct stmt *authors = db_query(req->db,
		"SELECT a.person, p.full_name, p.unit, a.share_pct FROM initiative_authors a"
		" JOIN persons p ON p.id = a.person WHERE a.initiative = :x_id"
		" ORDER BY a.share_pct DESC, a.person");
	struct stmt *recognitions = db_query(req->db,
		"SELECT level, decided_on, document, decided_by, annulled_on"
		" FROM initiative_recognitions WHERE initiative = :x_id"
		" ORDER BY decided_on, level");
	struct stmt *users = db_query(req->db,
		"SELECT u.case_id FROM award_initiatives u JOIN award_cases c ON c.id = u.case_id WHERE u.initiative = :x_id ORDER BY u.case_id");

	reply_open(req, status);
	reply_columns(req, bind_id(head, id));
	reply_member(req, "authors", bind_id(authors, id));
	reply_member(req, "recognitions", bind_id(recognitions, id));
	reply_member(req, "used_by", bind_id(users, id));
	return reply_close(req);
}
