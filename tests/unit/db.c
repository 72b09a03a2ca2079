/* The database layer: settings, statements and their errors, transactions, migrations, copies. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "calendar.h"
#include "db.h"

static char folder[64];
static char path[200];

#define SCHEMA                                                                                     \
	"CREATE TABLE units (unit TEXT NOT NULL PRIMARY KEY, parent TEXT REFERENCES units,"        \
	" size INTEGER CHECK (size >= 0)) STRICT;"                                                 \
	"CREATE TABLE people (id INTEGER PRIMARY KEY, unit TEXT NOT NULL REFERENCES units,"        \
	" picture BLOB) STRICT;"

static const struct migration steps[] = {
	{1, "001-initial", SCHEMA},
	{2, "002-note", "ALTER TABLE units ADD COLUMN note TEXT"},
	{3, "003-colour",
		"ALTER TABLE units ADD COLUMN colour TEXT; UPDATE units SET colour = 'red'"},
};

static void remove_folder(void)
{
	DIR *dir = opendir(folder);

	for (struct dirent *entry; dir && (entry = readdir(dir));) {
		char name[400];
		snprintf(name, sizeof(name), "%s/%s", folder, entry->d_name);
		unlink(name);
		rmdir(name);
	}
	if (dir)
		closedir(dir);
	rmdir(folder);
}

static int set_up(void **state)
{
	(void)state;
	snprintf(folder, sizeof(folder), "/tmp/thidua-db-XXXXXX");
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/x.db", folder);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	remove_folder();
	return 0;
}

static void path_is(const char *name)
{
	assert_true(strlen(name) < sizeof(path));
	strcpy(path, name);
}

static struct db *open_new(size_t count)
{
	struct db *db = NULL;
	int from = -1;

	assert_int_equal(db_open(path, DB_WRITER, &db), OK);
	assert_int_equal(db_migrate(db, steps, count, &from), OK);
	return db;
}

static struct db *open_reader(void)
{
	struct db *db = NULL;

	assert_int_equal(db_open(path, DB_READER, &db), OK);
	return db;
}

static enum error add_unit(struct db *db, const char *unit, const char *parent, int64_t size)
{
	struct stmt *q = db_query(
		db, "INSERT INTO units (unit, parent, size) VALUES (:unit, :parent, :size)");

	bind_text(q, ":unit", unit);
	bind_text(q, ":parent", parent);
	bind_int(q, ":size", size);
	return db_run(q);
}

static int64_t count_units(struct db *db)
{
	struct stmt *q = db_query(db, "SELECT count(*) FROM units");
	int64_t n = -1;

	if (db_row(q))
		n = column_int(q, 0);
	assert_int_equal(db_done(q), OK);
	return n;
}

static void write_file(const char *name, const void *bytes, size_t size)
{
	FILE *file = fopen(name, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, size, file), size);
	assert_int_equal(fclose(file), 0);
}

static int64_t file_size(const char *name)
{
	struct stat status;

	return stat(name, &status) == 0 ? (int64_t)status.st_size : -1;
}

/* Statements */

static void binds_and_columns_agree(void **state)
{
	(void)state;
	struct db *db = open_new(1);
	struct stmt *q = db_query(db,
		"SELECT :text AS text, :part AS part, :number AS number,"
		" :nothing AS empty, :bytes AS bytes");

	bind_text(q, ":text", "Gia Lai");
	bind_text(q, ":part", "abc");
	bind_int(q, ":number", INT64_MIN);
	bind_text(q, ":nothing", NULL);
	bind_blob(q, ":bytes", "a\0b", 3);
	assert_int_equal(stmt_bind_count(q), 5);
	assert_string_equal(stmt_bind_name(q, 3), ":number");
	assert_true(db_row(q));
	assert_int_equal(column_count(q), 5);
	assert_string_equal(column_name(q, 2), "number");
	assert_string_equal(column_text(q, 0), "Gia Lai");
	assert_string_equal(column_text(q, 1), "abc");
	assert_int_equal(column_length(q, 1), 3);
	assert_true(column_int(q, 2) == INT64_MIN);
	assert_true(column_is_null(q, 3));
	assert_null(column_text(q, 3));
	assert_memory_equal(column_blob(q, 4), "a\0b", 3);
	assert_int_equal(column_type(q, 0), COLUMN_TEXT);
	assert_int_equal(column_type(q, 2), COLUMN_INT);
	assert_int_equal(column_type(q, 3), COLUMN_NULL);
	assert_int_equal(column_type(q, 4), COLUMN_BLOB);
	assert_false(db_row(q));
	assert_false(db_row(q)); /* and does not begin again */
	assert_int_equal(db_done(q), OK);
	db_close(db);
}

