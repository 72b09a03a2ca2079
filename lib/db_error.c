/* SQLite's result codes in our words. */
#include "db_sqlite.h"

#include <errno.h>
#include <sqlite3.h>
#include <string.h>

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
