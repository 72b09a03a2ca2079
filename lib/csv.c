/*
 * Makes of CSV the JSON that a client would have sent instead. Which columns there are and how many
 * cells a row has is checked here; what stands in the cells is judged by schema_check() alone, so a
 * cell that is not what its column wants becomes a string.
 */
#include "csv.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "csv_cells.h"
#include "formula.h"
#include "schema_parts.h"

struct reader {
	struct csv_cells cells;
	const struct schema *row;
	const struct property **columns; /* as many as the header has; NULL: skipped, unknown */
};

/* Blanks around a name mean nothing. */
static char *header_name(const struct buffer *cell)
{
	const char *from = cell->data + strspn(cell->data, " ");
	size_t length = strlen(from);

	while (length > 0 && from[length - 1] == ' ')
		length--;
	return strndup(from, length);
}

static bool is_scalar(const struct property *property)
{
	return !(property->schema->types & (SCHEMA_OBJECT | SCHEMA_ARRAY));
}

/* Takes the cell just read as the name of the next column. */
static void add_column(struct reader *in, struct csv *out, size_t line)
{
	size_t count = out->column_count;
	char **names = realloc(out->columns, (count + 1) * sizeof *names);
	if (names)
		out->columns = names;
	const struct property **columns = realloc(in->columns, (count + 1) * sizeof *columns);
	if (columns)
		in->columns = columns;
	char *name = names && columns ? header_name(&in->cells.cell) : NULL;
	if (!name) {
		in->cells.failed = true;
		return;
	}

	const struct property *property = schema_property(in->row, name);
	if (property && !is_scalar(property))
		property = NULL;
	if (!property)
		csv_tell(&in->cells, CSV_COLUMN_UNKNOWN, line, count + 1, name);
	else if (csv_column(out, name))
		csv_tell(&in->cells, CSV_COLUMN_TWICE, line, count + 1, name);
	in->columns[count] = property;
	out->columns[count] = name;
	out->column_count++;
}

static void report_missing_columns(struct reader *in, const struct csv *out, size_t line)
{
	for (size_t i = 0; i < in->row->property_count; i++) {
		const struct property *property = &in->row->properties[i];
		if (property->required && !property->read_only && !csv_column(out, property->name))
			csv_tell(&in->cells, CSV_COLUMN_MISSING, line, 0, property->name);
	}
}

static enum csv_ending read_header(struct reader *in, struct csv *out)
{
	size_t line = in->cells.line;
	enum csv_ending ending;

	do {
		ending = csv_next(&in->cells, out->column_count + 1);
		if (!in->cells.failed)
			add_column(in, out, line);
	} while (ending == END_OF_CELL && !in->cells.stopped && !in->cells.failed);
	if (!in->cells.failed)
		report_missing_columns(in, out, line);
	return ending;
}

static json_t *number_value(const char *text, unsigned types)
{
	int64_t value;
	json_t *real = NULL;

	if (schema_integer_text(text, &value) == DECIMAL_EXACT)
		return json_integer(value);
	if (types & SCHEMA_NUMBER && schema_decimal_text(text, &value) != DECIMAL_NONE)
		real = json_real(strtod(text, NULL)); /* NULL for what no double can hold */
	return real ? real : json_string(text);
}

static json_t *boolean_value(const char *text)
{
	/* Excel writes capitals. */
	if (strcasecmp(text, "true") == 0 || strcmp(text, "1") == 0)
		return json_true();
	if (strcasecmp(text, "false") == 0 || strcmp(text, "0") == 0)
		return json_false();
	return json_string(text);
}

/* Takes off, in place, the apostrophes that buffer_csv() puts before signs of formulas. */
static const char *without_guards(char *text)
{
	size_t length = strlen(text), kept = 0;

	for (size_t from = 0; from < length;) {
		size_t guard = formula_guard(text, length, from);
		size_t end = guard < length && text[guard] != '\'' ? guard + 1 : guard;

		memmove(text + kept, text + from, end - from);
		kept += end - from;
		from = guard + 1;
	}
	text[kept] = '\0';
	return text;
}

