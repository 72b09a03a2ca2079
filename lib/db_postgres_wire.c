/*
 * What goes to the server and what comes back. A trip costs more than most statements, so what needs no answer
 * of its own is queued in front of the next thing that does.
 */
#include "db_postgres.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "calendar.h"

#define GIVEN_UP 5000 /* milliseconds for the answer to a cancelled statement */

static enum error lose(struct db *db, const char *doing)
{
	db->lost = true;
	return db_report(E_BUSY, "the connection is lost: %.*s (%.200s)",
		(int)strcspn(PQerrorMessage(db->conn), "\n"), PQerrorMessage(db->conn), doing);
}

static void add(struct db *db, struct stmt *reader, const char *doing)
{
	db->queue[db->queued++] = (struct sent){reader, doing};
}

/* The end of a part: what fails behind it is not skipped for what failed before. */
static bool end_part(struct db *db)
{
	if (!db->queued || !db->queue[db->queued - 1].doing)
		return true;
	if (!PQpipelineSync(db->conn))
		return false;
	add(db, NULL, NULL);
	return true;
}

static void cancel(struct db *db)
{
	char why[256];
	PGcancel *handle = PQgetCancel(db->conn);

	if (handle)
		PQcancel(handle, why, sizeof why);
	PQfreeCancel(handle);
}

/* Until an answer has come. Past the deadline the statement is cancelled, which is its answer. */
static bool wait_for_answer(struct db *db)
{
	int64_t deadline = db->deadline;
	bool cancelled = false;

	while (PQisBusy(db->conn)) {
		struct pollfd look = {.fd = PQsocket(db->conn), .events = POLLIN};
		int64_t left = deadline ? (deadline - calendar_monotonic()) / 1000 : -1;
		int ready = poll(&look, 1, deadline ? (left > 0 ? (int)left + 1 : 0) : -1);

		if (!ready && cancelled)
			return false;
		if (!ready) {
			cancel(db);
			cancelled = true;
			deadline = calendar_monotonic() + 1000 * GIVEN_UP;
			continue;
		}
		if (ready > 0 && !PQconsumeInput(db->conn))
			return false;
	}
	return true;
}

static void count_changes(struct db *db, PGresult *result)
{
	const char *words = PQcmdStatus(result);

	if (!strncmp(words, "INSERT", 6) || !strncmp(words, "UPDATE", 6) ||
		!strncmp(words, "DELETE", 6))
		db->changed = strtoll(PQcmdTuples(result), NULL, 10);
}

/* The first one, when what is refused now is refused for that. */
static enum error failure(struct db *db, const PGresult *result, const char *doing)
{
	enum error error = PQresultStatus(result) == PGRES_PIPELINE_ABORTED
		? OK
		: db_postgres_fail(result, doing);

	if (!db->broken)
		db->broken = error ? error : E_FAULT;
	return error ? error : db->broken;
}

/* Gives an answer to whoever waits for it, and says what went wrong. */
static enum error take(struct db *db, const struct sent *sent, PGresult *result)
{
	ExecStatusType status = PQresultStatus(result);
	enum error error = OK;

	if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK)
		count_changes(db, result);
	else
		error = failure(db, result, sent->doing);
	if (!sent->reader || error) {
		PQclear(result);
	} else {
		PQclear(sent->reader->result);
		sent->reader->result = result;
		db->untouched = false;
	}
	return error;
}

static enum error take_answer(struct db *db, const struct sent *sent)
{
	PGresult *result = wait_for_answer(db) ? PQgetResult(db->conn) : NULL;

	if (!result || PQstatus(db->conn) != CONNECTION_OK) {
		PQclear(result);
		return lose(db, sent->doing ? sent->doing : "the end of a part");
	}
	if (!sent->doing) {
		PQclear(result);
		return OK;
	}
	enum error error = take(db, sent, result);

	/* Behind each result an empty one. */
	if (wait_for_answer(db))
		PQclear(PQgetResult(db->conn));
	return error;
}

