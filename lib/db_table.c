#include "db_table.h"

#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "db_slots.h"

#define PAGE     100 /* rows that are read at once: parts of documents are long */
#define MOST_KEY 8

/* A value that outlives its row. */
struct cell {
	enum column_type type;
	int64_t number;
	struct buffer bytes;
};

/* ---- The statements of a table ---- */

static size_t count_names(const char *names)
{
	size_t count = 1;

	for (; *names; names++)
		count += *names == ',';
	return count;
}

/* ":k0, :k1", `count` of them from `from` on */
static void add_parameters(struct buffer *out, size_t from, size_t count)
{
	for (size_t i = 0; i < count; i++)
		buffer_printf(out, "%s:k%zu", i ? ", " : "", from + i);
}

static char *take(struct buffer *text)
{
	const char *made = buffer_string(text);
	char *copy = made ? strdup(made) : NULL;

	buffer_free(text);
	return copy;
}

static char *select_rows(const struct db_table *table, bool first)
{
	struct buffer sql = {0};

	buffer_printf(&sql, "SELECT %s FROM %s", table->columns, table->name);
	if (!first) {
		buffer_printf(&sql, " WHERE (%s) > (", table->key);
		add_parameters(&sql, 0, count_names(table->key));
		buffer_text(&sql, ")");
	}
	buffer_printf(&sql, " ORDER BY %s LIMIT %d", table->key, PAGE);
	return take(&sql);
}

static char *insert_rows(const struct db_table *table, size_t rows)
{
	struct buffer sql = {0};

	buffer_printf(&sql, "INSERT INTO %s (%s) VALUES ", table->name, table->columns);
	for (size_t i = 0; i < rows; i++) {
		buffer_text(&sql, i ? "), (" : "(");
		add_parameters(&sql, i * table->column_count, table->column_count);
	}
	buffer_text(&sql, ")");
	return take(&sql);
}

static char *delete_rows(const struct db_table *table)
{
	struct buffer sql = {0};

	buffer_printf(&sql, "DELETE FROM %s", table->name);
	return take(&sql);
}

static bool fill(struct db_table *table, const struct stmt *row)
{
	table->name = strdup(column_text(row, 0));
	table->columns = strdup(column_text(row, 1));
	table->key = strdup(column_text(row, 2));
	if (!table->name || !table->columns || !table->key)
		return false;
	table->column_count = count_names(table->columns);
	table->first = select_rows(table, true);
	table->next = select_rows(table, false);
	table->one = insert_rows(table, 1);
	table->many = insert_rows(table, DB_TABLE_MANY);
	table->none = delete_rows(table);
	return table->first && table->next && table->one && table->many && table->none;
}

enum error db_tables(struct db *db, struct db_tables *out)
{
	struct stmt *q = db_list_tables(db);
	bool made = true;

	*out = (struct db_tables){0};
	while (made && db_row(q)) {
		struct db_table *at = realloc(out->at, (out->count + 1) * sizeof *at);

		made = at;
		if (!made)
			break;
		out->at = at;
		at[out->count] = (struct db_table){0};
		made = fill(&at[out->count++], q);
	}
	enum error error = db_done(q);

	return made ? error : db_report(E_MEMORY, "out of memory");
}

void db_tables_free(struct db_tables *tables)
{
	for (size_t i = 0; i < tables->count; i++) {
		struct db_table *table = &tables->at[i];
		char *texts[] = {table->name, table->columns, table->key, table->first, table->next,
			table->one, table->many, table->none};

		for (size_t text = 0; text < sizeof texts / sizeof *texts; text++)
			free(texts[text]);
	}
	free(tables->at);
	*tables = (struct db_tables){0};
}

struct stmt *db_table_insert(struct db *db, const struct db_table *table, bool many)
{
	return db_query_literal(db, many ? table->many : table->one);
}

enum error db_table_empty(struct db *db, const struct db_table *table)
{
	return db_run(db_query_literal(db, table->none));
}

/* ---- Rows, page by page ---- */

static int column_of(const struct stmt *row, const char *name, size_t length)
{
	int column = 0;

	while (strncmp(column_name(row, column), name, length) != 0 ||
		column_name(row, column)[length])
		column++;
	return column;
}

static void keep(struct cell *cell, const struct stmt *row, int column)
{
	cell->type = column_type(row, column);
	buffer_truncate(&cell->bytes, 0);
	if (cell->type == COLUMN_INT)
		cell->number = column_int(row, column);
	else
		buffer_bytes(&cell->bytes, column_blob(row, column), column_length(row, column));
}

/* The key of the last row of a page: the next one begins behind it. */
static void keep_key(
	const struct db_table *table, const struct stmt *row, struct cell key[MOST_KEY])
{
	const char *name = table->key;

	for (size_t i = 0; i < count_names(table->key); i++) {
		size_t length = strcspn(name, ",");

		keep(&key[i], row, column_of(row, name, length));
		name += length + strspn(name + length, ", ");
	}
}

static enum error bind_key(struct stmt *q, const struct db_table *table, struct cell key[MOST_KEY])
{
	for (int i = 0; i < (int)count_names(table->key); i++) {
		const char *bytes = buffer_string(&key[i].bytes);

		if (!bytes)
			return db_report(E_MEMORY, "out of memory");
		if (key[i].type == COLUMN_INT)
			bind_int_at(q, i + 1, key[i].number);
		else if (key[i].type == COLUMN_TEXT)
			bind_text_at(q, i + 1, bytes);
		else
			bind_blob(q, stmt_bind_name(q, i + 1), bytes, key[i].bytes.length);
	}
	return OK;
}

/* *count is the number of its rows. */
static enum error read_page(struct stmt *q, const struct db_table *table, db_each_row *each,
	void *context, struct cell key[MOST_KEY], int *count)
{
	enum error error = OK;

	*count = 0;
	while (!error && db_row(q)) {
		if (++*count == PAGE)
			keep_key(table, q, key);
		error = each(context, q);
	}
	enum error end = db_done(q);

	return error ? error : end;
}

enum error db_table_rows(
	struct db *db, const struct db_table *table, db_each_row *each, void *context)
{
	struct cell key[MOST_KEY] = {0};
	int count = 0;
	enum error error = count_names(table->key) > MOST_KEY
		? db_report(E_FAULT, "the key of %s is too long", table->name)
		: read_page(db_query_literal(db, table->first), table, each, context, key, &count);

	while (!error && count == PAGE) {
		struct stmt *q = db_query_literal(db, table->next);

		error = bind_key(q, table, key);
		if (!error)
			error = read_page(q, table, each, context, key, &count);
	}
	for (int i = 0; i < MOST_KEY; i++)
		buffer_free(&key[i].bytes);
	return error;
}
