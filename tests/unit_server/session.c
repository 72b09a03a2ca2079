/* Tokens to callers: the cache and what empties it, expiry, rates, the note of the last use. */
#include "fixture/fixture.h"

#include <stdio.h>
#include <string.h>

#include "base/epoch.h"
#include "base/server.h"
#include "base/site.h"
#include "engine/session.h"
#include "engine/token_uses.h"
#include "gen/api.h"

#define NOW INT64_C(1700000000000)

static struct db *db;

static enum error find(const char *token, int64_t now, struct caller *out)
{
	char authorization[SECRET_TOKEN_SIZE + 7];

	snprintf(authorization, sizeof authorization, "Bearer %.52s", token);
	return session_find(db, &(struct session_proof){authorization, NULL}, now,
		epoch_now(EPOCH_TOKENS), out);
}

static enum error show(const char *authorization, struct caller *out)
{
	return session_find(db, &(struct session_proof){authorization, NULL}, NOW, 0, out);
}

static void revoke(int64_t id)
{
	struct stmt *q = db_query(db, "UPDATE tokens SET revoked_at = 1 WHERE id = :id");

	bind_int(q, ":id", id);
	assert_int_equal(db_run(q), OK);
}

static void finds_the_caller(void **state)
{
	char token[SECRET_TOKEN_SIZE];
	int64_t id = fixture_token(db, "gialai", "head", NOW + 1, token);
	struct caller caller = {0};

	(void)state;
	assert_int_equal(find(token, NOW, &caller), OK);
	assert_int_equal(caller.token, id);
	assert_string_equal(caller.unit, "gialai");
	assert_int_equal(caller.role, ROLE_HEAD);
	assert_string_equal(caller.label, "máy thử");
	assert_int_equal(caller.expires_at, NOW + 1);
}

static void refuses_what_is_no_token(void **state)
{
	char token[SECRET_TOKEN_SIZE], header[200];
	struct caller caller;

	(void)state;
	fixture_token(db, "gialai", "head", NOW + 1, token);
	assert_int_equal(show(NULL, &caller), E_UNAUTHENTICATED);
	assert_int_equal(show("", &caller), E_UNAUTHENTICATED);
	assert_int_equal(show(token, &caller), E_UNAUTHENTICATED);
	snprintf(header, sizeof header, "Basic %s", token);
	assert_int_equal(show(header, &caller), E_UNAUTHENTICATED);
	snprintf(header, sizeof header, "Bearer %s ", token);
	assert_int_equal(show(header, &caller), E_UNAUTHENTICATED);
	snprintf(header, sizeof header, "bearer %s", token);
	assert_int_equal(show(header, &caller), OK);
	token[10] ^= 1;
	assert_int_equal(find(token, NOW, &caller), E_UNAUTHENTICATED);
	secret_token(token); /* well-formed, and nobody's */
	assert_int_equal(find(token, NOW, &caller), E_UNAUTHENTICATED);
}

static void remembers_until_the_epoch_moves(void **state)
{
	char token[SECRET_TOKEN_SIZE];
	int64_t id = fixture_token(db, "gialai", "clerk", NOW + 1, token);
	struct caller caller;

	(void)state;
	assert_int_equal(find(token, NOW, &caller), OK);
	revoke(id);
	assert_int_equal(find(token, NOW, &caller), OK);
	epoch_publish(CHANGED(EPOCH_TOKENS));
	assert_int_equal(find(token, NOW, &caller), E_UNAUTHENTICATED);
}

/* What an old snapshot said is never kept under a newer epoch. */
static void does_not_trust_an_old_snapshot_for_long(void **state)
{
	char token[SECRET_TOKEN_SIZE], authorization[SECRET_TOKEN_SIZE + 7];
	int64_t id = fixture_token(db, "gialai", "clerk", NOW + 1, token);
	int64_t before = epoch_now(EPOCH_TOKENS);
	struct db *reader = fixture_reader();
	struct caller caller;

	(void)state;
	snprintf(authorization, sizeof authorization, "Bearer %.52s", token);
	assert_int_equal(db_begin(reader), OK);
	assert_int_equal(session_again(reader, &(struct caller){.token = id}, NOW), OK);
	revoke(id);
	epoch_publish(CHANGED(EPOCH_TOKENS));
	assert_int_equal(session_find(reader, &(struct session_proof){authorization, NULL}, NOW,
				 before, &caller),
		OK);
	assert_int_equal(db_commit(reader), OK);
	assert_int_equal(session_find(reader, &(struct session_proof){authorization, NULL}, NOW,
				 before + 1, &caller),
		E_UNAUTHENTICATED);
	db_close(reader);
}