static struct stmt *the_statement(struct db *db)
{
	return db_query(db, "SELECT :x AS x");
}

static void statement_is_cached_and_comes_clean(void **state)
{
	(void)state;
	struct db *db = open_new(1);
	struct stmt *q = the_statement(db);

	bind_text(q, ":x", "left over");
	assert_ptr_equal(q, the_statement(db)); /* abandoned before its first step */
	assert_true(db_row(q));
	assert_true(column_is_null(q, 0));
	db_done(q);

	bind_int_at(q, 1, 5);
	assert_true(db_row(q));
	assert_int_equal(column_int(q, 0), 5);
	db_done(q); /* after an early break */
	assert_true(db_row(q));
	assert_true(column_is_null(q, 0));
	db_done(q);
	db_close(db);
}

static void cache_grows(void **state)
{
	(void)state;
	struct db *db = open_new(1);
	static char sql[2000][24]; /* as good as literals: they live on at their addresses */
	struct stmt *first[2000];

	for (int i = 0; i < 2000; i++) {
		snprintf(sql[i], sizeof(sql[i]), "SELECT %d", i);
		first[i] = db_query_literal(db, sql[i]);
	}
	for (int i = 0; i < 2000; i++) {
		struct stmt *q = db_query_literal(db, sql[i]);
		assert_ptr_equal(q, first[i]);
		assert_true(db_row(q));
		assert_int_equal(column_int(q, 0), i);
		assert_int_equal(db_done(q), OK);
	}
	db_close(db);
}

static void notes_are_kept_by_key(void **state)
{
	(void)state;
	struct db *db = open_new(1);
	struct stmt *q = the_statement(db);
	static const int keys[9];
	char *text = strdup("one");

	assert_null(stmt_note(q, &keys[0]));
	stmt_set_note(q, &keys[0], text);
	assert_ptr_equal(stmt_note(q, &keys[0]), text);
	stmt_set_note(q, &keys[1], strdup("two"));
	assert_ptr_equal(stmt_note(q, &keys[0]), text);
	stmt_set_note(q, &keys[0], strdup("new one")); /* frees the old one */
	assert_string_equal(stmt_note(q, &keys[0]), "new one");
	for (int i = 2; i < 9; i++) {
		stmt_set_note(q, &keys[i], strdup("more"));
		assert_string_equal(stmt_note(q, &keys[i]), "more");
	}
	assert_null(stmt_note(q, &keys[0]));
	db_close(db);
}

/* Errors */

static void constraints_have_their_errors(void **state)
{
	(void)state;
	struct db *db = open_new(1);

	assert_int_equal(add_unit(db, "a", NULL, 1), OK);
	assert_int_equal(db_changed(db), 1);
	assert_int_equal(add_unit(db, "a", NULL, 1), E_CONFLICT);
	assert_non_null(strstr(db_message(db), "UNIQUE constraint failed: units.unit"));
	assert_non_null(strstr(db_message(NULL), "INSERT INTO units"));
	assert_int_equal(add_unit(db, "b", "nowhere", 1), E_REFERENCE);
	assert_int_equal(add_unit(db, "b", NULL, -1), E_FAULT);
	assert_int_equal(add_unit(db, NULL, NULL, 1), E_FAULT);
	assert_int_equal(db_run(db_query(db, "INSERT INTO units (unit, size) VALUES ('c', 'x')")),
		E_FAULT); /* STRICT */
	assert_int_equal(db_run(db_query(db, "DELETE FROM units WHERE unit = 'a'")), OK);
	assert_int_equal(count_units(db), 0);
	db_close(db);
}

/* Replies take one row and stop: the reference must have been checked by then. */
static void reference_fails_before_the_row_of_returning(void **state)
{
	(void)state;
	struct db *db = open_new(1);
	struct stmt *q = db_query(
		db, "INSERT INTO units (unit, parent) VALUES ('b', 'nowhere') RETURNING unit");

	assert_int_equal(db_begin(db), OK);
	assert_int_equal(db_savepoint(db), OK);
	assert_false(db_row(q));
	assert_int_equal(db_done(q), E_REFERENCE);
	assert_int_equal(db_rollback_to(db), OK);
	assert_int_equal(db_commit(db), OK);
	assert_int_equal(count_units(db), 0);
	db_close(db);
}

