/* Tokens to callers: the cache and what empties it, expiry, rates, the note of the last use. */
#include "fixture/fixture.h"

#include <stdio.h>
#include <string.h>

#include "base/epoch.h"
#include "base/server.h"
#include "engine/session.h"
#include "engine/token_uses.h"
#include "gen/api.h"

#define NOW INT64_C(1700000000000)

static struct db *db;

static enum error find(const char *token, int64_t now, struct caller *out)
{
	char authorization[SECRET_TOKEN_SIZE + 7];

	snprintf(authorization, sizeof authorization, "Bearer %.52s", token);
	return session_find(db, authorization, now, epoch_now(EPOCH_TOKENS), out);
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
	assert_int_equal(session_find(db, NULL, NOW, 0, &caller), E_UNAUTHENTICATED);
	assert_int_equal(session_find(db, "", NOW, 0, &caller), E_UNAUTHENTICATED);
	assert_int_equal(session_find(db, token, NOW, 0, &caller), E_UNAUTHENTICATED);
	snprintf(header, sizeof header, "Basic %s", token);
	assert_int_equal(session_find(db, header, NOW, 0, &caller), E_UNAUTHENTICATED);
	snprintf(header, sizeof header, "Bearer %s ", token);
	assert_int_equal(session_find(db, header, NOW, 0, &caller), E_UNAUTHENTICATED);
	snprintf(header, sizeof header, "bearer %s", token);
	assert_int_equal(session_find(db, header, NOW, 0, &caller), OK);
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
	assert_int_equal(session_find(reader, authorization, NOW, before, &caller), OK);
	assert_int_equal(db_commit(reader), OK);
	assert_int_equal(
		session_find(reader, authorization, NOW, before + 1, &caller), E_UNAUTHENTICATED);
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
		cmocka_unit_test(limits_the_rate_of_a_token),
		cmocka_unit_test(keeps_the_rate_table_at_its_size),
	};

	return cmocka_run_group_tests(tests, open_all, close_all);
}