static void looks_at_the_expiry_every_time(void **state)
{
	char token[SECRET_TOKEN_SIZE];
	struct caller caller;

	(void)state;
	fixture_token(db, "gialai", "clerk", NOW + 1000, token);
	assert_int_equal(find(token, NOW, &caller), OK);
	assert_int_equal(find(token, NOW + 999, &caller), OK);
	assert_int_equal(find(token, NOW + 1000, &caller), E_UNAUTHENTICATED);
	epoch_publish(CHANGED(EPOCH_TOKENS));
	assert_int_equal(find(token, NOW + 1000, &caller), E_UNAUTHENTICATED);
}

/* More tokens than the cache has places: each is still found, by whatever way. */
static void forgets_without_confusing(void **state)
{
	enum { MANY = 1500 };
	static char tokens[MANY][SECRET_TOKEN_SIZE];
	static int64_t ids[MANY];

	(void)state;
	assert_int_equal(db_begin(db), OK);
	for (size_t i = 0; i < MANY; i++)
		ids[i] = fixture_token(db, "gialai", "reader", NOW + 1, tokens[i]);
	assert_int_equal(db_commit(db), OK);
	for (int round = 0; round < 3; round++)
		for (size_t i = 0; i < MANY; i++) {
			struct caller caller = {0};

			assert_int_equal(find(tokens[i], NOW, &caller), OK);
			assert_int_equal(caller.token, ids[i]);
		}
}

static void looks_again_for_the_writer(void **state)
{
	char token[SECRET_TOKEN_SIZE];
	int64_t id = fixture_token(db, "gialai", "clerk", NOW + 1000, token);
	struct caller caller, nobody = {0};

	(void)state;
	assert_int_equal(find(token, NOW, &caller), OK);
	assert_int_equal(session_again(db, &caller, NOW), OK);
	assert_int_equal(session_again(db, &caller, NOW + 1000), E_UNAUTHENTICATED);
	revoke(id);
	assert_int_equal(session_again(db, &caller, NOW), E_UNAUTHENTICATED);
	assert_int_equal(session_again(db, &nobody, NOW), OK);
}

static int64_t last_used(int64_t id)
{
	struct stmt *q = db_query(db, "SELECT COALESCE(last_used, 0) FROM tokens WHERE id = :id");

	bind_int(q, ":id", id);
	int64_t at = db_row(q) ? column_int(q, 0) : -1;

	assert_int_equal(db_done(q), OK);
	return at;
}

static void notes_the_last_use_to_the_minute(void **state)
{
	char token[SECRET_TOKEN_SIZE];
	int64_t id = fixture_token(db, "gialai", "clerk", NOW + 1000000, token);
	struct caller caller;

	(void)state;
	assert_int_equal(token_uses_store(db), OK); /* what the tests before noted */
	assert_int_equal(last_used(id), 0);
	assert_int_equal(find(token, NOW, &caller), OK);
	assert_int_equal(token_uses_store(db), OK);
	assert_int_equal(last_used(id), NOW);
	assert_int_equal(find(token, NOW + 1, &caller), OK);
	assert_int_equal(token_uses_store(db), OK);
	assert_int_equal(last_used(id), NOW);
	assert_int_equal(find(token, NOW + 60000, &caller), OK);
	assert_int_equal(token_uses_store(db), OK);
	assert_int_equal(last_used(id), NOW + 60000);
}

/* ---- Sessions ---- */

#define MINUTE INT64_C(60000)
#define DAY    (24 * 60 * MINUTE)

/* A session straight into the table; `session` gets the cookie. */
static int64_t open_session(const char *login, int64_t exchanged, int64_t expires_at, char *cookie)
{
	char session[SECRET_SESSION_SIZE];
	uint8_t hash[SECRET_HASH_SIZE];
	struct stmt *q = db_query(db,
		"INSERT INTO tokens (hash, unit, role, label, created_at, created_by, expires_at,"
		" session, login, exchanged) VALUES (:hash, 'gialai', 'clerk', 'Mai', :at, 0,"
		" :expires_at, 1, :login, NULLIF(:exchanged, 0)) RETURNING id");

	secret_session(session);
	secret_token_hash(server.pepper, session, hash);
	bind_blob(q, ":hash", hash, sizeof hash);
	bind_int(q, ":at", NOW);
	bind_int(q, ":expires_at", expires_at);
	bind_text(q, ":login", login);
	bind_int(q, ":exchanged", exchanged);
	int64_t id = db_row(q) ? column_int(q, 0) : 0;

	assert_int_equal(db_done(q), OK);
	sprintf(cookie, "theme=dark; sid=%s", session);
	return id;
}

