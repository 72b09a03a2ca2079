/*
 * Pacts of a cluster: drafted by its lead, opened, signed by every member, in force until the next
 * version is. Drafts are checked in pact_draft.c, what the last signature does is in pact_sign.c.
 */
#include "yearend/pact.h"

#include <string.h>

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

#define PACTS                                                                                      \
	" FROM pacts p JOIN clusters c ON c.cluster = p.cluster WHERE" PACT_READABLE               \
	" AND (CAST(:cluster AS TEXT) IS NULL OR p.cluster = :cluster)"                            \
	" AND (CAST(:year AS BIGINT) IS NULL OR c.year = :year)"                                   \
	" AND (CAST(:state AS TEXT) IS NULL OR p.state = :state)"

enum error list_pacts(struct request *req)
{
	return REPLY_PAGE2(req, PACT_COLUMNS, PACTS, "p.cluster", TEXT, "p.version", BIGINT);
}

enum error get_pact(struct request *req)
{
	const struct get_pact_in *in = req->in;

	return pact_reply(req, 200, in->id);
}

/* What the cluster has already; 0: no such version. */
struct versions {
	int64_t newest, in_force, to_come; /* a number, a number, an id */
};

static struct versions versions_of(struct request *req)
{
	struct stmt *q = db_query(req->db,
		"SELECT max(version), max(CASE WHEN state = 'in_force' THEN version END),"
		" max(CASE WHEN state IN ('draft', 'open_for_signing') THEN id END)"
		" FROM pacts WHERE cluster = :cluster");
	struct versions versions = {0};

	bind_input(q, req);
	if (db_row(q))
		versions = (struct versions){column_int(q, 0), column_int(q, 1), column_int(q, 2)};
	req_fail(req, db_done(q));
	return versions;
}

/* YR-03: a text in force is changed by a new version, and with a reason. */
static void check_new(struct request *req, const struct row *row, const struct versions *before)
{
	const struct create_pact_in *in = req->in;
	const struct property *reason = schema_property(req->route->body, "reason");

	if (before->in_force && !in->reason)
		fault_reason_required(
			req, "/reason", before->in_force, (int64_t)reason->schema->min_length);
	pact_check_draft(req, row);
}

enum error create_pact(struct request *req)
{
	const struct create_pact_in *in = req->in;
	struct row row = body_row(req);
	struct cluster cluster;

	if (!row_refers(req, &row, "cluster",
		    db_query(req->db, "SELECT 1 FROM clusters WHERE cluster = :cluster")))
		return req_faults(req);
	if (cluster_lead(req, in->cluster, &cluster))
		return req->failed;
	struct versions before = versions_of(req);

	check_new(req, &row, &before);
	if (req_faults(req))
		return req->failed;
	if (before.to_come)
		return fail_already_exists(
			req, req_printf(req, "/pacts/%lld", (long long)before.to_come));
	struct stmt *q = db_query(req->db,
		"INSERT INTO pacts (cluster, version, theme, plan_no, score_sheet, reason, state)"
		" VALUES (:cluster, :x_version, :theme, :plan_no, :score_sheet, :reason, 'draft')"
		" RETURNING id");

	bind_input(q, req);
	bind_int(q, ":x_version", before.newest + 1);
	int64_t id = query_int(req, q);

	if (req->failed || pact_put_lists(req, id))
		return req->failed;
	req_created(req, "/pacts/%lld", (long long)id);
	return pact_reply(req, 201, id);
}

enum error replace_pact(struct request *req)
{
	const struct replace_pact_in *in = req->in;
	struct row row = body_row(req);
	struct pact pact;
	enum import_outcome outcome;

	if (pact_lead(req, in->id, &pact) || pact_may(req, &pact, "amend"))
		return req->failed;
	pact_check_draft(req, &row);
	struct stmt *old =
		db_query(req->db, "SELECT theme, plan_no, score_sheet FROM pacts WHERE id = :id");

	if (req_faults(req) || import_compare(req, &row, bind_input(old, req), &outcome))
		return req->failed;
	if (outcome == IMPORT_UNCHANGED && pact_lists_same(req, in->id)) {
		req_unchanged(req);
		return pact_reply(req, 200, in->id);
	}
	struct stmt *put = db_query(req->db,
		"UPDATE pacts SET theme = :theme, plan_no = :plan_no, score_sheet = :score_sheet,"
		" revision = revision + 1 WHERE id = :id");

	query_run(req, bind_input(put, req));
	pact_put_lists(req, in->id);
	return pact_reply(req, 200, in->id);
}