static void errors_are_sticky_until_done(void **state)
{
	(void)state;
	struct db *db = open_new(1);
	struct stmt *q = db_query(db, "INSERT INTO units (unit, size) VALUES (:unit, :size)");

	bind_text(q, ":unit", "a");
	bind_int_at(q, 7, 1); /* no such place */
	bind_int(q, ":size", 1);
	assert_false(db_row(q));
	assert_int_equal(db_done(q), E_FAULT);
	assert_int_equal(count_units(db), 0);

	bind_text(q, ":unit", "a"); /* and it works again */
	assert_int_equal(db_run(q), OK);
	assert_int_equal(count_units(db), 1);
	db_close(db);
}

static enum error run(struct db *db, const char *sql)
{
	return db_run(db_query_literal(db, sql));
}

static void bad_statements_fail_and_recover(void **state)
{
	(void)state;
	struct db *db = open_new(1);
	static const char later[] = "SELECT note FROM units WHERE unit = :unit";
	struct stmt *q = db_query_literal(db, later);

	bind_text(q, ":unit", "a"); /* does nothing, above all does not assert */
	assert_false(db_row(q));
	assert_int_equal(column_count(q), 0);
	assert_int_equal(db_done(q), E_FAULT);
	assert_int_equal(db_done(q), E_FAULT);
	assert_int_equal(run(db, "SELECT \"nosuch\" FROM units"), E_FAULT);
	assert_int_equal(run(db, "SELECT 1; SELECT 2"), E_FAULT);
	assert_int_equal(run(db, ""), E_FAULT);
	assert_int_equal(run(db, "SELECT 1; \n"), OK);
	assert_int_equal(run(db, "ALTER TABLE units ADD COLUMN note TEXT"), OK);
	assert_int_equal(run(db, later), OK);
	db_close(db);
}

static void nested_use_of_a_statement_aborts(void **state)
{
	(void)state;
	struct db *db = open_new(1);

	assert_int_equal(add_unit(db, "a", NULL, 1), OK);
	pid_t child = fork();
	if (child == 0) {
		fclose(stderr);
		signal(SIGABRT, SIG_DFL);
		static const char sql[] = "SELECT unit FROM units";
		db_row(db_query_literal(db, sql));
		db_query_literal(db, sql);
		_exit(0);
	}
	int status = 0;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
	db_close(db);
}

static void disk_full_is_full_and_passes(void **state)
{
	(void)state;
	struct db *db = open_new(1);
	struct rlimit old, small;

	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	small = old;
	small.rlim_cur = 64 << 10;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	enum error error = run(db,
		"INSERT INTO units (unit, size) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL"
		" SELECT i + 1 FROM n WHERE i < 20000) SELECT 'unit number ' || i, i FROM n");
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	assert_int_equal(error, E_FULL);
	assert_false(db_in_transaction(db));
	assert_int_equal(count_units(db), 0);
	assert_int_equal(add_unit(db, "a", NULL, 1), OK);
	assert_int_equal(db_verify(db), OK);
	db_close(db);
}

/* Connections */

static int64_t pragma(struct db *db, const char *sql)
{
	struct stmt *q = db_query_literal(db, sql);
	int64_t value = db_row(q) ? column_int(q, 0) : -1;

	assert_int_equal(db_done(q), OK);
	return value;
}

static void settings_are_taken(void **state)
{
	(void)state;
	struct db *writer = open_new(1);
	struct db *reader = open_reader();
	struct db *both[] = {writer, reader};

	for (int i = 0; i < 2; i++) {
		assert_int_equal(pragma(both[i], "PRAGMA synchronous"), 2);
		assert_int_equal(pragma(both[i], "PRAGMA foreign_keys"), 1);
		assert_int_equal(pragma(both[i], "PRAGMA cell_size_check"), 1);
		assert_int_equal(pragma(both[i], "PRAGMA trusted_schema"), 0);
		assert_int_equal(pragma(both[i], "PRAGMA secure_delete"), 1);
		assert_int_equal(pragma(both[i], "PRAGMA mmap_size"), 0);
		assert_int_equal(pragma(both[i], "PRAGMA temp_store"), 2);
		assert_int_equal(pragma(both[i], "PRAGMA busy_timeout"), 2000);
		assert_int_equal(pragma(both[i], "PRAGMA journal_size_limit"), 64 << 20);
		assert_int_equal(pragma(both[i], "PRAGMA wal_autocheckpoint"), 0);
	}
	assert_int_equal(pragma(writer, "PRAGMA cache_size"), -8192);
	assert_int_equal(pragma(reader, "PRAGMA cache_size"), -4096);
	assert_int_equal(pragma(reader, "PRAGMA query_only"), 1);
	assert_int_equal(add_unit(reader, "a", NULL, 1), E_FAULT);
	assert_int_equal(strncmp(db_engine(), "SQLite 3.", 9), 0);
	db_close(reader);
	db_close(writer);
}

