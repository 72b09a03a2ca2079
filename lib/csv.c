/*
 * Reads CSV cell by cell and makes the JSON that a client would have sent instead. Faults of the
 * form (columns, quotes, number of cells) are found here; what stands in the cells is judged by
 * schema_check() alone, so a cell that is not what its column wants becomes a string.
 */
#include "csv.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "buffer.h"
#include "schema_parts.h"

#define BOM "\xef\xbb\xbf"

enum ending { END_OF_CELL, END_OF_ROW, END_OF_TEXT };

/* What the cells of a column become. */
struct column {
	const struct property *property; /* NULL: unknown, its cells are skipped */
};

struct reader {
	const char *at, *end;
	char separator;
	size_t line;        /* of `at` */
	struct buffer cell; /* the last one read, without its quotes */
	const struct schema *row;
	struct column *columns; /* as many as the header has */
	csv_sink *sink;
	void *context;
	bool faulty;
	bool stopped; /* the sink has enough, or nothing more can be understood */
	bool failed;  /* no memory */
};

static void report(
	struct reader *in, enum csv_fault fault, size_t line, size_t column, const char *text)
{
	struct csv_report one = {.fault = fault, .line = line, .column = column, .text = text};

	in->faulty = true;
	if (!in->stopped)
		in->stopped = !in->sink || !in->sink(in->context, &one);
}

static bool at_ending(const struct reader *in)
{
	if (in->at == in->end || *in->at == in->separator || *in->at == '\n')
		return true;
	return *in->at == '\r' && in->end - in->at > 1 && in->at[1] == '\n';
}

/* Takes the separator, the line's end or the text's end that at_ending() has seen. */
static enum ending take_ending(struct reader *in)
{
	if (in->at == in->end)
		return END_OF_TEXT;
	if (*in->at == '\r' && in->end - in->at > 1 && in->at[1] == '\n')
		in->at++;
	if (*in->at++ != '\n')
		return END_OF_CELL;
	in->line++;
	return in->at == in->end ? END_OF_TEXT : END_OF_ROW;
}

/* What stands between quotes; doubled ones are one. */
static void read_quoted(struct reader *in, size_t column)
{
	size_t line = in->line;

	for (in->at++; in->at < in->end; in->at++) {
		if (*in->at == '"' && (++in->at == in->end || *in->at != '"'))
			return;
		in->line += *in->at == '\n';
		buffer_char(&in->cell, *in->at);
	}
	report(in, CSV_QUOTE, line, column, NULL);
	in->stopped = true; /* the rest of the file is in this cell */
}

static enum ending read_cell(struct reader *in, size_t column)
{
	buffer_truncate(&in->cell, 0);
	bool quoted = in->at < in->end && *in->at == '"';
	if (quoted)
		read_quoted(in, column);
	const char *from = in->at;
	while (!at_ending(in))
		in->at++;
	if (!quoted)
		buffer_bytes(&in->cell, from, (size_t)(in->at - from));
	else if (in->at > from)
		report(in, CSV_QUOTE, in->line, column, NULL);
	if (!buffer_string(&in->cell))
		in->failed = true;
	return take_ending(in);
}

/* The separator of the header line is that of the file: whichever of comma and semicolon is there
 * more often, outside of quotes. */
static void choose_separator(struct reader *in)
{
	size_t commas = 0, semicolons = 0;
	const char *other = NULL;
	bool quoted = false;

	for (const char *at = in->at; at < in->end && (quoted || *at != '\n'); at++) {
		if (*at == '"')
			quoted = !quoted;
		if (quoted)
			continue;
		commas += *at == ',';
		semicolons += *at == ';';
		if (*at == '\t')
			other = "tab";
		if (*at == '|')
			other = "|";
	}
	in->separator = semicolons > commas ? ';' : ',';
	if (commas + semicolons == 0 && other) {
		report(in, CSV_SEPARATOR, in->line, 0, other);
		in->stopped = true;
	}
}

/* Before the header, while no separator is chosen. */
static void skip_empty_lines(struct reader *in)
{
	while (in->at < in->end && at_ending(in))
		take_ending(in);
}

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
	struct column *columns = realloc(in->columns, (count + 1) * sizeof *columns);
	if (columns)
		in->columns = columns;
	char *name = names && columns ? header_name(&in->cell) : NULL;
	if (!name) {
		in->failed = true;
		return;
	}

	const struct property *property = schema_property(in->row, name);
	if (property && !is_scalar(property))
		property = NULL;
	if (!property)
		report(in, CSV_COLUMN_UNKNOWN, line, count + 1, name);
	else if (csv_column(out, name))
		report(in, CSV_COLUMN_TWICE, line, count + 1, name);
	in->columns[count].property = property;
	out->columns[count] = name;
	out->column_count++;
}

