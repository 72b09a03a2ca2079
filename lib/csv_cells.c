/*
 * Cuts CSV into cells: the separator, quotes, line ends. Faults of that form are found here.
 */
#include "csv_cells.h"

#include <string.h>
#include <strings.h>

#define BOM        "\xef\xbb\xbf"
#define SEPARATORS ",;\t"

void csv_tell(
	struct csv_cells *in, enum csv_fault fault, size_t line, size_t column, const char *text)
{
	struct csv_report one = {.fault = fault, .line = line, .column = column, .text = text};

	in->faulty = true;
	if (!in->stopped)
		in->stopped = !in->sink || !in->sink(in->context, &one);
}

/* Bytes of the blank that `text` begins with; 0 for none. Those that a spreadsheet, a web page or a word
 * processor leaves around a cell: no-break ones (U+00A0, U+2007, U+202F), and those of no width (U+200B
 * to U+200F, U+2060, U+FEFF). */
static size_t blank_length(const char *text, size_t length)
{
	static const char *const wide[] = {"\u00a0", "\u2007", "\u202f", "\u200b", "\u200c",
		"\u200d", "\u200e", "\u200f", "\u2060", BOM};

	if (length == 0)
		return 0;
	if ((unsigned char)*text < 0x80)
		return *text == ' ' || *text == '\t' || *text == '\r' || *text == '\n';
	for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
		if (length >= strlen(wide[i]) && memcmp(text, wide[i], strlen(wide[i])) == 0)
			return strlen(wide[i]);
	return 0;
}

/* Takes the blanks off both ends, and ends the text with a NUL. */
static bool trim(struct buffer *cell)
{
	size_t from = 0, to, blank;

	if (!buffer_string(cell))
		return false;
	while ((blank = blank_length(cell->data + from, cell->length - from)))
		from += blank;
	to = from;
	for (size_t at = from; at < cell->length; at += blank ? blank : 1) {
		blank = blank_length(cell->data + at, cell->length - at);
		if (!blank)
			to = at + 1;
	}
	if (from)
		memmove(cell->data, cell->data + from, to - from);
	buffer_truncate(cell, to - from);
	return buffer_string(cell);
}

static bool at_line_end(const struct csv_cells *in)
{
	return in->at == in->end || *in->at == '\n' || *in->at == '\r';
}

static bool at_ending(const struct csv_cells *in)
{
	return at_line_end(in) || *in->at == in->separator;
}

/* LF, CRLF, or the CR alone of an old Macintosh; also in one file. */
static enum csv_ending take_line_end(struct csv_cells *in)
{
	if (in->at == in->end)
		return END_OF_TEXT;
	if (*in->at == '\r' && in->end - in->at > 1 && in->at[1] == '\n')
		in->at++;
	in->at++;
	in->line++;
	return in->at == in->end ? END_OF_TEXT : END_OF_ROW;
}

/* Takes the separator, the line's end or the text's end that at_ending() has seen. */
static enum csv_ending take_ending(struct csv_cells *in)
{
	if (at_line_end(in))
		return take_line_end(in);
	in->at++;
	return END_OF_CELL;
}

/* What stands between quotes; doubled ones are one. */
static void read_quoted(struct csv_cells *in, size_t column)
{
	size_t line = in->line;

	for (in->at++; in->at < in->end; in->at++) {
		if (*in->at == '"' && (++in->at == in->end || *in->at != '"'))
			return;
		if (*in->at == '\n' ||
			(*in->at == '\r' && (in->end - in->at < 2 || in->at[1] != '\n')))
			in->line++;
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
	in->broken = quoted && in->at > from;
	if (!quoted)
		buffer_bytes(&in->cell, from, (size_t)(in->at - from));
	if (in->broken)
		csv_tell(in, CSV_QUOTE, in->line, column, NULL);
	if (!trim(&in->cell))
		in->failed = true;
	return take_ending(in);
}

/* How often the sign stands in the line, outside of quotes. */
static size_t count_in_line(const struct csv_cells *in, char sign)
{
	struct csv_cells look = *in;
	size_t count = 0;
	bool quoted = false;

	for (; look.at < look.end && (quoted || !at_line_end(&look)); look.at++) {
		quoted ^= *look.at == '"';
		count += !quoted && *look.at == sign;
	}
	return count;
}

void csv_choose_separator(struct csv_cells *in)
{
	size_t most = 0;

	if (in->separator_named)
		return;
	in->separator = SEPARATORS[0];
	for (const char *sign = SEPARATORS; *sign; sign++) {
		size_t count = count_in_line(in, *sign);

		if (count > most)
			in->separator = *sign;
		most = count > most ? count : most;
	}
}

static bool has_separator(const struct csv_cells *in)
{
	return in->separator_named || count_in_line(in, in->separator) || !count_in_line(in, '|');
}

/* Before the header: a line of blanks and separators is blank. */
static void skip_blank_lines(struct csv_cells *in)
{
	struct csv_cells look = *in;

	while (look.at < look.end) {
		size_t blank = blank_length(look.at, (size_t)(look.end - look.at));

		if (at_line_end(&look)) {
			take_line_end(&look);
			*in = look;
		} else if (blank || strchr(SEPARATORS, *look.at)) {
			look.at += blank ? blank : 1;
		} else {
			return;
		}
	}
	*in = look;
}

/* "sep=;" in a line of its own, quoted or not: Excel's own way to name the separator. */
static void take_separator_line(struct csv_cells *in)
{
	static const char name[] = "sep=";
	struct csv_cells look = *in;

	look.at += look.at < look.end && *look.at == '"';
	if ((size_t)(look.end - look.at) < sizeof name ||
		strncasecmp(look.at, name, sizeof name - 1) != 0)
		return;
	look.at += sizeof name - 1;
	char sign = *look.at++;

	while (!at_line_end(&look) && strchr("\" " SEPARATORS, *look.at))
		look.at++;
	if (!strchr(SEPARATORS "|", sign) || !at_line_end(&look))
		return;
	take_line_end(&look);
	look.separator = sign;
	look.separator_named = true;
	*in = look;
}

bool csv_begin(struct csv_cells *in)
{
	if ((size_t)(in->end - in->at) >= strlen(BOM) && memcmp(in->at, BOM, strlen(BOM)) == 0)
		in->at += strlen(BOM);
	skip_blank_lines(in);
	take_separator_line(in);
	if (in->separator_named)
		skip_blank_lines(in);
	csv_choose_separator(in);
	if (in->at == in->end) {
		csv_tell(in, CSV_EMPTY, 0, 0, NULL);
	} else if (in->separator == '|' || !has_separator(in)) {
		csv_tell(in, CSV_SEPARATOR, in->line, 0, "|");
		in->stopped = true;
	}
	return !in->faulty && !in->failed;
}
