/* The event log: its chain, what breaks it, and the stored answers of an Idempotency-Key. */
#include "fixture/fixture.h"

#include <stdio.h>
#include <string.h>

#include "base/server.h"
#include "engine/idempotency.h"
#include "gen/api.h"
#include "request/journal.h"
#include "request/journal_event.h"
#include "request/problem.h"

static struct db *db;
static const struct route route = {
	.method = METHOD_POST, .path = API_BASE "/things/{id}/close", .operation = "close_thing"};

/* A request of gialai's head that has been answered with `reply`. */
struct scene {
	struct call call;
	struct request req;
};

static void scene_open(struct scene *scene, const char *key, const char *body, const char *reply)
{
	memset(scene, 0, sizeof *scene);
	scene->call = (struct call){.method = "POST",
		.path = API_BASE "/things/7/close",
		.query = "",
		.address = "127.0.0.1",
		.idempotency_key = key,
		.status = 200,
		.segment = {"7"}};
	strcpy(scene->call.id, "request-1");
	buffer_text(&scene->call.body, body);
	buffer_text(&scene->call.reply, reply);
	scene->req = (struct request){.route = &route,
		.db = db,
		.call = &scene->call,
		.now = 1000,
		.caller = {.token = 4, .unit = "gialai", .role = ROLE_HEAD, .label = "máy"}};
}

static void scene_close(struct scene *scene)
{
	buffer_free(&scene->call.body);
	buffer_free(&scene->call.reply);
	problem_forget(&scene->req);
	req_free_memory(&scene->req);
}

static void append(const char *object, uint8_t state)
{
	uint8_t after[SECRET_HASH_SIZE];
	struct scene scene;

	memset(after, state, sizeof after);
	scene_open(&scene, NULL, "", "");
	assert_int_equal(journal_append(&scene.req, "close_thing", "gialai", object, after), OK);
	assert_true(journal_has_event(&scene.req));
	scene_close(&scene);
}

static int64_t first_bad(int64_t *out_count)
{
	int64_t bad = -1;

	assert_int_equal(journal_verify(db, out_count, &bad), OK);
	return bad;
}

static int64_t first_byte(const char *column, int64_t seq)
{
	struct stmt *q = !strcmp(column, "before")
		? db_query(db, "SELECT before_digest FROM events WHERE seq = :seq")
		: db_query(db, "SELECT after_digest FROM events WHERE seq = :seq");
	int64_t byte = -1;

	bind_int(q, ":seq", seq);
	if (db_row(q) && !column_is_null(q, 0))
		byte = *(const uint8_t *)column_blob(q, 0);
	assert_int_equal(db_done(q), OK);
	return byte;
}

static void chains_events(void **state)
{
	int64_t count;

	(void)state;
	append("/things/1", 'a');
	append("/things/2", 'b');
	append("/things/1", 'c');
	assert_int_equal(first_bad(&count), 0);
	assert_int_equal(count, 3);
	assert_int_equal(journal_head().seq, 3);
	assert_int_equal(first_byte("before", 1), -1);
	assert_int_equal(first_byte("before", 2), -1);
	assert_int_equal(first_byte("before", 3), 'a');
	assert_int_equal(first_byte("after", 3), 'c');
}

static void finds_its_head_again(void **state)
{
	struct journal_head before = journal_head();

	(void)state;
	journal_restore((struct journal_head){0});
	assert_int_equal(journal_open(db), OK);
	assert_int_equal(journal_head().seq, before.seq);
	assert_int_equal(journal_head().at, before.at);
	assert_memory_equal(journal_head().hash, before.hash, sizeof before.hash);
}

static void is_undone_with_its_savepoint(void **state)
{
	struct journal_head before = journal_head();
	int64_t count;

	(void)state;
	assert_int_equal(db_begin(db), OK);
	assert_int_equal(db_savepoint(db), OK);
	append("/things/3", 'x');
	assert_int_equal(db_rollback_to(db), OK);
	journal_restore(before);
	append("/things/3", 'y');
	assert_int_equal(db_commit(db), OK);
	assert_int_equal(first_bad(&count), 0);
	assert_int_equal(count, before.seq + 1);
}

