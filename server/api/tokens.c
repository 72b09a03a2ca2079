/*
 * Tokens. The text of a token exists in the answer that made it and nowhere else: neither in the
 * database nor in the stored answer of an Idempotency-Key.
 */
#include "base/role.h"
#include "base/server.h"
#include "gen/api.h"
#include "gen/problems.h"
#include "office/rights.h"
#include "office/unit.h"
#include "request/bind.h"
#include "request/journal.h"
#include "request/problem.h"
#include "request/query.h"
#include "request/reach.h"
#include "request/reply.h"
#include "request/row.h"
#include "secret.h"

#define UNIT_NAME NAME_OF_UNIT("tokens.unit")

#define DAY          INT64_C(86400000) /* milliseconds */
#define DEFAULT_DAYS 365
#define GRACE        INT64_C(600000) /* of a token that was renewed; milliseconds */

#define COLUMNS                                                                                    \
	"id, unit, role, label, created_at, created_by, expires_at, last_used, revoked_at,"        \
	" renewed_as, " UNIT_NAME
#define IN_REACH " unit IN (SELECT b.unit FROM unit_below b WHERE b.ancestor = :caller_unit)"
#define WORKS    " (revoked_at IS NULL AND expires_at > :now)"
/* One's own, by whatever role; others are an admin's affair. Sessions are no tokens here. */
#define MINE_OR_BELOW                                                                              \
	" session = 0 AND (id = :caller_token OR unit IN"                                          \
	" (SELECT b.unit FROM unit_below b WHERE b.ancestor = :x_admin))"
#define LISTED                                                                                     \
	" FROM tokens WHERE session = 0 AND" IN_REACH                                              \
	" AND (CAST(:unit AS TEXT) IS NULL OR unit = :unit)"                                       \
	" AND (CAST(:role AS TEXT) IS NULL OR role = :role)"                                       \
	" AND (CAST(:active AS BIGINT) IS NULL OR (CAST(:active AS BIGINT) = 1) =" WORKS ")"

enum error list_tokens(struct request *req)
{
	return REPLY_PAGE1(req, COLUMNS, LISTED, "id", BIGINT);
}

static struct stmt *bind_admin(struct stmt *stmt, const struct request *req)
{
	bind_text(stmt, ":x_admin", req->caller.role == ROLE_ADMIN ? req->caller.unit : NULL);
	return stmt;
}

static enum error reply_token(struct request *req)
{
	struct stmt *q = db_query(req->db,
		"SELECT " COLUMNS
		", revision AS _revision FROM tokens WHERE id = :id AND" MINE_OR_BELOW);

	return reply_row(req, 200, bind_admin(q, req));
}

enum error get_token(struct request *req)
{
	return reply_token(req);
}

/* `expires_at` may lie as far ahead as `days` may say. */
static int64_t most_days(const struct request *req)
{
	return schema_property(req->route->body, "days")->schema->maximum;
}

static int64_t check_expiry(struct request *req, const struct create_token_in *in)
{
	int64_t now = server_now();

	if (in->has_days && in->has_expires_at)
		fault_only_one_of(req, "/expires_at", "days,expires_at");
	if (!in->has_expires_at)
		return now + (in->has_days ? in->days : DEFAULT_DAYS) * DAY;
	if (in->expires_at <= now)
		fault_expires_in_past(req, "/expires_at");
	if (in->expires_at > now + most_days(req) * DAY)
		fault_expires_too_late(req, "/expires_at", most_days(req));
	return in->expires_at;
}

/* Of the unit, role and label that :x_.. say; the text is the answer's alone. */
static const char *insert_token(struct request *req, struct stmt *put, int64_t *out_id)
{
	char *token = req_alloc(req, SECRET_TOKEN_SIZE);
	uint8_t hash[SECRET_HASH_SIZE];

	if (!token)
		return "";
	secret_token(token);
	secret_token_hash(server.pepper, token, hash);
	bind_blob(put, ":x_hash", hash, sizeof hash);
	*out_id = query_int(req, bind_input(put, req));
	req_created(req, "/tokens/%lld", (long long)*out_id);
	req_secret(req, token);
	return token;
}

/* No thread can have cached a token that is new, so none is told. */
enum error create_token(struct request *req)
{
	const struct create_token_in *in = req->in;
	int64_t expires_at = check_expiry(req, in), id = 0;
	struct stmt *put = db_query(req->db,
		"INSERT INTO tokens (hash, unit, role, label, created_at, created_by, expires_at)"
		" VALUES (:x_hash, :unit, :role, :label, :now, :caller_token, :x_expires_at)"
		" RETURNING id");
	struct stmt *q = db_query(req->db,
		"SELECT id, unit, role, label, created_at, created_by, expires_at,"
		" revision AS _revision FROM tokens WHERE id = :x_id");