static json_t *cell_value(const struct schema *schema, char *text)
{
	if (!schema->types || schema->types & SCHEMA_STRING)
		return json_string(without_guards(text));
	if (schema->types & (SCHEMA_INTEGER | SCHEMA_NUMBER))
		return number_value(text, schema->types);
	return boolean_value(text);
}

/* Puts the cell just read into the row. An empty one is null, which clears, where the member may be
 * null; else it says nothing, and the member is absent as if there were no such column. */
static bool add_cell(const struct reader *in, const struct property *property, json_t *row)
{
	char *text = in->cells.cell.data;

	if (*text)
		return json_object_set_new(
			       row, property->name, cell_value(property->schema, text)) == 0;
	if (property->schema->types & SCHEMA_NULL)
		return json_object_set_new(row, property->name, json_null()) == 0;
	return true;
}

static void add_row(struct reader *in, struct csv *out, size_t line, json_t *row)
{
	size_t *lines = out->lines;

	/* Full at every power of two. */
	if ((out->count & (out->count - 1)) == 0)
		lines = realloc(lines, (out->count ? 2 * out->count : 1) * sizeof *lines);
	if (lines)
		out->lines = lines;
	if (!lines || json_array_append(out->rows, row)) {
		in->cells.failed = true;
		return;
	}
	lines[out->count++] = line;
}

/* Reads one row. A row of empty cells is blank: spreadsheets leave them at the end. */
static enum csv_ending read_row(struct reader *in, struct csv *out, size_t max_rows)
{
	size_t line = in->cells.line, count = 0;
	bool blank = true;
	enum csv_ending ending;
	json_auto_t *row = json_object();

	in->cells.failed |= !row;
	do {
		ending = csv_next(&in->cells, count + 1);
		if (in->cells.failed || in->cells.stopped)
			return ending;
		blank &= in->cells.cell.data[strspn(in->cells.cell.data, " ")] == '\0';
		if (count < out->column_count && in->columns[count])
			in->cells.failed |= !add_cell(in, in->columns[count], row);
		count++;
	} while (ending == END_OF_CELL);
	if (blank || in->cells.failed)
		return ending;
	if (out->count == max_rows) {
		csv_tell(&in->cells, CSV_TOO_MANY, line, 0, NULL);
		in->cells.stopped = true;
	} else if (count != out->column_count) {
		csv_tell(&in->cells, CSV_CELLS, line, 0, NULL);
	} else {
		add_row(in, out, line, row);
	}
	return ending;
}

static void read_all(struct reader *in, struct csv *out, size_t max_rows)
{
	if (!csv_begin(&in->cells))
		return;
	enum csv_ending ending = read_header(in, out);
	while (ending != END_OF_TEXT && !in->cells.stopped && !in->cells.failed)
		ending = read_row(in, out, max_rows);
}

bool csv_read(const char *text, size_t length, const struct schema *row, size_t max_rows,
	csv_sink *sink, void *context, struct csv *out)
{
	struct reader in = {
		.cells = {.at = text,
			.end = text + length,
			.line = 1,
			.sink = sink,
			.context = context},
		.row = row,
	};

	*out = (struct csv){.rows = json_array()};
	in.cells.failed = !out->rows;
	if (!in.cells.failed)
		read_all(&in, out, max_rows);
	buffer_free(&in.cells.cell);
	free(in.columns);
	if (in.cells.failed) {
		json_decref(out->rows); /* half of the rows would look like all of them */
		out->rows = NULL;
	}
	return !in.cells.faulty && !in.cells.failed;
}

size_t csv_column(const struct csv *csv, const char *name)
{
	for (size_t i = 0; i < csv->column_count; i++)
		if (strcmp(csv->columns[i], name) == 0)
			return i + 1;
	return 0;
}

void csv_free(struct csv *csv)
{
	if (!csv)
		return;
	for (size_t i = 0; i < csv->column_count; i++)
		free(csv->columns[i]);
	free(csv->columns);
	free(csv->lines);
	json_decref(csv->rows);
	*csv = (struct csv){0};
}