static enum error find_by_cookie(const char *cookie, int64_t now, struct caller *out)
{
	return session_find(
		db, &(struct session_proof){NULL, cookie}, now, epoch_now(EPOCH_TOKENS), out);
}

static void finds_a_session_by_its_cookie_alone(void **state)
{
	char cookie[100], token[SECRET_TOKEN_SIZE], header[200];
	int64_t id = open_session(NULL, 0, NOW + DAY, cookie);
	struct caller caller = {0};

	(void)state;
	assert_int_equal(find_by_cookie(cookie, NOW, &caller), OK);
	assert_int_equal(caller.token, id);
	assert_true(caller.session);
	assert_false(caller.password_only);
	snprintf(header, sizeof header, "Bearer %s", strstr(cookie, "sid=") + 4);
	assert_int_equal(show(header, &caller), E_UNAUTHENTICATED);
	fixture_token(db, "gialai", "head", NOW + 1, token);
	snprintf(header, sizeof header, "sid=%s", token);
	assert_int_equal(find_by_cookie(header, NOW, &caller), E_UNAUTHENTICATED);
	assert_int_equal(find_by_cookie("", NOW, &caller), E_UNAUTHENTICATED);
	assert_int_equal(find_by_cookie("sid=", NOW, &caller), E_UNAUTHENTICATED);
}

static void looks_at_no_cookie_beside_a_token(void **state)
{
	char cookie[100], token[SECRET_TOKEN_SIZE], header[200];
	int64_t id = fixture_token(db, "gialai", "head", NOW + 1, token);
	struct session_proof proof = {header, cookie};
	struct caller caller = {0};

	(void)state;
	open_session(NULL, 0, NOW + DAY, cookie);
	snprintf(header, sizeof header, "Bearer %s", token);
	assert_int_equal(session_find(db, &proof, NOW, epoch_now(EPOCH_TOKENS), &caller), OK);
	assert_int_equal(caller.token, id);
	assert_false(caller.session);
	proof.authorization = "";
	assert_int_equal(
		session_find(db, &proof, NOW, epoch_now(EPOCH_TOKENS), &caller), E_UNAUTHENTICATED);
}

/* Each request gives half an hour more; what another thread saw stands in the database. */
static void ends_a_session_that_is_idle(void **state)
{
	char cookie[100];
	int64_t id = open_session(NULL, 0, NOW + DAY, cookie);
	struct caller caller;

	(void)state;
	for (int64_t now = NOW; now < NOW + 200 * MINUTE; now += 29 * MINUTE)
		assert_int_equal(find_by_cookie(cookie, now, &caller), OK);
	assert_int_equal(token_uses_store(db), OK);
	assert_int_equal(find_by_cookie(cookie, NOW + 174 * MINUTE + 30 * MINUTE, &caller),
		E_UNAUTHENTICATED);
	token_uses_note(id, NOW + 190 * MINUTE);
	assert_int_equal(token_uses_store(db), OK);
	assert_int_equal(find_by_cookie(cookie, NOW + 174 * MINUTE + 30 * MINUTE, &caller), OK);
}

static void ends_every_session_in_the_end(void **state)
{
	char cookie[100];
	struct caller caller;

	(void)state;
	open_session(NULL, 0, NOW + 20 * MINUTE, cookie);
	assert_int_equal(find_by_cookie(cookie, NOW + 20 * MINUTE - 1, &caller), OK);
	assert_int_equal(find_by_cookie(cookie, NOW + 20 * MINUTE, &caller), E_UNAUTHENTICATED);
}

static void ends_a_session_with_its_token(void **state)
{
	char cookie[100], token[SECRET_TOKEN_SIZE];
	int64_t id = fixture_token(db, "gialai", "clerk", NOW + 10 * MINUTE, token);
	struct caller caller;

	(void)state;
	open_session(NULL, id, NOW + DAY, cookie);
	assert_int_equal(find_by_cookie(cookie, NOW, &caller), OK);
	assert_int_equal(caller.expires_at, NOW + 10 * MINUTE);
	assert_int_equal(find_by_cookie(cookie, NOW + 10 * MINUTE, &caller), E_UNAUTHENTICATED);
	assert_int_equal(session_again(db, &caller, NOW), OK);
	revoke(id);
	epoch_publish(CHANGED(EPOCH_TOKENS));
	assert_int_equal(find_by_cookie(cookie, NOW, &caller), E_UNAUTHENTICATED);
	assert_int_equal(session_again(db, &caller, NOW), E_UNAUTHENTICATED);
}