	if (!in_reach(req, in->unit))
		fault_reference_unknown(req, "/unit", in->unit);
	if (req_faults(req))
		return req->failed;
	bind_int(put, ":x_expires_at", expires_at);
	const char *token = insert_token(req, put, &id);

	rights_event(req, req_printf(req, "/tokens/%lld", (long long)id), in->unit, in->role);
	reply_open(req, 201);
	reply_columns(req, bind_id(q, id));
	reply_member_text(req, "token", token);
	return reply_close(req);
}

enum error revoke_token(struct request *req)
{
	struct stmt *found =
		db_query(req->db, "SELECT revision FROM tokens WHERE id = :id AND" MINE_OR_BELOW);
	struct stmt *q = db_query(req->db,
		"UPDATE tokens SET revoked_at = :now, revision = revision + 1"
		" WHERE id = :id AND revoked_at IS NULL RETURNING unit");

	if (check_revision(req, bind_admin(found, req)))
		return req->failed;
	bind_input(q, req);
	if (db_row(q)) {
		req_about(req, column_text(q, 0));
		req_changed(req, EPOCH_TOKENS);
	} else {
		req_unchanged(req);
	}
	if (req_fail(req, db_done(q)))
		return req->failed;
	return reply_token(req);
}

/* What an earlier renewal of this token made, unless it was received and has a successor itself. */
static enum error revoke_renewal(struct request *req)
{
	struct stmt *renewed = db_query(req->db,
		"SELECT r.id FROM tokens t JOIN tokens r ON r.id = t.renewed_as"
		" WHERE t.id = :id AND r.renewed_as IS NOT NULL");
	struct stmt *q = db_query(req->db,
		"UPDATE tokens SET revoked_at = :now, revision = revision + 1 WHERE id ="
		" (SELECT o.renewed_as FROM tokens o WHERE o.id = :id)"
		" AND revoked_at IS NULL RETURNING id");
	int64_t known = query_int(req, bind_input(renewed, req));

	if (known)
		return fail_already_renewed(req, known);
	int64_t id = query_int(req, bind_input(q, req));

	if (!id)
		return req->failed;
	return req_event_beside(
		req, NULL, req_printf(req, "/tokens/%lld", (long long)id), "renewed again");
}

static enum error end_soon(struct request *req, int64_t renewed_as)
{
	struct stmt *q = db_query(req->db,
		"UPDATE tokens SET renewed_as = :x_id, revision = revision + 1, expires_at ="
		" CASE WHEN expires_at < :x_grace THEN expires_at ELSE :x_grace END"
		" WHERE id = :id");

	bind_int(q, ":x_grace", req->now + GRACE);
	query_run(req, bind_input(bind_id(q, renewed_as), req));
	req_changed(req, EPOCH_TOKENS);
	return req_event_beside(req, NULL,
		req_printf(req, "/tokens/%lld", (long long)req->caller.token), "renewed");
}

/* The end of a token that was renewed before came nearer then: its span is the successor's. */
enum error renew_token(struct request *req)
{
	const struct renew_token_in *in = req->in;
	int64_t id = 0;
	struct stmt *put = db_query(req->db,
		"INSERT INTO tokens (hash, unit, role, label, created_at, created_by, expires_at)"
		" SELECT :x_hash, t.unit, t.role, t.label, :now, t.id,"
		" :now + COALESCE(r.expires_at - r.created_at, t.expires_at - t.created_at)"
		" FROM tokens t LEFT JOIN tokens r ON r.id = t.renewed_as"
		" WHERE t.id = :id RETURNING id");
	struct stmt *q = db_query(req->db,
		"SELECT id, unit, role, label, created_at, created_by, expires_at,"
		" (SELECT o.expires_at FROM tokens o WHERE o.id = :id) AS old_expires_at,"
		" revision AS _revision FROM tokens WHERE id = :x_id");

	if (in->id != req->caller.token || req->caller.session)
		return fail_not_found(req);
	if (revoke_renewal(req))
		return req->failed;
	const char *token = insert_token(req, put, &id);

	end_soon(req, id);
	rights_event(req, req_printf(req, "/tokens/%lld", (long long)id), req->caller.unit,
		role_name(req->caller.role));
	reply_open(req, 201);
	reply_columns(req, bind_id(q, id));
	reply_member_text(req, "token", token);
	return reply_close(req);
}
