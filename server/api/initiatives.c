/* Initiatives and accepted studies, from the first paper to their recognition or its end. */
#include <string.h>

#include "awards/evidence.h"
#include "awards/initiative.h"
#include "gen/api.h"
#include "gen/problems.h"
#include "office/unit.h"
#include "request/bind.h"
#include "request/import.h"
#include "request/journal.h"
#include "request/past_day.h"
#include "request/problem.h"
#include "request/query.h"
#include "request/reach.h"
#include "request/reply.h"

#define UNIT_NAME NAME_OF_UNIT("i.unit")

#define INITIATIVES                                                                                \
	" FROM initiatives i WHERE" INITIATIVE_READABLE                                            \
	" AND (CAST(:unit AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM unit_below s"                  \
	" WHERE s.ancestor = :unit AND s.unit = i.unit))"                                          \
	" AND (CAST(:year AS BIGINT) IS NULL OR i.year = :year)"                                   \
	" AND (CAST(:kind AS TEXT) IS NULL OR i.kind = :kind)"                                     \
	" AND (CAST(:state AS TEXT) IS NULL OR i.state = :state)"                                  \
	" AND (CAST(:person AS BIGINT) IS NULL OR EXISTS (SELECT 1 FROM initiative_authors o"      \
	" WHERE o.initiative = i.id AND o.person = :person))"                                      \
	" AND (CAST(:q AS TEXT) IS NULL OR " HAS_Q("i.title_key") ")"

enum error list_initiatives(struct request *req)
{
	return REPLY_PAGE2_DOWN(req,
		"i.id, i.title, i.kind, i.unit, i.year, i.state, i.applied_on, i.submitted_on,"
		" " UNIT_NAME,
		INITIATIVES, "i.year", BIGINT, "i.id", BIGINT);
}

enum error get_initiative(struct request *req)
{
	const struct get_initiative_in *in = req->in;
	struct initiative initiative;

	if (initiative_see(req, in->id, &initiative))
		return req->failed;
	return initiative_reply(req, 200, in->id);
}

/* What POST and PUT share: the year and the authors. */
static void check_content(struct request *req, const struct row *row, int64_t id)
{
	row_refers(
		req, row, "year", db_query(req->db, "SELECT 1 FROM work_years WHERE year = :year"));
	initiative_check_authors(req, id);
}

enum error create_initiative(struct request *req)
{
	const struct create_initiative_in *in = req->in;
	const char *unit = in->unit ? in->unit : req->caller.unit;
	struct row row = body_row(req);

	if (!in_reach(req, unit))
		fault_reference_unknown(req, "/unit", unit);
	check_content(req, &row, 0);
	if (req_faults(req))
		return req->failed;
	struct stmt *q = db_query(req->db,
		"INSERT INTO initiatives (title, title_key, kind, unit, year, summary, state)"
		" VALUES (:title, :title_key, :kind, :x_unit, :year, :summary, 'registered')"
		" RETURNING id");

	bind_input(q, req);
	bind_text(q, ":x_unit", unit);
	int64_t id = query_int(req, q);

	if (req->failed || initiative_put_authors(req, id))
		return req->failed;
	req_about(req, unit);
	req_created(req, "/initiatives/%lld", (long long)id);
	return initiative_reply(req, 201, id);
}

/* One that needed revision starts again: applied and submitted are said anew. */
static enum error store_content(struct request *req, const struct initiative *initiative)
{
	struct stmt *q = db_query(req->db,
		"UPDATE initiatives SET title = :title, title_key = :title_key, kind = :kind,"
		" year = :year, summary = :summary, applied_on = NULL, submitted_on = NULL,"
		" reason = NULL, state = :x_state, revision = revision + 1 WHERE id = :id");

	bind_input(q, req);
	bind_text(q, ":x_state", initiative->next);
	query_run(req, q);
	return initiative_put_authors(req, initiative->id);
}

enum error replace_initiative(struct request *req)
{
	const struct replace_initiative_in *in = req->in;
	struct row row = body_row(req);
	struct initiative initiative;
	enum import_outcome outcome;

	if (initiative_lead(req, in->id, &initiative) || initiative_may(req, &initiative, "amend"))
		return req->failed;
	check_content(req, &row, in->id);
	if (req_faults(req))
		return req->failed;
	struct stmt *old = db_query(
		req->db, "SELECT title, kind, year, summary FROM initiatives WHERE id = :id");

	if (import_compare(req, &row, bind_input(old, req), &outcome))
		return req->failed;
	if (outcome == IMPORT_UNCHANGED && !strcmp(initiative.state, initiative.next) &&
		initiative_authors_same(req, in->id))
		req_unchanged(req);
	else if (store_content(req, &initiative))
		return req->failed;
	return initiative_reply(req, 200, in->id);
}

/* Stores the step that initiative_may() allowed, by a statement over the inputs and :x_state. */
static enum error take_step(
	struct request *req, const struct initiative *initiative, struct stmt *step)
{
	bind_input(step, req);
	bind_text(step, ":x_state", initiative->next);
	query_run(req, step);
	return initiative_reply(req, 200, initiative->id);
}

