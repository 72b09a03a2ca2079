/* Transactions and savepoints. Their words are queued: only a commit has an answer that somebody needs. */
#include "db_postgres.h"

#include "calendar.h"

static void say_begin(struct db *db)
{
	db->broken = OK;
	db_postgres_say(db, "BEGIN");
	/* Of all writers one at a time: this row is free when the other's commit has returned, and what is read
	 * behind it shows that commit. A writer that died holds nothing. */
	if (db->mode == DB_WRITER)
		db_postgres_say(db, "SELECT version FROM schema_version FOR UPDATE");
}

/* A connection that was lost meanwhile is made anew. */
enum error db_begin(struct db *db)
{
	db->begun = false;
	for (int i = 0; i < 2 && !db->begun; i++) {
		if (db->lost && db_postgres_connect(db))
			return E_BUSY;
		say_begin(db);
		db->begun = !db->lost;
	}
	db->untouched = db->begun;
	return db->begun ? OK : E_BUSY;
}

/* A commit of what had failed is answered with ROLLBACK. */
static enum error commit(struct db *db)
{
	struct stmt *q = db_query(db, "COMMIT");

	db_row(q);
	bool kept = q->result && PQcmdStatus(q->result)[0] == 'C';
	enum error error = db_done(q);

	if (db->lost)
		return E_FAULT;
	if (!error && !kept)
		return db_report(E_BUSY, "a failed transaction cannot be committed");
	return error == E_FAULT ? E_BUSY : error;
}

enum error db_commit(struct db *db)
{
	enum error error = OK;

	if (!db_in_transaction(db)) {
		error = db_report(E_BUSY, "there is no transaction to commit");
	} else if (db->mode != DB_WRITER) {
		db_postgres_say(db, "COMMIT");
		db_postgres_push(db);
	} else {
		error = commit(db);
		/* Behind what failed the word was skipped. */
		if (error)
			db_postgres_say(db, "ROLLBACK");
	}
	db->begun = false;
	return error;
}

void db_rollback(struct db *db)
{
	if (db_in_transaction(db)) {
		db_postgres_settle(db);
		db->broken = OK;
		db_postgres_say(db, "ROLLBACK");
		db_postgres_settle(db);
	}
	db->begun = false;
}

enum error db_begin_anew(struct db *db)
{
	if (db_in_transaction(db))
		db_postgres_say(db, "COMMIT");
	return db_begin(db);
}

bool db_in_transaction(const struct db *db)
{
	return db->begun && !db->lost;
}

enum error db_savepoint(struct db *db)
{
	db_postgres_say(db, "SAVEPOINT j");
	return db->lost ? E_BUSY : OK;
}

enum error db_release(struct db *db)
{
	db_postgres_say(db, "RELEASE SAVEPOINT j");
	return db->waits ? db_postgres_settle(db) : db->lost ? E_BUSY : OK;
}

enum error db_rollback_to(struct db *db)
{
	db_postgres_settle(db);
	db->broken = OK;
	db_postgres_say(db, "ROLLBACK TO SAVEPOINT j");
	db_postgres_say(db, "RELEASE SAVEPOINT j");
	return db->lost ? E_BUSY : OK;
}

void db_deadline(struct db *db, int64_t milliseconds)
{
	db->deadline = milliseconds > 0 ? calendar_monotonic() + 1000 * milliseconds : 0;
}

/* The server keeps its own log. */

int db_wal_pages(const struct db *db)
{
	(void)db;
	return 0;
}

enum error db_checkpoint(struct db *db, enum db_saving saving)
{
	(void)db;
	(void)saving;
	return OK;
}

/* A rehearsal would hold what it writes from the writer, by the locks of its rows: there is none. */

bool db_rehearsal_holds(const struct db *db)
{
	(void)db;
	return false;
}

bool db_rehearsal_changed(const struct db *db)
{
	(void)db;
	return false;
}
