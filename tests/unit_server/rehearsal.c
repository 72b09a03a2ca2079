/*
 * Long writes are judged before their turn: while an outsider holds the write lock, so that nothing
 * can be written, what is refused, tried or changes nothing is answered all the same.
 */
#include "fixture/fixture.h"

#include <jansson.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/server.h"
#include "engine/lane.h"
#include "engine/rehearsal.h"
#include "request/journal.h"

#define FAR  INT64_C(4000000000000)
#define ROWS 160

static struct db *reader, *outsider;
static char admin[SECRET_TOKEN_SIZE];

static int64_t count_units(void)
{
	struct stmt *q = db_query(reader, "SELECT count(*) FROM units");
	int64_t count = db_row(q) ? column_int(q, 0) : -1;

	assert_int_equal(db_done(q), OK);
	return count;
}

/* A province and offices below it, which earlier rows of the same file make; the last is below
 * `last_parent`. */
static void write_rows(struct buffer *body, const char *name, const char *last_parent)
{
	buffer_text(body, "{\"rows\":[");
	for (int i = 0; i < ROWS; i++) {
		const char *parent = i == ROWS - 1 ? last_parent : i ? name : "vkstc";

		buffer_printf(body,
			"%s{\"unit\":\"%s%s%.*d\",\"level\":\"%s\",\"parent\":\"%s\","
			"\"name_vi\":\"VKSND %s %d\",\"valid_from\":\"2000-01-01\"}",
			i ? "," : "", name, i ? "." : "", i ? 3 : 0, i, i ? "district" : "province",
			parent, name, i);
	}
	buffer_text(body, "]}");
}

static void open_import(struct exchange *x, const char *name, const char *last_parent)
{
	exchange_open(x, "POST", "/api/v1/units/import", admin, NULL);
	x->call.content_type = "application/json";
	write_rows(&x->call.body, name, last_parent);
}

static bool says(struct exchange *x, const char *text)
{
	return strstr(exchange_text(x), text) != NULL;
}

static void import_is(
	const char *name, const char *last_parent, const char *query, int status, const char *text)
{
	struct exchange x;

	open_import(&x, name, last_parent);
	x.call.query = query;
	assert_int_equal(exchange_run(&x), status);
	assert_true(says(&x, text));
	exchange_close(&x);
}

static void answers_while_nobody_can_write(void **state)
{
	int64_t units = count_units(), events = fixture_events(reader);

	(void)state;
	assert_int_equal(db_begin(outsider), OK);
	import_is("long", "nowhere", "", 422,
		"\"errors\":[{\"pointer\":\"/rows/159/parent\",\"severity\":\"error\",\"code\":\"reference_unknown\"");
	import_is("long", "long", "dry_run=true", 200, "\"created\":160,");
	assert_int_equal(db_commit(outsider), OK);
	assert_int_equal(count_units(), units);

	import_is("long", "long", "", 200, "\"created\":160,");
	assert_int_equal(count_units(), units + ROWS);
	assert_int_equal(fixture_events(reader), events + ROWS);
	assert_int_equal(db_begin(outsider), OK);
	import_is("long", "long", "", 200, "\"unchanged\":160,");
	assert_int_equal(db_commit(outsider), OK);
	assert_int_equal(fixture_events(reader), events + ROWS);
}

static void *import_later(void *argument)
{
	struct exchange *x = argument;

	exchange_run(x);
	return NULL;
}

/* In the outsider's transaction. */
static void set_level(const char *level)
{
	struct stmt *q =
		db_query(outsider, "UPDATE units SET level = :level WHERE unit = 'gialai'");

	bind_text(q, ":level", level);
	assert_int_equal(db_run(q), OK);
}

/* What would change something waits for its turn, and is judged again when it comes. Rehearsals take
 * turns themselves: behind a later one that is answered, the first is over. */
static void is_judged_again_in_its_turn(void **state)
{
	struct exchange x;
	pthread_t thread;

	(void)state;
	assert_int_equal(db_begin(outsider), OK);
	open_import(&x, "late", "gialai");
	assert_int_equal(pthread_create(&thread, NULL, import_later, &x), 0);
	while (!x.parked)
		sched_yield();
	import_is("long", "nowhere", "", 422, "reference_unknown");
	assert_int_equal(x.resumed, 0);
	set_level("dept");
	assert_int_equal(db_commit(outsider), OK);
	pthread_join(thread, NULL);
	assert_int_equal(x.call.status, 422);
	assert_true(says(&x, "\"code\":\"parent_mismatch\""));
	exchange_close(&x);
	set_level("province");
}

/* A stored answer is the answer, whatever the same rows would be told today. */
static void key_is_replayed(void **state)
{
	struct exchange x;

	(void)state;
	for (int i = 0; i < 2; i++) {
		open_import(&x, "keyed", "keyed");
		x.call.idempotency_key = "once";
		assert_int_equal(exchange_run(&x), 200);
		assert_true(says(&x, "\"created\":160,"));
		exchange_close(&x);
	}
	assert_int_equal(db_begin(outsider), OK);
	open_import(&x, "other", "other");
	x.call.idempotency_key = "once";
	assert_int_equal(exchange_run(&x), 422);
	assert_true(says(&x, "idempotency_key_reused"));
	exchange_close(&x);
	assert_int_equal(db_commit(outsider), OK);
}

static void stops_with_every_import_answered(void **state)
{
	enum { GOOD = 2, MANY = 3 };
	static struct exchange all[MANY];
	pthread_t threads[MANY];
	int64_t units = count_units(), count, bad;

	(void)state;
	for (int i = 0; i < MANY; i++) {
		char name[16];

		snprintf(name, sizeof name, "end%d", i);
		open_import(&all[i], name, i % 2 ? "nowhere" : name);
		assert_int_equal(pthread_create(&threads[i], NULL, import_later, &all[i]), 0);
	}
	for (int i = 0; i < MANY; i++)
		while (!all[i].parked)
			sched_yield();
	lane_stop(10);
	for (int i = 0; i < MANY; i++) {
		pthread_join(threads[i], NULL);
		assert_int_equal(all[i].call.status, i % 2 ? 422 : 200);
		exchange_close(&all[i]);
	}
	assert_int_equal(count_units(), units + GOOD * ROWS);
	assert_int_equal(journal_verify(reader, &count, &bad), OK);
	assert_int_equal(bad, 0);
}

static int open_all(void **state)
{
	struct db *db = fixture_open();

	(void)state;
	server.config.min_free_mib = 1;
	fixture_token(db, "vkstc", "admin", FAR, admin);
	reader = fixture_reader();
	return db_open(server.config.db, DB_WRITER, &outsider) || lane_start(db, 9);
}

static int close_all(void **state)
{
	(void)state;
	db_close(outsider);
	db_close(reader);
	fixture_remove();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_while_nobody_can_write),
		cmocka_unit_test(is_judged_again_in_its_turn),
		cmocka_unit_test(key_is_replayed),
		cmocka_unit_test(stops_with_every_import_answered),
	};

	return cmocka_run_group_tests(tests, open_all, close_all);
}