enum error apply_initiative(struct request *req)
{
	const struct apply_initiative_in *in = req->in;
	struct initiative initiative;

	if (initiative_lead(req, in->id, &initiative) || initiative_may(req, &initiative, "apply"))
		return req->failed;
	check_past_day(req, "/applied_on", in->applied_on, NULL);
	if (req_faults(req))
		return req->failed;
	return take_step(req, &initiative,
		db_query(req->db,
			"UPDATE initiatives SET state = :x_state, applied_on = :applied_on,"
			" revision = revision + 1 WHERE id = :id"));
}

enum error submit_initiative(struct request *req)
{
	const struct submit_initiative_in *in = req->in;
	struct initiative initiative;

	if (initiative_lead(req, in->id, &initiative) || initiative_may(req, &initiative, "submit"))
		return req->failed;
	check_past_day(req, "/submitted_on", in->submitted_on, initiative.applied_on);
	if (req_faults(req))
		return req->failed;
	return take_step(req, &initiative,
		db_query(req->db,
			"UPDATE initiatives SET state = :x_state, submitted_on = :submitted_on,"
			" revision = revision + 1 WHERE id = :id"));
}

enum error consider_initiative(struct request *req)
{
	const struct consider_initiative_in *in = req->in;
	struct initiative initiative;

	if (initiative_lead(req, in->id, &initiative) ||
		initiative_may(req, &initiative, "consider"))
		return req->failed;
	return take_step(req, &initiative,
		db_query(req->db,
			"UPDATE initiatives SET state = :x_state, revision = revision + 1"
			" WHERE id = :id"));
}

static bool has_level(struct request *req)
{
	struct stmt *q = db_query(req->db,
		"SELECT 1 FROM initiative_recognitions WHERE initiative = :id AND level = :level");

	return query_exists(req, bind_input(q, req));
}

/* Each scope is recognised by an act of its own; beyond the office it is the sector's. */
enum error recognise_initiative(struct request *req)
{
	const struct recognise_initiative_in *in = req->in;
	struct initiative initiative;

	if (initiative_lead(req, in->id, &initiative) ||
		(strcmp(in->level, "grassroots") != 0 && require_sector(req)) ||
		initiative_may(req, &initiative, "recognise"))
		return req->failed;
	if (has_level(req))
		return fail_recognition_exists(req, in->level);
	check_past_day(req, "/decided_on", in->decided_on, initiative.submitted_on);
	if (req_faults(req))
		return req->failed;
	struct stmt *q = db_query(req->db,
		"INSERT INTO initiative_recognitions (initiative, level, decided_on, document,"
		" decided_by) VALUES (:id, :level, :decided_on, :document, :caller_unit)");

	if (query_run(req, bind_input(q, req)))
		return req->failed;
	return take_step(req, &initiative,
		db_query(req->db,
			"UPDATE initiatives SET state = :x_state, revision = revision + 1"
			" WHERE id = :id"));
}

/* A no of the council, for good or for now. */
static enum error refuse(struct request *req, int64_t id, const char *event)
{
	struct initiative initiative;

	if (initiative_lead(req, id, &initiative) || initiative_may(req, &initiative, event))
		return req->failed;
	return take_step(req, &initiative,
		db_query(req->db,
			"UPDATE initiatives SET state = :x_state, reason = :reason,"
			" revision = revision + 1 WHERE id = :id"));
}

enum error reject_initiative(struct request *req)
{
	const struct reject_initiative_in *in = req->in;

	return refuse(req, in->id, "reject");
}

enum error revise_initiative(struct request *req)
{
	const struct revise_initiative_in *in = req->in;

	return refuse(req, in->id, "request_revision");
}

/* Who recognised it takes it back, or one above: not its office what the sector recognised. */
static enum error require_recognisers(struct request *req)
{
	struct stmt *q = db_query(req->db,
		"SELECT r.decided_by, r.level FROM initiative_recognitions r"
		" WHERE r.initiative = :id AND r.annulled_on IS NULL AND NOT EXISTS (SELECT 1"
		" FROM unit_below b WHERE b.ancestor = :caller_unit AND b.unit = r.decided_by)"
		" ORDER BY r.decided_on, r.level LIMIT 1");

	bind_input(q, req);
	bool above = db_row(q);

	if (above)
		fail_recognised_above(req, column_text(q, 0), column_text(q, 1));
	req_fail(req, db_done(q));
	return req->failed;
}

enum error annul_initiative(struct request *req)
{
	const struct annul_initiative_in *in = req->in;
	struct initiative initiative;

	if (initiative_lead(req, in->id, &initiative) ||
		initiative_may(req, &initiative, "annul") || require_recognisers(req))
		return req->failed;
	struct stmt *end = db_query(req->db,
		"UPDATE initiative_recognitions SET annulled_on = :today"
		" WHERE initiative = :id AND annulled_on IS NULL");

	if (query_run(req, bind_input(end, req)) || evidence_initiative_fell(req, in->id))
		return req->failed;
	return take_step(req, &initiative,
		db_query(req->db,
			"UPDATE initiatives SET state = :x_state, reason = :reason,"
			" document = :document, revision = revision + 1 WHERE id = :id"));
}
