/*
 * A sheet as CSV. Rows and cells say where they stand; those that are empty need not be there, and what stands in
 * no cell is not looked at.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "xlsx_parts.h"
#include "xlsx_values.h"

#define SEPARATOR_LINE "sep=,\n" /* so that it is not guessed from what is in the cells */

enum cell_type { CELL_NUMBER, CELL_SHARED, CELL_TEXT, CELL_BOOLEAN, CELL_ERROR, CELL_DAY };

struct reader {
	const struct xlsx *book;
	struct xlsx_table *out;
	size_t most;
	bool in_data, in_row;
	size_t row, column; /* of the cell in hand, from 1 */
	size_t from;        /* where its line begins in the CSV */
	size_t filled;      /* the last column that was written to that */
	bool row_is_bad;
	bool in_cell, in_text, phonetic;
	bool has_value, has_formula;
	enum cell_type type;
	enum xlsx_form form;
	size_t run; /* of the text in hand: where it begins in `text` */
	struct buffer text;
};

static enum cell_type type_of(const char *type)
{
	static const struct {
		const char *name;
		enum cell_type type;
	} types[] = {{"s", CELL_SHARED}, {"str", CELL_TEXT}, {"inlineStr", CELL_TEXT},
		{"b", CELL_BOOLEAN}, {"e", CELL_ERROR}, {"d", CELL_DAY}};

	for (size_t i = 0; type && i < sizeof types / sizeof *types; i++)
		if (strcmp(type, types[i].name) == 0)
			return types[i].type;
	return CELL_NUMBER;
}

static enum xlsx_form form_of(const struct xlsx *book, const char *style)
{
	size_t i = style ? strtoul(style, NULL, 10) : 0;

	return i < book->styles.count ? book->styles.of[i] : XLSX_NUMBER;
}

/* A whole number of one or more digits up to `most`; 0 for any other text. */
static size_t whole_number(const char *text, size_t most)
{
	size_t digits = strspn(text, "0123456789");
	unsigned long value = digits && digits < 10 && !text[digits] ? strtoul(text, NULL, 10) : 0;

	return value <= most ? value : 0;
}

/* The column of "AB12" when its row is `row`; 0 for any other text. */
static size_t column_of(const char *place, size_t row)
{
	size_t column = 0;

	for (; *place >= 'A' && *place <= 'Z' && column <= XLSX_LAST_COLUMN; place++)
		column = 26 * column + (size_t)(*place - 'A' + 1);
	if (column > XLSX_LAST_COLUMN || whole_number(place, XLSX_LAST_ROW) != row)
		return 0;
	return column;
}

void xlsx_cell_name(size_t row, size_t column, char out[XLSX_CELL_SIZE])
{
	char letters[4] = "", *at = letters + sizeof letters - 1;

	for (; column && at > letters; column = (column - 1) / 26)
		*--at = (char)('A' + (column - 1) % 26);
	snprintf(out, XLSX_CELL_SIZE, "%s%zu", at, row);
}

static void begin_row(struct xlsx_parse *parse, const char **attributes)
{
	struct reader *in = parse->context;
	const char *number = xlsx_attribute(attributes, "r");
	size_t row = number ? whole_number(number, XLSX_LAST_ROW) : in->row + 1;

	if (row <= in->row || row > XLSX_LAST_ROW)
		xlsx_parts_stop(parse, XLSX_PART);
	in->row = row;
	in->in_row = true;
	in->column = in->filled = 0;
	in->from = in->out->csv.length;
	in->row_is_bad = false;
}

static void add_line(struct xlsx_parse *parse, size_t row)
{
	struct xlsx_table *out = ((struct reader *)parse->context)->out;
	size_t count = out->row_count, *rows = out->rows;

	/* Full at every power of two. */
	if ((count & (count - 1)) == 0)
		rows = realloc(rows, (count ? 2 * count : 1) * sizeof *rows);
	if (!rows) {
		xlsx_parts_stop(parse, XLSX_MEMORY);
		return;
	}
	out->rows = rows;
	rows[out->row_count++] = row;
}

/* A cell may have lines of its own. */
static void end_row(struct xlsx_parse *parse)
{
	struct reader *in = parse->context;
	struct buffer *csv = &in->out->csv;

	in->in_row = false;
	if (in->row_is_bad)
		buffer_truncate(csv, in->from);
	if (csv->failed || csv->length == in->from)
		return;
	buffer_char(csv, '\n');
	for (const char *at = csv->data + in->from; at < csv->data + csv->length; at++)
		if (*at == '\n' || (*at == '\r' && at[1] != '\n'))
			add_line(parse, in->row);
}

static void begin_cell(struct xlsx_parse *parse, const char **attributes)
{
	struct reader *in = parse->context;
	const char *place = xlsx_attribute(attributes, "r");
	size_t column = place ? column_of(place, in->row) : in->column + 1;

	if (column <= in->column || column > XLSX_LAST_COLUMN)
		xlsx_parts_stop(parse, XLSX_PART);
	in->column = column;
	in->in_cell = true;
	in->has_value = in->has_formula = false;
	in->type = type_of(xlsx_attribute(attributes, "t"));
	in->form = form_of(in->book, xlsx_attribute(attributes, "s"));
	buffer_truncate(&in->text, 0);
}

