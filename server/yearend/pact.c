/* A pact as it stands, and who may act on it. */
#include "yearend/pact.h"

#include "awards/possible.h"
#include "gen/problems.h"
#include "request/bind.h"
#include "request/etag.h"
#include "request/journal.h"
#include "request/query.h"
#include "request/reply.h"

enum error pact_see(struct request *req, int64_t id, struct pact *out)
{
	struct stmt *q = db_query(req->db,
		"SELECT p.cluster, c.issuer, p.state, p.revision,"
		" CASE WHEN" LED_BY_CALLER(
			"p.cluster") " THEN 1 ELSE 0 END"
				     " FROM pacts p JOIN clusters c ON c.cluster = p.cluster"
				     " WHERE p.id = :x_id AND" PACT_READABLE);

	bind_input(q, req);
	bool found = db_row(bind_id(q, id));

	*out = (struct pact){.id = id};
	if (found)
		*out = (struct pact){
			.id = id,
			.cluster = req_text(req, column_text(q, 0)),
			.issuer = req_text(req, column_text(q, 1)),
			.state = req_text(req, column_text(q, 2)),
			.revision = column_int(q, 3),
			.led = column_int(q, 4) != 0,
		};
	if (query_end(req, q, found))
		return req->failed;
	req_about(req, out->issuer);
	return OK;
}

enum error pact_lead(struct request *req, int64_t id, struct pact *out)
{
	if (pact_see(req, id, out))
		return req->failed;
	return out->led ? OK : fail_cluster_lead_only(req, out->cluster);
}

enum error pact_may(struct request *req, struct pact *pact, const char *event)
{
	if (check_if_match(req, pact->revision))
		return req->failed;
	const struct transition *step = machine_step(&pact_machine, pact->state, event);

	if (!step)
		return fail_pact_state(
			req, event, pact->state, possible_events(req, &pact_machine, pact->state));
	pact->next = step->to;
	return OK;
}

enum error pact_reply(struct request *req, int status, int64_t id)
{
	struct pact pact;

	if (req->failed || pact_see(req, id, &pact))
		return req->failed;
	const char *possible = possible_events(req, &pact_machine, pact.state);
	struct stmt *head = db_query(req->db,
		"SELECT " PACT_COLUMNS
		", p.score_sheet, p.reason, p.cancel_reason, p.revision AS _revision"
		" FROM pacts p JOIN clusters c ON c.cluster = p.cluster WHERE p.id = :x_id");
	struct stmt *contents = db_query(req->db,
		"SELECT number, content FROM pact_contents WHERE pact = :x_id ORDER BY number");
	struct stmt *grounds = db_query(req->db,
		"SELECT number, issued_on, title FROM pact_grounds WHERE pact = :x_id"
		" ORDER BY issued_on, number");
	struct stmt *unsigned_members = db_query(req->db,
		"SELECT m.unit, u.name_vi AS unit_name FROM pacts p"
		" JOIN memberships m ON m.cluster = p.cluster JOIN units u ON u.unit = m.unit"
		" WHERE p.id = :x_id AND NOT EXISTS (SELECT 1 FROM pact_signatures s"
		" WHERE s.pact = p.id AND s.unit = m.unit) ORDER BY m.unit");

	reply_open(req, status);
	reply_columns(req, bind_id(head, id));
	reply_member(req, "contents", bind_id(contents, id));
	reply_member(req, "grounds", bind_id(grounds, id));
	reply_member(req, "unsigned", bind_id(unsigned_members, id));
	reply_member_json(req, "possible", possible_json(req, possible));
	return reply_close(req);
}
