/*
 * Opening and closing a connection: whose database is it, and the settings that every connection must have.
 * What the server does not offer is a failure, never a surprise later.
 */
#include "db_postgres.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OLDEST_SERVER 150000

const struct db_nature db_nature = {
	.is_shared = true, .threads_per_core = 8, .longest_group = 50000};

static void ignore_notice(void *unused, const PGresult *result)
{
	(void)unused;
	(void)result;
}

/* `base`, when it is not NULL, takes the place of the database that is named. What is named here is only what
 * the name of the database leaves open. */
static PGconn *dial(const char *database, const char *base)
{
	const char *const names[] = {"fallback_application_name", "client_encoding",
		"connect_timeout", "target_session_attrs", "tcp_user_timeout", "keepalives_idle",
		"keepalives_interval", "keepalives_count", "dbname", base ? "dbname" : NULL, NULL};
	const char *const values[] = {
		"thidua", "UTF8", "5", "read-write", "5000", "5", "2", "3", database, base, NULL};
	PGconn *conn = PQconnectdbParams(names, values, 1);

	if (conn)
		PQsetNoticeProcessor(conn, (PQnoticeProcessor)(void (*)(void))ignore_notice, NULL);
	return conn;
}

static enum error report_dial(const PGconn *conn, const char *database)
{
	const char *why = conn ? PQerrorMessage(conn) : "out of memory";

	return db_report(E_FAULT, "cannot open %s: %.*s", database, (int)strcspn(why, "\n"), why);
}

/* Text is compared byte by byte, as lists and their cursors do. */
static enum error check_locale(struct db *db)
{
	char found[64];
	enum error error = db_postgres_text(db,
		"SELECT pg_encoding_to_char(encoding) || ' ' || datcollate || ' ' || datctype"
		" FROM pg_database WHERE datname = current_database()",
		NULL, found, sizeof found);

	if (!error && strcmp(found, "UTF8 C C") != 0)
		error = db_report(E_CONFLICT,
			"%s is a database of %s, it must be of UTF8 and locale C", db->database,
			found);
	return error;
}

static bool has_several_hosts(PGconn *conn)
{
	PQconninfoOption *options = PQconninfo(conn);
	bool several = false;

	for (const PQconninfoOption *option = options; option && option->keyword; option++)
		several |=
			!strcmp(option->keyword, "host") && option->val && strchr(option->val, ',');
	PQconninfoFree(options);
	return several;
}

/* What was acknowledged is on a disk. */
static enum error check_durability(struct db *db)
{
	char found[16];
	enum error error = db_postgres_text(
		db, "SELECT current_setting('synchronous_commit')", NULL, found, sizeof found);

	if (!error && strcmp(found, "off") == 0)
		error = db_report(E_CONFLICT,
			"synchronous_commit of %s is off: what was acknowledged could be lost",
			db->database);
	return error;
}

enum error db_check_standby(struct db *db)
{
	char found[256];
	enum error error = db_postgres_text(db,
		"SELECT current_setting('synchronous_standby_names')", NULL, found, sizeof found);

	if (!error && !*found && has_several_hosts(db->conn))
		error = db_report(E_CONFLICT,
			"%s names several hosts, but synchronous_standby_names is empty: what was"
			" acknowledged could be lost with one of them",
			db->database);
	return error;
}

static enum error check_server(struct db *db)
{
	if (PQserverVersion(db->conn) < OLDEST_SERVER)
		return db_report(E_CONFLICT, "PostgreSQL 15 is needed, %s is older", db->database);
	enum error error = check_locale(db);

	return error ? error : check_durability(db);
}

static enum error check_schema(struct db *db)
{
	char found[8];
	enum error error = OK;

	if (db->mode == DB_WRITER)
		return OK;
	error = db_postgres_text(db, "SELECT to_regclass('thidua.schema_version') IS NOT NULL",
		NULL, found, sizeof found);
	return !error && *found != 't'
		? db_report(E_FAULT, "%s holds no data of thidua", db->database)
		: error;
}

/* A setting of the server that has a meaning to us only, as PGOPTIONS or the name of the database may have it. */
static enum error read_strictness(struct db *db)
{
	char found[8] = "";
	enum error error =
		db_postgres_text(db, "SELECT COALESCE(current_setting('thidua.strict', true), '')",
			NULL, found, sizeof found);

	db->waits = strcmp(found, "on") == 0;
	return error;
}

static enum error set_up(struct db *db)
{
	/* jit would think longer about a statement than it runs. */
	static const char common[] =
		"SET search_path TO thidua; SET bytea_output TO hex; SET jit TO off;"
		"SET lock_timeout TO '4s'; SET idle_in_transaction_session_timeout TO '10s'";
	static const char reader[] = "SET default_transaction_read_only TO on;"
				     "SET default_transaction_isolation TO 'repeatable read'";
	enum error error = db_postgres_exec(db, common);

	if (!error && db->mode != DB_WRITER)
		error = db_postgres_exec(db, reader);
	if (!error && db->mode == DB_WRITER)
		error = read_strictness(db);
	if (!error)
		error = check_server(db);
	return error ? error : check_schema(db);
}

/* Where none of that name is, one is made, if the server lets us. */
static bool make_database(const char *database)
{
	static const char words[] = " TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'";
	PGconn *named = dial(database, NULL), *base = dial(database, "postgres");
	const char *name = named ? PQdb(named) : NULL;
	char *quoted = name && base ? PQescapeIdentifier(base, name, strlen(name)) : NULL;
	char *sql = NULL;
	bool made = false;

	if (quoted && asprintf(&sql, "CREATE DATABASE %s%s", quoted, words) >= 0) {
		PGresult *result = PQexec(base, sql);

		made = PQresultStatus(result) == PGRES_COMMAND_OK;
		PQclear(result);
		free(sql);
	}
	PQfreemem(quoted);
	PQfinish(base);
	PQfinish(named);
	return made;
}

enum error db_postgres_connect(struct db *db)
{
	PQfinish(db->conn);
	db->conn = dial(db->database, NULL);
	if (PQstatus(db->conn) != CONNECTION_OK && db->mode == DB_WRITER && !db->session &&
		make_database(db->database)) {
		PQfinish(db->conn);
		db->conn = dial(db->database, NULL);
	}
	if (PQstatus(db->conn) != CONNECTION_OK) {
		db->lost = true;
		return report_dial(db->conn, db->database);
	}
	PQenterPipelineMode(db->conn);
	db->session++;
	db->queued = 0;
	db->broken = OK;
	db->lost = false;
	enum error error = set_up(db);

	db->lost |= error != OK;
	return error;
}

enum error db_open(const char *path, enum db_mode mode, struct db **out)
{
	if (mode == DB_REHEARSAL)
		return db_report(E_FAULT, "PostgreSQL has no rehearsals");
	struct db *db = calloc(1, sizeof *db);
	char *database = strdup(path);

	if (!db || !database || !slots_open(&db->slots)) {
		free(db);
		free(database);
		return db_report(E_MEMORY, "out of memory opening %s", path);
	}
	db->mode = mode;
	db->database = database;
	enum error error = db_postgres_connect(db);

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
	PQfinish(db->conn);
	free(db->database);
	free(db);
}

const char *db_engine(void)
{
	static char name[40];
	int version = PQlibVersion();

	snprintf(name, sizeof name, "PostgreSQL, libpq %d.%d", version / 10000, version % 10000);
	return name;
}
