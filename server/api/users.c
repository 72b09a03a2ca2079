/*
 * People who sign in. An admin makes them for its unit and those below, and never learns their passwords: it gives
 * one-time passwords, which are good for choosing another.
 */
#include <string.h>

#include "base/server.h"
#include "gen/api.h"
#include "gen/problems.h"
#include "office/password.h"
#include "office/rights.h"
#include "office/sign_in.h"
#include "office/unit.h"
#include "request/bind.h"
#include "request/import.h"
#include "request/journal.h"
#include "request/problem.h"
#include "request/query.h"
#include "request/reach.h"
#include "request/reply.h"
#include "request/row.h"

#define UNIT_NAME NAME_OF_UNIT("users.unit")
#define COLUMNS                                                                                    \
	"login AS user, full_name, unit, " UNIT_NAME ", role, person, active,"                     \
	" CASE WHEN one_time IS NULL THEN 0 ELSE 1 END AS password_change_needed,"                 \
	" one_time_until, created_at"
#define IN_REACH " unit IN (SELECT b.unit FROM unit_below b WHERE b.ancestor = :caller_unit)"
#define LISTED                                                                                     \
	" FROM users WHERE" IN_REACH " AND (CAST(:unit AS TEXT) IS NULL OR unit = :unit)"          \
	" AND (CAST(:role AS TEXT) IS NULL OR role = :role)"                                       \
	" AND (CAST(:active AS BIGINT) IS NULL OR active = CAST(:active AS BIGINT))"               \
	" AND (CAST(:q AS TEXT) IS NULL OR " HAS_Q("name_key") ")"

enum error list_users(struct request *req)
{
	return REPLY_PAGE1(req, COLUMNS, LISTED, "login", TEXT);
}

static struct stmt *find_user(struct request *req, const char *login)
{
	struct stmt *q = db_query(req->db,
		"SELECT " COLUMNS
		", revision AS _revision FROM users WHERE login = :x_login AND" IN_REACH);

	bind_text(q, ":x_login", login);
	return q;
}

enum error get_user(struct request *req)
{
	const struct get_user_in *in = req->in;

	return reply_row(req, 200, find_user(req, in->user));
}

/* The unit and the person that a user belongs to are within reach. */
static void check_belongings(struct request *req, const struct row *row)
{
	if (!in_reach(req, row_text(row, "unit")))
		fault_reference_unknown(
			req, member_pointer(req, row, "unit"), row_text(row, "unit"));
	row_refers(req, row, "person",
		db_query(req->db,
			"SELECT 1 FROM persons p JOIN unit_below b ON b.unit = p.unit"
			" WHERE b.ancestor = :caller_unit AND p.id = :person"));
}

enum error create_user(struct request *req)
{
	const struct create_user_in *in = req->in;
	struct row row = body_row(req);
	struct stmt *known = db_query(req->db, "SELECT 1 FROM users WHERE login = :user");
	struct stmt *put = db_query(req->db,
		"INSERT INTO users (login, full_name, name_key, unit, role, person, one_time,"
		" one_time_until, created_at) VALUES (:user, :full_name, :full_name_key, :unit,"
		" :role, :person, :x_hash, :x_until, :now)");
	uint8_t hash[SECRET_HASH_SIZE];
	int64_t until = 0;

	check_belongings(req, &row);
	if (req_faults(req))
		return req->failed;
	if (query_exists(req, bind_input(known, req)))
		return fail_already_exists(req, in->user);
	const char *password = sign_in_one_time(req, hash, &until);

	bind_blob(put, ":x_hash", hash, sizeof hash);
	bind_int(put, ":x_until", until);
	query_run(req, bind_input(put, req));
	req_created(req, "/users/%s", in->user);
	rights_event(req, req_printf(req, "/users/%s", in->user), in->unit, in->role);
	reply_open(req, 201);
	reply_columns(req, find_user(req, in->user));
	reply_member_text(req, "one_time_password", password);
	return reply_close(req);
}

/* What a session was given it keeps; so one that began with other rights ends. */
static bool keeps_rights(struct request *req)
{
	struct stmt *q = db_query(req->db,
		"SELECT 1 FROM users WHERE login = :user AND unit = :unit AND role = :role"
		" AND active = :active");

	return query_exists(req, bind_input(q, req));
}

enum error replace_user(struct request *req)
{
	const struct replace_user_in *in = req->in;
	struct row row = body_row(req);
	struct stmt *found =
		db_query(req->db, "SELECT revision FROM users WHERE login = :user AND" IN_REACH);
	struct stmt *old = db_query(req->db,
		"SELECT full_name, unit, role, person, active FROM users WHERE login = :user");
	struct stmt *put = db_query(req->db,
		"UPDATE users SET full_name = :full_name, name_key = :full_name_key, unit = :unit,"
		" role = :role, person = :person, active = :active, revision = revision + 1"
		" WHERE login = :user");

	if (check_revision(req, found))
		return req->failed;
	check_belongings(req, &row);
	bool same_rights = keeps_rights(req);

	if (row_replace(req, old, put)) {
		if (!same_rights)
			sign_in_end_sessions(req, in->user);
		rights_event(req, req_printf(req, "/users/%s", in->user), in->unit,
			in->active ? in->role : "");
	}
	if (req->failed)
		return req->failed;
	return reply_row(req, 200, find_user(req, in->user));
}

/* ---- Passwords ---- */

