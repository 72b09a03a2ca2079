/*
 * Cuts CSV into cells: the separator, quotes, line ends. Faults of that form are found here.
 */
#include "csv_cells.h"

#include <string.h>

#define BOM "\xef\xbb\xbf"

void csv_tell(
	struct csv_cells *in, enum csv_fault fault, size_t line, size_t column, const char *text)
{
	struct csv_report one = {.fault = fault, .line = line, .column = column, .text = text};

	in->faulty = true;
	if (!in->stopped)
		in->stopped = !in->sink || !in->sink(in->context, &one);
}

static bool at_ending(const struct csv_cells *in)
{
	if (in->at == in->end || *in->at == in->separator || *in->at == '\n')
		return true;
	return *in->at == '\r' && in->end - in->at > 1 && in->at[1] == '\n';
}

/* Takes the separator, the line's end or the text's end that at_ending() has seen. */
static enum csv_ending take_ending(struct csv_cells *in)
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
static void read_quoted(struct csv_cells *in, size_t column)
{
	size_t line = in->line;

	for (in->at++; in->at < in->end; in->at++) {
		if (*in->at == '"' && (++in->at == in->end || *in->at != '"'))
			return;
		in->line += *in->at == '\n';
		buffer_char(&in->cell, *in->at);
	}
	csv_tell(in, CSV_QUOTE, line, column, NULL);
	in->stopped = true; /* the rest of the file is in this cell */
}

enum csv_ending csv_next(struct csv_cells *in, size_t column)
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
		csv_tell(in, CSV_QUOTE, in->line, column, NULL);
	if (!buffer_string(&in->cell))
		in->failed = true;
	return take_ending(in);
}

/* The separator of the header line is that of the file: whichever of comma and semicolon is there
 * more often, outside of quotes. */
static void choose_separator(struct csv_cells *in)
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
		csv_tell(in, CSV_SEPARATOR, in->line, 0, other);
		in->stopped = true;
	}
}

/* Before the header, while no separator is chosen. */
static void skip_empty_lines(struct csv_cells *in)
{
	while (in->at < in->end && at_ending(in))
		take_ending(in);
}

bool csv_begin(struct csv_cells *in)
{
	if ((size_t)(in->end - in->at) >= strlen(BOM) && memcmp(in->at, BOM, strlen(BOM)) == 0)
		in->at += strlen(BOM);
	skip_empty_lines(in);
	if (in->at < in->end)
		choose_separator(in);
	else
		csv_tell(in, CSV_EMPTY, 0, 0, NULL);
	return !in->faulty;
}
