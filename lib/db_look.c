/*
 * A database that is only looked at: on a medium that cannot be written, or of an older schema, which is brought up to
 * date in memory. And whether a schema is the one that the steps make, since somebody who changes rows by hand may first
 * have taken away what forbids it.
 */
#include "db_sqlite.h"

#include <sqlite3.h>
#include <string.h>

static enum error open_memory(sqlite3 **out)
{
	int code = sqlite3_open_v2(":memory:", out,
		SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX |
			SQLITE_OPEN_EXRESCODE,
		NULL);

	return code == SQLITE_OK ? OK : db_sqlite_fail(*out, code, "memory");
}

static enum error find_difference(sqlite3 *handle, sqlite3 *made)
{
	static const char sql[] = "SELECT type || ' ' || name, COALESCE(sql, '') FROM"
				  " sqlite_schema ORDER BY type, name";
	sqlite3_stmt *has = NULL, *wants = NULL;
	int code = sqlite3_prepare_v2(handle, sql, -1, &has, NULL);
	enum error error = OK;

	if (code == SQLITE_OK)
		code = sqlite3_prepare_v2(made, sql, -1, &wants, NULL);
	if (code != SQLITE_OK)
		error = db_sqlite_fail(handle, code, sql);
	while (!error) {
		int found = sqlite3_step(has), wanted = sqlite3_step(wants);
		const char *name = (const char *)sqlite3_column_text(has, 0);
		const char *other = (const char *)sqlite3_column_text(wants, 0);

		if (found == SQLITE_DONE && wanted == SQLITE_DONE)
			break;
		if (found != SQLITE_ROW && found != SQLITE_DONE)
			error = db_sqlite_fail(handle, found, sql);
		else if (found != wanted || strcmp(name, other) != 0)
			error = db_report(E_FAULT, "the schema was changed by hand, at %s",
				!other || (name && strcmp(name, other) < 0) ? name : other);
		else if (strcmp((const char *)sqlite3_column_text(has, 1),
				 (const char *)sqlite3_column_text(wants, 1)) != 0)
			error = db_report(E_FAULT, "the schema was changed by hand, at %s", name);
	}
	sqlite3_finalize(has);
	sqlite3_finalize(wants);
	return error;
}

enum error db_check_schema(struct db *db, const struct migration *steps, size_t count)
{
	sqlite3 *made = NULL;
	int64_t version = 0;
	enum error error = db_sqlite_int(db->handle, "PRAGMA user_version", &version);

	if (!error)
		error = db_check_version(version, count);
	if (!error)
		error = open_memory(&made);
	if (!error)
		error = db_sqlite_steps(made, steps, (size_t)version);
	if (!error)
		error = find_difference(db->handle, made);
	sqlite3_close(made);
	return error;
}

static enum error move_to_memory(struct db *db, const struct migration *steps, size_t count)
{
	sqlite3 *memory = NULL;
	int from;
	enum error error = open_memory(&memory);

	if (!error)
		error = db_sqlite_copy(db->handle, memory, NULL);
	if (error) {
		sqlite3_close(memory);
		return error;
	}
	slots_clear(&db->slots, stmt_free);
	sqlite3_close(db->handle);
	db->handle = memory;
	db->mode = DB_WRITER;
	error = db_prepare_ends(db);
	return error ? error : db_migrate(db, steps, count, &from);
}

enum error db_look(const char *path, enum db_mode mode, const struct migration *steps, size_t count,
	struct db **out, int *out_version)
{
	struct db *db = NULL;
	int64_t version = 0;
	enum error error = db_open(path, mode, &db);

	if (!error)
		error = db_sqlite_int(db->handle, "PRAGMA user_version", &version);
	if (!error)
		error = db_check_schema(db, steps, count);
	if (!error && (size_t)version < count)
		error = move_to_memory(db, steps, count);
	if (error) {
		db_close(db);
		return error;
	}
	*out_version = (int)version;
	*out = db;
	return OK;
}
