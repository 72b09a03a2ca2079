#include "command/copy_text.h"

#include <errno.h>
#include <string.h>
#include <sysexits.h>

#include "base/embed.h"
#include "buffer.h"
#include "command/command.h"

/* Where the lines of a table go. */
struct pass {
	FILE *out; /* NULL: they are only summed */
	struct sha256 sum;
	int64_t rows;
	struct buffer line;
};

static void print_bytes(struct buffer *out, const void *bytes, size_t length)
{
	buffer_text(out, "[\"");
	if (buffer_grow(out, SECRET_BASE64URL_SIZE(length))) {
		secret_base64url(bytes, length, out->data + out->length);
		out->length += strlen(out->data + out->length);
	}
	buffer_text(out, "\"]");
}

static void print_cell(struct buffer *out, const struct stmt *row, int column)
{
	switch (column_type(row, column)) {
	case COLUMN_NULL:
		buffer_text(out, "null");
		return;
	case COLUMN_INT:
		buffer_int(out, column_int(row, column));
		return;
	case COLUMN_TEXT:
		buffer_json(out, column_text(row, column), column_length(row, column));
		return;
	case COLUMN_BLOB:
		print_bytes(out, column_blob(row, column), column_length(row, column));
		return;
	}
}

static enum error pass_row(void *context, const struct stmt *row)
{
	struct pass *pass = context;
	struct buffer *line = &pass->line;

	buffer_truncate(line, 0);
	for (int i = 0; i < column_count(row); i++) {
		buffer_char(line, i ? ',' : '[');
		print_cell(line, row, i);
	}
	buffer_text(line, "]\n");
	if (line->failed)
		return E_MEMORY;
	sha256_add(&pass->sum, line->data, line->length);
	pass->rows++;
	return pass->out && fwrite(line->data, 1, line->length, pass->out) != line->length ? E_FULL
											   : OK;
}

enum error copy_rows(
	struct db *db, const struct db_table *table, FILE *out, struct copy_total *total)
{
	struct pass pass = {.out = out};
	uint8_t sum[SECRET_HASH_SIZE];

	sha256_start(&pass.sum);
	enum error error = db_table_rows(db, table, pass_row, &pass);

	sha256_end(&pass.sum, sum);
	digest_hex(sum, total->sha256);
	total->rows = pass.rows;
	buffer_free(&pass.line);
	return error;
}

static enum error write_tables(struct db *db, const struct db_tables *tables, FILE *out)
{
	enum error error = OK;

	for (size_t i = 0; !error && i < tables->count; i++) {
		const struct db_table *table = &tables->at[i];
		struct copy_total total;

		fprintf(out, "{\"table\": \"%s\", \"columns\": \"%s\"}\n", table->name,
			table->columns);
		error = copy_rows(db, table, out, &total);
		fprintf(out, "{\"rows\": %lld, \"sha256\": \"%s\"}\n", (long long)total.rows,
			total.sha256);
	}
	return error;
}

int copy_write(struct db *db, const char *mark, FILE *out)
{
	struct db_tables tables;
	enum error error = db_tables(db, &tables);

	fprintf(out, "{\"copy\": 1, \"schema\": %zu, \"pepper\": \"%s\"}\n", embed_migration_count,
		mark);
	if (!error)
		error = write_tables(db, &tables, out);
	if (!error)
		fprintf(out, "{\"tables\": %zu}\n", tables.count);
	if (!error && (fflush(out) || ferror(out)))
		error = E_FULL;
	db_tables_free(&tables);
	if (error == E_FULL)
		return command_fail(EX_IOERR, "cannot write: %s", strerror(errno));
	return error ? command_fail(EX_DATAERR, "%s", db_message(db)) : EX_OK;
}