static void tells_a_one_time_password(void **state)
{
	char cookie[100];
	struct caller caller;

	(void)state;
	assert_int_equal(
		db_run(db_query(db,
			"INSERT INTO users (login, full_name, name_key, unit, role,"
			" one_time, one_time_until, created_at) VALUES ('mai', 'Mai', 'mai',"
			" 'gialai', 'clerk', (SELECT hash FROM tokens WHERE id = 1), 1, 1)")),
		OK);
	open_session("mai", 0, NOW + DAY, cookie);
	assert_int_equal(find_by_cookie(cookie, NOW, &caller), OK);
	assert_true(caller.password_only);
	assert_int_equal(db_run(db_query(db,
				 "UPDATE users SET password = 'x', one_time = NULL,"
				 " one_time_until = NULL WHERE login = 'mai'")),
		OK);
	epoch_publish(CHANGED(EPOCH_TOKENS));
	assert_int_equal(find_by_cookie(cookie, NOW, &caller), OK);
	assert_false(caller.password_only);
}

/* What a session takes in the memory of a thread that has seen it; its row is no more. */
static void keeps_a_session_small(void **state)
{
	(void)state;
	assert_true(sizeof(struct caller) + SECRET_TOKEN_SIZE < 512);
}

static int from_address(const char *address, int64_t now, int tries)
{
	int count = 0, wait;

	for (int i = 0; i < tries; i++)
		count += session_admit_password(address, now, &wait);
	return count;
}

static void limits_passwords_of_an_address(void **state)
{
	int wait = 0;

	(void)state;
	assert_int_equal(from_address("10.0.0.1", NOW, 100), 100); /* 0: no limit */
	server.config.failures_per_minute = 20;
	assert_int_equal(from_address("10.0.0.1", NOW, 100), 20);
	assert_false(session_admit_password("10.0.0.1", NOW, &wait));
	assert_int_equal(wait, 3);
	assert_int_equal(from_address("10.0.0.2", NOW, 100), 20);
	session_give_back("10.0.0.1", NOW);
	assert_int_equal(from_address("10.0.0.1", NOW, 100), 1);
	assert_int_equal(from_address("2001:db8:0:1::1", NOW, 15), 15);
	assert_int_equal(from_address("2001:db8:0:1:ffff::2", NOW, 100), 5);
	assert_int_equal(from_address("2001:db8:0:2::1", NOW, 100), 20);
	server.config.failures_per_minute = 0;
}

static int wrong_tokens(const char *address, int64_t now, int tries)
{
	int count = 0, wait;

	for (int i = 0; i < tries; i++)
		count += session_admit_wrong_token(address, now, &wait);
	return count;
}

static void limits_wrong_tokens_of_an_address(void **state)
{
	(void)state;
	assert_int_equal(wrong_tokens("10.0.1.1", NOW, 100), 100); /* 0: no limit */
	server.config.failures_per_minute = 20;
	assert_int_equal(wrong_tokens("10.0.1.1", NOW, 100), 20);
	assert_int_equal(wrong_tokens("10.0.1.1", NOW + 3000, 100), 1);
	assert_int_equal(wrong_tokens("10.0.1.2", NOW, 100), 20);
	assert_int_equal(from_address("10.0.1.1", NOW, 100), 20); /* people may still sign in */
	server.config.failures_per_minute = 0;
}

static int seldom(const char *address, int64_t now, int times, int64_t apart)
{
	int count = 0;

	for (int i = 0; i < times; i++)
		count += session_behind(address, now + i * apart) < 2;
	return count;
}

static void knows_an_address_that_comes_again_and_again(void **state)
{
	(void)state;
	assert_int_equal(seldom("10.0.2.1", NOW, 100, 1), 100); /* 0: no limit */
	server.config.failures_per_minute = 20;
	assert_int_equal(
		seldom("10.0.2.1", NOW, 100, 5000), 11); /* nothing is regained meanwhile */
	assert_int_equal(seldom("10.0.2.1", NOW + 520000, 1, 0), 1);
	assert_int_equal(seldom("10.0.2.2", NOW, 100, 10000), 100);
	for (int i = 0; i < 100; i++) {
		assert_int_equal(session_behind("10.0.2.3", NOW), 1);
		session_welcome("10.0.2.3", false, NOW);
	}
	server.config.failures_per_minute = 0;
}

