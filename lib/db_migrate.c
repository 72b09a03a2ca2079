/*
 * Bringing a database to the newest schema. Each step is one transaction with its number: after a
 * crash the file is on the old step or on the new one. Before a database that holds data is
 * touched, a verified copy is made beside it.
 */
#include "db_sqlite.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

#include "text.h"

/* What SQL cannot say itself, for the steps that fill keys anew: text_fold(t) and text_mark(t) of
 * text.h. */
static void call_text(sqlite3_context *context, int count, sqlite3_value **values)
{
	char *(*function)(const char *text) = *(char *(**)(const char *))sqlite3_user_data(context);
	const char *text = (const char *)sqlite3_value_text(values[0]);
	char *key = text ? function(text) : NULL;

	(void)count;
	if (key)
		sqlite3_result_text(context, key, -1, free);
	else if (sqlite3_value_type(values[0]) != SQLITE_NULL)
		sqlite3_result_error_nomem(context);
}

static enum error add_functions(sqlite3 *handle)
{
	static struct {
		const char *name;
		char *(*function)(const char *text);
	} functions[] = {{"text_fold", text_fold}, {"text_mark", text_mark}};
	int status = SQLITE_OK;

	for (size_t i = 0; status == SQLITE_OK && i < sizeof functions / sizeof *functions; i++)
		status = sqlite3_create_function(handle, functions[i].name, 1,
			SQLITE_UTF8 | SQLITE_DETERMINISTIC, &functions[i].function, call_text, NULL,
			NULL);
	return status == SQLITE_OK ? OK : E_MEMORY;
}

/* A database in memory has no place beside it, and no need. */
static enum error keep_copy(struct db *db, int next)
{
	const char *name = sqlite3_db_filename(db->handle, "main");

	if (!*name)
		return OK;
	char *path = db_before_name(name, next);
	enum error error = path ? db_backup(db, path) : E_MEMORY;

	free(path);
	return error;
}

static enum error set_numbers(sqlite3 *handle, int number)
{
	char sql[96];

	snprintf(sql, sizeof(sql), "PRAGMA user_version = %d; PRAGMA application_id = %d", number,
		DB_APPLICATION_ID);
	return db_sqlite_exec(handle, sql);
}

static enum error run_step(struct db *db, const struct migration *step)
{
	enum error error = db_sqlite_exec(db->handle, step->sql);

	if (!error && !db_in_transaction(db))
		error = db_report(E_FAULT, "step %s ended its transaction", step->name);
	if (!error)
		error = set_numbers(db->handle, step->number);
	if (!error)
		error = db_verify(db);
	return error;
}

static enum error apply(struct db *db, const struct migration *step)
{
	enum error error = db_begin(db);

	if (!error)
		error = run_step(db, step);
	if (!error)
		error = db_commit(db);
	if (error)
		db_rollback(db);
	return error;
}

/* Steps may rebuild tables that others refer to, which needs the immediate check off; db_verify()
 * looks at every reference before the commit. */
static enum error apply_all(struct db *db, const struct migration *steps, size_t from, size_t count)
{
	enum error error = db_sqlite_exec(db->handle, "PRAGMA foreign_keys = 0");

	for (size_t i = from; !error && i < count; i++) {
		assert(steps[i].number == (int)i + 1);
		error = apply(db, &steps[i]);
	}
	enum error again = db_sqlite_exec(db->handle, "PRAGMA foreign_keys = 1");
	return error ? error : again;
}

enum error db_sqlite_steps(sqlite3 *handle, const struct migration *steps, size_t count)
{
	enum error error = add_functions(handle);

	for (size_t i = 0; !error && i < count; i++)
		error = db_sqlite_exec(handle, steps[i].sql);
	return error;
}

enum error db_check_version(int64_t version, size_t count)
{
	if (version >= 0 && (uint64_t)version <= count)
		return OK;
	return db_report(E_CONFLICT,
		"the database has schema %lld, this program knows up to %zu: use a newer program",
		(long long)version, count);
}

enum error db_migrate(struct db *db, const struct migration *steps, size_t count, int *out_from)
{
	int64_t version = 0;
	enum error error = db_sqlite_int(db->handle, "PRAGMA user_version", &version);

	if (error)
		return error;
	error = db_check_version(version, count);
	if (error)
		return error;
	if ((size_t)version < count) {
		error = add_functions(db->handle);
		if (!error && version > 0)
			error = keep_copy(db, (int)version + 1);
		if (!error)
			error = apply_all(db, steps, (size_t)version, count);
	}
	if (!error)
		*out_from = (int)version;
	return error;
}
