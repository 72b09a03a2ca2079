/* What lib/db*.c share about SQLite; nobody else includes this. sqlite3.h itself stays in the .c
 * files. */
#ifndef THIDUA_DB_SQLITE_H
#define THIDUA_DB_SQLITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db.h"
#include "db_slots.h"

struct sqlite3;
struct sqlite3_stmt;

/* "thdu" in the file's header: ours, and no other program's. */
#define DB_APPLICATION_ID 0x74686475
#define STMT_BINDS        24

struct stmt {
	struct stmt_head head;
	struct sqlite3_stmt *handle; /* NULL until a prepare succeeds */
	enum error error;            /* sticky until db_done() */
	bool finished;               /* stepped to its end: another step would start it again */
	bool bound;
	unsigned char next_bind,
		order[STMT_BINDS]; /* where the binds went the last time, one after the other */
};

struct db {
	struct sqlite3 *handle;
	enum db_mode mode;
	struct slots slots;
	struct stmt spare;   /* what db_query() gives when memory is short: fails by itself */
	bool begun;          /* until db_commit() or db_rollback(), whatever the engine does */
	int64_t deadline;    /* monotonic microseconds, 0 without */
	int wal_pages;       /* in the log after the last commit */
	int wal_pages_saved; /* of these, already in the database file */
};

/* The meaning of an extended result code; db_message() gets SQLite's own text and what was being
 * done. */
enum error db_sqlite_fail(struct sqlite3 *handle, int code, const char *doing);

/* Opens the file, without any setting; *out is for sqlite3_close(). */
enum error db_sqlite_open(const char *path, enum db_mode mode, struct sqlite3 **out);

/* The file system of rehearsals, by name. */
const char *db_rehearsal_files(void);

/* Runs SQL that is not a cached literal: pragmas and migrations. */
enum error db_sqlite_exec(struct sqlite3 *handle, const char *sql);

/* The first column of the first row, as an integer or as text cut to `size`; E_FAULT without a
 * row. */
enum error db_sqlite_int(struct sqlite3 *handle, const char *sql, int64_t *out);
enum error db_sqlite_text(struct sqlite3 *handle, const char *sql, char *out, size_t size);

/* Copies a database whole; see db_copy() for `go_on`. */
enum error db_sqlite_copy(struct sqlite3 *from, struct sqlite3 *to, db_go_on *go_on);

/* Runs the first steps on an empty database, and checks nothing. */
enum error db_sqlite_steps(struct sqlite3 *handle, const struct migration *steps, size_t count);
/* E_CONFLICT for a version that this program does not know. */
enum error db_check_version(int64_t version, size_t count);

/* So that a transaction can end where memory has run out: nobody may be left inside of one. */
enum error db_prepare_ends(struct db *db);

void stmt_free(struct stmt_head *head);

#endif
