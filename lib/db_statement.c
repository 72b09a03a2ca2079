/*
 * Statements, binds and columns: the hot path. Binds and steps allocate nothing.
 */
#include "db_sqlite.h"

#include <assert.h>
#include <ctype.h>
#include <limits.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

static struct stmt *stmt_new(struct db *db, const char *sql)
{
	struct stmt *stmt = calloc(1, sizeof(*stmt));

	if (stmt)
		stmt->head = (struct stmt_head){.db = db, .sql = sql};
	if (!stmt || !slots_add(&db->slots, &stmt->head)) {
		free(stmt);
		db->spare = (struct stmt){.head = {.db = db, .sql = sql}};
		db->spare.error = db_report(E_MEMORY, "out of memory: %.200s", sql);
		return &db->spare;
	}
	return stmt;
}

static void prepare(struct stmt *stmt)
{
	sqlite3 *handle = stmt->head.db->handle;
	const char *tail = "";
	int code = sqlite3_prepare_v3(
		handle, stmt->head.sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt->handle, &tail);

	if (code != SQLITE_OK) {
		stmt->error = db_sqlite_fail(handle, code, stmt->head.sql);
		return;
	}
	while (isspace((unsigned char)*tail))
		tail++;
	if (!stmt->handle || *tail) {
		sqlite3_finalize(stmt->handle);
		stmt->handle = NULL;
		stmt->error =
			db_report(E_FAULT, "not exactly one statement: %.200s", stmt->head.sql);
	}
}

struct stmt *db_query_literal(struct db *db, const char *sql)
{
	struct stmt *stmt = (struct stmt *)db->slots.at[slots_place(&db->slots, sql)];

	if (!stmt)
		stmt = stmt_new(db, sql);
	if (stmt->handle) {
		/* Busy: it is being used inside its own loop, or somebody forgot db_done(). */
		assert(!sqlite3_stmt_busy(stmt->handle));
		if (stmt->bound || stmt->error)
			db_done(stmt);
	} else if (stmt != &db->spare) {
		stmt->error = OK;
		prepare(stmt);
	}
	return stmt;
}

void stmt_free(struct stmt_head *head)
{
	struct stmt *stmt = (struct stmt *)head;

	sqlite3_finalize(stmt->handle);
	stmt_free_notes(head);
	free(stmt);
}

static void fail(struct stmt *stmt, int code)
{
	stmt->error = db_sqlite_fail(stmt->head.db->handle, code, stmt->head.sql);
}

bool db_row(struct stmt *stmt)
{
	if (stmt->error || stmt->finished)
		return false;
	/* Without memory or space the engine rolls back by itself: a change behind that would be
	 * kept at once and alone. db_message() still tells why it did. */
	if (stmt->head.db->begun && !db_in_transaction(stmt->head.db)) {
		stmt->error = E_FAULT;
		return false;
	}

	int code = sqlite3_step(stmt->handle);
	if (code == SQLITE_ROW)
		return true;
	stmt->finished = true;
	if (code != SQLITE_DONE)
		fail(stmt, code);
	return false;
}

enum error db_done(struct stmt *stmt)
{
	if (stmt->handle) {
		/* Only the reset tells of a column_text() that found no memory. */
		int code = sqlite3_reset(stmt->handle);

		if (code != SQLITE_OK && !stmt->error)
			fail(stmt, code);
		if (stmt->bound)
			sqlite3_clear_bindings(stmt->handle);
	}

	enum error error = stmt->error;
	if (stmt->handle)
		stmt->error = OK;
	stmt->finished = false;
	stmt->bound = false;
	stmt->next_bind = 0;
	return error;
}

void db_ahead(struct stmt *stmt)
{
	(void)stmt;
}

enum error db_run(struct stmt *stmt)
{
	while (db_row(stmt))
		;
	return db_done(stmt);
}

int64_t db_changed(struct db *db)
{
	return sqlite3_changes64(db->handle);
}

enum error db_settle(struct db *db)
{
	(void)db;
	return OK;
}

/* Binds */

int stmt_bind_count(const struct stmt *stmt)
{
	return stmt->handle ? sqlite3_bind_parameter_count(stmt->handle) : 0;
}

const char *stmt_bind_name(const struct stmt *stmt, int position)
{
	return sqlite3_bind_parameter_name(stmt->handle, position);
}

/* The same lines bind the same names in the same order each time, and comparing one name is cheaper
 * than looking for it among all. */