static void refuse_open(enum db_mode mode, const char *text)
{
	struct db *db = NULL;

	assert_int_equal(db_open(path, mode, &db), E_FAULT);
	assert_null(db);
	assert_non_null(strstr(db_message(NULL), text));
}

static void foreign_files_are_refused(void **state)
{
	(void)state;
	static const char noise[] = "This is not a database, but it is long enough to look at; "
				    "SQLite reads a hundred bytes before it says so, or more.";

	refuse_open(DB_READER, "No such file");
	assert_int_equal(mkdir(path, 0700), 0);
	refuse_open(DB_WRITER, "a directory");
	assert_int_equal(rmdir(path), 0);

	write_file(path, noise, sizeof(noise));
	refuse_open(DB_WRITER, "is not a database");
	assert_int_equal(file_size(path), sizeof(noise));
	unlink(path);

	struct db *db = open_new(1);
	assert_int_equal(run(db, "PRAGMA application_id = 77"), OK);
	db_close(db);
	refuse_open(DB_WRITER, "not a thidua database (application_id 77)");

	snprintf(path, sizeof(path), "%s/other.db", folder);
	db = NULL;
	assert_int_equal(db_open(path, DB_WRITER, &db), OK);
	assert_int_equal(run(db, "PRAGMA application_id = 78"), OK);
	db_close(db);
	refuse_open(DB_WRITER, "not a thidua database (application_id 78)");

	snprintf(path, sizeof(path), "%s/unnamed.db", folder);
	assert_int_equal(db_open(path, DB_WRITER, &db), OK);
	assert_int_equal(run(db, "CREATE TABLE foreign_one (x INTEGER)"), OK);
	db_close(db);
	refuse_open(DB_WRITER, "not a thidua database (application_id 0)");

	snprintf(path, sizeof(path), "%s/none/x.db", folder);
	refuse_open(DB_WRITER, "unable to open database file: No such file");
}

/* What a crash between creating the file and the first commit leaves behind. */
static void file_without_schema_is_still_empty(void **state)
{
	(void)state;
	struct db *db = NULL;

	assert_int_equal(db_open(path, DB_WRITER, &db), OK);
	db_close(db);
	assert_true(file_size(path) > 0);
	refuse_open(DB_READER, "not a thidua database");
	db_close(open_new(1));
	db_close(open_reader());
}

static void lock_has_one_holder(void **state)
{
	(void)state;
	int fd = -1, second = -1;
	char mine[32];

	assert_int_equal(db_lock(path, &fd), OK);
	assert_int_equal(db_lock(path, &second), E_BUSY);
	assert_int_equal(second, -1);
	snprintf(mine, sizeof(mine), "held by process %ld", (long)getpid());
	assert_non_null(strstr(db_message(NULL), mine));
	close(fd);
	assert_int_equal(db_lock(path, &second), OK);
	close(second);
	snprintf(path, sizeof(path), "%s/none/x.db", folder);
	assert_int_equal(db_lock(path, &second), E_FAULT);
}

static void deadline_stops_a_reader(void **state)
{
	(void)state;
	struct db *writer = open_new(1);
	struct db *db = open_reader();
	static const char endless[] =
		"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*)"
		" FROM n";

	db_deadline(db, 50);
	int64_t start = calendar_monotonic();
	assert_int_equal(db_begin(db), OK);
	assert_int_equal(run(db, endless), E_BUSY);
	int64_t took = calendar_monotonic() - start;
	assert_true(took >= 50000 && took < 1000000);
	db_rollback(db);

	db_deadline(db, 0);
	assert_int_equal(run(db,
				 "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
				 " WHERE i < 1000000) SELECT count(*) FROM n"),
		OK);
	db_close(db);
	db_close(writer);
}

/* Transactions and the log */

/* Without memory or space the engine ends a transaction by itself, and what follows would stand on
 * its own. */
