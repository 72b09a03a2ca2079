/*
 * Tokens. The text of a token exists in the answer that made it and nowhere else: neither in the
 * database nor in the stored answer of an Idempotency-Key.
 */
#include "base/server.h"
#include "gen/api.h"
#include "gen/problems.h"
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

#define COLUMNS                                                                                    \
	"id, unit, role, label, created_at, created_by, expires_at, last_used, revoked_at, " UNIT_NAME
#define IN_REACH " unit IN (SELECT b.unit FROM unit_below b WHERE b.ancestor = :caller_unit)"
#define WORKS    " (revoked_at IS NULL AND expires_at > :now)"
#define LISTED                                                                                     \
	" FROM tokens WHERE" IN_REACH " AND (CAST(:unit AS TEXT) IS NULL OR unit = :unit)"         \
	" AND (CAST(:role AS TEXT) IS NULL OR role = :role)"                                       \
	" AND (CAST(:active AS BIGINT) IS NULL OR (CAST(:active AS BIGINT) = 1) =" WORKS ")"

enum error list_tokens(struct request *req)
{
	return REPLY_PAGE1(req, COLUMNS, LISTED, "id", BIGINT);
}

static enum error reply_token(struct request *req)
{
	struct stmt *q = db_query(req->db,
		"SELECT " COLUMNS
		", revision AS _revision FROM tokens WHERE id = :id AND" IN_REACH);

	return reply_row(req, 200, q);
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
	if (in->has_days && in->has_expires_at)
		fault_only_one_of(req, "/expires_at", "days,expires_at");
	if (!in->has_expires_at)
		return req->now + (in->has_days ? in->days : DEFAULT_DAYS) * DAY;
	if (in->expires_at <= req->now)
		fault_expires_in_past(req, "/expires_at");
	if (in->expires_at > req->now + most_days(req) * DAY)
		fault_expires_too_late(req, "/expires_at", most_days(req));
	return in->expires_at;
}

static enum error insert_token(
	struct request *req, const char *token, int64_t expires_at, int64_t *out_id)
{
	uint8_t hash[SECRET_HASH_SIZE];

	secret_token_hash(server.pepper, token, hash);
	struct stmt *q = db_query(req->db,
		"INSERT INTO tokens (hash, unit, role, label, created_at, created_by, expires_at)"
		" VALUES (:x_hash, :unit, :role, :label, :now, :caller_token, :x_expires_at)"
		" RETURNING id");

	bind_input(q, req);
	bind_blob(q, ":x_hash", hash, sizeof hash);
	bind_int(q, ":x_expires_at", expires_at);
	*out_id = query_int(req, q);
	return req->failed;
}

/* No thread can have cached a token that is new, so none is told. */
enum error create_token(struct request *req)
{
	const struct create_token_in *in = req->in;
	int64_t expires_at = check_expiry(req, in), id = 0;
	char *token = req_alloc(req, SECRET_TOKEN_SIZE);

	if (!in_reach(req, in->unit))
		fault_reference_unknown(req, "/unit", in->unit);
	if (req_faults(req))
		return req->failed;
	secret_token(token);
	if (insert_token(req, token, expires_at, &id))
		return req->failed;
	struct stmt *q = db_query(req->db,
		"SELECT id, unit, role, label, created_at, created_by, expires_at,"
		" revision AS _revision FROM tokens WHERE id = :x_id");

	bind_int(q, ":x_id", id);
	req_created(req, "/tokens/%lld", (long long)id);
	req_about(req, in->unit);
	req_secret(req, token);
	reply_open(req, 201);
	reply_columns(req, q);
	reply_member_text(req, "token", token);
	return reply_close(req);
}

enum error revoke_token(struct request *req)
{
	struct stmt *found =
		db_query(req->db, "SELECT revision FROM tokens WHERE id = :id AND" IN_REACH);
	struct stmt *q = db_query(req->db,
		"UPDATE tokens SET revoked_at = :now, revision = revision + 1"
		" WHERE id = :id AND revoked_at IS NULL RETURNING unit");

	if (check_revision(req, found))
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
