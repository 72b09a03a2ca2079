/*
 * Bringing a database to the newest schema, in one transaction. The steps are those of SQLite, with the few words
 * changed that differ (server/schema/postgres.sed).
 */
#include "db_postgres.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

/*
 * Ids are the largest plus one, as in SQLite: a sequence would count on through a refusal and leave gaps. Writers
 * go one after the other, so that two never take the same.
 *
 * A table that is made anew (created beside, filled, the old one dropped, renamed) keeps what refers to it.
 *
 * text_fold() and text_mark() of text.h stand in old steps that filled keys anew; a database of this engine had no
 * rows then.
 */
static const char helpers[] =
	"CREATE OR REPLACE FUNCTION next_id(among regclass, name text) RETURNS bigint LANGUAGE plpgsql AS $$"
	" DECLARE id bigint; BEGIN"
	" EXECUTE format('SELECT COALESCE(max(%I), 0) + 1 FROM %s', name, among) INTO id;"
	" RETURN id; END $$;"
	"CREATE TABLE untied (target text, holder regclass, name text, definition text);"
	"CREATE FUNCTION drop_table(gone text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN"
	" INSERT INTO untied SELECT gone, conrelid, conname, pg_get_constraintdef(oid) FROM pg_constraint"
	" WHERE contype = 'f' AND confrelid = gone::regclass AND conrelid <> confrelid;"
	" EXECUTE format('DROP TABLE %I CASCADE', gone); END $$;"
	"CREATE FUNCTION tie_again(made text) RETURNS void LANGUAGE plpgsql AS $$ DECLARE u record; BEGIN"
	" FOR u IN DELETE FROM untied WHERE target = made RETURNING * LOOP"
	" IF EXISTS (SELECT 1 FROM pg_class WHERE oid = u.holder) THEN"
	" EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I %s', u.holder, u.name, u.definition);"
	" END IF; END LOOP; END $$;"
	"CREATE FUNCTION text_fold(text) RETURNS text LANGUAGE plpgsql AS"
	" $$ BEGIN RAISE EXCEPTION 'an old step met rows'; END $$;"
	"CREATE FUNCTION text_mark(text) RETURNS text LANGUAGE plpgsql AS"
	" $$ BEGIN RAISE EXCEPTION 'an old step met rows'; END $$;";
static const char no_helpers[] =
	"DROP TABLE untied; DROP FUNCTION drop_table, tie_again, text_fold, text_mark";

/* Behind each step: the ids of its new tables. */
static const char give_ids[] =
	"DO $$ DECLARE t record; BEGIN"
	" FOR t IN SELECT c.conrelid::regclass AS of, a.attname AS name FROM pg_constraint c"
	" JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]"
	" WHERE c.contype = 'p' AND cardinality(c.conkey) = 1 AND a.atttypid = 'bigint'::regtype"
	" AND NOT a.atthasdef AND c.connamespace = 'thidua'::regnamespace LOOP"
	" EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET DEFAULT next_id(%L, %L)',"
	" t.of, t.name, t.of, t.name);"
	" END LOOP; END $$";

static enum error run_step(struct db *db, const struct migration *step)
{
	char number[24];
	enum error error = db_postgres_exec(db, step->sql);

	if (!error && PQtransactionStatus(db->conn) != PQTRANS_INTRANS)
		error = db_report(E_FAULT, "step %s ended its transaction", step->name);
	if (!error)
		error = db_postgres_exec(db, give_ids);
	snprintf(number, sizeof number, "%d", step->number);
	return error
		? error
		: db_postgres_text(db,
			  "UPDATE schema_version SET version = CAST($1 AS BIGINT) RETURNING version",
			  number, number, sizeof number);
}

static enum error read_version(struct db *db, int *out)
{
	char text[24];
	enum error error =
		db_postgres_text(db, "SELECT version FROM schema_version", NULL, text, sizeof text);

	if (!error)
		*out = atoi(text);
	return error;
}

static enum error find_version(struct db *db, int *out)
{
	static const char make[] =
		"CREATE SCHEMA IF NOT EXISTS thidua;"
		"CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL, made BOOLEAN NOT NULL);"
		"INSERT INTO schema_version SELECT 0, false WHERE NOT EXISTS (SELECT 1 FROM schema_version)";
	enum error error = db_postgres_exec(db, make);

	return error ? error : read_version(db, out);
}

/* All in one: what has begun is not seen, and an attempt that fails leaves nothing. */
static enum error apply_all(struct db *db, const struct migration *steps, size_t from, size_t count)
{
	enum error error = db_postgres_exec(db, "BEGIN");

	if (!error)
		error = db_postgres_exec(db, helpers);
	for (size_t i = from; !error && i < count; i++) {
		assert(steps[i].number == (int)i + 1);
		error = run_step(db, &steps[i]);
	}
	if (!error)
		error = db_postgres_exec(db, no_helpers);
	enum error end = db_postgres_exec(db, error ? "ROLLBACK" : "COMMIT");

	return error ? error : end;
}

static enum error check_version(int version, size_t count)
{
	if (version >= 0 && (size_t)version <= count)
		return OK;
	return db_report(E_CONFLICT,
		"the database has schema %d, this program knows up to %zu: use a newer program",
		version, count);
}

enum error db_migrate(struct db *db, const struct migration *steps, size_t count, int *out_from)
{
	int version = 0;
	enum error error = find_version(db, &version);

	if (!error)
		error = check_version(version, count);
	if (!error && (size_t)version < count)
		error = apply_all(db, steps, (size_t)version, count);
	if (!error)
		*out_from = version;
	return error;
}

/* What the events are protected by; the server keeps the rest of a schema as it was made. */
enum error db_check_schema(struct db *db, const struct migration *steps, size_t count)
{
	char found[8];
	int version = 0;
	enum error error = read_version(db, &version);

	(void)steps;
	if (!error)
		error = check_version(version, count);
	if (!error)
		error = db_postgres_text(db,
			"SELECT count(*) = 2 FROM pg_trigger WHERE tgrelid = 'events'::regclass"
			" AND tgenabled = 'O' AND tgname IN ('events_stay', 'events_kept')",
			NULL, found, sizeof found);
	if (!error && *found != 't')
		error = db_report(
			E_FAULT, "the schema was changed by hand, at the triggers of events");
	return error;
}

enum error db_look(const char *path, enum db_mode mode, const struct migration *steps, size_t count,
	struct db **out, int *out_version)
{
	struct db *db = NULL;
	enum error error = db_open(path, mode, &db);

	if (!error)
		error = db_check_schema(db, steps, count);
	if (!error)
		error = read_version(db, out_version);
	if (!error && (size_t)*out_version < count)
		error = db_report(E_CONFLICT,
			"the database has schema %d: start the server, which brings it to %zu",
			*out_version, count);
	if (error) {
		db_close(db);
		return error;
	}
	*out = db;
	return OK;
}
