/* What lib/db_postgres*.c share about PostgreSQL; nobody else includes this. */
#ifndef THIDUA_DB_POSTGRES_H
#define THIDUA_DB_POSTGRES_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db.h"
#include "db_slots.h"

#define MOST_QUEUED 64

/* Types by their fixed numbers (pg_type.dat of the server). */
enum {
	TYPE_BOOL = 16,
	TYPE_BYTEA = 17,
	TYPE_NAME = 19,
	TYPE_INT8 = 20,
	TYPE_INT4 = 23,
	TYPE_TEXT = 25,
	TYPE_NUMERIC = 1700 /* the sum of bigints */
};

struct parameters;

struct stmt {
	struct stmt_head head;
	char name[16];            /* in the server */
	unsigned session;         /* of the connection when it was prepared; 0: not yet */
	struct parameters *given; /* NULL until the text was read */
	PGresult *shape;          /* its columns, also before it ran */
	PGresult *result;         /* NULL until it ran */
	int row;
	enum error error; /* sticky until db_done() */
	bool bound;
	bool ahead;     /* was sent, and its answer not taken */
	bool has_bytes; /* some column is bytea */
};

/* Something that was sent; its answers come in the same order. */
struct sent {
	struct stmt *reader; /* who waits for its result; NULL: nobody */
	const char *doing;   /* for the message of a failure; NULL: the end of a part */
};

struct db {
	PGconn *conn;
	enum db_mode mode;
	struct slots slots;
	struct stmt spare; /* what db_query() gives when memory is short: fails by itself */
	char *database;    /* as db_open() was told */
	unsigned session;  /* counts connects: what was prepared in another one is gone */
	bool begun;        /* until db_commit() or db_rollback() */
	bool untouched; /* begun, and nothing was answered since: it can begin again on another connection */
	bool lost;         /* the connection ended, and with it the transaction */
	int64_t deadline;  /* monotonic microseconds, 0 without */
	bool waits;        /* for each change, as thidua.strict says */
	int64_t changed;   /* rows, by the last change */
	enum error broken; /* what failed first; what follows is refused for it */
	struct sent queue[MOST_QUEUED];
	int queued;
};

/* Connects to db->database, with the settings that every connection must have. */
enum error db_postgres_connect(struct db *db);

/* The wire: everything is sent in pipeline mode, and waits for its answer only in db_postgres_settle().
 * A failure skips what was sent behind it, up to the end of that part. */

/* One execution; once settled it left stmt->result or stmt->error. Without `waits` nobody looks at its
 * result. */
void db_postgres_send(struct stmt *stmt, bool waits);
/* The same for words without parameters and rows: a literal. */
void db_postgres_say(struct db *db, const char *words);
/* Prepares stmt->name with `types` (NULL: as the server infers them) and asks for its shape. */
void db_postgres_prepare(struct stmt *stmt, const char *text, int count, const Oid *types);
/* Takes all answers. What failed first since the transaction or what is left of it began. */
enum error db_postgres_settle(struct db *db);
/* Sends what is queued; its answers are taken with the next ones. */
void db_postgres_push(struct db *db);

/* Without the pipeline: several statements in one text, or one with a text as $1 whose first column of the
 * first row is cut to `size` (E_NOT_FOUND without a row). */
enum error db_postgres_exec(struct db *db, const char *sql);
enum error db_postgres_text(
	struct db *db, const char *sql, const char *argument, char *out, size_t size);

/* The meaning of a failed result; db_message() gets the server's own text and what was being done. OK when it only says
 * that something failed before. */
enum error db_postgres_fail(const PGresult *result, const char *doing);

/* What a statement is given: its binds, in the form in which they are sent. */
struct parameters {
	char *text; /* the statement with $1, $2 .. */
	int count;
	char **names; /* with their ':' */
	const char **values;
	int *lengths, *formats;
	char (*numbers)[24]; /* printed integers */
	int next;            /* where the next bind probably goes */
};

/* NULL without memory. */
struct parameters *parameters_read(const char *sql);
void parameters_clear(struct parameters *given);
void parameters_free(struct parameters *given);

void stmt_free(struct stmt_head *head);

#endif
