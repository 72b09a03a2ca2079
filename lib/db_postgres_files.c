/* What is a file to the other engine: a database as a whole, its lock and its copies. */
#include "db_postgres.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "db_table.h"

/* "thidua", as a number that no other program takes by chance. */
#define OPENING "81608497820769"

#define LOOKS 20
#define PAUSE 100 /* milliseconds */

static struct db *holder; /* of the lock, until db_share() or the end of the process */

enum error db_lock(const char *path, int *out)
{
	enum error error = holder ? OK : db_open(path, DB_WRITER, &holder);

	if (error)
		return error;
	error = db_postgres_exec(holder, "SELECT pg_advisory_lock(" OPENING ")");
	if (error == E_BUSY)
		return db_report(E_BUSY, "%s is being opened by another process", path);
	*out = PQsocket(holder->conn);
	return error;
}

void db_share(void)
{
	db_close(holder);
	holder = NULL;
}

/* What a role may not see of the connections of others is NULL. */
static enum error look_for_others(struct db *db)
{
	struct stmt *q = db_query(db,
		"SELECT application_name, pid FROM pg_stat_activity WHERE datname = current_database()"
		" AND usesysid IS NOT NULL AND COALESCE(backend_type, 'client backend') = 'client backend'"
		" AND pid NOT IN (pg_backend_pid(), :holder) LIMIT 1");
	enum error error = OK;

	bind_int(q, ":holder", holder ? PQbackendPID(holder->conn) : 0);
	if (db_row(q))
		error = db_report(E_BUSY,
			"%s is open in %s, process %lld of PostgreSQL: stop that first",
			db->database, column_text(q, 0) ? column_text(q, 0) : "another program",
			(long long)column_int(q, 1));
	enum error end = db_done(q);

	return error ? error : end;
}

/* The server's processes outlive for a moment the program that they worked for. */
enum error db_alone(struct db *db)
{
	enum error error = look_for_others(db);

	for (int i = 0; error == E_BUSY && i < LOOKS; i++) {
		nanosleep(&(struct timespec){.tv_nsec = PAUSE * 1000000L}, NULL);
		error = look_for_others(db);
	}
	return error;
}

/* One that is refused for its settings is there: whoever opens it says why. */
bool db_exists(const char *path)
{
	struct db *db = NULL;
	char made[8] = "f";
	enum error error = db_open(path, DB_READER, &db);

	if (!error)
		error = db_postgres_text(
			db, "SELECT made FROM schema_version", NULL, made, sizeof made);
	db_close(db);
	return error ? error == E_CONFLICT : *made == 't';
}

void db_stem(const char *path, char *out, size_t size)
{
	char *why = NULL;
	PQconninfoOption *options =
		strchr(path, '=') || strstr(path, "://") ? PQconninfoParse(path, &why) : NULL;
	const char *name = path;

	for (const PQconninfoOption *option = options; option && option->keyword; option++) {
		if (!strcmp(option->keyword, "dbname"))
			name = option->val ? option->val : "thidua";
	}
	snprintf(out, size, "%s", name);
	PQfreemem(why);
	PQconninfoFree(options);
}

/* A draft stands in its place already, marked as not made to its end. */
char *db_draft_name(const char *path)
{
	return strdup(path);
}

/* Its databases are no files. */
char *db_before_name(const char *path, int next)
{
	(void)path;
	(void)next;
	return NULL;
}

static enum error run_on(const char *path, const char *sql)
{
	struct db *db = NULL;
	enum error error = db_open(path, DB_WRITER, &db);

	if (!error)
		error = db_postgres_exec(db, sql);
	db_close(db);
	return error;
}

enum error db_replace(const char *from, const char *path)
{
	(void)from;
	return run_on(path, "UPDATE schema_version SET made = true");
}

/* Asked in the same breath: nothing but an unfinished one may ever be dropped. */
void db_remove(const char *path)
{
	run_on(path,
		"DO $$ BEGIN IF to_regclass('thidua.schema_version') IS NOT NULL"
		" AND (SELECT NOT bool_or(made) FROM thidua.schema_version) THEN"
		" DROP SCHEMA thidua CASCADE; END IF; END $$");
}

/* The server holds every constraint at every moment; pg_amcheck looks at its pages. */
enum error db_verify(struct db *db)
{
	char broken[64];
	enum error error = db_postgres_text(db,
		"SELECT COALESCE(min(conname), '') FROM pg_constraint"
		" WHERE NOT convalidated AND connamespace = 'thidua'::regnamespace",
		NULL, broken, sizeof broken);

	return !error && *broken ? db_report(E_FAULT, "%s does not hold", broken) : error;
}

static enum error refuse_copy(void)
{
	return db_report(E_FAULT,
		"PostgreSQL is copied with its own tools: pg_basebackup or pgBackRest, with pg_dump for one office");
}

enum error db_backup(struct db *db, const char *path)
{
	(void)db;
	(void)path;
	return refuse_copy();
}

enum error db_copy(struct db *db, const char *path, db_go_on *go_on)
{
	(void)db;
	(void)path;
	(void)go_on;
	return refuse_copy();
}

enum error db_copy_finish(const char *path, db_go_on *go_on)
{
	(void)path;
	(void)go_on;
	return refuse_copy();
}