static void add_bad(struct xlsx_parse *parse, const char *found)
{
	struct reader *in = parse->context;
	struct xlsx_table *out = in->out;

	in->row_is_bad = true;
	if (out->bad_count == XLSX_MOST_BAD)
		return;
	struct xlsx_cell *bad = realloc(out->bad, (out->bad_count + 1) * sizeof *bad);

	if (!bad) {
		xlsx_parts_stop(parse, XLSX_MEMORY);
		return;
	}
	out->bad = bad;
	bad += out->bad_count++;
	*bad = (struct xlsx_cell){.row = in->row, .column = in->column};
	xlsx_copy(found, bad->found, sizeof bad->found);
}

static void put_value(struct xlsx_parse *parse, const char *text)
{
	struct reader *in = parse->context;
	struct buffer *csv = &in->out->csv;
	size_t length = in->text.length;

	for (; in->filled < in->column - 1; in->filled++)
		buffer_char(csv, ',');
	switch (in->type) {
	case CELL_NUMBER:
		xlsx_put_number(csv, text, in->form, in->book->from_1904);
		break;
	case CELL_BOOLEAN:
		buffer_text(csv, strcmp(text, "0") == 0 ? "false" : "true");
		break;
	case CELL_DAY:
		xlsx_put_day(csv, text, length);
		break;
	default:
		xlsx_put_text(csv, text, length);
		break;
	}
}

/* Puts the text that the cell refers to in the place of its number. */
static void take_shared(struct xlsx_parse *parse)
{
	struct reader *in = parse->context;
	const char *text = in->text.data;
	size_t i = whole_number(text, XLSX_MOST_TEXTS);

	if (i >= in->book->text_count || (!i && strcmp(text, "0") != 0)) {
		xlsx_parts_stop(parse, XLSX_PART);
		return;
	}
	buffer_truncate(&in->text, 0);
	buffer_text(&in->text, in->book->texts.data + in->book->text_at[i]);
}

static void end_cell(struct xlsx_parse *parse)
{
	struct reader *in = parse->context;

	in->in_cell = false;
	if (!in->has_value && in->has_formula) {
		add_bad(parse, "");
		return;
	}
	if (!in->text.length)
		return;
	if (in->type == CELL_SHARED && buffer_string(&in->text))
		take_shared(parse);
	const char *text = buffer_string(&in->text);

	if (!text || parse->stopped)
		return;
	if (in->type == CELL_ERROR)
		add_bad(parse, text);
	else if (*text)
		put_value(parse, text);
}

static void begin_text(struct reader *in, const char *name)
{
	in->has_value |= strcmp(name, "v") == 0;
	in->in_text = strcmp(name, "v") == 0 || (strcmp(name, "t") == 0 && !in->phonetic);
	in->run = in->text.length;
}

static void on_open(struct xlsx_parse *parse, const char *name, const char **attributes)
{
	struct reader *in = parse->context;

	if (strcmp(name, "sheetData") == 0)
		in->in_data = true;
	else if (!in->in_data)
		return;
	else if (in->in_cell) {
		in->has_formula |= strcmp(name, "f") == 0;
		in->phonetic |= strcmp(name, "rPh") == 0;
		begin_text(in, name);
	} else if (in->in_row && strcmp(name, "c") == 0)
		begin_cell(parse, attributes);
	else if (!in->in_row && strcmp(name, "row") == 0)
		begin_row(parse, attributes);
}

static void on_text(struct xlsx_parse *parse, const char *text, size_t length)
{
	struct reader *in = parse->context;

	if (in->in_text)
		buffer_bytes(&in->text, text, length);
}

static void on_close(struct xlsx_parse *parse, const char *name)
{
	struct reader *in = parse->context;

	if (in->in_text && in->type == CELL_TEXT)
		xlsx_unescape(&in->text, in->run);
	in->in_text = false;
	in->phonetic &= strcmp(name, "rPh") != 0;
	if (!in->in_data)
		return;
	if (in->in_cell && strcmp(name, "c") == 0)
		end_cell(parse);
	else if (in->in_row && strcmp(name, "row") == 0)
		end_row(parse);
	else if (strcmp(name, "sheetData") == 0)
		in->in_data = false;
	if (in->out->csv.failed || in->text.failed)
		xlsx_parts_stop(parse, XLSX_MEMORY);
	else if (in->out->csv.length > in->most)
		xlsx_parts_stop(parse, XLSX_FINE);
}

static enum xlsx_fault read_sheet(
	struct xlsx *book, const char *path, size_t most, struct xlsx_table *out)
{
	static const struct xlsx_handlers handlers = {
		.open = on_open, .close = on_close, .text = on_text};
	struct reader in = {.book = book, .out = out, .most = most};

	*out = (struct xlsx_table){0};
	buffer_text(&out->csv, SEPARATOR_LINE);
	enum xlsx_fault fault = xlsx_parts_read(book, path, &handlers, &in);

	buffer_free(&in.text);
	return fault;
}

enum xlsx_fault xlsx_read(struct xlsx *book, size_t sheet, size_t most, struct xlsx_table *out)
{
	const char *path = book->sheets[sheet].path;
	size_t unpacked = book->unpacked;
	enum xlsx_fault fault = read_sheet(book, path, most, out);

	if (!xlsx_may_be_memory(fault))
		return fault;
	xlsx_table_free(out);
	book->unpacked = unpacked;
	return read_sheet(book, path, most, out);
}

size_t xlsx_row(const struct xlsx_table *table, size_t line)
{
	size_t i = line - 2; /* behind the separator's line */

	return i < table->row_count ? table->rows[i] : 0;
}

void xlsx_table_free(struct xlsx_table *table)
{
	buffer_free(&table->csv);
	free(table->rows);
	free(table->bad);
	*table = (struct xlsx_table){0};
}
