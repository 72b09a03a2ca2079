/*
 * Emulation movements: drafted by an office, launched, run, reviewed, closed. Drafts are checked in
 * movement_draft.c, those who take part are participants.c's.
 */
#include <string.h>

#include "awards/movement_draft.h"
#include "gen/api.h"
#include "gen/problems.h"
#include "office/unit.h"
#include "request/bind.h"
#include "request/import.h"
#include "request/journal.h"
#include "request/past_day.h"
#include "request/problem.h"
#include "request/query.h"
#include "request/reply.h"

#define UNIT_NAME NAME_OF_UNIT("m.unit")

#define MOVEMENTS                                                                                  \
	" FROM movements m WHERE" MOVEMENT_READABLE                                                \
	" AND (CAST(:unit AS TEXT) IS NULL OR m.unit = :unit)"                                     \
	" AND (CAST(:participant AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM movement_units p"       \
	" WHERE p.movement = m.id AND p.unit = :participant"                                       \
	" AND p.state <> 'not_participating'))"                                                    \
	" AND (CAST(:state AS TEXT) IS NULL OR m.state = :state)"                                  \
	" AND (CAST(:form AS TEXT) IS NULL OR m.form = :form)"                                     \
	" AND (CAST(:level AS TEXT) IS NULL OR m.level = :level)"                                  \
	" AND (CAST(:from AS TEXT) IS NULL OR m.end_date >= :from)"                                \
	" AND (CAST(:to AS TEXT) IS NULL OR m.start_date <= :to)"                                  \
	" AND (CAST(:year AS BIGINT) IS NULL OR EXISTS (SELECT 1 FROM work_years w"                \
	" WHERE w.year = :year AND m.start_date <= w.end_date AND m.end_date >= w.start_date))"    \
	" AND (CAST(:q AS TEXT) IS NULL OR " HAS_Q("m.name_key") ")"

enum error list_movements(struct request *req)
{
	return REPLY_PAGE2_DOWN(req,
		"m.id, m.name, m.form, m.level, m.unit, m.external_launcher, m.start_date, m.end_date, m.state,"
		" m.launched_on, m.closed_on, " UNIT_NAME,
		MOVEMENTS, "m.start_date", TEXT, "m.id", BIGINT);
}

enum error get_movement(struct request *req)
{
	const struct get_movement_in *in = req->in;
	struct movement movement;

	if (movement_see(req, in->id, &movement))
		return req->failed;
	return movement_reply(req, 200, in->id);
}

/* POST /movements: a draft of the caller's office or one below it. */
enum error create_movement(struct request *req)
{
	const struct create_movement_in *in = req->in;
	const char *unit = in->unit ? in->unit : req->caller.unit;

	movement_check_draft(req, unit);
	if (req_faults(req))
		return req->failed;
	struct stmt *q = db_query(req->db,
		"INSERT INTO movements (name, name_key, form, level, unit, start_date, end_date,"
		" external_launcher, objectives, criteria, slogan, plan, state) VALUES (:name, :name_key, :form,"
		" :level, :x_unit, :start_date, :end_date, :external_launcher, :objectives, :criteria, :slogan, :plan,"
		" 'drafted') RETURNING id");

	bind_input(q, req);
	bind_text(q, ":x_unit", unit);
	int64_t id = query_int(req, q);

	if (req->failed || movement_put_documents(req, id))
		return req->failed;
	req_about(req, unit);
	req_created(req, "/movements/%lld", (long long)id);
	return movement_reply(req, 201, id);
}

static enum error store_draft(struct request *req, int64_t id)
{
	struct stmt *q = db_query(req->db,
		"UPDATE movements SET name = :name, name_key = :name_key, form = :form,"
		" level = :level, external_launcher = :external_launcher, start_date = :start_date, end_date = :end_date,"
		" objectives = :objectives, criteria = :criteria, slogan = :slogan, plan = :plan,"
		" revision = revision + 1 WHERE id = :id");

	query_run(req, bind_input(q, req));
	return movement_put_documents(req, id);
}

enum error replace_movement(struct request *req)
{
	const struct replace_movement_in *in = req->in;
	struct row row = body_row(req);
	struct movement movement;
	enum import_outcome outcome;

	if (movement_lead(req, in->id, &movement) || movement_may(req, &movement, "amend"))
		return req->failed;
	movement_check_draft(req, movement.unit);
	if (req_faults(req))
		return req->failed;
	struct stmt *old = db_query(req->db,
		"SELECT name, form, level, external_launcher, start_date, end_date, objectives,"
		" criteria, slogan, plan"
		" FROM movements WHERE id = :id");

	if (import_compare(req, &row, bind_input(old, req), &outcome))
		return req->failed;
	if (outcome == IMPORT_UNCHANGED && movement_documents_same(req, in->id))
		req_unchanged(req);
	else if (store_draft(req, in->id))
		return req->failed;
	return movement_reply(req, 200, in->id);
}

/* Stores the step that movement_may() allowed, by a statement over the inputs and :x_state. */
static enum error take_step(struct request *req, const struct movement *movement, struct stmt *step)
{
	bind_input(step, req);
	bind_text(step, ":x_state", movement->next);
	query_run(req, step);
	return movement_reply(req, 200, movement->id);
}