enum error db_postgres_settle(struct db *db)
{
	if (!db->lost && !end_part(db))
		lose(db, "sending");
	for (int i = 0; i < db->queued; i++) {
		const struct sent *sent = &db->queue[i];
		enum error error = db->lost ? E_BUSY : take_answer(db, sent);

		if (sent->reader && error)
			sent->reader->error = error;
	}
	db->queued = 0;
	enum error first = db->lost ? E_BUSY : db->broken;

	if (!db->begun)
		db->broken = OK;
	return first;
}

void db_postgres_push(struct db *db)
{
	if (!db->lost && (!end_part(db) || PQflush(db->conn) < 0))
		lose(db, "sending");
}

/* Two places: that of the statement, and that of the end of its part. */
static bool has_room(struct db *db)
{
	if (db->queued + 3 > MOST_QUEUED)
		db_postgres_settle(db);
	return !db->lost;
}

static void check(struct db *db, int sent, struct stmt *reader, const char *doing)
{
	if (sent) {
		add(db, reader, doing);
		return;
	}
	enum error error = lose(db, doing);

	if (reader)
		reader->error = error;
}

void db_postgres_send(struct stmt *stmt, bool waits)
{
	const struct parameters *given = stmt->given;
	struct db *db = stmt->head.db;

	if (!has_room(db)) {
		stmt->error = E_BUSY;
		return;
	}
	check(db,
		PQsendQueryPrepared(db->conn, stmt->name, given->count, given->values,
			given->lengths, given->formats, 0),
		waits ? stmt : NULL, stmt->head.sql);
}

void db_postgres_say(struct db *db, const char *words)
{
	if (has_room(db))
		check(db, PQsendQueryParams(db->conn, words, 0, NULL, NULL, NULL, NULL, 0), NULL,
			words);
}

void db_postgres_prepare(struct stmt *stmt, const char *text, int count, const Oid *types)
{
	struct db *db = stmt->head.db;

	if (has_room(db))
		check(db, PQsendPrepare(db->conn, stmt->name, text, count, types), NULL,
			stmt->head.sql);
	if (has_room(db))
		check(db, PQsendDescribePrepared(db->conn, stmt->name), stmt, stmt->head.sql);
	if (db->lost)
		stmt->error = E_BUSY;
}

/* Beside the pipeline */

static enum error judge(struct db *db, PGresult *result, const char *doing)
{
	ExecStatusType status = PQresultStatus(result);

	if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK)
		return OK;
	return PQstatus(db->conn) == CONNECTION_OK ? db_postgres_fail(result, doing)
						   : lose(db, doing);
}

static enum error leave_pipeline(struct db *db)
{
	enum error error = db_postgres_settle(db);

	return !error && !PQexitPipelineMode(db->conn) ? lose(db, "leaving the pipeline") : error;
}

enum error db_postgres_exec(struct db *db, const char *sql)
{
	enum error error = leave_pipeline(db);

	if (error)
		return error;
	PGresult *result = PQexec(db->conn, sql);

	error = judge(db, result, sql);
	PQclear(result);
	PQenterPipelineMode(db->conn);
	return error;
}

enum error db_postgres_text(
	struct db *db, const char *sql, const char *argument, char *out, size_t size)
{
	enum error error = leave_pipeline(db);

	if (error)
		return error;
	PGresult *result =
		PQexecParams(db->conn, sql, argument ? 1 : 0, NULL, &argument, NULL, NULL, 0);

	error = judge(db, result, sql);
	if (!error && !PQntuples(result))
		error = db_report(E_NOT_FOUND, "no answer to: %s", sql);
	if (!error) {
		size_t length = strnlen(PQgetvalue(result, 0, 0), size - 1);

		memcpy(out, PQgetvalue(result, 0, 0), length);
		out[length] = '\0';
	}
	PQclear(result);
	PQenterPipelineMode(db->conn);
	return error;
}
