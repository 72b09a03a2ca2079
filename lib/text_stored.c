/*
 * The form in which texts are stored. What needs the Unicode tables goes through utf8proc, after a
 * quick look whether it can be spared: nearly all input is ASCII or Vietnamese that is composed
 * already.
 */
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "text.h"

#define BLANKS " \t\r\n"

/* True for code points that the stored form keeps wherever they stand: Latin letters up to U+02FF
 * but for eth, the Vietnamese block U+1E00..U+1EFF, dashes, quotation marks and bullets
 * U+2010..U+2027. Everything else is for utf8proc to decide. */
static bool is_surely_stored(const unsigned char *s)
{
	if (s[0] < 0x80)
		return true;
	if (s[0] == 0xc2) /* the no-break space and the soft hyphen */
		return s[1] != 0xa0 && s[1] != 0xad;
	if (s[0] == 0xc3) /* eth */
		return s[1] != 0x90 && s[1] != 0xb0;
	if (s[0] < 0xcc)
		return true;
	if (s[0] == 0xe1)
		return s[1] >= 0xb8 && s[1] <= 0xbb;
	return s[0] == 0xe2 && s[1] == 0x80 && s[2] >= 0x90 && s[2] <= 0xa7;
}

static bool is_blank(char c)
{
	return c && strchr(BLANKS, c);
}

static bool has_loose_blanks(const char *text)
{
	size_t length = strlen(text);

	return length > 0 &&
		(is_blank(text[0]) || is_blank(text[length - 1]) || strstr(text, "  "));
}

bool text_is_stored_form(const char *text)
{
	if (has_loose_blanks(text))
		return false;
	for (const unsigned char *s = (const unsigned char *)text; *s; s++) {
		bool begins = (*s & 0xc0) != 0x80;
		if (!begins || is_surely_stored(s))
			continue;
		char *stored = text_stored_form(text);
		bool same = stored && strcmp(stored, text) == 0;
		free(stored);
		return same;
	}
	return true;
}

/* Every blank is a space and every end of a line that of ASCII; an eth is the Đ that it looks
 * like. Letters that cannot be seen are dropped by utf8proc. */
static utf8proc_int32_t plain(utf8proc_int32_t c, void *context)
{
	(void)context;
	switch (c) {
	case 0x2028: /* line and paragraph separator */
	case 0x2029:
		return '\n';
	case 0x00d0: /* Ð ð */
		return 0x0110;
	case 0x00f0:
		return 0x0111;
	default:
		return utf8proc_category(c) == UTF8PROC_CATEGORY_ZS ? ' ' : c;
	}
}

/* In place: one space where there are several, no blanks at the ends. */
static void tidy_blanks(char *text)
{
	char *out = text;

	for (const char *in = text + strspn(text, BLANKS); *in; in++)
		if (*in != ' ' || in[1] != ' ')
			*out++ = *in;
	while (out > text && is_blank(out[-1]))
		out--;
	*out = '\0';
}

char *text_stored_form(const char *text)
{
	const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)text;
	utf8proc_uint8_t *stored = NULL;
	utf8proc_option_t options =
		UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_IGNORE;

	if (utf8proc_map_custom(bytes, 0, &stored, options, plain, NULL) < 0)
		return NULL;
	tidy_blanks((char *)stored);
	return (char *)stored;
}
