/*
 * A connection to the database and its prepared statements. The only files that know which engine
 * runs are lib/db*.c; one of the two is built in (make ENGINE=postgres).
 *
 *	struct stmt *q = db_query(db, "SELECT name FROM units WHERE unit = :unit");
 *	bind_text(q, ":unit", unit);
 *	while (db_row(q))
 *		puts(column_text(q, 0));
 *	return db_done(q);
 *
 * Statements are literals, cached by their address for the life of the connection, and errors are
 * sticky: after the first one binds and steps do nothing, and db_done() reports it. A connection
 * belongs to one thread at a time.
 */
#ifndef THIDUA_DB_H
#define THIDUA_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"

struct db;
struct stmt;

enum db_mode {
	DB_WRITER,   /* the only one that writes and checkpoints; creates the file; opened first, as
		    * it recovers what a crash left */
	DB_READER,   /* query_only, never checkpoints */
	DB_STILL,    /* to be read where nobody can write, a read-only medium; it was closed */
	DB_REHEARSAL /* for one transaction that is never kept; see db_rehearsal_holds() */
};

/* One step of the schema: its SQL is run whole, in one transaction together with the bump of the
 * version. */
struct migration {
	int number; /* 1, 2, 3 .. without gaps */
	const char *name;
	const char *sql;
};

/* What the engine can do that this program was built with. */
extern const struct db_nature {
	bool keeps_snapshots; /* what a reader sees is the newest while this process changes nothing; else it
			       * begins anew for each request */
	bool rehearses;       /* DB_REHEARSAL can be opened */
	bool is_shared;       /* other processes may write, too, one transaction after the other */
	bool copies;          /* db_backup() and its halves work */
	int threads_per_core; /* that read: more than one where they wait for another process */
	int longest_group;    /* microseconds of writes that one commit is worth */
} db_nature;

/* SQLite: `path` is a file, and the lock file `<path>.lock` makes that one process owns the database.
 * PostgreSQL: `path` is what psql takes, a name of a database, a URI or `key=value ..`, and the lock makes that
 * one process at a time opens, makes or changes the schema; it is held until db_share() or the end of the
 * process. *out is a descriptor to keep open. E_BUSY when another process holds it, else E_FAULT. */
enum error db_lock(const char *path, int *out);
/* From here on others may open the database too, where the engine can do that. */
void db_share(void);

/* There is a database, made to its end, and not an empty file. */
bool db_exists(const char *path);
/* What files that belong to the database and stand beside it are called after; cut to `size`. */
void db_stem(const char *path, char *out, size_t size);
/* The name of a database until db_replace() gives it its own; freed by the caller. NULL without memory. */
char *db_draft_name(const char *path);
/* The name of the copy that db_migrate() keeps from before step `next`; freed by the caller. NULL without memory, and where the
 * engine keeps none. */
char *db_before_name(const char *path, int next);

/* *out is freed by db_close(). E_FAULT with errno-like detail in db_message(NULL) when it can't be
 * opened or is not ours. */
enum error db_open(const char *path, enum db_mode mode, struct db **out);
void db_close(struct db *db);
/* Where the name of the database is that of several machines: E_CONFLICT when what is committed is on one of them
 * alone, so that it could be lost with that. */
enum error db_check_standby(struct db *db);

/* A rehearsal is a transaction that may write like the writer's, beside it, on what is committed, and
 * of which nothing stays: db_commit() fails. From before its db_open() until after db_close() some
 * reader is in a transaction and has read. What was found holds only if this says so at the end: the
 * log was not begun anew meanwhile, so that all was read from one state. */
bool db_rehearsal_holds(const struct db *db);
bool db_rehearsal_changed(const struct db *db); /* some row was inserted, updated or deleted */

/* Brings the schema to the newest step. E_CONFLICT when the file is newer than this program.
 * *out_from is the version found. */
enum error db_migrate(struct db *db, const struct migration *steps, size_t count, int *out_from);

/* Are the tables and triggers those of the steps up to its version? E_CONFLICT when it is newer than this program,
 * E_FAULT with the first difference in db_message(). */
enum error db_check_schema(struct db *db, const struct migration *steps, size_t count);
/* Opens a database to look at it, as DB_WRITER or DB_STILL, after db_check_schema(). One of an older schema is
 * brought up to date in memory: the file stays as it is. *out_version is the file's. */
enum error db_look(const char *path, enum db_mode mode, const struct migration *steps, size_t count,
	struct db **out, int *out_version);

/* The detail of the last failure, for the log only; never NULL. Valid until the next call on this
 * connection. */
const char *db_message(const struct db *db);
/* Where other work begins: db_message() is empty until something fails in it. */
void db_forget_failure(const struct db *db);

#define db_query(db, sql) db_query_literal(db, "" sql "")
/* Never NULL; owned by the connection. */
struct stmt *db_query_literal(struct db *db, const char *sql);

/* Names begin with ':' and must exist in the statement (asserts). Text is copied only if the
 * statement outlives the call: the caller keeps it alive until db_done(). A NULL text binds
 * NULL. */
