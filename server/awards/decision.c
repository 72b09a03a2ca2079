/* Decisions as papers: who may sign them, that a number is used once, their rows. */
#include "awards/decision_show.h"

#include <stdlib.h>
#include <string.h>

#include "gen/problems.h"
#include "office/unit.h"
#include "request/journal.h"
#include "request/past_day.h"
#include "request/reach.h"

static bool is_own_authority(const char *authority)
{
	return authority_rank(authority) == 0;
}

enum error decision_may_sign(struct request *req, const struct decision *decision)
{
	if (!is_own_authority(decision->authority) && require_sector(req))
		return req->failed;
	if (in_reach(req, decision->issuer))
		return req->failed;
	return req->failed ? req->failed : fail_issuer_only(req, decision->issuer);
}

bool decision_check(struct request *req, const struct row *row, const struct decision *decision)
{
	bool sound = false;

	if (!in_reach(req, decision->issuer))
		fault_reference_unknown(req, member_pointer(req, row, "issuer"), decision->issuer);
	else if (!is_own_authority(decision->authority) && !unit_is_top(req, decision->issuer))
		fault_issuer_not_top(req, member_pointer(req, row, "issuer"), decision->authority,
			decision->issuer);
	else
		sound = true;
	size_t faults = req_fault_count(req);

	check_past_day(req, member_pointer(req, row, "signed_on"), decision->signed_on, NULL);
	if (sound && decision_grants(decision) && req_clean_since(req, faults))
		unit_lives(req, member_pointer(req, row, "issuer"), decision->issuer,
			decision->signed_on);
	return sound && !req->failed;
}

static int64_t year_of_signing(const struct decision *decision)
{
	return strtoll(decision->signed_on, NULL, 10);
}

#define DECISION                                                                                   \
	"SELECT d.id, d.issuer, d.authority, d.number, d.kind, d.signed_on, d.signer_name,"        \
	" d.signer_title, d.on_behalf, d.subject, d.revision FROM decisions d"

/* Finishes the statement; false without a row. */
static bool read_decision(struct request *req, struct stmt *q, struct decision *out)
{
	bool found = db_row(q);

	if (found)
		*out = (struct decision){.id = column_int(q, 0),
			.issuer = req_text(req, column_text(q, 1)),
			.authority = req_text(req, column_text(q, 2)),
			.number = req_text(req, column_text(q, 3)),
			.kind = req_text(req, column_text(q, 4)),
			.signed_on = req_text(req, column_text(q, 5)),
			.signer_name = req_text(req, column_text(q, 6)),
			.signer_title = req_text(req, column_text(q, 7)),
			.on_behalf = column_int(q, 8),
			.subject = req_text(req, column_text(q, 9)),
			.revision = column_int(q, 10)};
	return !req_fail(req, db_done(q)) && found;
}

bool decision_numbered(struct request *req, const struct decision *decision, struct decision *out)
{
	struct stmt *q = db_query(req->db,
		DECISION " WHERE d.issuer = :x_issuer AND d.number_key = :x_key"
			 " AND d.year = :x_year");

	bind_text(q, ":x_issuer", decision->issuer);
	bind_text(q, ":x_key", req_mark(req, decision->number));
	bind_int(q, ":x_year", year_of_signing(decision));
	return read_decision(req, q, out);
}

bool decision_is_same(const struct decision *a, const struct decision *b)
{
	return !strcmp(a->authority, b->authority) && !strcmp(a->kind, b->kind) &&
		!strcmp(a->signed_on, b->signed_on) && !strcmp(a->signer_name, b->signer_name) &&
		!strcmp(a->signer_title, b->signer_title) && a->on_behalf == b->on_behalf;
}

void fault_decision_taken(
	struct request *req, const char *pointer, const struct decision *decision, int64_t id)
{
	fault_decision_exists(
		req, pointer, decision->issuer, decision->number, year_of_signing(decision), id);
}

enum error decision_store(struct request *req, struct decision *decision)
{
	struct stmt *put = db_query(req->db,
		"INSERT INTO all_decisions (issuer, authority, number, number_key, year, kind, signed_on,"
		" signer_name, signer_title, on_behalf, subject, search_key) VALUES (:x_issuer, :x_authority,"
		" :x_number, :x_key, :x_year, :x_kind, :x_signed_on, :x_name, :x_title, :x_on_behalf,"
		" :x_subject, :x_search_key) RETURNING id, revision");

	bind_text(put, ":x_issuer", decision->issuer);
	bind_text(put, ":x_authority", decision->authority);
	bind_text(put, ":x_number", decision->number);
	bind_text(put, ":x_key", req_mark(req, decision->number));
	bind_int(put, ":x_year", year_of_signing(decision));
	bind_text(put, ":x_kind", decision->kind);
	bind_text(put, ":x_signed_on", decision->signed_on);
	bind_text(put, ":x_name", decision->signer_name);
	bind_text(put, ":x_title", decision->signer_title);
	bind_int(put, ":x_on_behalf", decision->on_behalf);
	bind_text(put, ":x_subject", decision->subject);
	bind_text(put, ":x_search_key",
		req_fold(req,
			req_printf(req, "%s %s", decision->number,
				decision->subject ? decision->subject : "")));
	if (db_row(put)) {
		decision->id = column_int(put, 0);
		decision->revision = column_int(put, 1);
	}
	return req_fail(req, db_done(put));
}

enum error decision_load(struct request *req, int64_t id, struct decision *out)
{
	struct stmt *q = db_query(req->db, DECISION " WHERE d.id = :x_id AND" DECISION_READABLE);

	bind_int(q, ":x_id", id);
	bind_text(q, ":caller_unit", req->caller.unit);
	if (read_decision(req, q, out))
		return OK;
	return req->failed ? req->failed : fail_not_found(req);
}

bool decision_grants(const struct decision *decision)
{
	return !strcmp(decision->kind, "grant");
}

enum error decision_note(struct request *req, const struct decision *decision)
{
	return req_event(req, decision->issuer,
		req_printf(req, "/decisions/%lld", (long long)decision->id),
		req_printf(req, "%s %s %s %lld", decision->issuer, decision->number,
			decision->signed_on, (long long)decision->revision));
}

enum error decision_touch(struct request *req, const struct decision *decision)
{
	struct stmt *q = db_query(req->db,
		"UPDATE all_decisions SET revision = revision + 1 WHERE id = :x_id"
		" RETURNING revision");
	struct decision touched = *decision;

	bind_int(q, ":x_id", decision->id);
	if (db_row(q))
		touched.revision = column_int(q, 0);
	req_fail(req, db_done(q));
	return decision_note(req, &touched);
}
