/* Passwords, failures and their delays. */
#include "office/sign_in.h"

#include <string.h>

#include "base/server.h"
#include "gen/problems.h"
#include "request/bind.h"
#include "request/call.h"
#include "request/problem.h"
#include "request/query.h"

#define FREE_FAILURES 5               /* then the next one has to wait */
#define FIRST_DELAY   INT64_C(5000)   /* milliseconds, doubled by each further failure, */
#define LONGEST_DELAY INT64_C(900000) /* up to this */
#define FORGOTTEN     INT64_C(86400000)
#define ONE_TIME_GOOD (7 * INT64_C(86400000))

static int64_t delay_after(int64_t failures)
{
	int64_t delay = FIRST_DELAY;

	for (; failures > FREE_FAILURES && delay < LONGEST_DELAY; failures--)
		delay *= 2;
	return delay < LONGEST_DELAY ? delay : LONGEST_DELAY;
}

static enum error find_wait(struct db *db, int64_t now, const char *login, int64_t *out)
{
	struct stmt *q = db_query(db,
		"SELECT failures, at FROM sign_in_failures WHERE login = :login AND at > :since");

	bind_text(q, ":login", login);
	bind_int(q, ":since", now - FORGOTTEN);
	*out = 0;
	if (db_row(q) && column_int(q, 0) >= FREE_FAILURES)
		*out = column_int(q, 1) + delay_after(column_int(q, 0)) - now;
	return db_done(q);
}

/* The effort is the same whatever is there. A one-time password is random, and its keyed hash is enough. */
static bool matches(struct stmt *q, bool found, const char *password)
{
	uint8_t hash[SECRET_HASH_SIZE];

	if (found && !column_is_null(q, 0))
		return secret_password_matches(column_text(q, 0), password);
	secret_password_pretend(password);
	secret_token_hash(server.pepper, password, hash);
	return found && column_length(q, 1) == sizeof hash &&
		secret_equal(column_blob(q, 1), hash, sizeof hash);
}

enum error sign_in_prove(
	struct db *db, int64_t now, const char *login, const char *password, struct proof *out)
{
	struct stmt *q = db_query(db,
		"SELECT password, one_time, active, COALESCE(one_time_until, :now + 1), revision"
		" FROM users WHERE login = :login");
	int64_t wait = 0;
	enum error error = find_wait(db, now, login, &wait);

	if (error || wait > 0)
		return error;
	bind_text(q, ":login", login);
	bind_int(q, ":now", now);
	bool found = db_row(q), right = matches(q, found, password);

	out->matches = right && column_int(q, 2) && column_int(q, 3) > now;
	out->revision = found ? column_int(q, 4) : 0;
	if (out->matches && !column_is_null(q, 0) && secret_password_is_outdated(column_text(q, 0)))
		secret_password_hash(password, out->hash);
	return db_done(q);
}

enum error sign_in_require_patience(struct request *req, const char *login)
{
	int64_t wait = 0;

	if (req_fail(req, req->proof->failed) ||
		req_fail(req, find_wait(req->db, req->now, login, &wait)) || wait <= 0)
		return req->failed;
	call_set_header(req->call, "Retry-After", "%lld", (long long)((wait + 999) / 1000));
	return fail_login_delayed(req, (wait + 999) / 1000);
}

static void count_failure(struct request *req, const char *login)
{
	struct stmt *forget =
		db_query(req->db, "DELETE FROM sign_in_failures WHERE at <= :x_since");
	struct stmt *put = db_query(req->db,
		"INSERT INTO sign_in_failures (login, failures, at) VALUES (:x_login, 1, :now)"
		" ON CONFLICT (login) DO UPDATE SET failures = sign_in_failures.failures + 1,"
		" at = excluded.at");

	bind_int(forget, ":x_since", req->now - FORGOTTEN);
	query_run(req, forget);
	bind_text(put, ":x_login", login);
	query_run(req, bind_input(put, req));
	req_keep(req);
}

enum error sign_in_forgive(struct request *req, const char *login)
{
	struct stmt *q = db_query(req->db, "DELETE FROM sign_in_failures WHERE login = :x_login");

	bind_text(q, ":x_login", login);
	return query_run(req, q);
}

bool sign_in_holds(struct request *req, const char *login)
{
	struct stmt *q = db_query(
		req->db, "SELECT 1 FROM users WHERE login = :x_login AND revision = :x_revision");

	bind_text(q, ":x_login", login);
	bind_int(q, ":x_revision", req->proof->revision);
	if (req->proof->matches && query_exists(req, q))
		return !sign_in_forgive(req, login);
	if (!req->failed)
		count_failure(req, login);
	return false;
}

enum error sign_in_refuse(struct request *req)
{
	if (req->failed)
		return req->failed;
	call_set_header(req->call, "WWW-Authenticate", "Bearer");
	return fail_login_failed(req);
}

int64_t sign_in_end_sessions(struct request *req, const char *login)
{
	struct stmt *q = db_query(req->db,
		"UPDATE tokens SET revoked_at = :now, revision = revision + 1"
		" WHERE login = :x_login AND session = 1 AND revoked_at IS NULL"
		" AND expires_at > :now AND id <> :caller_token RETURNING id");
	int64_t count = 0;

	bind_text(q, ":x_login", login);
	bind_input(q, req);
	while (db_row(q))
		count++;
	req_fail(req, db_done(q));
	if (count)
		req_changed(req, EPOCH_TOKENS);
	return count;
}

const char *sign_in_one_time(
	struct request *req, uint8_t out_hash[SECRET_HASH_SIZE], int64_t *out_until)
{
	char *password = req_alloc(req, SECRET_ONE_TIME_SIZE);

	*out_until = server_now() + ONE_TIME_GOOD;
	if (!password)
		return "";
	secret_one_time(password);
	secret_token_hash(server.pepper, password, out_hash);
	req_secret(req, password);
	return password;
}
