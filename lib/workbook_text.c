/* Text in the XML of a sheet: what XML has no place for is written as a spreadsheet writes it, _x000D_. */
#include "workbook_frame.h"

#include <ctype.h>
#include <string.h>

#define ESCAPE_LENGTH 7 /* of _x000D_ */

/* A text may hold by itself what would be read as such a sign. */
static bool looks_escaped(const char *text, size_t left)
{
	if (left < ESCAPE_LENGTH || text[0] != '_' || text[1] != 'x' || text[6] != '_')
		return false;
	for (int i = 2; i < 6; i++)
		if (!isxdigit((unsigned char)text[i]))
			return false;
	return true;
}

/* U+FFFE and U+FFFF are no characters of XML. */
static bool is_no_character(const char *text, size_t left)
{
	return left >= 3 && (!memcmp(text, "\xef\xbf\xbe", 3) || !memcmp(text, "\xef\xbf\xbf", 3));
}

static bool is_plain(char c)
{
	switch (c) {
	case '&':
	case '<':
	case '>':
	case '"':
	case '_':
	case '\xef':
		return false;
	default:
		return (unsigned char)c >= ' ' || c == '\t' || c == '\n';
	}
}

/* Writes what stands for the sign at `text`; returns how many bytes of the text it took. */
static size_t put_sign(struct buffer *out, const char *text, size_t left)
{
	if (*text == '&')
		buffer_text(out, "&amp;");
	else if (*text == '<')
		buffer_text(out, "&lt;");
	else if (*text == '>')
		buffer_text(out, "&gt;");
	else if (*text == '"')
		buffer_text(out, "&quot;");
	else if (looks_escaped(text, left))
		buffer_text(out, "_x005F_");
	else if ((unsigned char)*text < ' ')
		buffer_printf(out, "_x%04X_", (unsigned)(unsigned char)*text);
	else if (is_no_character(text, left))
		buffer_text(out, text[2] == '\xbe' ? "_xFFFE_" : "_xFFFF_");
	else
		buffer_char(out, *text);
	return is_no_character(text, left) ? 3 : 1;
}

void frame_text(struct buffer *out, const char *text, size_t length)
{
	for (size_t i = 0; i < length;) {
		size_t plain = i;

		while (plain < length && is_plain(text[plain]))
			plain++;
		buffer_bytes(out, text + i, plain - i);
		i = plain;
		if (i < length)
			i += put_sign(out, text + i, length - i);
	}
}