static bool is_self(struct request *req)
{
	return query_exists(req,
		bind_input(db_query(req->db,
				   "SELECT 1 FROM tokens WHERE id = :caller_token"
				   " AND login = :user"),
			req));
}

/* The user itself, or an admin of its unit or one above; to everybody else it is not there. */
static enum error require_user(struct request *req, bool *out_self)
{
	struct stmt *q =
		db_query(req->db, "SELECT unit FROM users WHERE login = :user AND" IN_REACH);
	const char *unit = NULL;

	*out_self = is_self(req);
	if (!*out_self && req->caller.role == ROLE_ADMIN)
		unit = query_text(req, bind_input(q, req));
	if (unit)
		req_about(req, unit);
	return req->failed || *out_self || unit ? req->failed : fail_not_found(req);
}

enum error change_password_prove(const struct request *req, struct db *db, struct proof *out)
{
	const struct change_password_in *in = req->in;
	struct stmt *own =
		db_query(db, "SELECT 1 FROM tokens WHERE id = :token AND login = :login");

	bind_int(own, ":token", req->caller.token);
	bind_text(own, ":login", in->user);
	bool is_own = db_row(own);
	enum error error = db_done(own);

	if (error || !is_own || !in->old_password || !in->new_password)
		return error;
	error = sign_in_prove(db, req->now, in->user, in->old_password, out);
	if (!error && out->matches && !secret_password_hash(in->new_password, out->hash))
		error = E_MEMORY;
	return error;
}

static void check_new_password(struct request *req, const struct change_password_in *in)
{
	struct stmt *q = db_query(req->db, "SELECT full_name FROM users WHERE login = :user");
	const char *name = query_text(req, bind_input(q, req));
	const char *fault = password_fault(req, in->new_password, in->user, name ? name : "");

	if (!fault && in->old_password && !strcmp(in->old_password, in->new_password))
		fault = "old";
	if (fault)
		fault_password_weak(req, "/new_password", fault);
}

static enum error set_own(struct request *req, const struct change_password_in *in)
{
	struct stmt *put = db_query(req->db,
		"UPDATE users SET password = :x_password, one_time = NULL, one_time_until = NULL,"
		" revision = revision + 1 WHERE login = :user");

	if (!in->old_password)
		fault_missing_member(req, "/old_password");
	if (!in->new_password)
		fault_missing_member(req, "/new_password");
	else
		check_new_password(req, in);
	if (in->old_password && in->new_password) {
		if (sign_in_require_patience(req, in->user))
			return req->failed;
		if (!sign_in_holds(req, in->user))
			fault_old_password_wrong(req, "/old_password");
	}
	if (req_faults(req))
		return req->failed;
	bind_text(put, ":x_password", req->proof->hash);
	return query_run(req, bind_input(put, req));
}

static enum error set_one_time(
	struct request *req, const struct change_password_in *in, const char **out_password)
{
	struct stmt *put = db_query(req->db,
		"UPDATE users SET password = NULL, one_time = :x_hash, one_time_until = :x_until,"
		" revision = revision + 1 WHERE login = :user");
	uint8_t hash[SECRET_HASH_SIZE];
	int64_t until = 0;

	if (in->old_password || in->new_password)
		fault_password_of_another(
			req, in->new_password ? "/new_password" : "/old_password");
	if (req_faults(req))
		return req->failed;
	*out_password = sign_in_one_time(req, hash, &until);
	bind_blob(put, ":x_hash", hash, sizeof hash);
	bind_int(put, ":x_until", until);
	query_run(req, bind_input(put, req));
	return sign_in_forgive(req, in->user);
}

enum error change_password(struct request *req)
{
	const struct change_password_in *in = req->in;
	struct stmt *q = db_query(req->db,
		"SELECT login AS user, CASE WHEN one_time IS NULL THEN 0 ELSE 1 END"
		" AS password_change_needed, one_time_until FROM users WHERE login = :user");
	const char *password = NULL;
	bool self = false;

	if (require_user(req, &self) ||
		(self ? set_own(req, in) : set_one_time(req, in, &password)))
		return req->failed;
	req_changed(req, EPOCH_TOKENS);
	int64_t ended = sign_in_end_sessions(req, in->user);

	reply_open(req, 200);
	reply_columns(req, q);
	reply_member_text(req, "one_time_password", password);
	reply_member_int(req, "ended", ended);
	return reply_close(req);
}

/* ---- Sessions ---- */

enum error list_user_sessions(struct request *req)
{
	bool self = false;

	if (require_user(req, &self))
		return req->failed;
	return REPLY_PAGE1_DOWN(req,
		"id, created_at, last_used, expires_at, revoked_at AS ended_at,"
		" CASE WHEN id = :caller_token THEN 1 ELSE 0 END AS own",
		" FROM tokens WHERE session = 1 AND login = :user", "id", BIGINT);
}

enum error end_user_sessions(struct request *req)
{
	const struct end_user_sessions_in *in = req->in;
	struct stmt *own = db_query(req->db,
		"UPDATE tokens SET revoked_at = :now, revision = revision + 1"
		" WHERE id = :caller_token AND session = 1 AND login = :user RETURNING id");
	bool self = false;

	if (require_user(req, &self))
		return req->failed;
	int64_t ended =
		sign_in_end_sessions(req, in->user) + (query_int(req, bind_input(own, req)) != 0);

	if (!ended)
		req_unchanged(req);
	req_changed(req, EPOCH_TOKENS);
	reply_open(req, 200);
	reply_member_int(req, "ended", ended);
	return reply_close(req);
}
