/* A database that is made of its text. */
#include "command/copy_text.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "arena.h"
#include "base/embed.h"
#include "command/command.h"
#include "command/verify.h"

struct source {
	FILE *in;
	char *text;
	size_t size;
	long long number; /* of the line */
};

/* Rows that are inserted together. */
struct batch {
	json_t *rows[DB_TABLE_MANY];
	size_t count;
};

/* NULL behind the last line, and where one is not JSON. */
static json_t *next_line(struct source *source)
{
	ssize_t length = getline(&source->text, &source->size, source->in);

	source->number++;
	return length > 0 ? json_loadb(source->text, (size_t)length, JSON_REJECT_DUPLICATES, NULL)
			  : NULL;
}

static int refuse(const struct source *source, const char *why)
{
	if (feof(source->in))
		return command_fail(EX_DATAERR,
			"what is read ends at line %lld, before its end: the other program said why",
			source->number - 1);
	return command_fail(EX_DATAERR, "line %lld of what is read %s", source->number, why);
}

static bool says(const json_t *line, const char *member, const char *text)
{
	const char *found = json_string_value(json_object_get(line, member));

	return found && strcmp(found, text) == 0;
}

/* ---- Rows ---- */

static bool bind_bytes(struct stmt *q, int position, const json_t *value, struct arena *arena)
{
	const json_t *text = json_array_get(value, 0);
	size_t length = json_string_length(text);
	char *bytes = arena_alloc(arena, length + 1);

	if (!json_is_string(text) || json_array_size(value) != 1 || !bytes ||
		!secret_base64url_read(json_string_value(text), length, bytes, &length))
		return false;
	bind_blob(q, stmt_bind_name(q, position), bytes, length);
	return true;
}

static bool bind_value(struct stmt *q, int position, const json_t *value, struct arena *arena)
{
	if (json_is_string(value))
		bind_text_at(q, position, json_string_value(value));
	else if (json_is_integer(value))
		bind_int_at(q, position, json_integer_value(value));
	else if (json_is_null(value))
		bind_null_at(q, position);
	else
		return bind_bytes(q, position, value, arena);
	return true;
}

/* `count` rows from `rows` on, 1 or DB_TABLE_MANY. */
static enum error insert(
	struct db *db, const struct db_table *table, json_t *const *rows, size_t count)
{
	struct stmt *q = db_table_insert(db, table, count > 1);
	struct arena arena = {0};
	bool bound = true;
	int position = 0;

	for (size_t row = 0; row < count; row++) {
		for (size_t i = 0; bound && i < table->column_count; i++)
			bound = bind_value(q, ++position, json_array_get(rows[row], i), &arena);
	}
	enum error error = bound ? db_run(q) : db_done(q);

	arena_free(&arena);
	return error || bound ? error : E_INVALID;
}

static enum error insert_batch(struct db *db, const struct db_table *table, struct batch *batch)
{
	size_t at_once = batch->count == DB_TABLE_MANY ? batch->count : 1;
	enum error error = OK;

	for (size_t i = 0; i < batch->count; i += at_once) {
		if (!error)
			error = insert(db, table, batch->rows + i, at_once);
	}
	for (size_t i = 0; i < batch->count; i++)
		json_decref(batch->rows[i]);
	batch->count = 0;
	return error;
}

/* Up to the line behind them, which is *out_end. */
static enum error read_rows(
	struct db *db, const struct db_table *table, struct source *source, json_t **out_end)
{
	struct batch batch = {0};
	enum error error = OK;
	json_t *line = NULL;

	while (!error && (line = next_line(source)) && json_is_array(line)) {
		if (json_array_size(line) != table->column_count)
			error = E_INVALID;
		batch.rows[batch.count++] = line;
		if (!error && batch.count == DB_TABLE_MANY)
			error = insert_batch(db, table, &batch);
	}
	*out_end = error ? NULL : line;
	enum error last = insert_batch(db, table, &batch);

	return error ? error : last;
}

/* ---- Tables ---- */