/* Stores the step that pact_may() allowed, by a statement over the inputs and :x_state. */
static enum error take_step(struct request *req, const struct pact *pact, struct stmt *step)
{
	bind_input(step, req);
	bind_text(step, ":x_state", pact->next);
	query_run(req, step);
	return pact_reply(req, 200, pact->id);
}

enum error open_pact(struct request *req)
{
	const struct open_pact_in *in = req->in;
	struct pact pact;

	if (pact_lead(req, in->id, &pact) || pact_may(req, &pact, "open"))
		return req->failed;
	return take_step(req, &pact,
		db_query(req->db,
			"UPDATE pacts SET state = :x_state, opened_on = :today,"
			" revision = revision + 1 WHERE id = :id"));
}

enum error cancel_pact(struct request *req)
{
	const struct cancel_pact_in *in = req->in;
	struct pact pact;

	if (pact_lead(req, in->id, &pact) || pact_may(req, &pact, "cancel"))
		return req->failed;
	return take_step(req, &pact,
		db_query(req->db,
			"UPDATE pacts SET state = :x_state, cancel_reason = :reason,"
			" revision = revision + 1 WHERE id = :id"));
}

/* YR-01 */
enum error enforce_pact(struct request *req)
{
	const struct enforce_pact_in *in = req->in;
	struct pact pact;
	int64_t missing;

	if (pact_lead(req, in->id, &pact) || pact_may(req, &pact, "enforce"))
		return req->failed;
	const char *units = pact_unsigned(req, &pact, &missing);

	if (missing)
		return fail_signatures_missing(req, units);
	pact_enforce(req, &pact);
	return pact_reply(req, 200, in->id);
}

/* ---- Signatures ---- */

enum error list_signatures(struct request *req)
{
	const struct list_signatures_in *in = req->in;
	struct pact pact;

	if (pact_see(req, in->id, &pact))
		return req->failed;
	return REPLY_PAGE1(req,
		"s.unit, " NAME_OF_UNIT("s.unit") ", s.signed_on, s.signer_name, s.signer_title",
		" FROM pact_signatures s WHERE s.pact = :id", "s.unit", TEXT);
}

/* YR-02: for its own office alone, and once. */
static enum error check_signer(struct request *req, const struct pact *pact, const char *unit)
{
	struct stmt *q = db_query(req->db,
		"SELECT signed_on FROM pact_signatures WHERE pact = :x_id AND unit = :x_unit");
	struct stmt *member = db_query(
		req->db, "SELECT 1 FROM memberships WHERE cluster = :x_cluster AND unit = :x_unit");

	bind_text(q, ":x_unit", unit);
	const char *day = query_text(req, bind_id(q, pact->id));

	bind_text(member, ":x_cluster", pact->cluster);
	bind_text(member, ":x_unit", unit);
	bool belongs = query_exists(req, member);

	if (strcmp(unit, req->caller.unit) != 0)
		return fail_own_act_only(req, unit);
	if (!belongs)
		return req->failed ? req->failed : fail_members_only(req, pact->cluster);
	return day ? fail_already_signed(req, unit, day) : OK;
}

enum error sign_pact(struct request *req)
{
	const struct sign_pact_in *in = req->in;
	const char *unit = in->unit ? in->unit : req->caller.unit;
	const char *day = in->signed_on ? in->signed_on : req_today(req);
	struct pact pact;
	int64_t missing;

	if (pact_see(req, in->id, &pact) || check_signer(req, &pact, unit) ||
		pact_may(req, &pact, "sign"))
		return req->failed;
	check_past_day(req, "/signed_on", in->signed_on, NULL);
	if (req_faults(req))
		return req->failed;
	struct stmt *put = db_query(req->db,
		"INSERT INTO pact_signatures (pact, unit, signed_on, signer_name, signer_title)"
		" VALUES (:id, :x_unit, :x_day, :signer_name, :signer_title)");
	struct stmt *touch =
		db_query(req->db, "UPDATE pacts SET revision = revision + 1 WHERE id = :id");

	bind_input(put, req);
	bind_text(put, ":x_unit", unit);
	bind_text(put, ":x_day", day);
	query_run(req, put);
	query_run(req, bind_input(touch, req));
	pact_unsigned(req, &pact, &missing);
	if (!missing)
		pact_enforce(req, &pact);
	req_created(req, "/pacts/%lld", (long long)in->id);
	return pact_reply(req, 201, in->id);
}