static void names_the_object_of_an_operation(void **state)
{
	struct scene scene;
	char object[40] = "";

	(void)state;
	scene_open(&scene, NULL, "", "{}");
	assert_int_equal(journal_operation(&scene.req), OK);
	struct stmt *q = db_query(db, "SELECT object, actor FROM events WHERE seq = :seq");

	bind_int(q, ":seq", journal_head().seq);
	assert_true(db_row(q));
	snprintf(object, sizeof object, "%s", column_text(q, 0));
	assert_string_equal(column_text(q, 1), "gialai/máy");
	assert_int_equal(db_done(q), OK);
	assert_string_equal(object, "/things/7");
	call_set_header(&scene.call, "Location", API_BASE "/others/9");
	assert_int_equal(journal_operation(&scene.req), OK);
	bind_int(q, ":seq", journal_head().seq);
	assert_true(db_row(q));
	assert_string_equal(column_text(q, 0), "/others/9");
	assert_int_equal(db_done(q), OK);
	scene_close(&scene);
}

static void is_protected_by_triggers(void **state)
{
	(void)state;
	assert_int_not_equal(db_run(db_query(db, "UPDATE events SET at = at + 1")), OK);
	assert_int_not_equal(db_run(db_query(db, "DELETE FROM events")), OK);
}

/* One change of the second event, as somebody with the file in his hands could make it. */
static void tampered(struct stmt *change)
{
	int64_t count, bad;

	assert_int_equal(db_begin(db), OK);
	assert_int_equal(db_run(db_query(db, "DROP TRIGGER events_stay")), OK);
	assert_int_equal(db_run(db_query(db, "DROP TRIGGER events_kept")), OK);
	assert_int_equal(db_run(change), OK);
	assert_int_equal(db_changed(db), 1);
	bad = first_bad(&count);
	db_rollback(db);
	assert_in_range(bad, 2, 3);
	assert_int_equal(first_bad(&count), 0);
}

#define CHANGE(assignment) tampered(db_query(db, "UPDATE events SET " assignment " WHERE seq = 2"))

static void shows_every_tampering(void **state)
{
	(void)state;
	CHANGE("at = at + 1");
	CHANGE("token = token + 1");
	CHANGE("actor = actor || 'x'");
	CHANGE("role = 'admin'");
	CHANGE("unit = 'vkstc'");
	CHANGE("action = 'other'");
	CHANGE("object = '/things/1'");
	CHANGE("before_digest = hash");
	CHANGE("before_digest = x'00'");
	CHANGE("after_digest = hash");
	CHANGE("after_digest = x''");
	CHANGE("request_id = ''");
	CHANGE("address = '127.0.0.2'");
	CHANGE("prev = hash");
	CHANGE("hash = prev");
	CHANGE("request_id = request_id || address, address = ''");
	CHANGE("seq = 1000000");
	tampered(db_query(db, "DELETE FROM events WHERE seq = 2"));
}

static bool stored(const char *key, const char *body, enum error wanted, struct scene *scene)
{
	bool found = false;

	scene_open(scene, key, body, "");
	scene->call.status = 0;
	assert_int_equal(idempotency_find(&scene->req, &found), wanted);
	return found;
}

#define MEMBERS 13 /* of an event */

static void is_unlike(const struct event *event, const uint8_t *hash)
{
	uint8_t other[SECRET_HASH_SIZE];

	journal_hash(event, other);
	assert_memory_not_equal(hash, other, sizeof other);
}

/* Whatever is changed in an event changes its hash, the hash of the one before too: else a chain could be forged up to a
 * head that somebody keeps elsewhere. */
static void hashes_all_that_an_event_says(void **state)
{
	static const uint8_t one[SECRET_HASH_SIZE] = {1}, two[SECRET_HASH_SIZE] = {2};
	const struct event event = {.seq = 7,
		.at = 8,
		.token = 9,
		.actor = "a",
		.role = "b",
		.unit = "c",
		.action = "d",
		.object = "e",
		.before = one,
		.after = one,
		.request_id = "f",
		.address = "g",
		.prev = one};
	uint8_t hash[SECRET_HASH_SIZE];
	struct event changed[MEMBERS];

	(void)state;
	journal_hash(&event, hash);
	for (size_t i = 0; i < MEMBERS; i++)
		changed[i] = event;
	changed[0].seq = 8;
	changed[1].at = 9;
	changed[2].token = 10;
	changed[3].actor = "z";
	changed[4].role = "z";
	changed[5].unit = "z";
	changed[6].action = "z";
	changed[7].object = "z";
	changed[8].before = NULL;
	changed[9].after = two;
	changed[10].request_id = "z";
	changed[11].address = "z";
	changed[12].prev = two;
	for (size_t i = 0; i < MEMBERS; i++)
		is_unlike(&changed[i], hash);
}