static void report_missing_columns(struct reader *in, const struct csv *out, size_t line)
{
	for (size_t i = 0; i < in->row->property_count; i++) {
		const struct property *property = &in->row->properties[i];
		if (property->required && !property->read_only && !csv_column(out, property->name))
			report(in, CSV_COLUMN_MISSING, line, 0, property->name);
	}
}

static enum ending read_header(struct reader *in, struct csv *out)
{
	size_t line = in->line;
	enum ending ending;

	do {
		ending = read_cell(in, out->column_count + 1);
		if (!in->failed)
			add_column(in, out, line);
	} while (ending == END_OF_CELL && !in->stopped && !in->failed);
	if (!in->failed)
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

/* Takes off the quote that buffer_csv() puts before what looks like a formula. */
static const char *without_guard(const char *text)
{
	size_t quotes = strspn(text, "'");

	return quotes > 0 && text[quotes] && strchr("=+-@\t\r", text[quotes]) ? text + 1 : text;
}

static json_t *cell_value(const struct schema *schema, const char *text)
{
	if (!schema->types || schema->types & SCHEMA_STRING)
		return json_string(without_guard(text));
	if (schema->types & (SCHEMA_INTEGER | SCHEMA_NUMBER))
		return number_value(text, schema->types);
	return boolean_value(text);
}

/* Puts the cell just read into the row. An empty one is an absent member, or null where the member
 * must be there and may be null. */
static bool add_cell(const struct reader *in, const struct property *property, json_t *row)
{
	const char *text = in->cell.data;

	if (*text)
		return json_object_set_new(
			       row, property->name, cell_value(property->schema, text)) == 0;
	if (property->required && property->schema->types & SCHEMA_NULL)
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
		in->failed = true;
		return;
	}
	lines[out->count++] = line;
}

/* Reads one row. One without anything in its cells is blank: spreadsheets leave such at the end. */
static enum ending read_row(struct reader *in, struct csv *out, size_t max_rows)
{
	size_t line = in->line, count = 0;
	bool blank = true;
	enum ending ending;
	json_auto_t *row = json_object();

	in->failed |= !row;
	do {
		ending = read_cell(in, count + 1);
		if (in->failed || in->stopped)
			return ending;
		blank &= in->cell.data[strspn(in->cell.data, " ")] == '\0';
		if (count < out->column_count && in->columns[count].property)
			in->failed |= !add_cell(in, in->columns[count].property, row);
		count++;
	} while (ending == END_OF_CELL);
	if (blank || in->failed)
		return ending;
	if (out->count == max_rows) {
		report(in, CSV_TOO_MANY, line, 0, NULL);
		in->stopped = true;
	} else if (count != out->column_count) {
		report(in, CSV_CELLS, line, 0, NULL);
	} else {
		add_row(in, out, line, row);
	}
	return ending;
}

static void read_all(struct reader *in, struct csv *out, size_t max_rows)
{
	if ((size_t)(in->end - in->at) >= strlen(BOM) && memcmp(in->at, BOM, strlen(BOM)) == 0)
		in->at += strlen(BOM);
	skip_empty_lines(in);
	if (in->at == in->end) {
		report(in, CSV_EMPTY, 0, 0, NULL);
		return;
	}
	choose_separator(in);
	if (in->stopped)
		return;
	enum ending ending = read_header(in, out);
	while (ending != END_OF_TEXT && !in->stopped && !in->failed)
		ending = read_row(in, out, max_rows);
}

bool csv_read(const char *text, size_t length, const struct schema *row, size_t max_rows,
	csv_sink *sink, void *context, struct csv *out)
{
	struct reader in = {
		.at = text,
		.end = text + length,
		.line = 1,
		.row = row,
		.sink = sink,
		.context = context,
	};

	*out = (struct csv){.rows = json_array()};
	in.failed = !out->rows;
	if (!in.failed)
		read_all(&in, out, max_rows);
	buffer_free(&in.cell);
	free(in.columns);
	if (in.failed) {
		json_decref(out->rows); /* half of the rows would look like all of them */
		out->rows = NULL;
	}
	return !in.faulty && !in.failed;
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
