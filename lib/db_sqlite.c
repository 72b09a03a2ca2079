/*
 * SQLite's result codes in our words, transactions and checkpoints. Statements are in
 * db_statement.c, opening and settings in db_open.c.
 */
#include "db_sqlite.h"

#include <assert.h>
#include <errno.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "calendar.h"

#define CHECKPOINT_PAGES 1000

/* The errno behind a code, or 0. A write that fails inside COMMIT leaves it in errno alone. */
static int cause_of(sqlite3 *handle, int code)
{
	int cause = 0;

	if ((code & 0xff) == SQLITE_IOERR || (code & 0xff) == SQLITE_CANTOPEN)
		cause = handle ? sqlite3_system_errno(handle) : 0;
	return cause == 0 && code == SQLITE_IOERR_WRITE ? errno : cause;
}

/* A quota or a file size limit is an I/O error to SQLite; to the caller the disk is full. */
static bool means_full(int cause)
{
	return cause == ENOSPC || cause == EDQUOT || cause == EFBIG;
}

static enum error meaning_of(int code, int cause)
{
	switch (code) {
	case SQLITE_OK:
	case SQLITE_ROW:
	case SQLITE_DONE:
		return OK;
	case SQLITE_CONSTRAINT_UNIQUE:
	case SQLITE_CONSTRAINT_PRIMARYKEY:
	case SQLITE_CONSTRAINT_ROWID:
		return E_CONFLICT;
	case SQLITE_CONSTRAINT_FOREIGNKEY:
		return E_REFERENCE;
	case SQLITE_IOERR_NOMEM:
		return E_MEMORY;
	}
	switch (code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_INTERRUPT: /* only the reader's deadline interrupts */
		return E_BUSY;
	case SQLITE_FULL:
		return E_FULL;
	case SQLITE_NOMEM:
		return E_MEMORY;
	case SQLITE_IOERR:
	case SQLITE_CANTOPEN:
		return means_full(cause) ? E_FULL : E_FAULT;
	}
	return E_FAULT;
}

enum error db_sqlite_fail(sqlite3 *handle, int code, const char *doing)
{
	int cause = cause_of(handle, code);
	enum error error = meaning_of(code, cause);
	/* A code that the handle does not know about has only its general text. */
	const char *text = handle && sqlite3_extended_errcode(handle) == code
		? sqlite3_errmsg(handle)
		: sqlite3_errstr(code);

	return db_report(error, "%s%s%s (SQLite %d): %.200s", text, cause ? ": " : "",
		cause ? strerror(cause) : "", code, doing);
}

enum error db_sqlite_exec(sqlite3 *handle, const char *sql)
{
	int code = sqlite3_exec(handle, sql, NULL, NULL, NULL);

	return code == SQLITE_OK ? OK : db_sqlite_fail(handle, code, sql);
}

enum error db_sqlite_text(sqlite3 *handle, const char *sql, char *out, size_t size)
{
	sqlite3_stmt *stmt = NULL;
	int code = sqlite3_prepare_v2(handle, sql, -1, &stmt, NULL);
	enum error error = OK;

	if (code == SQLITE_OK)
		code = sqlite3_step(stmt);
	if (code == SQLITE_ROW) {
		const unsigned char *text = sqlite3_column_text(stmt, 0);
		sqlite3_snprintf((int)size, out, "%s", text ? (const char *)text : "");
	} else if (code == SQLITE_DONE) {
		error = db_report(E_FAULT, "no answer to: %s", sql);
	} else {
		error = db_sqlite_fail(handle, code, sql);
	}
	sqlite3_finalize(stmt);
	return error;
}

enum error db_sqlite_int(sqlite3 *handle, const char *sql, int64_t *out)
{
	char text[24];
	enum error error = db_sqlite_text(handle, sql, text, sizeof(text));

	if (!error)
		*out = strtoll(text, NULL, 10);
	return error;
}

enum error db_begin(struct db *db)
{
	return db_run(
		db->mode == DB_WRITER ? db_query(db, "BEGIN IMMEDIATE") : db_query(db, "BEGIN"));
}

enum error db_commit(struct db *db)
{
	return db_run(db_query(db, "COMMIT"));
}

void db_rollback(struct db *db)
{
	/* An error leaves nothing to do: the engine has then rolled back already. */
	if (db_in_transaction(db))
		db_run(db_query(db, "ROLLBACK"));
}

bool db_in_transaction(const struct db *db)
{
	return !sqlite3_get_autocommit(db->handle);
}

void db_deadline(struct db *db, int64_t milliseconds)
{
	db->deadline = milliseconds > 0 ? calendar_monotonic() + 1000 * milliseconds : 0;
}

int db_wal_pages(const struct db *db)
{
	return db->wal_pages;
}

enum error db_checkpoint(struct db *db, bool truncate)
{
	int in_log = 0, saved = 0;

	assert(db->mode == DB_WRITER);
	/* A log that readers hold grows although it is saved: saving it again each time would cost
	 * two syncs for nothing. */
	if (!truncate && db->wal_pages - db->wal_pages_saved < CHECKPOINT_PAGES)
		return OK;

	int code = sqlite3_wal_checkpoint_v2(db->handle, NULL,
		truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE, &in_log, &saved);
	if (in_log >= 0) {
		db->wal_pages = in_log;
		db->wal_pages_saved = saved;
	}
	return code == SQLITE_OK ? OK : db_sqlite_fail(db->handle, code, "checkpoint");
}