static int read_table(
	struct db *db, const struct db_table *table, struct source *source, struct copy_total *sent)
{
	json_t *line = next_line(source);
	bool found = says(line, "table", table->name) && says(line, "columns", table->columns);

	json_decref(line);
	if (!found)
		return refuse(source, "does not begin the table that is next");
	enum error error =
		db_table_empty(db, table); /* of rows that the steps of the schema made */

	if (!error)
		error = read_rows(db, table, source, &line);
	if (error == E_INVALID)
		return refuse(source, "is no row of its table");
	if (error)
		return command_fail(EX_DATAERR, "line %lld: %s", source->number, db_message(db));
	const char *sum = json_string_value(json_object_get(line, "sha256"));

	snprintf(sent->sha256, sizeof sent->sha256, "%s", sum ? sum : "");
	sent->rows = json_integer_value(json_object_get(line, "rows"));
	json_decref(line);
	return sum ? EX_OK : refuse(source, "does not end its table");
}

/* What is stored, read again. */
static int compare(struct db *db, const struct db_table *table, const struct copy_total *sent)
{
	struct copy_total kept;

	if (copy_rows(db, table, NULL, &kept))
		return command_fail(EX_DATAERR, "%s", db_message(db));
	if (kept.rows == sent->rows && strcmp(kept.sha256, sent->sha256) == 0)
		return EX_OK;
	return command_fail(EX_DATAERR, "%s is not as it was sent: %lld rows of %lld, digest %s",
		table->name, (long long)kept.rows, (long long)sent->rows, kept.sha256);
}

static int read_end(struct source *source, size_t count)
{
	json_t *line = next_line(source);
	bool is_end = json_integer_value(json_object_get(line, "tables")) == (json_int_t)count;

	json_decref(line);
	return is_end ? EX_OK : refuse(source, "is not the end");
}

static int read_tables(struct db *db, const struct db_tables *tables, struct source *source)
{
	struct copy_total *sent = calloc(tables->count, sizeof *sent);
	int status = sent ? EX_OK : command_fail(EX_OSERR, "out of memory");

	for (size_t i = 0; !status && i < tables->count; i++)
		status = read_table(db, &tables->at[i], source, &sent[i]);
	if (!status)
		status = read_end(source, tables->count);
	if (!status && db_tie(db))
		status = command_fail(EX_DATAERR, "%s", db_message(db));
	for (size_t i = 0; !status && i < tables->count; i++)
		status = compare(db, &tables->at[i], &sent[i]);
	free(sent);
	if (!status)
		printf("tables %zu, as they were sent\n", tables->count);
	return status;
}

static int read_head(struct source *source, char out_mark[SECRET_MARK_SIZE])
{
	json_t *line = next_line(source);
	const char *mark = json_string_value(json_object_get(line, "pepper"));
	json_int_t schema = json_integer_value(json_object_get(line, "schema"));
	bool known = mark && json_integer_value(json_object_get(line, "copy")) == 1;

	snprintf(out_mark, SECRET_MARK_SIZE, "%s", mark ? mark : "");
	json_decref(line);
	if (!known)
		return refuse(source, "is not the beginning of a copy");
	return schema == (json_int_t)embed_migration_count
		? EX_OK
		: command_fail(EX_DATAERR,
			  "what is read has schema %lld, this program has %zu: take both programs of"
			  " one version",
			  (long long)schema, embed_migration_count);
}

static int read_all(struct db *db, struct source *source)
{
	struct db_tables tables = {0};
	int status = db_begin(db) || db_untie(db) || db_tables(db, &tables)
		? command_fail(EX_DATAERR, "%s", db_message(db))
		: read_tables(db, &tables, source);

	if (!status)
		status = verify_database(db, NULL, stdout);
	if (!status && db_commit(db))
		status = command_fail(EX_DATAERR, "%s", db_message(db));
	if (status)
		db_rollback(db);
	db_tables_free(&tables);
	return status;
}

int copy_read(struct db *db, FILE *in, char out_mark[SECRET_MARK_SIZE])
{
	struct source source = {.in = in};
	int status = read_head(&source, out_mark);

	if (!status)
		status = read_all(db, &source);
	free(source.text);
	return status;
}
