/* Decisions: made for cases or brought in from paper, listed and read with their lines. */
#include "awards/decision_show.h"
#include "awards/regime.h"
#include "gen/api.h"
#include "gen/problems.h"
#include "request/bind.h"
#include "request/etag.h"
#include "request/problem.h"
#include "request/reply.h"

#define COLUMNS "d.id, d.issuer, d.authority, d.number, d.year, d.kind, d.signed_on, d.subject,"
#define LINE_COUNT                                                                                 \
	"(SELECT count(*) FROM decision_lines l WHERE l.decision = d.id AND" LINE_READABLE         \
	") AS line_count"

#define DECISIONS                                                                                  \
	" FROM decisions d WHERE (CAST(:year AS BIGINT) IS NULL OR d.year = :year)"                \
	" AND (CAST(:issuer AS TEXT) IS NULL OR d.issuer = :issuer)"                               \
	" AND (CAST(:kind AS TEXT) IS NULL OR d.kind = :kind)"                                     \
	" AND (CAST(:number AS TEXT) IS NULL OR d.number_key = :number_mark)"                      \
	" AND (CAST(:q AS TEXT) IS NULL OR " HAS_Q(                                                \
		"d.search_key") " OR EXISTS (SELECT 1"                                             \
				" FROM decision_lines l WHERE l.decision = d.id"                   \
				" AND " HAS_Q("l.name_key") " AND" LINE_READABLE                   \
							    ")) AND" DECISION_READABLE

enum error list_decisions(struct request *req)
{
	return REPLY_PAGE2_DOWN(req,
		COLUMNS " d.signer_name, d.signer_title, d.on_behalf, " LINE_COUNT, DECISIONS,
		"d.signed_on", TEXT, "d.id", BIGINT);
}

static enum error reply_decision(struct request *req, int status, int64_t id)
{
	struct stmt *decision = db_query(req->db,
		"SELECT " COLUMNS " " LINE_COUNT ", (SELECT COALESCE(SUM(l.amount), 0)"
		" FROM decision_lines l WHERE l.decision = d.id AND l.status = 'in_force'"
		" AND" LINE_READABLE ") AS amount, (SELECT COALESCE(SUM(p.payable), 0) FROM ("
		"SELECT " LINE_PAYABLE " FROM decision_lines l"
		" JOIN award_types t ON t.award = l.award WHERE l.decision = :x_id"
		" AND" LINE_READABLE ") p) AS payable, (SELECT count(*) FROM decision_lines l"
		" WHERE l.decision = d.id AND l.status = 'in_force' AND l.amount IS NULL"
		" AND" LINE_READABLE ") AS unknown_amounts, d.ended_at, d.end_reason,"
		" d.revision AS _revision FROM all_decisions d WHERE d.id = :x_id AND" DECISION_READABLE);
	struct stmt *signer = db_query(req->db,
		"SELECT signer_name AS name, signer_title AS title, on_behalf FROM all_decisions"
		" WHERE id = :x_id");
	struct stmt *changes = db_query(req->db,
		"SELECT l.decision, c.line, l.case_id, c.ground, c.reason FROM line_changes c"
		" JOIN decision_lines l ON l.id = c.line WHERE c.decision = :x_id"
		" AND" LINE_READABLE " ORDER BY c.id");

	reply_open(req, status);
	reply_columns(req, bind_id(decision, id));
	reply_member(req, "signer", bind_id(signer, id));
	reply_member(req, "changes", bind_id(changes, id));
	return reply_close(req);
}

enum error get_decision(struct request *req)
{
	const struct get_decision_in *in = req->in;

	return reply_decision(req, 200, in->id);
}

static struct decision decision_of_body(struct request *req)
{
	const struct create_decision_in *in = req->in;
	const json_t *signer = json_object_get(req->body, "signer");

	return (struct decision){.issuer = in->issuer ? in->issuer : req->caller.unit,
		.authority = in->authority,
		.number = in->number,
		.kind = "grant",
		.signed_on = in->signed_on,
		.signer_name = json_string_value(json_object_get(signer, "name")),
		.signer_title = json_string_value(json_object_get(signer, "title")),
		.on_behalf = json_boolean_value(json_object_get(signer, "on_behalf")),
		.subject = in->subject};
}

static enum error grant_lines(struct request *req, const struct decision *decision)
{
	size_t index;
	json_t *json;

	json_array_foreach(json_object_get(req->body, "lines"), index, json)
	{
		const char *pointer = req_printf(req, "/lines/%zu", index);
		struct line line;

		if (!pointer || decision_grant(req, decision, json, pointer, &line) ||
			req_faults_full(req))
			break;
	}
	return req_faults(req);
}