static void nothing_is_written_behind_a_lost_transaction(void **state)
{
	(void)state;
	struct db *db = open_new(1);

	assert_int_equal(run(db,
				 "CREATE TRIGGER lost BEFORE INSERT ON units WHEN new.unit = 'lost'"
				 " BEGIN SELECT RAISE(ROLLBACK, 'lost'); END"),
		OK);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(db_begin(db), OK);
		assert_int_equal(add_unit(db, "a", NULL, 1), OK);
		assert_int_not_equal(add_unit(db, "lost", NULL, 1), OK);
		assert_false(db_in_transaction(db));
		assert_int_equal(add_unit(db, "b", NULL, 1), E_FAULT);
		assert_int_equal(db_commit(db), E_FAULT);
		db_rollback(db);
		assert_int_equal(count_units(db), 0);
	}
	assert_int_equal(db_begin(db), OK);
	assert_int_equal(add_unit(db, "c", NULL, 1), OK);
	assert_int_equal(db_commit(db), OK);
	assert_int_equal(count_units(db), 1);
	db_close(db);
}

static void savepoints_nest(void **state)
{
	(void)state;
	struct db *db = open_new(1);

	assert_int_equal(db_begin(db), OK);
	assert_true(db_in_transaction(db));
	assert_int_equal(add_unit(db, "a", NULL, 1), OK);
	assert_int_equal(db_savepoint(db), OK);
	assert_int_equal(add_unit(db, "b", NULL, 1), OK);
	assert_int_equal(db_savepoint(db), OK);
	assert_int_equal(add_unit(db, "c", NULL, 1), OK);
	assert_int_equal(db_rollback_to(db), OK);
	assert_int_equal(count_units(db), 2);
	assert_int_equal(db_release(db), OK);
	assert_int_equal(db_commit(db), OK);
	assert_false(db_in_transaction(db));
	assert_int_equal(count_units(db), 2);

	assert_int_equal(db_begin(db), OK);
	assert_int_equal(add_unit(db, "d", NULL, 1), OK);
	db_rollback(db);
	db_rollback(db);
	assert_int_equal(count_units(db), 2);
	assert_int_equal(db_commit(db), E_FAULT);
	db_close(db);
}

static void reader_keeps_its_snapshot(void **state)
{
	(void)state;
	struct db *writer = open_new(1);
	struct db *reader = open_reader();

	assert_int_equal(db_begin(reader), OK);
	assert_int_equal(count_units(reader), 0);
	assert_int_equal(add_unit(writer, "a", NULL, 1), OK);
	assert_int_equal(count_units(reader), 0);
	assert_int_equal(db_commit(reader), OK);
	assert_int_equal(count_units(reader), 1);
	db_close(reader);
	db_close(writer);
}

static void write_pages(struct db *db)
{
	static const char sql[] =
		"INSERT INTO people (unit, picture) VALUES ('a', zeroblob(2000000))";

	for (int i = 0; i < 5; i++)
		assert_int_equal(run(db, sql), OK);
}

static void checkpoints_let_the_log_begin_anew(void **state)
{
	(void)state;
	struct db *db = open_new(1);
	struct db *reader = open_reader();
	char log[220];

	snprintf(log, sizeof(log), "%s-wal", path);
	assert_int_equal(add_unit(db, "a", NULL, 1), OK);
	int pages = db_wal_pages(db);
	assert_true(pages > 0 && pages < 100);
	int64_t before = file_size(path);
	assert_int_equal(db_checkpoint(db, DB_SAVE_SOME), OK); /* too little to be worth it */
	assert_int_equal(file_size(path), before);

	write_pages(db);
	assert_true(db_wal_pages(db) > 2000);
	assert_int_equal(db_checkpoint(db, DB_SAVE_SOME), OK);
	assert_true(file_size(path) > before);
	assert_int_equal(add_unit(db, "b", NULL, 1), OK); /* the log begins anew */
	assert_true(db_wal_pages(db) < 100);
	write_pages(db);
	before = file_size(path);
	assert_int_equal(db_checkpoint(db, DB_SAVE_SOME), OK);
	assert_true(file_size(path) > before);

	assert_int_equal(db_begin(reader), OK); /* a reader holds the log: it only grows */
	assert_int_equal(count_units(reader), 2);
	write_pages(db);
	assert_int_equal(db_checkpoint(db, DB_SAVE_SOME), OK);
	assert_int_equal(db_checkpoint(db, DB_SAVE_ALL), E_BUSY);
	assert_int_equal(db_commit(reader), OK);
	assert_int_equal(db_checkpoint(db, DB_SAVE_ALL), OK);
	assert_int_equal(db_wal_pages(db), 0);
	before = file_size(log);
	assert_int_equal(add_unit(db, "c", NULL, 1), OK);
	assert_true(db_wal_pages(db) < 100);
	assert_int_equal(file_size(log), before);
	assert_int_equal(db_checkpoint(db, DB_SAVE_ALL_AND_CUT), OK);
	assert_int_equal(file_size(log), 0);
	db_close(reader);
	db_close(db);
	assert_int_equal(file_size(log), -1);
}