static int position_of(struct stmt *stmt, const char *name)
{
	unsigned char *last = stmt->next_bind < STMT_BINDS ? &stmt->order[stmt->next_bind++] : NULL;
	const char *there = last && *last ? stmt_bind_name(stmt, *last) : NULL;

	if (there && !strcmp(there, name))
		return *last;
	int position = sqlite3_bind_parameter_index(stmt->handle, name);

	assert(position > 0);
	if (last)
		*last = position <= UCHAR_MAX ? (unsigned char)position : 0;
	return position;
}

static void check_bind(struct stmt *stmt, int code)
{
	stmt->bound = true;
	if (code != SQLITE_OK)
		fail(stmt, code);
}

void bind_text(struct stmt *stmt, const char *name, const char *value)
{
	if (!stmt->error)
		bind_text_at(stmt, position_of(stmt, name), value);
}

void bind_int(struct stmt *stmt, const char *name, int64_t value)
{
	if (!stmt->error)
		bind_int_at(stmt, position_of(stmt, name), value);
}

void bind_null(struct stmt *stmt, const char *name)
{
	if (!stmt->error)
		bind_null_at(stmt, position_of(stmt, name));
}

void bind_blob(struct stmt *stmt, const char *name, const void *value, size_t length)
{
	if (stmt->error)
		return;
	check_bind(stmt,
		sqlite3_bind_blob64(
			stmt->handle, position_of(stmt, name), value, length, SQLITE_STATIC));
}

void bind_text_at(struct stmt *stmt, int position, const char *value)
{
	if (stmt->error)
		return;
	/* STATIC: the caller keeps the text alive until db_done(). NULL text binds NULL. */
	check_bind(stmt,
		sqlite3_bind_text64(stmt->handle, position, value, value ? strlen(value) : 0,
			SQLITE_STATIC, SQLITE_UTF8));
}

void bind_int_at(struct stmt *stmt, int position, int64_t value)
{
	if (!stmt->error)
		check_bind(stmt, sqlite3_bind_int64(stmt->handle, position, value));
}

void bind_null_at(struct stmt *stmt, int position)
{
	if (!stmt->error)
		check_bind(stmt, sqlite3_bind_null(stmt->handle, position));
}

/* Columns */

int column_count(const struct stmt *stmt)
{
	return stmt->handle ? sqlite3_column_count(stmt->handle) : 0;
}

const char *column_name(const struct stmt *stmt, int column)
{
	return sqlite3_column_name(stmt->handle, column);
}

enum column_type column_type(const struct stmt *stmt, int column)
{
	int type = sqlite3_column_type(stmt->handle, column);

	assert(type != SQLITE_FLOAT); /* an avg() or a division slipped in: no float decides here */
	switch (type) {
	case SQLITE_INTEGER:
		return COLUMN_INT;
	case SQLITE_TEXT:
		return COLUMN_TEXT;
	case SQLITE_BLOB:
		return COLUMN_BLOB;
	}
	return COLUMN_NULL;
}

bool column_is_null(const struct stmt *stmt, int column)
{
	return sqlite3_column_type(stmt->handle, column) == SQLITE_NULL;
}

int64_t column_int(const struct stmt *stmt, int column)
{
	return sqlite3_column_int64(stmt->handle, column);
}

const char *column_text_n(const struct stmt *stmt, int column, size_t *out_length)
{
	sqlite3_value *value = sqlite3_column_value(stmt->handle, column);
	const char *text;

	if (sqlite3_value_type(value) == SQLITE_NULL)
		return NULL;
	text = (const char *)sqlite3_value_text(value);
	*out_length = text ? (size_t)sqlite3_value_bytes(value) : 0;
	/* Out of memory: db_done() says so; until then the text is empty, not absent. */
	return text ? text : "";
}

bool column_number(const struct stmt *stmt, int column, int64_t *out)
{
	sqlite3_value *value = sqlite3_column_value(stmt->handle, column);

	if (sqlite3_value_type(value) == SQLITE_NULL)
		return false;
	*out = sqlite3_value_int64(value);
	return true;
}

const char *column_text(const struct stmt *stmt, int column)
{
	const char *text = (const char *)sqlite3_column_text(stmt->handle, column);

	/* Without memory a text has no place: db_done() will say so, nobody has to look before. */
	return text || sqlite3_column_type(stmt->handle, column) == SQLITE_NULL ? text : "";
}

size_t column_length(const struct stmt *stmt, int column)
{
	return (size_t)sqlite3_column_bytes(stmt->handle, column);
}

const void *column_blob(const struct stmt *stmt, int column)
{
	return sqlite3_column_blob(stmt->handle, column);
}
