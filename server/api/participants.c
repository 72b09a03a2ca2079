/*
 * Who takes part in a movement. The launcher invites and assesses; joining, leaving and reporting
 * are a unit's own acts (TT 01/2019/TT-VKSTC prohibits forcing and hindering alike).
 */
#include <string.h>

#include "awards/movement.h"
#include "awards/possible.h"
#include "gen/api.h"
#include "gen/problems.h"
#include "lifecycle.h"
#include "request/bind.h"
#include "request/etag.h"
#include "request/journal.h"
#include "request/past_day.h"
#include "request/problem.h"
#include "request/query.h"
#include "request/reach.h"
#include "request/reply.h"

struct participant {
	int64_t movement;
	const char *unit;
	const char *state; /* NULL: does not take part and never did */
	const char *valid_to, *successor;
	bool below; /* it lies below the launcher, or is the launcher */
	int64_t revision;
	const char *next; /* the state after the step that may_step() allowed */
};

#define PARTICIPANTS                                                                               \
	" FROM movement_units p JOIN units u ON u.unit = p.unit WHERE p.movement = :id"            \
	" AND (CAST(:state AS TEXT) IS NULL OR p.state = :state)"

enum error list_participants(struct request *req)
{
	const struct list_participants_in *in = req->in;
	struct movement movement;

	if (movement_see(req, in->id, &movement))
		return req->failed;
	return REPLY_PAGE1(req,
		"p.unit, u.name_vi AS unit_name, p.state, p.joined_on, p.left_on,"
		" (SELECT count(*) FROM movement_results r WHERE r.movement = p.movement"
		" AND r.unit = p.unit) AS results",
		PARTICIPANTS, "p.unit", TEXT);
}

/* The unit as it stands to the movement, whether it takes part or not. */
static enum error find_participant(struct request *req, const struct movement *movement,
	const char *unit, struct participant *out)
{
	struct stmt *q = db_query(req->db,
		"SELECT p.state, p.revision, u.valid_to, u.successor, b.unit FROM units u"
		" LEFT JOIN movement_units p ON p.unit = u.unit AND p.movement = :x_movement"
		" LEFT JOIN unit_below b ON b.unit = u.unit AND b.ancestor = :x_launcher"
		" WHERE u.unit = :x_unit");

	bind_int(q, ":x_movement", movement->id);
	bind_text(q, ":x_launcher", movement->unit);
	bind_text(q, ":x_unit", unit);
	bool found = db_row(q);

	if (found)
		*out = (struct participant){
			.movement = movement->id,
			.unit = unit,
			.state = req_text(req, column_text(q, 0)),
			.revision = column_int(q, 1),
			.valid_to = req_text(req, column_text(q, 2)),
			.successor = req_text(req, column_text(q, 3)),
			.below = !column_is_null(q, 4),
		};
	req_about(req, unit);
	return query_end(req, q, found);
}

/* Its results are the affair of the unit, of the launcher and of those above them. */
static enum error reply_participant(
	struct request *req, int status, const struct movement *movement, const char *unit)
{
	struct stmt *head = db_query(req->db,
		"SELECT p.movement, p.unit, u.name_vi AS unit_name, p.state, p.joined_on, p.left_on, p.reason,"
		" p.assessment, p.revision AS _revision FROM movement_units p"
		" JOIN units u ON u.unit = p.unit"
		" WHERE p.movement = :x_movement AND p.unit = :x_unit");

	bind_int(head, ":x_movement", movement->id);
	bind_text(head, ":x_unit", unit);
	reply_open(req, status);
	if (reply_columns(req, head))
		return req->failed;
	if (!movement->in_reach && !in_reach(req, unit)) {
		reply_member_null(req, "results");
		return reply_close(req);
	}
	struct stmt *results = db_query(req->db,
		"SELECT reported_on, summary, document FROM movement_results"
		" WHERE movement = :x_movement AND unit = :x_unit ORDER BY reported_on, id");

	bind_int(results, ":x_movement", movement->id);
	bind_text(results, ":x_unit", unit);
	reply_member(req, "results", results);
	return reply_close(req);
}

enum error get_participant(struct request *req)
{
	const struct get_participant_in *in = req->in;
	struct movement movement;
	struct participant participant = {0};

	if (movement_see(req, in->id, &movement) ||
		find_participant(req, &movement, in->unit, &participant))
		return req->failed;
	return participant.state ? reply_participant(req, 200, &movement, in->unit)
				 : fail_not_found(req);
}

static bool is_one_of(const char *state, const char *const states[])
{
	for (size_t i = 0; states[i]; i++)
		if (!strcmp(states[i], state))
			return true;
	return false;
}

/* While units may still come in, and while something may still be said of those who did. */
static const char *const before_review[] = {"launched", "running", "midterm_review", NULL};
static const char *const open_states[] = {
	"launched", "running", "midterm_review", "final_review", NULL};

/* If-Match, the movement's state, then the participant's. */
static enum error may_step(struct request *req, const struct movement *movement,
	const char *const while_in[], const char *event, struct participant *participant)
{
	if (check_if_match(req, participant->revision))
		return req->failed;
	if (!is_one_of(movement->state, while_in))
		return fail_movement_state(req, event, movement->state,
			possible_events(req, &movement_machine, movement->state));
	const struct transition *step =
		machine_step(&participant_machine, participant->state, event);

	if (step) {
		participant->next = step->to;
		return OK;
	}
	if (!participant->state)
		return fail_not_found(req);
	return fail_participant_state(req, event, participant->state,
		possible_events(req, &participant_machine, participant->state));
}