/* A rehearsal writes while the writer does, more than its cache holds, and sees only itself. */
static void rehearsal_leaves_nothing(void **state)
{
	(void)state;
	struct db *writer = open_new(1), *reader = open_reader(), *rehearsal = NULL;
	char log[220];

	snprintf(log, sizeof(log), "%s-wal", path);
	assert_int_equal(add_unit(writer, "a", NULL, 1), OK);
	assert_int_equal(db_begin(reader), OK);
	assert_int_equal(count_units(reader), 1);
	assert_int_equal(db_open(path, DB_REHEARSAL, &rehearsal), OK);
	assert_int_equal(db_begin(writer), OK);
	assert_int_equal(add_unit(writer, "of-the-writer", NULL, 1), OK);
	assert_int_equal(db_begin(rehearsal), OK);
	assert_int_equal(count_units(rehearsal), 1);
	assert_false(db_rehearsal_changed(rehearsal));
	int64_t before = file_size(log);

	assert_int_equal(add_unit(rehearsal, "b", "a", 1), OK);
	assert_int_equal(add_unit(rehearsal, "b", "a", 1), E_CONFLICT);
	assert_int_equal(db_savepoint(rehearsal), OK);
	assert_int_equal(add_unit(rehearsal, "c", "b", 1), OK);
	assert_int_equal(db_rollback_to(rehearsal), OK);
	for (int i = 0; i < 3; i++)
		write_pages(rehearsal);
	assert_int_equal(count_units(rehearsal), 2);
	assert_true(db_rehearsal_changed(rehearsal));
	assert_int_equal(file_size(log), before);
	assert_int_equal(db_commit(writer), OK);
	assert_int_equal(add_unit(writer, "b", NULL, 1), OK);
	assert_int_equal(count_units(rehearsal), 2);
	assert_true(db_rehearsal_holds(rehearsal));
	assert_int_not_equal(db_commit(rehearsal), OK);
	assert_false(db_in_transaction(rehearsal));
	db_close(rehearsal);
	assert_int_equal(db_commit(reader), OK);
	assert_int_equal(count_units(reader), 3);
	assert_int_equal(count_units(writer), 3);
	assert_int_equal(db_verify(writer), OK);
	db_close(reader);
	db_close(writer);
}

/* Its snapshot was taken when all of the log was saved: nothing keeps the writer from beginning anew. */
static void rehearsal_knows_that_the_log_began_anew(void **state)
{
	(void)state;
	struct db *writer = open_new(1), *reader = open_reader(), *rehearsal = NULL;

	assert_int_equal(add_unit(writer, "a", NULL, 1), OK);
	write_pages(writer);
	assert_int_equal(db_checkpoint(writer, DB_SAVE_SOME), OK);
	assert_int_equal(db_begin(reader), OK);
	assert_int_equal(count_units(reader), 1);
	assert_int_equal(db_open(path, DB_REHEARSAL, &rehearsal), OK);
	assert_int_equal(db_begin(rehearsal), OK);
	assert_int_equal(count_units(rehearsal), 1);
	assert_true(db_rehearsal_holds(rehearsal));
	assert_int_equal(add_unit(writer, "b", NULL, 1), OK);
	assert_false(db_rehearsal_holds(rehearsal));
	db_close(rehearsal);
	db_close(reader);
	db_close(writer);
}

/* The locks of a process on a file are gone when it closes any descriptor of it: another process must
 * go on finding the database in use. */