/* POST /movements/{id}/launch: before its first day or in its run, never after it. */
enum error launch_movement(struct request *req)
{
	const struct launch_movement_in *in = req->in;
	struct movement movement;

	if (movement_lead(req, in->id, &movement) || movement_may(req, &movement, "launch"))
		return req->failed;
	check_past_day(req, "/launched_on", in->launched_on, NULL);
	if (strcmp(in->launched_on, movement.end_date) > 0)
		fault_dates_reversed(req, "/launched_on", in->launched_on, movement.end_date);
	if (req_faults(req))
		return req->failed;
	return take_step(req, &movement,
		db_query(req->db,
			"UPDATE movements SET state = :x_state, launched_on = :launched_on,"
			" launch_document = :document, revision = revision + 1 WHERE id = :id"));
}

enum error start_movement(struct request *req)
{
	const struct start_movement_in *in = req->in;
	struct movement movement;

	if (movement_lead(req, in->id, &movement) || movement_may(req, &movement, "start"))
		return req->failed;
	return take_step(req, &movement,
		db_query(req->db,
			"UPDATE movements SET state = :x_state, revision = revision + 1"
			" WHERE id = :id"));
}

enum error cancel_movement(struct request *req)
{
	const struct cancel_movement_in *in = req->in;
	struct movement movement;

	if (movement_lead(req, in->id, &movement) || movement_may(req, &movement, "cancel"))
		return req->failed;
	return take_step(req, &movement,
		db_query(req->db,
			"UPDATE movements SET state = :x_state, cancel_reason = :reason,"
			" revision = revision + 1 WHERE id = :id"));
}

/* The days of its reviews; NULL: not held. */
struct reviews {
	const char *midterm, *final;
};

static struct reviews reviews_of(struct request *req, const struct movement *movement)
{
	struct stmt *q = db_query(req->db,
		"SELECT max(CASE WHEN kind = 'midterm' THEN held_on END),"
		" max(CASE WHEN kind = 'final' THEN held_on END) FROM movement_reviews"
		" WHERE movement = :x_id");
	struct reviews reviews = {NULL, NULL};

	bind_int(q, ":x_id", movement->id);
	if (db_row(q))
		reviews = (struct reviews){
			req_text(req, column_text(q, 0)), req_text(req, column_text(q, 1))};
	req_fail(req, db_done(q));
	return reviews;
}

static enum error store_review(
	struct request *req, const struct movement *movement, const char *kind)
{
	struct stmt *review = db_query(req->db,
		"INSERT INTO movement_reviews (movement, kind, held_on, summary, document)"
		" VALUES (:id, :x_kind, :held_on, :summary, :document)");

	bind_input(review, req);
	bind_text(review, ":x_kind", kind);
	if (query_run(req, review))
		return req->failed;
	return take_step(req, movement,
		db_query(req->db,
			"UPDATE movements SET state = :x_state, revision = revision + 1"
			" WHERE id = :id"));
}

enum error review_movement_midterm(struct request *req)
{
	const struct review_movement_midterm_in *in = req->in;
	struct movement movement;

	if (movement_lead(req, in->id, &movement) || movement_may(req, &movement, "midterm_review"))
		return req->failed;
	struct reviews reviews = reviews_of(req, &movement);

	if (reviews.midterm)
		return fail_review_exists(req, "midterm");
	check_past_day(req, "/held_on", in->held_on, movement.start_date);
	if (reviews.final && strcmp(in->held_on, reviews.final) > 0)
		fault_dates_reversed(req, "/held_on", in->held_on, reviews.final);
	if (req_faults(req))
		return req->failed;
	return store_review(req, &movement, "midterm");
}

enum error review_movement_finally(struct request *req)
{
	const struct review_movement_finally_in *in = req->in;
	struct movement movement;
	int64_t have, need;

	if (movement_lead(req, in->id, &movement) || movement_may(req, &movement, "final_review"))
		return req->failed;
	struct reviews reviews = reviews_of(req, &movement);

	check_past_day(req, "/held_on", in->held_on,
		reviews.midterm ? reviews.midterm : movement.start_date);
	if (req_faults(req))
		return req->failed;
	if (!reviews.midterm && movement_needs_midterm(req, &movement, &have, &need))
		warn_midterm_required(req, "", have, need);
	return store_review(req, &movement, "final");
}

/* BR-22: what a movement owes before it closes. */
enum error close_movement(struct request *req)
{
	const struct close_movement_in *in = req->in;
	struct movement movement;
	int64_t have, need;

	if (movement_lead(req, in->id, &movement) || movement_may(req, &movement, "close"))
		return req->failed;
	struct reviews reviews = reviews_of(req, &movement);

	if (!reviews.final)
		fault_final_review_required(req, "");
	if (!reviews.midterm && movement_needs_midterm(req, &movement, &have, &need))
		fault_midterm_required(req, "", have, need);
	check_past_day(req, "/closed_on", in->closed_on, reviews.final);
	if (req_faults(req))
		return req->failed;
	return take_step(req, &movement,
		db_query(req->db,
			"UPDATE movements SET state = :x_state, closed_on = :closed_on,"
			" revision = revision + 1 WHERE id = :id"));
}
