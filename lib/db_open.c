/*
 * Opening and closing a connection: whose file is it, and the settings that every connection
 * must have. A setting that the engine did not take is a failure, never a surprise later.
 */
#include "db_sqlite.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "calendar.h"

#define BUSY_MILLISECONDS   2000
#define INSTRUCTIONS_A_LOOK 2000 /* between two looks at the clock: some 20 microseconds */

const struct db_nature db_nature = {.keeps_snapshots = true,
	.rehearses = true,
	.copies = true,
	.threads_per_core = 1,
	.longest_group = 10000};

/* Ours, or still empty and about to become ours. A file counts as empty until the first migration
 * was committed, although turning on the log has already given it a header. */
static enum error check_identity(sqlite3 *handle, const char *path, enum db_mode mode)
{
	int64_t application = 0, version = 0, objects = 0;
	enum error error = db_sqlite_int(handle, "PRAGMA application_id", &application);

	if (!error)
		error = db_sqlite_int(handle, "PRAGMA user_version", &version);
	if (!error)
		error = db_sqlite_int(handle, "SELECT count(*) FROM sqlite_schema", &objects);
	if (sqlite3_errcode(handle) == SQLITE_NOTADB)
		return db_report(E_FAULT, "%s is not a database", path);
	if (error || application == DB_APPLICATION_ID)
		return error;
	if (mode == DB_WRITER && application == 0 && version == 0 && objects == 0)
		return OK;
	return db_report(E_FAULT, "%s is not a thidua database (application_id %lld)", path,
		(long long)application);
}

static enum error set_flag(sqlite3 *handle, int flag, int value)
{
	int now = -1;
	int code = sqlite3_db_config(handle, flag, value, &now);

	if (code == SQLITE_OK && now == value)
		return OK;
	return db_report(E_FAULT, "SQLite does not take setting %d = %d", flag, value);
}

struct setting {
	const char *name;
	const char *value;
};

static enum error set_pragma(sqlite3 *handle, const struct setting *setting)
{
	char sql[80], now[24];

	sqlite3_snprintf(sizeof(sql), sql, "PRAGMA %s = %s", setting->name, setting->value);
	enum error error = db_sqlite_exec(handle, sql);
	if (error)
		return error;

	sqlite3_snprintf(sizeof(sql), sql, "PRAGMA %s", setting->name);
	error = db_sqlite_text(handle, sql, now, sizeof(now));
	if (!error && strcmp(now, setting->value) != 0)
		error = db_report(E_FAULT, "SQLite does not take %s = %s: it stays %s",
			setting->name, setting->value, now);
	return error;
}