static void rehearsal_keeps_the_locks_of_others(void **state)
{
	(void)state;
	struct db *writer = open_new(1), *rehearsal = NULL;

	for (int i = 0; i < 3; i++) {
		assert_int_equal(db_open(path, DB_REHEARSAL, &rehearsal), OK);
		assert_int_equal(db_begin(rehearsal), OK);
		assert_int_equal(count_units(rehearsal), 0);
		db_close(rehearsal);
	}
	pid_t child = fork();

	if (!child) {
		/* SQLite's byte of all who hold the file shared lies at 1 GiB + 2. */
		struct flock lock = {.l_type = F_WRLCK,
			.l_whence = SEEK_SET,
			.l_start = 0x40000002,
			.l_len = 510};
		int file = open(path, O_RDWR | O_CLOEXEC);

		_exit(fcntl(file, F_GETLK, &lock) || lock.l_type == F_UNLCK);
	}
	int status = -1;

	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	db_close(writer);
}

/* Migrations and copies */

static void migration_goes_step_by_step(void **state)
{
	(void)state;
	struct db *db = open_new(2);
	int from = -1;
	char copy[220];

	assert_int_equal(pragma(db, "PRAGMA user_version"), 2);
	assert_int_equal(add_unit(db, "a", NULL, 1), OK);
	snprintf(copy, sizeof(copy), "%s.before-003", path);
	assert_int_equal(file_size(copy), -1);
	assert_int_equal(db_migrate(db, steps, 3, &from), OK);
	assert_int_equal(from, 2);
	assert_int_equal(pragma(db, "PRAGMA user_version"), 3);
	assert_int_equal(pragma(db, "PRAGMA foreign_keys"), 1);
	assert_int_equal(pragma(db, "SELECT count(*) FROM units WHERE colour = 'red'"), 1);
	assert_int_equal(db_migrate(db, steps, 3, &from), OK);
	assert_int_equal(from, 3);

	from = -1;
	assert_int_equal(db_migrate(db, steps, 2, &from), E_CONFLICT);
	assert_int_equal(from, -1);
	assert_non_null(strstr(db_message(db), "newer program"));
	db_close(db);

	path_is(copy); /* the copy is a whole database of the old step */
	db = NULL;
	assert_int_equal(db_open(path, DB_WRITER, &db), OK);
	assert_int_equal(pragma(db, "PRAGMA user_version"), 2);
	assert_int_equal(count_units(db), 1);
	db_close(db);
}

static void fail_step(const char *sql, enum error expected, const char *text)
{
	struct db *db = open_new(1);
	struct migration two[] = {steps[0], {2, "002-bad", sql}};
	int from = -1;

	assert_int_equal(add_unit(db, "a", NULL, 1), OK);
	assert_int_equal(add_unit(db, "b", "a", 1), OK);
	assert_int_equal(db_migrate(db, two, 2, &from), expected);
	assert_non_null(strstr(db_message(db), text));
	assert_int_equal(pragma(db, "PRAGMA user_version"), 1);
	assert_int_equal(pragma(db, "PRAGMA foreign_keys"), 1);
	assert_int_equal(count_units(db), 2);
	assert_false(db_in_transaction(db));
	db_close(db);
	remove_folder();
	assert_int_equal(mkdir(folder, 0700), 0);
}

static void failed_step_leaves_the_old_schema(void **state)
{
	(void)state;
	fail_step("CREATE TABLE more (x INTEGER); CREATE TABLE units (x INTEGER)", E_FAULT,
		"already exists");
	fail_step("DELETE FROM units WHERE unit = 'a'", E_FAULT, "refers to nothing in units");
	fail_step("INSERT INTO units (unit) VALUES ('a')", E_CONFLICT, "UNIQUE");
}

static void backup_is_a_snapshot_of_its_own(void **state)
{
	(void)state;
	struct db *writer = open_new(3);
	struct db *reader = open_reader();
	char copy[220], part[240];

	snprintf(copy, sizeof(copy), "%s/copy.db", folder);
	snprintf(part, sizeof(part), "%s.part", copy);
	char header[20];
	write_file(part, "left over", 9);
	assert_int_equal(add_unit(writer, "a", NULL, 1), OK);
	assert_int_equal(db_backup(reader, copy), OK);
	assert_int_equal(add_unit(writer, "b", NULL, 1), OK);
	assert_int_equal(file_size(part), -1);
	db_close(reader);
	db_close(writer);

	int fd = open(copy, O_RDONLY);
	assert_int_equal(pread(fd, header, sizeof(header), 0), sizeof(header));
	close(fd);
	assert_memory_equal(
		header + 18, "\2\2", 2); /* as the server has it: a look changes nothing */
	path_is(copy);
	struct db *db = NULL;
	assert_int_equal(db_open(path, DB_WRITER, &db), OK);
	assert_int_equal(count_units(db), 1);
	assert_int_equal(db_verify(db), OK);
	snprintf(copy, sizeof(copy), "%s/none/copy.db", folder);
	assert_int_equal(db_backup(db, copy), E_FAULT);
	db_close(db);
}

