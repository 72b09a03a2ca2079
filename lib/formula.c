/*
 * Where a cell may begin: at the start of the text, and behind each separator or end of line in it. A
 * spreadsheet with another list separator than the file's cuts the text there: it does not see the
 * quotes around it, and drops the one that the piece may begin with.
 */
#include "formula.h"

#include <stdbool.h>
#include <string.h>

static bool ends_cell(char c)
{
	return c && strchr(",;\t\r\n", c);
}

/* = + - @, the same in full width (U+FF1D, U+FF0B, U+FF0D, U+FF20), and what is cut off before them. */
static bool is_sign(const char *text, size_t length)
{
	if (length == 0 || !*text)
		return false;
	if (strchr("=+-@\t\r", *text))
		return true;
	return length >= 3 && text[0] == '\xef' && text[1] == '\xbc' && text[2] &&
		strchr("\x9d\x8b\x8d\xa0", text[2]);
}

static size_t skip(const char *text, size_t length, size_t at, const char *what)
{
	while (at < length && text[at] && strchr(what, text[at]))
		at++;
	return at;
}

size_t formula_guard(const char *text, size_t length, size_t from)
{
	for (size_t i = from; i < length; i++) {
		if (i > 0 && !ends_cell(text[i - 1]))
			continue;
		size_t place = skip(text, length, i, " \"");
		size_t sign = skip(text, length, place, "'");

		if (is_sign(text + sign, length - sign))
			return place;
	}
	return length;
}