static enum error set_flags(sqlite3 *handle)
{
	static const struct {
		int flag, value;
	} flags[] = {
		{SQLITE_DBCONFIG_DEFENSIVE, 1},
		{SQLITE_DBCONFIG_DQS_DML, 0}, /* else a misspelt column becomes a string */
		{SQLITE_DBCONFIG_DQS_DDL, 0},
		{SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
		{SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
		/* Only the writer checkpoints, and not before it knows that the file is ours. */
		{SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1},
	};
	enum error error = OK;

	for (size_t i = 0; !error && i < sizeof(flags) / sizeof(*flags); i++)
		error = set_flag(handle, flags[i].flag, flags[i].value);
	return error;
}

static enum error set_pragmas(sqlite3 *handle, enum db_mode mode)
{
	static const struct setting common[] = {
		{"synchronous", "2"}, /* FULL: a commit is on the disk before its answer leaves */
		{"foreign_keys", "1"},
		{"cell_size_check", "1"},
		{"secure_delete", "1"},
		{"mmap_size", "0"}, /* an I/O error must be a code, not a signal */
		{"temp_store", "2"},
		{"journal_size_limit", "67108864"},
	};
	/* What a transaction changes stays in memory until its commit, or the log would hold the pages of
	 * a long one twice; a rehearsal has no other place. */
	static const struct setting writer[] = {{"cache_size", "-8192"}, {"cache_spill", "0"}};
	static const struct setting rehearsal[] = {{"cache_size", "-65536"}, {"cache_spill", "0"}};
	static const struct setting reader[] = {{"cache_size", "-4096"}, {"query_only", "1"}};
	const struct setting *own = mode == DB_WRITER ? writer
		: mode == DB_REHEARSAL                ? rehearsal
						      : reader;
	enum error error = OK;

	for (size_t i = 0; !error && i < sizeof(common) / sizeof(*common); i++)
		error = set_pragma(handle, &common[i]);
	if (error)
		return error;
	error = set_pragma(handle, &own[0]);
	return error ? error : set_pragma(handle, &own[1]);
}

static void set_limits(sqlite3 *handle)
{
	static const struct {
		int limit, value;
	} limits[] = {
		{SQLITE_LIMIT_LENGTH, 8 << 20},
		{SQLITE_LIMIT_SQL_LENGTH, 64 << 10},
		{SQLITE_LIMIT_COLUMN, 64},
		{SQLITE_LIMIT_EXPR_DEPTH, 100},
		{SQLITE_LIMIT_COMPOUND_SELECT, 8},
		{SQLITE_LIMIT_VDBE_OP, 250000},
		{SQLITE_LIMIT_ATTACHED, 1},
		/* A search of 100 code points folds to no more bytes than this. */
		{SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 4096},
		{SQLITE_LIMIT_VARIABLE_NUMBER, 4096},
		{SQLITE_LIMIT_TRIGGER_DEPTH, 4},
	};

	for (size_t i = 0; i < sizeof(limits) / sizeof(*limits); i++)
		sqlite3_limit(handle, limits[i].limit, limits[i].value);
}

static int remember_log(void *context, sqlite3 *handle, const char *name, int pages)
{
	struct db *db = context;

	(void)handle;
	(void)name;
	if (pages < db->wal_pages) /* the log began anew */
		db->wal_pages_saved = 0;
	db->wal_pages = pages;
	return SQLITE_OK;
}

static int past_deadline(void *context)
{
	const struct db *db = context;

	return db->deadline && calendar_monotonic() > db->deadline;
}

/* The log of committed pages. The writer turns it on; for everybody it must be on. */
static enum error set_log(struct db *db)
{
	char word[16];
	bool writer = db->mode == DB_WRITER;
	enum error error = db_sqlite_text(db->handle,
		writer ? "PRAGMA journal_mode = WAL" : "PRAGMA journal_mode", word, sizeof(word));

	if (!error && strcmp(word, "wal") != 0)
		error = db_report(E_FAULT,
			"journal_mode stays %s: does the file system take a "
			"write-ahead log?",
			word);
	if (error)
		return error;

	sqlite3_wal_autocheckpoint(db->handle, 0);
	if (!writer) {
		sqlite3_progress_handler(db->handle, INSTRUCTIONS_A_LOOK, past_deadline, db);
		return OK;
	}
	sqlite3_wal_hook(db->handle, remember_log, db);
	return set_flag(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0);
}

/* What the settings had to know of the tables is a megabyte, which a reader that nobody asks need not hold; the
 * first statement reads it again. */
static enum error forget_tables(sqlite3 *handle)
{
	enum error error = db_sqlite_exec(handle, "PRAGMA writable_schema = RESET");

	sqlite3_db_release_memory(handle);
	return error;
}

static enum error set_up(struct db *db, const char *path)
{
	static const struct setting alone = {"locking_mode", "exclusive"};

	sqlite3_busy_timeout(db->handle, BUSY_MILLISECONDS);
	set_limits(db->handle);

	enum error error = set_flags(db->handle);
	if (!error && db->mode == DB_REHEARSAL) /* before it looks at the file */
		error = set_pragma(db->handle, &alone);
	if (!error)
		error = check_identity(db->handle, path, db->mode);
	if (!error && db->mode != DB_STILL)
		error = set_log(db);
	if (!error)
		error = set_pragmas(db->handle, db->mode);
	if (!error && db->mode != DB_WRITER)
		error = forget_tables(db->handle);
	return error ? error : db_prepare_ends(db);
}

/* Counting memory takes a mutex that all threads share at every allocation; measured, a third of
 * the cost of reading one row. */
static void stop_counting(void)
{
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

enum error db_open(const char *path, enum db_mode mode, struct db **out)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, stop_counting);
	struct db *db = calloc(1, sizeof(*db));
	enum error error = OK;

	if (!db || !slots_open(&db->slots)) {
		free(db);
		return db_report(E_MEMORY, "out of memory opening %s", path);
	}
	db->mode = mode;
	error = db_sqlite_open(path, mode, &db->handle);
	if (!error)
		error = set_up(db, path);
	if (error) {
		db_close(db);
		return error;
	}
	*out = db;
	return OK;
}

void db_close(struct db *db)
{
	if (!db)
		return;
	slots_close(&db->slots, stmt_free);
	sqlite3_close(db->handle);
	free(db);
}

const char *db_engine(void)
{
	static char name[32];

	sqlite3_snprintf(sizeof(name), name, "SQLite %s", sqlite3_libversion());
	return name;
}

/* There is one machine. */
enum error db_check_standby(struct db *db)
{
	(void)db;
	return OK;
}