static void broken_promises_are_found(void **state)
{
	(void)state;
	struct db *db = open_new(1);

	assert_int_equal(run(db, "PRAGMA ignore_check_constraints = 1"), OK);
	assert_int_equal(add_unit(db, "a", NULL, -5), OK);
	assert_int_equal(run(db, "PRAGMA ignore_check_constraints = 0"), OK);
	assert_int_equal(db_verify(db), E_FAULT);
	assert_non_null(strstr(db_message(db), "CHECK constraint failed in units"));
	assert_int_equal(run(db, "UPDATE units SET size = 5"), OK);
	assert_int_equal(run(db, "PRAGMA foreign_keys = 0"), OK);
	assert_int_equal(add_unit(db, "b", "nowhere", 1), OK);
	assert_int_equal(db_verify(db), E_FAULT);
	assert_non_null(strstr(db_message(db), "refers to nothing in units"));
	db_close(db);
}

static void damage_is_found(void **state)
{
	(void)state;
	struct db *db = open_new(1);

	assert_int_equal(add_unit(db, "a", NULL, 1), OK);
	write_pages(db);
	assert_int_equal(db_verify(db), OK);
	db_close(db);

	int fd = open(path, O_WRONLY);
	assert_true(fd >= 0);
	for (off_t page = 1; page < 3; page++)
		assert_int_equal(pwrite(fd, "\x0d\xff\xff\xff\xff\xff\xff\xff", 8, page * 4096), 8);
	close(fd);
	assert_int_equal(db_open(path, DB_WRITER, &db), OK);
	assert_int_equal(db_verify(db), E_FAULT);
	assert_true(strlen(db_message(db)) > 0);
	db_close(db);
	db_close(NULL);
}

static void replaced_database_leaves_no_log(void **state)
{
	(void)state;
	char draft[220], log[220];

	snprintf(draft, sizeof(draft), "%s.new", path);
	snprintf(log, sizeof(log), "%s-wal", path);
	struct db *db = open_new(1);
	assert_int_equal(add_unit(db, "old", NULL, 1), OK);
	assert_int_equal(db_backup(db, draft), OK);
	assert_int_equal(add_unit(db, "newer", NULL, 1), OK);
	db_close(db);
	write_file(log, "stale", 5);
	assert_int_equal(db_replace(draft, path), OK);
	assert_int_equal(file_size(draft), -1);
	assert_int_equal(file_size(log), -1);
	assert_int_equal(db_open(path, DB_WRITER, &db), OK);
	assert_int_equal(count_units(db), 1);
	db_close(db);
	assert_int_equal(db_replace(draft, path), E_FAULT);
	assert_true(file_size(path) > 0);
	db_remove(path);
	assert_int_equal(file_size(path), -1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(binds_and_columns_agree),
		TEST(statement_is_cached_and_comes_clean),
		TEST(cache_grows),
		TEST(notes_are_kept_by_key),
		TEST(constraints_have_their_errors),
		TEST(reference_fails_before_the_row_of_returning),
		TEST(errors_are_sticky_until_done),
		TEST(bad_statements_fail_and_recover),
		TEST(nested_use_of_a_statement_aborts),
		TEST(disk_full_is_full_and_passes),
		TEST(settings_are_taken),
		TEST(foreign_files_are_refused),
		TEST(file_without_schema_is_still_empty),
		TEST(lock_has_one_holder),
		TEST(deadline_stops_a_reader),
		TEST(nothing_is_written_behind_a_lost_transaction),
		TEST(savepoints_nest),
		TEST(reader_keeps_its_snapshot),
		TEST(checkpoints_let_the_log_begin_anew),
		TEST(rehearsal_leaves_nothing),
		TEST(rehearsal_knows_that_the_log_began_anew),
		TEST(rehearsal_keeps_the_locks_of_others),
		TEST(migration_goes_step_by_step),
		TEST(failed_step_leaves_the_old_schema),
		TEST(backup_is_a_snapshot_of_its_own),
		TEST(broken_promises_are_found),
		TEST(damage_is_found),
		TEST(replaced_database_leaves_no_log),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
