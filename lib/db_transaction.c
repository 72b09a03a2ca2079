/* Transactions, savepoints and checkpoints. */
#include "db_sqlite.h"

#include <assert.h>
#include <sqlite3.h>

#include "calendar.h"

#define CHECKPOINT_PAGES 2000 /* a page that changes often is written once for all of them */

enum error db_begin(struct db *db)
{
	db->begun = false;
	enum error error = db_run(db->mode == DB_READER || db->mode == DB_STILL
			? db_query(db, "BEGIN")
			: db_query(db, "BEGIN IMMEDIATE"));

	db->begun = !error;
	return error;
}

static struct stmt *word_commit(struct db *db)
{
	return db_query(db, "COMMIT");
}

static struct stmt *word_rollback(struct db *db)
{
	return db_query(db, "ROLLBACK");
}

enum error db_prepare_ends(struct db *db)
{
	enum error error = word_commit(db)->error;

	return error ? error : word_rollback(db)->error;
}

enum error db_commit(struct db *db)
{
	enum error error = db_run(word_commit(db));

	db->begun = db_in_transaction(db);
	return error;
}

void db_rollback(struct db *db)
{
	/* An error leaves nothing to do: the engine has then rolled back already. */
	if (db_in_transaction(db))
		db_run(word_rollback(db));
	db->begun = false;
}

enum error db_begin_anew(struct db *db)
{
	if (db_in_transaction(db) && db_commit(db))
		db_rollback(db);
	return db_begin(db);
}

bool db_in_transaction(const struct db *db)
{
	return !sqlite3_get_autocommit(db->handle);
}

/* Savepoints of one name nest: the innermost is meant. */
enum error db_savepoint(struct db *db)
{
	return db_run(db_query(db, "SAVEPOINT j"));
}

enum error db_release(struct db *db)
{
	return db_run(db_query(db, "RELEASE SAVEPOINT j"));
}

enum error db_rollback_to(struct db *db)
{
	enum error error = db_run(db_query(db, "ROLLBACK TO SAVEPOINT j"));

	return error ? error : db_release(db);
}

void db_deadline(struct db *db, int64_t milliseconds)
{
	db->deadline = milliseconds > 0 ? calendar_monotonic() + 1000 * milliseconds : 0;
}

int db_wal_pages(const struct db *db)
{
	return db->wal_pages;
}

enum error db_checkpoint(struct db *db, enum db_saving saving)
{
	static const int modes[] = {
		SQLITE_CHECKPOINT_PASSIVE, SQLITE_CHECKPOINT_RESTART, SQLITE_CHECKPOINT_TRUNCATE};
	bool all = saving != DB_SAVE_SOME;
	int in_log = 0, saved = 0;

	assert(db->mode == DB_WRITER);
	/* A log that readers hold grows although it is saved: saving it again each time would cost
	 * two syncs for nothing. */
	if (!all && db->wal_pages - db->wal_pages_saved < CHECKPOINT_PAGES)
		return OK;

	int code = sqlite3_wal_checkpoint_v2(db->handle, NULL, modes[saving], &in_log, &saved);
	if (all && code == SQLITE_OK)
		in_log = saved = 0;
	if (in_log >= 0) {
		db->wal_pages = in_log;
		db->wal_pages_saved = saved;
	}
	return code == SQLITE_OK ? OK : db_sqlite_fail(db->handle, code, "checkpoint");
}
