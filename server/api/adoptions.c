/* Who took up a practice of another office, and with what effect: its own act. */
#include <string.h>

#include "gen/api.h"
#include "gen/problems.h"
#include "office/unit.h"
#include "request/bind.h"
#include "request/journal.h"
#include "request/past_day.h"
#include "request/problem.h"
#include "request/query.h"
#include "request/reply.h"
#include "request/row.h"
#include "yearend/effect.h"
#include "yearend/practice.h"

#define OF_PRACTICE                                                                                \
	" FROM adoptions a WHERE a.practice = :id"                                                 \
	" AND (CAST(:state AS TEXT) IS NULL OR a.state = :state)"

enum error list_adoptions(struct request *req)
{
	const struct list_adoptions_in *in = req->in;
	struct kept practice;

	if (step_find(req, &practice_kind, in->id, &practice))
		return req->failed;
	return REPLY_PAGE1(req,
		"a.unit, " NAME_OF_UNIT(
			"a.unit") ", a.state, a.adopted_on, a.applied_on, a.effect, " EFFECT_SHOWN("a"),
		OF_PRACTICE, "a.unit", TEXT);
}

/* Of the practice :x_id, which the caller was seen to read. */
static struct stmt *find(struct request *req)
{
	return db_query(req->db,
		"SELECT a.id, a.unit, p.year, a.state, a.revision, 0, 0 FROM adoptions a"
		" JOIN practices p ON p.id = a.practice WHERE a.practice = :x_id AND a.unit = :unit");
}

static enum error reply(struct request *req, int status, int64_t id)
{
	struct stmt *q = db_query(req->db,
		"SELECT a.practice, a.unit, " NAME_OF_UNIT(
			"a.unit") ", a.state, a.adopted_on, a.plan,"
				  " a.applied_on, a.effect, " EFFECT_SHOWN(
					  "a") ", a.reason, a.revision AS _revision"
					       " FROM adoptions a WHERE a.id = :x_id");

	return reply_row(req, status, bind_id(q, id));
}

static const struct kind adoption_kind = {
	&adoption_machine, find, NULL, fail_adoption_state, reply};

enum error get_adoption(struct request *req)
{
	const struct get_adoption_in *in = req->in;
	struct kept practice, adoption;

	if (step_find(req, &practice_kind, in->id, &practice) ||
		step_find(req, &adoption_kind, in->id, &adoption))
		return req->failed;
	return reply(req, 200, adoption.id);
}

/* Whether the caller's office may take the practice up. */
static enum error check_adopter(struct request *req, const struct kept *practice)
{
	struct stmt *q = db_query(
		req->db, "SELECT 1 FROM adoptions WHERE practice = :x_id AND unit = :caller_unit");

	if (!strcmp(practice->unit, req->caller.unit))
		return fail_own_practice(req, practice->unit);
	return query_exists(req, bind_id(bind_input(q, req), practice->id))
		? fail_already_adopted(req, req->caller.unit)
		: req->failed;
}

enum error adopt_practice(struct request *req)
{
	const struct adopt_practice_in *in = req->in;
	struct kept practice;

	if (step_find(req, &practice_kind, in->id, &practice) || check_adopter(req, &practice) ||
		step_allows(req, &practice, "take_up"))
		return req->failed;
	struct stmt *q = db_query(req->db,
		"INSERT INTO adoptions (practice, unit, state, adopted_on, plan)"
		" VALUES (:id, :caller_unit, :x_state, :today, :plan) RETURNING id");

	bind_input(q, req);
	bind_text(q, ":x_state", machine_step(&adoption_machine, NULL, "take_up")->to);
	int64_t id = query_int(req, q);

	req_about(req, req->caller.unit);
	req_created(req, "/practices/%lld/adoptions/%s", (long long)in->id, req->caller.unit);
	return practice_touch(req, in->id) ? req->failed : reply(req, 201, id);
}

/* The practice is read, the adoption is the caller's own, and in a state for the event. */
static enum error begin(struct request *req, int64_t id, const char *event, struct kept *out)
{
	struct kept practice;
	enum error error = step_find(req, &practice_kind, id, &practice);

	return error ? error : step_begin(req, &adoption_kind, id, event, out);
}

static enum error take(
	struct request *req, int64_t practice, const struct kept *adoption, struct stmt *step)
{
	return practice_touch(req, practice) ? req->failed : step_take(req, adoption, step);
}

enum error apply_adoption(struct request *req)
{
	const struct apply_adoption_in *in = req->in;
	struct kept adoption;

	if (begin(req, in->id, "apply", &adoption))
		return req->failed;
	check_past_day(req, "/applied_on", in->applied_on, NULL);
	if (req_faults(req))
		return req->failed;
	return take(req, in->id, &adoption,
		db_query(req->db,
			"UPDATE adoptions SET state = :x_state, applied_on = :applied_on,"
			" revision = revision + 1 WHERE id = :x_id"));
}

enum error report_adoption(struct request *req)
{
	const struct report_adoption_in *in = req->in;
	struct row row = body_row(req);
	struct effect effect = {0};
	struct kept adoption;

	if (begin(req, in->id, "report", &adoption))
		return req->failed;
	effect_read(req, &row, adoption.unit, &effect);
	if (req_faults(req))
		return req->failed;
	struct stmt *q = db_query(req->db,
		"UPDATE adoptions SET state = :x_state, effect = :effect, " EFFECT_SETS
		", revision = revision + 1 WHERE id = :x_id");

	return take(req, in->id, &adoption, effect_bind(q, &effect));
}

enum error drop_adoption(struct request *req)
{
	const struct drop_adoption_in *in = req->in;
	struct kept adoption;

	if (begin(req, in->id, "drop", &adoption))
		return req->failed;
	return take(req, in->id, &adoption,
		db_query(req->db,
			"UPDATE adoptions SET state = :x_state, reason = :reason,"
			" revision = revision + 1 WHERE id = :x_id"));
}
