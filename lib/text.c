/* UTF-8 text: validity, lengths, percent escapes. */
#include "text.h"

#include <stdint.h>
#include <string.h>

#define BLANKS " \t\r\n"

static bool is_continuation(unsigned char c)
{
	return (c & 0xc0) == 0x80;
}

/* Bytes of the code point at `s`, of which `left` may be read; 0 when it is not well-formed. */
static size_t sequence_length(const unsigned char *s, size_t left)
{
	unsigned char lowest = 0x80, highest = 0xbf; /* of the second byte */
	size_t length;

	if (s[0] < 0x80)
		return s[0] != 0;
	if (s[0] >= 0xc2 && s[0] <= 0xdf)
		length = 2;
	else if ((s[0] & 0xf0) == 0xe0)
		length = 3;
	else if (s[0] >= 0xf0 && s[0] <= 0xf4)
		length = 4;
	else
		return 0;
	switch (s[0]) {
	case 0xe0: /* overlong */
		lowest = 0xa0;
		break;
	case 0xed: /* surrogates */
		highest = 0x9f;
		break;
	case 0xf0: /* overlong */
		lowest = 0x90;
		break;
	case 0xf4: /* above U+10FFFF */
		highest = 0x8f;
		break;
	default:
		break;
	}
	if (left < length || s[1] < lowest || s[1] > highest)
		return 0;
	for (size_t i = 2; i < length; i++)
		if (!is_continuation(s[i]))
			return 0;
	return length;
}

/* Eight bytes at a time: true when all of them are ASCII and none is NUL. */
static bool are_plain(const char *bytes)
{
	uint64_t word;

	memcpy(&word, bytes, sizeof word);
	uint64_t has_zero = (word - UINT64_C(0x0101010101010101)) & ~word;
	return !((word | has_zero) & UINT64_C(0x8080808080808080));
}

/* Bytes at the beginning that are surely ASCII; up to seven more may be. */
static size_t plain_span(const char *text, size_t length)
{
	size_t i = 0;

	while (length - i >= 8 && are_plain(text + i))
		i += 8;
	return i;
}

bool text_is_utf8(const char *text, size_t length)
{
	size_t i = plain_span(text, length);

	while (i < length) {
		size_t sequence = sequence_length((const unsigned char *)text + i, length - i);
		if (sequence == 0)
			return false;
		i += sequence;
		i += plain_span(text + i, length - i);
	}
	return true;
}

size_t text_code_points(const char *text)
{
	size_t count = 0;

	for (; *text; text++)
		count += !is_continuation((unsigned char)*text);
	return count;
}

size_t text_trimmed_length(const char *text)
{
	size_t blanks = 0;

	text += strspn(text, BLANKS);
	for (size_t i = strlen(text); i > 0 && strchr(BLANKS, text[i - 1]); i--)
		blanks++;
	return text_code_points(text) - blanks;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool text_percent_decode(const char *text, size_t length, char *out)
{
	size_t written = 0;

	for (size_t i = 0; i < length; i++) {
		if (text[i] != '%') {
			out[written++] = text[i];
			continue;
		}
		if (length - i < 3)
			return false;
		int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
		if (high < 0 || low < 0)
			return false;
		out[written++] = (char)(high << 4 | low);
		i += 2;
	}
	out[written] = '\0';
	return text_is_utf8(out, written);
}
