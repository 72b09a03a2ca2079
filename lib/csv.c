/*
 * Makes of CSV the JSON that a client would have sent instead. Which columns there are and how many
 * cells a row has is checked here; what stands in the cells is judged by schema_check() alone, so a
 * cell that is not what its column wants becomes a string.
 */
#include "csv.h"

#include <stdlib.h>
#include <string.h>

#include "csv_cells.h"
#include "csv_frame.h"
#include "csv_value.h"

struct column {
	const struct property *property; /* NULL: it is skipped, for it is unknown or has no name */
	bool told;                       /* of a cell below no name */
};

struct reader {
	struct csv_cells cells;
	const struct schema *row;
	struct column *columns; /* as many as the header has */
};

/* Takes the cell just read as the name of the next column. One without a name may be there: a
 * spreadsheet writes as many columns as were ever touched. */
static void add_column(struct reader *in, struct csv *out, size_t line)
{
	size_t count = out->column_count;
	char **names = realloc(out->columns, (count + 1) * sizeof *names);
	if (names)
		out->columns = names;
	struct column *columns = realloc(in->columns, (count + 1) * sizeof *columns);
	if (columns)
		in->columns = columns;
	const char *cell = in->cells.cell.data;
	const struct property *property = csv_property(in->row, cell, &in->cells.failed);
	char *name = names && columns ? strdup(property ? property->name : cell) : NULL;
	if (!name) {
		in->cells.failed = true;
		return;
	}

	if (!property && *name)
		csv_tell(&in->cells, CSV_COLUMN_UNKNOWN, line, count + 1, name);
	else if (property && csv_column(out, name))
		csv_tell(&in->cells, CSV_COLUMN_TWICE, line, count + 1, name);
	in->columns[count] = (struct column){.property = property};
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

/* Puts the cell just read into the row. */
static bool add_value(struct reader *in, const struct property *property, json_t *row)
{
	struct csv_cells *cells = &in->cells;
	json_t *value = csv_value(property->schema, cells->cell.data, cells->separator != ',');

	if (json_object_set_new(row, property->name, value))
		cells->failed = true;
	return true;
}

/* False for a cell that belongs to no column of the header. */
static bool add_cell(struct reader *in, struct csv *out, size_t column, size_t line, json_t *row)
{
	const char *text = in->cells.cell.data;

	if (column >= out->column_count) {
		csv_tell(&in->cells, CSV_CELLS, line, column + 1, text);
		return false;
	}
	if (in->columns[column].property)
		return add_value(in, in->columns[column].property, row);
	if (!*out->columns[column] && !in->columns[column].told) {
		in->columns[column].told = true;
		csv_tell(&in->cells, CSV_COLUMN_UNNAMED, line, column + 1, text);
	}
	return true;
}

/* An empty cell is null, which clears, where the member may be null; else it says nothing, and the
 * member is absent as if there were no such column. */
static void add_nulls(struct reader *in, const struct csv *out, json_t *row)
{
	for (size_t i = 0; i < out->column_count; i++) {
		const struct property *property = in->columns[i].property;

		if (property && property->schema->types & SCHEMA_NULL &&
			!json_object_get(row, property->name) &&
			json_object_set_new(row, property->name, json_null()))
			in->cells.failed = true;
	}
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

/* Reads one row. One of empty cells is blank: spreadsheets leave them at the end. They also cut a row
 * behind its last cell that is not empty, and go on with empty ones behind it. */
static enum csv_ending read_row(struct reader *in, struct csv *out, size_t max_rows)
{
	size_t line = in->cells.line, column = 0;
	bool blank = true, good = true;
	enum csv_ending ending;
	json_auto_t *row = json_object();

	in->cells.failed |= !row;
	do {
		ending = csv_next(&in->cells, column + 1);
		if (in->cells.failed || in->cells.stopped)
			return ending;
		if (in->cells.cell.length > 0 && blank && csv_is_sum(&in->cells)) {
			csv_tell(&in->cells, CSV_SUM, line, 0, in->cells.cell.data);
			good = false;
		}
		blank &= in->cells.cell.length == 0;
		good &= !in->cells.broken;
		if (in->cells.cell.length > 0 && good)
			good = add_cell(in, out, column, line, row);
		column++;
	} while (ending == END_OF_CELL);
	if (blank || !good || in->cells.failed)
		return ending;
	if (out->count == max_rows) {
		csv_tell(&in->cells, CSV_TOO_MANY, line, 0, NULL);
		in->cells.stopped = true;
		return ending;
	}
	add_nulls(in, out, row);
	add_row(in, out, line, row);
	return ending;
}

static void read_all(struct reader *in, struct csv *out, size_t max_rows)
{
	if (!csv_begin(&in->cells))
		return;
	csv_find_header(&in->cells, in->row);
	if (in->cells.stopped || in->cells.failed)
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
