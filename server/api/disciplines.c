/* Disciplines of a person, which cost titles (BR-04). A change is one of the person, too. */
#include <string.h>

#include "day.h"
#include "gen/api.h"
#include "gen/problems.h"
#include "person.h"
#include "reply.h"

#define COLUMNS "id, measure, violation_date, decision_date, document, charged_year"

static enum error touch_person(struct request *req)
{
	struct stmt *q =
		db_query(req->db, "UPDATE persons SET revision = revision + 1 WHERE id = :id");

	bind_input(q, req);
	return req_fail(req, db_run(q));
}

static void check_year(struct request *req, const struct import_row *row)
{
	row_refers(req, row, "charged_year",
		db_query(req->db, "SELECT 1 FROM work_years WHERE year = :charged_year"));
}

static enum error reply_discipline(struct request *req, int status, int64_t person, int64_t id)
{
	struct stmt *q = db_query(req->db,
		"SELECT " COLUMNS " FROM disciplines WHERE id = :x_id AND person = :x_person");

	bind_int(q, ":x_id", id);
	bind_int(q, ":x_person", person);
	reply_open(req, status);
	reply_columns(req, q);
	return reply_close(req);
}

enum error get_discipline(struct request *req)
{
	struct stmt *q = db_query(req->db,
		"SELECT d.id AS id, d.measure AS measure, d.violation_date AS violation_date,"
		" d.decision_date AS decision_date, d.document AS document,"
		" d.charged_year AS charged_year FROM disciplines d"
		" JOIN persons p ON p.id = d.person JOIN unit_below b ON b.unit = p.unit"
		" WHERE d.id = :discipline AND d.person = :id AND b.ancestor = :caller_unit");

	bind_input(q, req);
	return reply_row(req, 200, q);
}

static void check_days(struct request *req, const struct create_discipline_in *in)
{
	if (strcmp(in->violation_date, in->decision_date) > 0)
		fault_decided_before_violation(
			req, "/decision_date", in->decision_date, in->violation_date);
	check_past_day(req, "/decision_date", in->decision_date, NULL);
}

enum error create_discipline(struct request *req)
{
	const struct create_discipline_in *in = req->in;
	struct import_row row = body_row(req);
	struct stmt *put = db_query(req->db,
		"INSERT INTO disciplines (person, measure, violation_date, decision_date,"
		" document, charged_year) VALUES (:id, :measure, :violation_date, :decision_date,"
		" :document, :charged_year) RETURNING id");
	int64_t id = 0;

	if (person_require(req, in->id))
		return req->failed;
	check_year(req, &row);
	check_days(req, in);
	if (req_faults(req))
		return req->failed;
	bind_input(put, req);
	if (db_row(put))
		id = column_int(put, 0);
	req_fail(req, db_done(put));
	touch_person(req);
	req_created(req, "/persons/%lld/disciplines/%lld", (long long)in->id, (long long)id);
	return reply_discipline(req, 201, in->id, id);
}

enum error replace_discipline(struct request *req)
{
	const struct replace_discipline_in *in = req->in;
	struct import_row row = body_row(req);
	struct stmt *old = db_query(req->db,
		"SELECT document, charged_year FROM disciplines"
		" WHERE id = :discipline AND person = :id");
	struct stmt *put = db_query(req->db,
		"UPDATE disciplines SET document = :document, charged_year = :charged_year"
		" WHERE id = :discipline AND person = :id");
	enum import_outcome outcome;

	if (person_require(req, in->id))
		return req->failed;
	check_year(req, &row);
	bind_input(old, req);
	if (import_compare(req, &row, old, &outcome))
		return req->failed;
	if (outcome == IMPORT_CREATED)
		return fail_not_found(req);
	if (req_faults(req))
		return req->failed;
	if (outcome == IMPORT_UPDATED) {
		bind_input(put, req);
		req_fail(req, db_run(put));
		touch_person(req);
	} else {
		req_unchanged(req);
	}
	return reply_discipline(req, 200, in->id, in->discipline);
}
