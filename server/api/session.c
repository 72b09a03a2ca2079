/*
 * Signing in and out from a browser. A session is a token of its own kind (server/schema/021-users.sql); its id is in
 * the cookie alone, and the database has its keyed hash.
 */
#include "base/role.h"
#include "base/server.h"
#include "base/site.h"
#include "gen/api.h"
#include "gen/problems.h"
#include "office/sign_in.h"
#include "reporting/whoami.h"
#include "request/bind.h"
#include "request/call.h"
#include "request/cookie.h"
#include "request/journal.h"
#include "request/problem.h"
#include "request/query.h"
#include "request/reply.h"

#include <stdio.h>

#define LIFE INT64_C(43200000) /* milliseconds */

enum error create_session_prove(const struct request *req, struct db *db, struct proof *out)
{
	const struct create_session_in *in = req->in;

	if (!in->user || !in->password || in->token || in->code || !site_gives_sessions())
		return OK;
	return sign_in_prove(db, req->now, in->user, in->password, out);
}

static enum error check_credentials(struct request *req, const struct create_session_in *in)
{
	bool user = in->user || in->password;

	if (user + !!in->token + !!in->code != 1)
		fault_only_one_of(req, "", "user,token,code");
	else if (user && !in->password)
		fault_missing_member(req, "/password");
	else if (user && !in->user)
		fault_missing_member(req, "/user");
	return req_faults(req);
}

#define INTO                                                                                       \
	"INSERT INTO tokens (hash, unit, role, label, created_at, created_by, expires_at,"         \
	" session, login, exchanged) SELECT :x_hash, "
#define MADE " RETURNING id, unit, role, label"

static struct stmt *for_user(struct request *req, const char *login)
{
	struct stmt *put = db_query(req->db,
		INTO "unit, role, full_name, :now, 0, :x_expires_at, 1, login, NULL FROM users"
		     " WHERE login = :x_login" MADE);

	bind_text(put, ":x_login", login);
	return put;
}

static struct stmt *for_token(struct request *req, const char *token)
{
	struct stmt *put = db_query(req->db,
		INTO "unit, role, label, :now, id, :x_expires_at, 1, NULL, id FROM tokens"
		     " WHERE hash = :x_token AND session = 0 AND revoked_at IS NULL"
		     " AND expires_at > :x_wall" MADE);
	uint8_t *hash = req_alloc(req, SECRET_HASH_SIZE); /* until the statement has run */

	if (hash)
		secret_token_hash(server.pepper, token, hash);
	bind_int(put, ":x_wall", server_now());
	bind_blob(put, ":x_token", hash, hash ? SECRET_HASH_SIZE : 0);
	return put;
}

static struct stmt *for_code(struct request *req)
{
	return db_query(req->db,
		INTO "unit, 'admin', 'mã đăng nhập một lần', :now, 0, :x_expires_at, 1, NULL, NULL"
		     " FROM units WHERE parent IS NULL" MADE);
}

/* From here on the request is the session's: its event and its answer say who came. */
static void become_caller(struct request *req, struct stmt *row)
{
	req->caller.token = column_int(row, 0);
	snprintf(req->caller.unit, sizeof req->caller.unit, "%s", column_text(row, 1));
	req->caller.role = role_by_name(column_text(row, 2));
	snprintf(req->caller.label, sizeof req->caller.label, "%s", column_text(row, 3));
}

static enum error open_session(struct request *req, struct stmt *put)
{
	char session[SECRET_SESSION_SIZE];
	uint8_t hash[SECRET_HASH_SIZE];

	secret_session(session);
	secret_token_hash(server.pepper, session, hash);
	bind_blob(put, ":x_hash", hash, sizeof hash);
	bind_int(put, ":x_expires_at", server_now() + LIFE);
	bind_input(put, req);
	bool made = db_row(put);

	if (made)
		become_caller(req, put);
	if (req_fail(req, db_done(put)))
		return req->failed;
	if (!made)
		return sign_in_refuse(req);
	cookie_give(req->call, session);
	secret_forget(session, sizeof session);
	return OK;
}

static enum error open_for(struct request *req, const struct create_session_in *in)
{
	if (in->token)
		return open_session(req, for_token(req, in->token));
	if (in->code)
		return sign_in_code_take(in->code, server_now()) ? open_session(req, for_code(req))
								 : sign_in_refuse(req);
	if (sign_in_require_patience(req, in->user))
		return req->failed;
	return sign_in_holds(req, in->user) ? open_session(req, for_user(req, in->user))
					    : sign_in_refuse(req);
}

/* With the effort of today, where it was made with less. */
static enum error renew_hash(struct request *req, const char *login)
{
	struct stmt *q =
		db_query(req->db, "UPDATE users SET password = :x_hash WHERE login = :x_login");

	bind_text(q, ":x_hash", req->proof->hash);
	bind_text(q, ":x_login", login);
	return query_run(req, q);
}

static bool has_one_time_password(struct request *req)
{
	return query_exists(req,
		bind_input(db_query(req->db,
				   "SELECT 1 FROM tokens t JOIN users u ON u.login = t.login"
				   " WHERE t.id = :caller_token AND u.one_time IS NOT NULL"),
			req));
}

enum error create_session(struct request *req)
{
	const struct create_session_in *in = req->in;

	if (!site_gives_sessions())
		return fail_https_needed(req);
	if (check_credentials(req, in) || open_for(req, in))
		return req->failed;
	if (in->user && req->proof->hash[0])
		renew_hash(req, in->user);
	req->caller.session = true;
	req->caller.password_only = in->user && has_one_time_password(req);
	req_created(req, "/session");
	return whoami_reply(req, 201);
}

enum error end_session(struct request *req)
{
	char session[SECRET_SESSION_SIZE];
	uint8_t hash[SECRET_HASH_SIZE] = {0};
	struct stmt *q = db_query(req->db,
		"UPDATE tokens SET revoked_at = :now, revision = revision + 1"
		" WHERE hash = :x_hash AND session = 1 AND revoked_at IS NULL"
		" RETURNING id, unit, role, label");

	if (!req->call->authorization && cookie_read(req->call->cookie, session))
		secret_token_hash(server.pepper, session, hash);
	bind_blob(q, ":x_hash", hash, sizeof hash);
	bind_input(q, req);
	bool ended = db_row(q);

	if (ended)
		become_caller(req, q);
	if (req_fail(req, db_done(q)))
		return req->failed;
	if (ended)
		req_changed(req, EPOCH_TOKENS);
	else
		req_unchanged(req);
	cookie_take_away(req->call);
	return reply_nothing(req);
}