/* A unit that enters lies below the launcher and is still there when the movement begins. */
static enum error may_enter(
	struct request *req, const struct movement *movement, const struct participant *participant)
{
	if (!participant->below)
		return fail_outside_movement(req, participant->unit, movement->unit);
	if (participant->valid_to && strcmp(participant->valid_to, movement->start_date) < 0)
		return fail_unit_ended(
			req, participant->unit, participant->valid_to, participant->successor);
	return OK;
}

/* Stores the step by a statement over the inputs and :x_state. */
static enum error take_step(struct request *req, int status, const struct movement *movement,
	const struct participant *participant, struct stmt *step)
{
	bind_input(step, req);
	bind_text(step, ":x_state", participant->next);
	if (query_run(req, step) || movement_touch(req, movement->id))
		return req->failed;
	return reply_participant(req, status, movement, participant->unit);
}

/* PUT: to invite again is no change. */
enum error invite_participant(struct request *req)
{
	const struct invite_participant_in *in = req->in;
	struct movement movement;
	struct participant participant = {0};

	if (movement_lead(req, in->id, &movement) ||
		find_participant(req, &movement, in->unit, &participant) ||
		may_enter(req, &movement, &participant))
		return req->failed;
	if (participant.state && !strcmp(participant.state, "invited")) {
		if (check_if_match(req, participant.revision))
			return req->failed;
		req_unchanged(req);
		return reply_participant(req, 200, &movement, in->unit);
	}
	if (may_step(req, &movement, before_review, "invite", &participant))
		return req->failed;
	return take_step(req, 200, &movement, &participant,
		db_query(req->db,
			"INSERT INTO movement_units (movement, unit, state)"
			" VALUES (:id, :unit, :x_state)"));
}

/* The unit's own act: not even a unit above it takes it in its place. */
static enum error own_act(struct request *req, int64_t id, const char *unit,
	struct movement *movement, struct participant *participant)
{
	if (movement_see(req, id, movement) || find_participant(req, movement, unit, participant))
		return req->failed;
	return strcmp(req->caller.unit, unit) ? fail_own_act_only(req, unit) : OK;
}

enum error join_movement(struct request *req)
{
	const struct join_movement_in *in = req->in;
	const char *day = in->joined_on ? in->joined_on : req_today(req);
	struct movement movement;
	struct participant participant = {0};

	if (own_act(req, in->id, in->unit, &movement, &participant) ||
		may_enter(req, &movement, &participant) ||
		may_step(req, &movement, before_review, "join", &participant))
		return req->failed;
	check_past_day(req, "/joined_on", day, movement.launched_on);
	if (req_faults(req))
		return req->failed;
	struct stmt *step = db_query(req->db,
		"INSERT INTO movement_units (movement, unit, state, joined_on)"
		" VALUES (:id, :unit, :x_state, :x_joined_on) ON CONFLICT (movement, unit)"
		" DO UPDATE SET state = excluded.state, joined_on = excluded.joined_on,"
		" left_on = NULL, reason = NULL, revision = movement_units.revision + 1");

	bind_text(step, ":x_joined_on", day);
	return take_step(req, 200, &movement, &participant, step);
}

enum error leave_movement(struct request *req)
{
	const struct leave_movement_in *in = req->in;
	struct movement movement;
	struct participant participant = {0};

	if (own_act(req, in->id, in->unit, &movement, &participant) ||
		may_step(req, &movement, open_states, "leave", &participant))
		return req->failed;
	return take_step(req, 200, &movement, &participant,
		db_query(req->db,
			"UPDATE movement_units SET state = :x_state, left_on = :today,"
			" reason = :reason, revision = revision + 1"
			" WHERE movement = :id AND unit = :unit"));
}

enum error report_movement_result(struct request *req)
{
	const struct report_movement_result_in *in = req->in;
	struct movement movement;
	struct participant participant = {0};

	if (own_act(req, in->id, in->unit, &movement, &participant) ||
		may_step(req, &movement, open_states, "report", &participant))
		return req->failed;
	check_past_day(req, "/reported_on", in->reported_on, movement.start_date);
	if (req_faults(req))
		return req->failed;
	struct stmt *result = db_query(req->db,
		"INSERT INTO movement_results (movement, unit, reported_on, summary, document)"
		" VALUES (:id, :unit, :reported_on, :summary, :document)");

	if (query_run(req, bind_input(result, req)))
		return req->failed;
	req_created(req, "/movements/%lld/participants/%s", (long long)in->id, in->unit);
	return take_step(req, 201, &movement, &participant,
		db_query(req->db,
			"UPDATE movement_units SET state = :x_state, revision = revision + 1"
			" WHERE movement = :id AND unit = :unit"));
}

enum error review_participant(struct request *req)
{
	const struct review_participant_in *in = req->in;
	struct movement movement;
	struct participant participant = {0};

	if (movement_lead(req, in->id, &movement) ||
		find_participant(req, &movement, in->unit, &participant) ||
		may_step(req, &movement, open_states, "review", &participant))
		return req->failed;
	return take_step(req, 200, &movement, &participant,
		db_query(req->db,
			"UPDATE movement_units SET state = :x_state, assessment = :assessment,"
			" revision = revision + 1 WHERE movement = :id AND unit = :unit"));
}
