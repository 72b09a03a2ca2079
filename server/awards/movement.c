/* A movement as it stands, who may act on it, and what its length asks for. */
#include "awards/movement.h"

#include <string.h>

#include "awards/possible.h"
#include "awards/regime.h"
#include "calendar.h"
#include "gen/problems.h"
#include "request/bind.h"
#include "request/etag.h"
#include "request/journal.h"
#include "request/query.h"
#include "request/reach.h"
#include "request/reply.h"

enum error movement_see(struct request *req, int64_t id, struct movement *out)
{
	struct stmt *q = db_query(req->db,
		"SELECT m.unit, m.form, m.state, m.start_date, m.end_date, m.launched_on,"
		" m.revision FROM movements m WHERE m.id = :x_id AND" MOVEMENT_READABLE);

	bind_text(q, ":caller_unit", req->caller.unit);
	bind_int(q, ":x_id", id);
	bool found = db_row(q);

	if (found)
		*out = (struct movement){
			.id = id,
			.unit = req_text(req, column_text(q, 0)),
			.form = req_text(req, column_text(q, 1)),
			.state = req_text(req, column_text(q, 2)),
			.start_date = req_text(req, column_text(q, 3)),
			.end_date = req_text(req, column_text(q, 4)),
			.launched_on = req_text(req, column_text(q, 5)),
			.revision = column_int(q, 6),
		};
	if (query_end(req, q, found))
		return req->failed;
	out->in_reach = in_reach(req, out->unit);
	req_about(req, out->unit);
	return req->failed;
}

enum error movement_lead(struct request *req, int64_t id, struct movement *out)
{
	if (movement_see(req, id, out))
		return req->failed;
	return out->in_reach ? OK : fail_launcher_only(req, out->unit);
}

enum error movement_may(struct request *req, struct movement *movement, const char *event)
{
	if (check_if_match(req, movement->revision))
		return req->failed;
	const struct transition *step = machine_step(&movement_machine, movement->state, event);

	if (!step)
		return fail_movement_state(req, event, movement->state,
			possible_events(req, &movement_machine, movement->state));
	movement->next = step->to;
	return OK;
}

/* BR-22. How long "long" is differs by regime; the numbers are data. */
bool movement_needs_midterm(
	struct request *req, const struct movement *movement, int64_t *out_have, int64_t *out_need)
{
	int64_t first = 0, last = 0;

	if (strcmp(movement->form, "thematic") != 0)
		return false;
	const char *regime = regime_of(req, 0, "movement", movement->end_date);

	*out_need = regime ? regime_number(req, regime, "movement_midterm_from_months", 0) : 0;
	calendar_parse_day(movement->start_date, &first);
	calendar_parse_day(movement->end_date, &last);
	*out_have = calendar_full_months(first, last + 1);
	return *out_need > 0 && *out_have >= *out_need;
}

enum error movement_touch(struct request *req, int64_t id)
{
	struct stmt *q =
		db_query(req->db, "UPDATE movements SET revision = revision + 1 WHERE id = :x_id");

	return query_run(req, bind_id(q, id));
}

enum error movement_reply(struct request *req, int status, int64_t id)
{
	struct stmt *head = db_query(req->db,
		"SELECT id, name, form, level, unit, external_launcher, start_date, end_date, state, objectives,"
		" criteria, slogan, plan, launched_on, launch_document, closed_on, cancel_reason,"
		" revision AS _revision FROM movements WHERE id = :x_id");
	struct stmt *documents = db_query(req->db,
		"SELECT number, issued_on, title FROM movement_documents WHERE movement = :x_id"
		" ORDER BY issued_on, number");
	struct stmt *reviews = db_query(req->db,
		"SELECT kind, held_on, summary, document FROM movement_reviews"
		" WHERE movement = :x_id ORDER BY held_on, kind DESC");
	struct stmt *participants = db_query(req->db,
		"SELECT count(CASE WHEN state = 'invited' THEN 1 END) AS invited,"
		" count(CASE WHEN state = 'registered' THEN 1 END) AS registered,"
		" count(CASE WHEN state = 'reporting' THEN 1 END) AS reporting,"
		" count(CASE WHEN state = 'reviewed' THEN 1 END) AS reviewed,"
		" count(CASE WHEN state = 'not_participating' THEN 1 END) AS not_participating"
		" FROM movement_units WHERE movement = :x_id");

	reply_open(req, status);
	reply_columns(req, bind_id(head, id));
	reply_member(req, "documents", bind_id(documents, id));
	reply_member(req, "reviews", bind_id(reviews, id));
	reply_member(req, "participants", bind_id(participants, id));
	return reply_close(req);
}