void bind_text(struct stmt *stmt, const char *name, const char *value);
void bind_int(struct stmt *stmt, const char *name, int64_t value);
void bind_null(struct stmt *stmt, const char *name);
void bind_blob(struct stmt *stmt, const char *name, const void *value, size_t length);
/* By position (1..), for code that has looked the position up once. */
int stmt_bind_count(const struct stmt *stmt);
const char *stmt_bind_name(const struct stmt *stmt, int position); /* with its ':' */
void bind_text_at(struct stmt *stmt, int position, const char *value);
void bind_int_at(struct stmt *stmt, int position, int64_t value);
void bind_null_at(struct stmt *stmt, int position);

/* It is bound, and will be asked for rows before the next change: an engine in another process is told now, and several
 * that were told so are answered at once. */
void db_ahead(struct stmt *stmt);
bool db_row(struct stmt *stmt); /* false for "done" and for "failed": db_done() knows which */
/* Resets and unbinds; also after an early break. OK, E_CONFLICT, E_REFERENCE, E_BUSY, E_FULL,
 * E_MEMORY or E_FAULT. */
enum error db_done(struct stmt *stmt);
/* Steps to the end, then db_done(). The writer of an engine in another process may have sent it only: its failure is then
 * that of the first statement behind it that is asked for rows, and of db_settle() and db_commit() in any case. */
enum error db_run(struct stmt *stmt);
int64_t db_changed(
	struct db *db); /* rows changed by the last INSERT, UPDATE or DELETE; 0 when it failed */
/* Everything that db_run() was told is done. What failed first in the transaction, since its last
 * db_rollback_to(); OK where db_run() waits by itself. */
enum error db_settle(struct db *db);

enum column_type { COLUMN_NULL, COLUMN_INT, COLUMN_TEXT, COLUMN_BLOB };
int column_count(const struct stmt *stmt);
const char *column_name(const struct stmt *stmt, int column);
enum column_type column_type(const struct stmt *stmt, int column);
bool column_is_null(const struct stmt *stmt, int column);
int64_t column_int(const struct stmt *stmt, int column);
/* NULL for NULL; valid until the next db_row() or db_done(). */
const char *column_text(const struct stmt *stmt, int column);
size_t column_length(const struct stmt *stmt, int column); /* bytes of a text or blob */
/* For those who write every cell of a row: one look at the cell instead of three. NULL or false for
 * NULL, *out then untouched. */
const char *column_text_n(const struct stmt *stmt, int column, size_t *out_length);
bool column_number(const struct stmt *stmt, int column, int64_t *out);
const void *column_blob(const struct stmt *stmt, int column);

/* Where a caller may keep what it computed once about a statement (a mapping of columns or binds).
 * Freed with free(). */
void *stmt_note(const struct stmt *stmt, const void *key);
void stmt_set_note(struct stmt *stmt, const void *key, void *note);

/* Transactions. Only the writer thread and the migration use begin/commit; savepoints nest inside
 * one transaction. When the engine rolled it back by itself, statements are refused (E_FAULT) until
 * db_rollback() or the next db_begin(). */
enum error db_begin(struct db *db); /* of a writer: waits until no other one is in a transaction */
/* On failure nothing is kept, unless it is E_FAULT: then nobody can say. */
enum error db_commit(struct db *db);
void db_rollback(struct db *db);
/* For a reader: ends its transaction, if it is in one, and begins the next, at once. */
enum error db_begin_anew(struct db *db);
bool db_in_transaction(const struct db *db); /* false when the engine rolled back by itself */
enum error db_savepoint(struct db *db);
enum error db_release(struct db *db);
enum error db_rollback_to(struct db *db); /* undoes and ends the savepoint */

/* A reader gives up with E_BUSY after this many milliseconds from now; 0 takes the deadline
 * away. */
void db_deadline(struct db *db, int64_t milliseconds);

/* How much of the log goes into the database. */
enum db_saving {
	DB_SAVE_SOME, /* what nobody reads, and only when two thousand pages are new */
	DB_SAVE_ALL,  /* the next commit begins the log anew; E_BUSY while somebody reads it */
	DB_SAVE_ALL_AND_CUT, /* for the end. While others write it would cost them milliseconds, and again when it grows */
};
/* Writer only, between groups. */
enum error db_checkpoint(struct db *db, enum db_saving saving);
int db_wal_pages(const struct db *db); /* in the log after the last commit; a page is 4 KiB */

/* A consistent copy of the running database into a new file at `path` (written beside it, fsynced,
 * renamed). */
enum error db_backup(struct db *db, const char *path);
/* The two halves of that, for a copy that is made while others write. Asked between the pieces of either: false
 * ends it with E_BUSY. */
typedef bool db_go_on(void);
/* Copies to `<path>.part`, a MiB at a time; `db` is in a transaction that has read, or the copy would begin
 * again with each commit of somebody else. `go_on` NULL: all at once. */
enum error db_copy(struct db *db, const char *path, db_go_on *go_on);
/* Reads that copy again and gives it its name, synced. On failure nothing of it stays. */
enum error db_copy_finish(const char *path, db_go_on *go_on);
/* The closed database at `from`, a draft, becomes the one at `path`: synced, renamed, and what the
 * engine kept beside the old one is removed. */
enum error db_replace(const char *from, const char *path);
/* Removes a closed draft and what the engine kept beside it; nothing there is fine. */
void db_remove(const char *path);
/* integrity_check and foreign_key_check; E_FAULT with the first finding in db_message(). */
enum error db_verify(struct db *db);
/* The engine and its version, for the log: "SQLite 3.40.1". */
const char *db_engine(void);

#endif
