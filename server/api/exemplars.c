/* Exemplars: discovered, nurtured, recognised and replicated by their office or one above it. */
#include "awards/movement.h"
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
#include "yearend/exemplar.h"

#define EXEMPLARS                                                                                  \
	" FROM exemplars e LEFT JOIN persons p ON p.id = e.person WHERE" EXEMPLAR_READABLE         \
	" AND (CAST(:year AS BIGINT) IS NULL OR e.year = :year)"                                   \
	" AND (CAST(:state AS TEXT) IS NULL OR e.state = :state)"                                  \
	" AND (CAST(:movement AS BIGINT) IS NULL OR e.movement = :movement)"                       \
	" AND (CAST(:q AS TEXT) IS NULL OR " HAS_Q("e.title_key") ")" IN_UNIT("e.unit")            \
		SHARES_CLUSTER("e.year", "e.unit")

enum error list_exemplars(struct request *req)
{
	return REPLY_PAGE2_DOWN(req,
		"e.id, e.unit, " NAME_OF_UNIT("e.unit") ", e.person, p.full_name, e.year, e.title,"
							" e.movement, e.state, e.recognised_on",
		EXEMPLARS, "e.year", BIGINT, "e.id", BIGINT);
}

enum error get_exemplar(struct request *req)
{
	const struct get_exemplar_in *in = req->in;
	struct kept exemplar;

	return step_find(req, &exemplar_kind, in->id, &exemplar)
		? req->failed
		: exemplar_kind.reply(req, 200, in->id);
}

static void check_movement(struct request *req, const struct row *row)
{
	row_refers(req, row, "movement",
		db_query(req->db,
			"SELECT 1 FROM movements m WHERE m.id = :movement AND" MOVEMENT_READABLE));
}

/* Of a person it is the office that keeps the person now. */
static const char *unit_of(struct request *req, const struct row *row)
{
	const struct create_exemplar_in *in = req->in;
	const char *unit = in->unit ? in->unit : req->caller.unit;

	if (!in->has_person)
		return unit;
	row_refers(req, row, "person",
		db_query(req->db,
			"SELECT 1 FROM persons p WHERE p.id = :person AND" REACHES("p.unit")));
	struct stmt *q = db_query(req->db, "SELECT unit FROM persons WHERE id = :person");
	const char *office = query_text(req, bind_input(q, req));

	return office ? office : unit;
}

enum error create_exemplar(struct request *req)
{
	struct row row = body_row(req);
	const char *unit = unit_of(req, &row);

	if (!in_reach(req, unit) && !req_fault_count(req))
		fault_reference_unknown(req, member_pointer(req, &row, "unit"), unit);
	row_refers(req, &row, "year",
		db_query(req->db, "SELECT 1 FROM work_years WHERE year = :year"));
	check_movement(req, &row);
	if (req_faults(req))
		return req->failed;
	struct stmt *q = db_query(req->db,
		"INSERT INTO exemplars (unit, person, year, title, title_key, summary, movement,"
		" state) VALUES (:x_unit, :person, :year, :title, :title_key, :summary, :movement,"
		" 'discovered') RETURNING id");

	bind_text(bind_input(q, req), ":x_unit", unit);
	int64_t id = query_int(req, q);

	req_about(req, unit);
	req_created(req, "/exemplars/%lld", (long long)id);
	return req->failed ? req->failed : exemplar_kind.reply(req, 201, id);
}

enum error replace_exemplar(struct request *req)
{
	const struct replace_exemplar_in *in = req->in;
	struct row row = body_row(req);
	struct kept exemplar;

	if (step_begin(req, &exemplar_kind, in->id, "amend", &exemplar))
		return req->failed;
	check_movement(req, &row);
	struct stmt *old =
		db_query(req->db, "SELECT title, summary, movement FROM exemplars WHERE id = :id");
	struct stmt *put = db_query(req->db,
		"UPDATE exemplars SET title = :title, title_key = :title_key, summary = :summary,"
		" movement = :movement, revision = revision + 1 WHERE id = :id");

	row_replace(req, old, put);
	return req->failed ? req->failed : exemplar_kind.reply(req, 200, in->id);
}

enum error nurture_exemplar(struct request *req)
{
	const struct nurture_exemplar_in *in = req->in;

	return step_run(req, &exemplar_kind, in->id, "nurture",
		db_query(req->db,
			"UPDATE exemplars SET state = :x_state, plan = :plan,"
			" revision = revision + 1 WHERE id = :x_id"));
}

enum error recognise_exemplar(struct request *req)
{
	const struct recognise_exemplar_in *in = req->in;
	struct kept exemplar;

	if (step_begin(req, &exemplar_kind, in->id, "recognise", &exemplar))
		return req->failed;
	check_past_day(req, "/recognised_on", in->recognised_on, NULL);
	if (req_faults(req))
		return req->failed;
	return step_take(req, &exemplar,
		db_query(req->db,
			"UPDATE exemplars SET state = :x_state, recognised_on = :recognised_on,"
			" document = :document, revision = revision + 1 WHERE id = :x_id"));
}

enum error replicate_exemplar(struct request *req)
{
	const struct replicate_exemplar_in *in = req->in;

	return step_run(req, &exemplar_kind, in->id, "replicate",
		db_query(req->db,
			"UPDATE exemplars SET state = :x_state, spread = :spread,"
			" revision = revision + 1 WHERE id = :x_id"));
}

enum error retire_exemplar(struct request *req)
{
	const struct retire_exemplar_in *in = req->in;

	return step_run(req, &exemplar_kind, in->id, "retire",
		db_query(req->db,
			"UPDATE exemplars SET state = :x_state, reason = :reason,"
			" revision = revision + 1 WHERE id = :x_id"));
}