static void knows_an_address_where_a_password_was_right(void **state)
{
	(void)state;
	server.config.failures_per_minute = 20;
	assert_int_equal(seldom("10.0.2.4", NOW, 100, 1), 6);
	assert_int_equal(session_behind("10.0.2.4", NOW + 100), 2);
	session_welcome("10.0.2.4", true, NOW + 100);
	for (int i = 0; i < 100; i++)
		assert_int_equal(session_behind("10.0.2.4", NOW + 101), 0);
	assert_int_equal(session_behind("10.0.2.5", NOW), 1);
	server.config.failures_per_minute = 0;
}

static int admitted(const struct caller *caller, bool write, int64_t now, int tries)
{
	int count = 0, wait;

	for (int i = 0; i < tries; i++)
		count += session_admit(caller, write, now, &wait);
	return count;
}

static void limits_the_rate_of_a_token(void **state)
{
	struct caller caller = {.token = 7}, other = {.token = 8};
	int wait = 0;

	(void)state;
	assert_int_equal(admitted(&caller, true, NOW, 1000), 1000); /* 0: no limit */
	server.config.writes_per_minute = 60;
	server.config.reads_per_minute = 600;
	assert_int_equal(admitted(&caller, true, NOW, 100), 60);
	assert_false(session_admit(&caller, true, NOW, &wait));
	assert_int_equal(wait, 1);
	assert_int_equal(admitted(&caller, false, NOW, 1000), 600);
	assert_int_equal(admitted(&other, true, NOW, 100), 60);
	assert_int_equal(admitted(&caller, true, NOW + 999, 100), 0);
	assert_int_equal(admitted(&caller, true, NOW + 1000, 100), 1);
	assert_int_equal(admitted(&caller, true, NOW + 11000, 100), 10);
	/* The clock was set back an hour: nobody is locked out for it. */
	assert_int_equal(admitted(&caller, true, NOW - 3600000, 100), 0);
	assert_int_equal(admitted(&caller, true, NOW - 3600000 + 60000, 100), 60);
	server.config.writes_per_minute = 1;
	assert_int_equal(admitted(&(struct caller){.token = 9}, true, NOW, 5), 1);
	assert_false(session_admit(&(struct caller){.token = 9}, true, NOW, &wait));
	assert_int_equal(wait, 60);
	server.config.writes_per_minute = server.config.reads_per_minute = 0;
}

static void keeps_the_rate_table_at_its_size(void **state)
{
	int wait;

	(void)state;
	server.config.writes_per_minute = 1;
	for (int64_t token = 1; token <= 100000; token++)
		session_admit(&(struct caller){.token = token}, true, NOW + token, &wait);
	assert_false(session_admit(&(struct caller){.token = 100000}, true, NOW + 100000, &wait));
	server.config.writes_per_minute = 0;
}

static int open_all(void **state)
{
	(void)state;
	db = fixture_open();
	assert_true(site_start(&server.config));
	return 0;
}

static int close_all(void **state)
{
	(void)state;
	db_close(db);
	fixture_remove();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_the_caller),
		cmocka_unit_test(refuses_what_is_no_token),
		cmocka_unit_test(remembers_until_the_epoch_moves),
		cmocka_unit_test(does_not_trust_an_old_snapshot_for_long),
		cmocka_unit_test(looks_at_the_expiry_every_time),
		cmocka_unit_test(forgets_without_confusing),
		cmocka_unit_test(looks_again_for_the_writer),
		cmocka_unit_test(notes_the_last_use_to_the_minute),
		cmocka_unit_test(finds_a_session_by_its_cookie_alone),
		cmocka_unit_test(looks_at_no_cookie_beside_a_token),
		cmocka_unit_test(ends_a_session_that_is_idle),
		cmocka_unit_test(ends_every_session_in_the_end),
		cmocka_unit_test(ends_a_session_with_its_token),
		cmocka_unit_test(tells_a_one_time_password),
		cmocka_unit_test(keeps_a_session_small),
		cmocka_unit_test(limits_passwords_of_an_address),
		cmocka_unit_test(limits_wrong_tokens_of_an_address),
		cmocka_unit_test(knows_an_address_that_comes_again_and_again),
		cmocka_unit_test(knows_an_address_where_a_password_was_right),
		cmocka_unit_test(limits_the_rate_of_a_token),
		cmocka_unit_test(keeps_the_rate_table_at_its_size),
	};

	return cmocka_run_group_tests(tests, open_all, close_all);
}
