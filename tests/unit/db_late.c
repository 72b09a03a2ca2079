/* Changes whose failure may come later than db_run(): whichever engine runs, it is told before anything rests on it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "db.h"

static char folder[64], path[100];
static struct db *db;

static const struct migration steps[] = {{1, "001-things",
	"CREATE TABLE things (name TEXT NOT NULL PRIMARY KEY, size BIGINT CHECK (size >= 0))"}};

static int set_up(void **state)
{
	int from;

	(void)state;
	snprintf(folder, sizeof folder, "/tmp/thidua-late-XXXXXX");
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/x.db", folder);
	assert_int_equal(db_open(path, DB_WRITER, &db), OK);
	assert_int_equal(db_migrate(db, steps, 1, &from), OK);
	assert_int_equal(db_begin(db), OK);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	db_rollback(db);
	db_close(db);
	unlink(path);
	rmdir(folder);
	return 0;
}

static enum error add(const char *name, int64_t size)
{
	struct stmt *q = db_query(db, "INSERT INTO things (name, size) VALUES (:name, :size)");

	bind_text(q, ":name", name);
	bind_int(q, ":size", size);
	return db_run(q);
}

static int64_t count(void)
{
	struct stmt *q = db_query(db, "SELECT count(*) FROM things");
	int64_t found = db_row(q) ? column_int(q, 0) : -1;

	assert_int_equal(db_done(q), OK);
	return found;
}

/* What became of a change: now, or as soon as it is asked for. */
static enum error settled(enum error now)
{
	enum error later = db_settle(db);

	return now ? now : later;
}

static void test_what_is_sent_is_seen(void **state)
{
	(void)state;
	assert_int_equal(add("a", 1), OK);
	assert_int_equal(add("b", 2), OK);
	assert_int_equal(count(), 2);
	assert_int_equal(settled(OK), OK);
}

static void test_the_first_failure_counts(void **state)
{
	(void)state;
	assert_int_equal(add("a", 1), OK);
	enum error twice = add("a", 2), negative = add("b", -1);

	assert_int_equal(settled(twice ? twice : negative), E_CONFLICT);
	/* It is no matter how often it is asked for. */
	assert_int_equal(settled(twice), E_CONFLICT);
}

static void test_a_commit_keeps_nothing_that_failed(void **state)
{
	(void)state;
	assert_int_equal(add("a", 1), OK);
	enum error error = add("a", 2);

	assert_int_equal(error ? error : db_commit(db), E_CONFLICT);
	db_rollback(db);
	assert_int_equal(db_begin(db), OK);
	assert_int_equal(count(), 0);
}

static void test_a_savepoint_is_the_end_of_it(void **state)
{
	(void)state;
	assert_int_equal(db_savepoint(db), OK);
	assert_int_equal(add("kept", 1), OK);
	assert_int_equal(settled(OK), OK);
	assert_int_equal(db_release(db), OK);

	assert_int_equal(db_savepoint(db), OK);
	assert_int_equal(add("gone", 1), OK);
	assert_int_equal(settled(add("kept", 2)), E_CONFLICT);
	assert_int_equal(db_rollback_to(db), OK);

	assert_int_equal(db_savepoint(db), OK);
	assert_int_equal(add("gone", 3), OK);
	assert_int_equal(settled(OK), OK);
	assert_int_equal(db_release(db), OK);
	assert_int_equal(db_commit(db), OK);
	assert_int_equal(db_begin(db), OK);
	assert_int_equal(count(), 2);
}

/* More than are sent at once, of which the second fails as it is there already, and a later one otherwise. */
static void test_many(void **state)
{
	char name[16];
	enum error first = OK;

	(void)state;
	for (int i = 0; i < 300; i++) {
		snprintf(name, sizeof name, "%d", i == 1 ? 0 : i);
		enum error error = add(name, i == 200 ? -1 : i);

		first = first ? first : error;
	}
	assert_int_equal(settled(first), E_CONFLICT);
}

static void test_changed(void **state)
{
	(void)state;
	assert_int_equal(add("a", 1), OK);
	assert_int_equal(add("b", 2), OK);
	assert_int_equal(db_run(db_query(db, "UPDATE things SET size = size + 1")), OK);
	assert_int_equal(db_changed(db), 2);
	assert_int_equal(count(), 2);
	assert_int_equal(db_run(db_query(db, "DELETE FROM things WHERE name = 'c'")), OK);
	assert_int_equal(db_changed(db), 0);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_what_is_sent_is_seen),
		TEST(test_the_first_failure_counts),
		TEST(test_a_commit_keeps_nothing_that_failed),
		TEST(test_a_savepoint_is_the_end_of_it),
		TEST(test_many),
		TEST(test_changed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