static void store(const char *key, const char *body, const char *reply, const char *secret)
{
	struct scene scene;

	scene_open(&scene, key, body, reply);
	scene.call.status = 201;
	call_set_header(&scene.call, "Location", API_BASE "/things/7");
	call_set_header(&scene.call, "ETag", "\"1\"");
	req_secret(&scene.req, secret);
	assert_int_equal(idempotency_store(&scene.req), OK);
	scene_close(&scene);
}

static const char *header_of(const struct scene *scene, const char *name)
{
	for (size_t i = 0; i < scene->call.header_count; i++)
		if (!strcmp(scene->call.headers[i].name, name))
			return call_header_value(&scene->call, i);
	return "";
}

static void replays_an_answer(void **state)
{
	struct scene scene;

	(void)state;
	assert_false(stored("key-1", "{\"a\":1}", OK, &scene));
	scene_close(&scene);
	store("key-1", "{\"a\":1}", "{\"id\":7}", NULL);
	assert_true(stored("key-1", "{\"a\":1}", OK, &scene));
	assert_int_equal(scene.call.status, 201);
	assert_string_equal(buffer_string(&scene.call.reply), "{\"id\":7}");
	assert_string_equal(header_of(&scene, "Location"), API_BASE "/things/7");
	assert_string_equal(header_of(&scene, "ETag"), "\"1\"");
	assert_string_equal(header_of(&scene, "Idempotent-Replay"), "true");
	assert_string_equal(scene.call.content_type_out, "application/json");
	scene_close(&scene);
	assert_false(stored("key-2", "{\"a\":1}", OK, &scene));
	scene_close(&scene);
}

static void refuses_another_body(void **state)
{
	struct scene scene;

	(void)state;
	assert_false(stored("key-1", "{\"a\":2}", E_INVALID, &scene));
	assert_int_equal(scene.call.status, 422);
	assert_non_null(strstr(buffer_string(&scene.call.reply), "idempotency_key_reused"));
	scene_close(&scene);
}

static void keeps_keys_of_tokens_apart(void **state)
{
	struct scene scene;
	bool found = false;

	(void)state;
	scene_open(&scene, "key-1", "{\"a\":2}", "");
	scene.req.caller.token = 5;
	assert_int_equal(idempotency_find(&scene.req, &found), OK);
	assert_false(found);
	scene_close(&scene);
}

static void refuses_bad_keys(void **state)
{
	char key[130];
	struct scene scene;

	(void)state;
	memset(key, 'k', sizeof key);
	key[129] = 0;
	assert_false(stored(key, "", E_INVALID, &scene));
	assert_int_equal(scene.call.status, 400);
	scene_close(&scene);
	assert_false(stored("", "", E_INVALID, &scene));
	scene_close(&scene);
	assert_false(stored("a b", "", E_INVALID, &scene));
	scene_close(&scene);
	assert_false(stored("khóa", "", E_INVALID, &scene));
	scene_close(&scene);
	key[128] = 0;
	assert_false(stored(key, "", OK, &scene));
	scene_close(&scene);
}

static void stores_no_secret(void **state)
{
	struct scene scene;

	(void)state;
	store("key-3", "", "{\"id\":7,\"token\":\"td_secret\"}", "td_secret");
	assert_true(stored("key-3", "", OK, &scene));
	assert_string_equal(buffer_string(&scene.call.reply), "{\"id\":7,\"token\":null}");
	scene_close(&scene);
}

static void purges_old_answers(void **state)
{
	struct scene scene;

	(void)state;
	assert_int_equal(idempotency_purge(db, 1000), OK);
	assert_true(stored("key-1", "{\"a\":1}", OK, &scene));
	scene_close(&scene);
	assert_int_equal(idempotency_purge(db, 1001), OK);
	assert_false(stored("key-1", "{\"a\":1}", OK, &scene));
	scene_close(&scene);
}

static int open_all(void **state)
{
	(void)state;
	db = fixture_open();
	return journal_open(db) != OK;
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
		cmocka_unit_test(chains_events),
		cmocka_unit_test(finds_its_head_again),
		cmocka_unit_test(is_undone_with_its_savepoint),
		cmocka_unit_test(names_the_object_of_an_operation),
		cmocka_unit_test(is_protected_by_triggers),
		cmocka_unit_test(shows_every_tampering),
		cmocka_unit_test(hashes_all_that_an_event_says),
		cmocka_unit_test(replays_an_answer),
		cmocka_unit_test(refuses_another_body),
		cmocka_unit_test(keeps_keys_of_tokens_apart),
		cmocka_unit_test(refuses_bad_keys),
		cmocka_unit_test(stores_no_secret),
		cmocka_unit_test(purges_old_answers),
	};

	return cmocka_run_group_tests(tests, open_all, close_all);
}
