/* Statements, binds and columns. Binds and rows allocate nothing of ours; a result is held whole until db_done(),
 * as statements nest in loops. */
#include "db_postgres.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct stmt *stmt_new(struct db *db, const char *sql)
{
	struct stmt *stmt = calloc(1, sizeof *stmt);

	if (stmt) {
		stmt->head = (struct stmt_head){.db = db, .sql = sql};
		stmt->given = parameters_read(sql);
		snprintf(stmt->name, sizeof stmt->name, "s%zu", db->slots.used);
	}
	if (stmt && stmt->given && slots_add(&db->slots, &stmt->head))
		return stmt;
	if (stmt)
		stmt_free(&stmt->head);
	db->spare = (struct stmt){.head = {.db = db, .sql = sql}};
	db->spare.error = db_report(E_MEMORY, "out of memory: %.200s", sql);
	return &db->spare;
}

void stmt_free(struct stmt_head *head)
{
	struct stmt *stmt = (struct stmt *)head;

	PQclear(stmt->shape);
	PQclear(stmt->result);
	if (stmt->given)
		parameters_free(stmt->given);
	stmt_free_notes(head);
	free(stmt);
}

static bool ask_shape(struct stmt *stmt, const Oid *types)
{
	db_postgres_prepare(stmt, stmt->given->text, types ? stmt->given->count : 0, types);
	enum error behind = db_postgres_settle(stmt->head.db);

	if (!stmt->error)
		stmt->error = behind;
	if (stmt->error)
		return false;
	PQclear(stmt->shape);
	stmt->shape = stmt->result;
	stmt->result = NULL;
	return true;
}

/* Where the server infers integer an amount may be larger: such a parameter is a bigint, as everywhere. */
static bool widen(struct stmt *stmt)
{
	Oid *types = calloc((size_t)stmt->given->count + 1, sizeof *types);
	bool narrow = false, done = true;
	char words[40];

	if (!types) {
		stmt->error = db_report(E_MEMORY, "out of memory: %.200s", stmt->head.sql);
		return false;
	}
	for (int i = 0; i < stmt->given->count; i++) {
		types[i] = PQparamtype(stmt->shape, i);
		if (types[i] != TYPE_INT4)
			continue;
		types[i] = TYPE_INT8;
		narrow = true;
	}
	if (narrow) {
		snprintf(words, sizeof words, "DEALLOCATE %s", stmt->name);
		db_postgres_say(stmt->head.db, words);
		done = ask_shape(stmt, types);
	}
	free(types);
	return done;
}

static void prepare(struct stmt *stmt)
{
	if (!ask_shape(stmt, NULL) || !widen(stmt))
		return;
	stmt->has_bytes = false;
	for (int i = 0; i < PQnfields(stmt->shape); i++)
		stmt->has_bytes |= PQftype(stmt->shape, i) == TYPE_BYTEA;
	stmt->session = stmt->head.db->session;
}

/* The connection was lost before anything was seen of the transaction, as when the server was started anew: it
 * begins again, and nobody need know. */
static bool begin_again(struct stmt *stmt)
{
	struct db *db = stmt->head.db;

	if (!db->lost || !db->untouched || db_begin(db))
		return false;
	stmt->error = OK;
	return true;
}

struct stmt *db_query_literal(struct db *db, const char *sql)
{
	struct stmt *stmt = (struct stmt *)db->slots.at[slots_place(&db->slots, sql)];

	if (!stmt)
		stmt = stmt_new(db, sql);
	/* It is being used inside its own loop, or somebody forgot db_done(). */
	assert(!stmt->result || stmt->ahead || stmt->row >= PQntuples(stmt->result));
	if (stmt == &db->spare)
		return stmt;
	if (stmt->bound || stmt->error || stmt->result || stmt->ahead)
		db_done(stmt);
	if (db->lost && !db->begun)
		stmt->error = db_postgres_connect(db);
	if (!stmt->error && stmt->session != db->session)
		prepare(stmt);
	if (stmt->error && begin_again(stmt))
		prepare(stmt);
	return stmt;
}

/* \x0a1b.. -> bytes, where they stand. */
static void decode_bytes(char *text, int length)
{
	static const char digits[] = "0123456789abcdef";

	for (int i = 2; i + 1 < length; i += 2)
		text[i / 2 - 1] = (char)((strchr(digits, text[i]) - digits) << 4 |
			(strchr(digits, text[i + 1]) - digits));
}

