/*
 * Disciplines of a person, which cost titles (BR-04). A change is one of the person, too. One that
 * was recorded by mistake is annulled: it stays to be read and costs nothing.
 */
#include <string.h>

#include "gen/api.h"
#include "gen/problems.h"
#include "office/person.h"
#include "request/bind.h"
#include "request/past_day.h"
#include "request/problem.h"
#include "request/query.h"
#include "request/reply.h"

#define COLUMNS                                                                                    \
	"d.id AS id, d.measure AS measure, d.violation_date AS violation_date,"                    \
	" d.decision_date AS decision_date, d.document AS document,"                               \
	" d.charged_year AS charged_year, d.annulled_on AS annulled_on,"                           \
	" d.annul_reason AS annul_reason, p.revision AS _revision"

/* The person, and the cases that warn of what came too late for them. */
static enum error touch_person(struct request *req)
{
	struct stmt *q =
		db_query(req->db, "UPDATE all_persons SET revision = revision + 1 WHERE id = :id");
	struct stmt *cases = db_query(
		req->db, "UPDATE all_award_cases SET revision = revision + 1 WHERE person = :id");

	query_run(req, bind_input(q, req));
	return query_run(req, bind_input(cases, req));
}

static void check_year(struct request *req, const struct row *row)
{
	row_refers(req, row, "charged_year",
		db_query(req->db, "SELECT 1 FROM work_years WHERE year = :charged_year"));
}

static enum error reply_discipline(struct request *req, int status, int64_t person, int64_t id)
{
	struct stmt *q = db_query(req->db,
		"SELECT " COLUMNS " FROM disciplines d JOIN persons p ON p.id = d.person"
		" WHERE d.id = :x_id AND d.person = :x_person");

	bind_int(q, ":x_id", id);
	bind_int(q, ":x_person", person);
	return reply_row(req, status, q);
}

enum error get_discipline(struct request *req)
{
	struct stmt *q = db_query(req->db,
		"SELECT " COLUMNS " FROM disciplines d"
		" JOIN persons p ON p.id = d.person JOIN unit_below b ON b.unit = p.unit"
		" WHERE d.id = :discipline AND d.person = :id AND b.ancestor = :caller_unit");

	return reply_row(req, 200, q);
}

static void check_days(struct request *req, const struct row *row)
{
	const char *violated = row_text(row, "violation_date");
	const char *decided = row_text(row, "decision_date");

	if (strcmp(violated, decided) > 0)
		fault_decided_before_violation(req, "/decision_date", decided, violated);
	check_past_day(req, "/decision_date", decided, NULL);
}

enum error create_discipline(struct request *req)
{
	const struct create_discipline_in *in = req->in;
	struct row row = body_row(req);
	struct stmt *put = db_query(req->db,
		"INSERT INTO disciplines (person, measure, violation_date, decision_date,"
		" document, charged_year) VALUES (:id, :measure, :violation_date, :decision_date,"
		" :document, :charged_year) RETURNING id");

	if (person_require(req, in->id))
		return req->failed;
	check_year(req, &row);
	check_days(req, &row);
	if (req_faults(req))
		return req->failed;
	int64_t id = query_int(req, bind_input(put, req));

	touch_person(req);
	req_created(req, "/persons/%lld/disciplines/%lld", (long long)in->id, (long long)id);
	return reply_discipline(req, 201, in->id, id);
}

/* The discipline is the person's, who is in reach, and was not annulled. */
static enum error require_discipline(struct request *req, int64_t person, int64_t id)
{
	struct stmt *q = db_query(req->db,
		"SELECT annulled_on FROM disciplines WHERE id = :x_id AND person = :x_person");
	const char *annulled_on = NULL;

	if (person_require(req, person))
		return req->failed;
	bind_int(q, ":x_id", id);
	bind_int(q, ":x_person", person);
	bool found = db_row(q);

	if (found)
		annulled_on = req_text(req, column_text(q, 0));
	if (query_end(req, q, found))
		return req->failed;
	return annulled_on ? fail_discipline_annulled(req, id, annulled_on) : OK;
}

enum error replace_discipline(struct request *req)
{
	const struct replace_discipline_in *in = req->in;
	struct row row = body_row(req);
	struct stmt *old = db_query(req->db,
		"SELECT measure, violation_date, decision_date, document, charged_year"
		" FROM disciplines WHERE id = :discipline AND person = :id");
	struct stmt *put = db_query(req->db,
		"UPDATE disciplines SET measure = :measure, violation_date = :violation_date,"
		" decision_date = :decision_date, document = :document,"
		" charged_year = :charged_year WHERE id = :discipline AND person = :id");

	if (require_discipline(req, in->id, in->discipline))
		return req->failed;
	check_year(req, &row);
	check_days(req, &row);
	if (row_replace(req, old, put))
		touch_person(req);
	return reply_discipline(req, 200, in->id, in->discipline);
}

enum error annul_discipline(struct request *req)
{
	const struct annul_discipline_in *in = req->in;
	struct stmt *put = db_query(req->db,
		"UPDATE disciplines SET annulled_on = :today, annul_reason = :reason"
		" WHERE id = :discipline AND person = :id");

	if (require_discipline(req, in->id, in->discipline))
		return req->failed;
	query_run(req, bind_input(put, req));
	touch_person(req);
	return reply_discipline(req, 200, in->id, in->discipline);
}
