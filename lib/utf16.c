/* See utf16.h. */
#include "utf16.h"

#include <stdint.h>

#define UNIT sizeof(uint16_t)

static unsigned unit_at(const char *text, bool big)
{
	unsigned char first = (unsigned char)text[0], second = (unsigned char)text[1];

	return big ? first << 8U | second : second << 8U | first;
}

enum utf16 utf16_look(const char *text, size_t length)
{
	if (length < UNIT)
		return UTF16_NOT;
	if (unit_at(text, false) == 0xfeff)
		return UTF16_LITTLE;
	if (unit_at(text, true) == 0xfeff)
		return UTF16_BIG;
	/* The NUL of the first letter is at the same place in the second one. */
	bool regular = length % UNIT == 0 && !text[0] != !text[1];

	if (length >= 2 * UNIT)
		regular = regular && !text[0] == !text[2] && !text[1] == !text[3];
	return regular ? UTF16_UNMARKED : UTF16_NOT;
}

static void append(struct buffer *out, uint32_t point)
{
	if (point < 0x80) {
		buffer_char(out, (char)point);
		return;
	}
	if (point < 0x800) {
		buffer_char(out, (char)(0xc0 | point >> 6U));
	} else if (point < 0x10000) {
		buffer_char(out, (char)(0xe0 | point >> 12U));
		buffer_char(out, (char)(0x80 | (point >> 6U & 0x3f)));
	} else {
		buffer_char(out, (char)(0xf0 | point >> 18U));
		buffer_char(out, (char)(0x80 | (point >> 12U & 0x3f)));
		buffer_char(out, (char)(0x80 | (point >> 6U & 0x3f)));
	}
	buffer_char(out, (char)(0x80 | (point & 0x3f)));
}

static bool is_high(uint32_t unit)
{
	return unit >= 0xd800 && unit < 0xdc00;
}

static bool is_low(uint32_t unit)
{
	return unit >= 0xdc00 && unit < 0xe000;
}

bool utf16_to_utf8(const char *text, size_t length, struct buffer *out)
{
	bool big = utf16_look(text, length) == UTF16_BIG;

	if (length % UNIT)
		return false;
	for (size_t at = UNIT; at < length; at += UNIT) {
		uint32_t point = unit_at(text + at, big);

		if (is_high(point) && at + UNIT < length) {
			uint32_t low = unit_at(text + at + UNIT, big);

			if (!is_low(low))
				return false;
			point = 0x10000 + ((point - 0xd800) << 10U) + (low - 0xdc00);
			at += UNIT;
		}
		if (!point || is_high(point) || is_low(point))
			return false;
		append(out, point);
	}
	return true;
}