static void decode_row(struct stmt *stmt)
{
	for (int i = 0; i < PQnfields(stmt->result); i++) {
		if (PQftype(stmt->result, i) == TYPE_BYTEA)
			decode_bytes(PQgetvalue(stmt->result, stmt->row, i),
				PQgetlength(stmt->result, stmt->row, i));
	}
}

void db_ahead(struct stmt *stmt)
{
	if (stmt->error || stmt->result || stmt->ahead)
		return;
	db_postgres_send(stmt, true);
	stmt->ahead = !stmt->error;
	stmt->row = -1;
}

static void run(struct stmt *stmt)
{
	struct db *db = stmt->head.db;

	if (db->lost)
		stmt->error = E_BUSY;
	if (!stmt->error && !stmt->ahead)
		db_postgres_send(stmt, true);
	enum error behind = db_postgres_settle(db);

	if (!stmt->error)
		stmt->error = behind;
	stmt->row = -1;
}

static bool has_run(struct stmt *stmt)
{
	if (!stmt->result)
		run(stmt);
	stmt->ahead = false;
	if (stmt->error && begin_again(stmt)) {
		prepare(stmt);
		if (!stmt->error)
			run(stmt);
	}
	return !stmt->error;
}

bool db_row(struct stmt *stmt)
{
	if (stmt->error || !has_run(stmt))
		return false;
	if (stmt->row < PQntuples(stmt->result))
		stmt->row++;
	if (stmt->row >= PQntuples(stmt->result))
		return false;
	if (stmt->has_bytes)
		decode_row(stmt);
	return true;
}

enum error db_done(struct stmt *stmt)
{
	enum error error = stmt->error;

	if (stmt == &stmt->head.db->spare)
		return error;
	/* Nobody asked for what was sent ahead. */
	if (stmt->ahead && !stmt->result)
		db_postgres_settle(stmt->head.db);
	PQclear(stmt->result);
	stmt->result = NULL;
	parameters_clear(stmt->given);
	stmt->bound = stmt->ahead = false;
	stmt->error = OK;
	return error;
}

/* What was not answered at once is not begun again: db->untouched is over. */
static enum error send_only(struct stmt *stmt)
{
	db_postgres_send(stmt, false);
	stmt->head.db->untouched = false;
	return db_done(stmt);
}

enum error db_run(struct stmt *stmt)
{
	const struct db *db = stmt->head.db;

	if (!stmt->error && !stmt->result && db->begun && !db->waits && db->mode == DB_WRITER)
		return send_only(stmt);
	while (db_row(stmt))
		;
	return db_done(stmt);
}

int64_t db_changed(struct db *db)
{
	return db_postgres_settle(db) ? 0 : db->changed;
}

enum error db_settle(struct db *db)
{
	return db_postgres_settle(db);
}

/* Binds */

int stmt_bind_count(const struct stmt *stmt)
{
	return stmt->given ? stmt->given->count : 0;
}

const char *stmt_bind_name(const struct stmt *stmt, int position)
{
	return stmt->given->names[position - 1];
}

/* The same lines bind the same names in the same order each time: the next is where the last was, plus one. */
static int position_of(struct stmt *stmt, const char *name)
{
	struct parameters *given = stmt->given;

	for (int i = 0; i < given->count; i++) {
		int at = (given->next + i) % given->count;

		if (strcmp(given->names[at], name) != 0)
			continue;
		given->next = at + 1;
		return at + 1;
	}
	assert(!"a name that is in the statement");
	return 1;
}

static void put(struct stmt *stmt, int position, const char *value, int length, int format)
{
	stmt->given->values[position - 1] = value;
	stmt->given->lengths[position - 1] = length;
	stmt->given->formats[position - 1] = format;
	stmt->bound = true;
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
	if (!stmt->error)
		put(stmt, position_of(stmt, name), value, (int)length, 1);
}

void bind_text_at(struct stmt *stmt, int position, const char *value)
{
	if (!stmt->error)
		put(stmt, position, value, 0, 0);
}

void bind_int_at(struct stmt *stmt, int position, int64_t value)
{
	if (stmt->error)
		return;
	char *text = stmt->given->numbers[position - 1];

	snprintf(text, sizeof stmt->given->numbers[0], "%lld", (long long)value);
	put(stmt, position, text, 0, 0);
}

void bind_null_at(struct stmt *stmt, int position)
{
	if (!stmt->error)
		put(stmt, position, NULL, 0, 0);
}