/* POST /decisions: a faulty day leaves the lines to be looked at. A wrong issuer does not, it is what
 * they are judged by; nor does a number that is taken (BR-26), as it may be the same paper again. */
enum error create_decision(struct request *req)
{
	struct decision decision = decision_of_body(req), taken;
	struct row row = body_row(req);

	if (decision_may_sign(req, &decision) || !decision_check(req, &row, &decision))
		return req_faults(req);
	if (decision_numbered(req, &decision, &taken)) {
		fault_decision_taken(req, "/number", &decision, taken.id);
		return req_faults(req);
	}
	if (decision_store(req, &decision) || grant_lines(req, &decision))
		return req->failed;
	req_created(req, "/decisions/%lld", (long long)decision.id);
	reply_decision(req, 201, decision.id);
	return decision_note(req, &decision);
}

/* The unit's lines are those of its offices. */
#define LINES                                                                                      \
	" FROM decision_lines l JOIN award_types t ON t.award = l.award WHERE l.decision = :id"    \
	" AND (CAST(:award AS TEXT) IS NULL OR l.award = :award)"                                  \
	" AND (CAST(:award_year AS BIGINT) IS NULL OR l.award_year = :award_year)"                 \
	" AND (CAST(:status AS TEXT) IS NULL OR l.status = :status)"                               \
	" AND (CAST(:unit AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM unit_below u"                  \
	" WHERE u.ancestor = :unit AND u.unit = l.home_unit))"                                     \
	" AND (CAST(:q AS TEXT) IS NULL OR " HAS_Q("l.name_key") ")"                               \
								 " AND" LINE_READABLE

enum error list_decision_lines(struct request *req)
{
	const struct list_decision_lines_in *in = req->in;
	struct decision decision;

	if (decision_load(req, in->id, &decision))
		return req->failed;
	return REPLY_PAGE1(req, LINE_COLUMNS ", " LINE_PAYABLE, LINES, "l.id", BIGINT);
}

/* The unit's are those of its offices; */
#define GRANTED                                                                                    \
	" FROM decision_lines l JOIN decisions d ON d.id = l.decision"                             \
	" JOIN award_types t ON t.award = l.award JOIN award_cases c ON c.id = l.case_id"          \
	" JOIN units u ON u.unit = l.home_unit LEFT JOIN persons p ON p.id = l.person"             \
	" WHERE l.status = 'in_force' AND (CAST(:year AS BIGINT) IS NULL OR d.year = :year)"       \
	" AND (CAST(:issuer AS TEXT) IS NULL OR d.issuer = :issuer)"                               \
	" AND (CAST(:award AS TEXT) IS NULL OR l.award = :award)"                                  \
	" AND (CAST(:award_year AS BIGINT) IS NULL OR l.award_year = :award_year)"                 \
	" AND (CAST(:unit AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM unit_below s"                  \
	" WHERE s.ancestor = :unit AND s.unit = l.home_unit)) AND" LINE_READABLE

enum error list_granted_lines(struct request *req)
{
	return REPLY_PAGE1(req,
		"l.id AS id, l.decision AS decision, d.issuer AS issuer, d.authority AS authority,"
		" d.number AS number, d.signed_on AS signed_on, d.signer_name AS signer_name,"
		" d.signer_title AS signer_title, d.on_behalf AS on_behalf, l.award AS award,"
		" " CASE_AWARD_NAME " AS award_name, l.award_year AS year, l.occasion AS occasion,"
		" c.movement AS movement, p.staff_code AS staff_code, p.full_name AS full_name,"
		" p.birth_date AS birth_date, l.home_unit AS unit, u.name_vi AS unit_name,"
		" l.printed_name AS printed_name, l.printed_unit AS printed_unit,"
		" l.achievement_from AS achievement_from, l.achievement_to AS achievement_to,"
		" (SELECT min(a.initiative) FROM award_initiatives a WHERE a.case_id = l.case_id)"
		" AS initiative",
		GRANTED, "l.id", BIGINT);
}

enum error add_decision_line(struct request *req)
{
	const struct add_decision_line_in *in = req->in;
	struct decision decision;
	struct line line;

	if (decision_load(req, in->id, &decision) || decision_may_sign(req, &decision) ||
		check_if_match(req, decision.revision))
		return req->failed;
	if (!decision_grants(&decision))
		return fail_not_a_grant(req, decision.kind);
	if (decision_grant(req, &decision, req->body, "", &line) || req_faults(req) ||
		decision_touch(req, &decision))
		return req->failed;
	req_created(req, "/decisions/%lld/lines/%lld", (long long)decision.id, (long long)line.id);
	return line_reply(req, 201, line.id);
}
