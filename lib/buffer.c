/*
 * The growing buffer that every answer is written into, so the two hot paths are here: strings and
 * integers as JSON. Knows the escapes of JSON and CSV, but not their structure.
 */
#include "buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calendar.h"
#include "formula.h"

#define FIRST_SIZE 1024
#define DAY_MS     INT64_C(86400000)

bool buffer_grow(struct buffer *buffer, size_t extra)
{
	if (buffer->failed)
		return false;

	size_t size = buffer->size ? buffer->size : FIRST_SIZE;
	while (size - buffer->length < extra && size <= SIZE_MAX / 2)
		size *= 2;
	char *data = size - buffer->length < extra ? NULL : realloc(buffer->data, size);
	if (!data) {
		buffer->failed = true;
		return false;
	}
	buffer->data = data;
	buffer->size = size;
	return true;
}

/* Makes room for `extra` bytes behind the data; false, and failed from then on, when there is
 * none. */
static inline bool reserve(struct buffer *buffer, size_t extra)
{
	return (extra <= buffer->size - buffer->length && !buffer->failed) ||
		buffer_grow(buffer, extra);
}

/* Writes the digits of `value` so that they end before `end`; returns where they begin. */
static char *digits_before(char *end, uint64_t value)
{
	do {
		*--end = (char)('0' + value % 10);
		value /= 10;
	} while (value);
	return end;
}

/* Of INT64_MIN, too, whose negation is not an int64_t. */
static uint64_t magnitude(int64_t value)
{
	return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

void buffer_int(struct buffer *buffer, int64_t value)
{
	char text[20];
	char *end = text + sizeof text;
	char *at = digits_before(end, magnitude(value));

	if (value < 0)
		*--at = '-';
	buffer_bytes(buffer, at, (size_t)(end - at));
}

void buffer_decimal(struct buffer *buffer, int64_t value, int places)
{
	char text[24];
	char *end = text + sizeof text;
	uint64_t left = magnitude(value);
	char *at = end;

	for (int i = 0; i < places; i++, left /= 10)
		*--at = (char)('0' + left % 10);
	*--at = '.';
	at = digits_before(at, left);
	if (value < 0)
		*--at = '-';
	buffer_bytes(buffer, at, (size_t)(end - at));
}

void buffer_printf(struct buffer *buffer, const char *format, ...)
{
	if (!reserve(buffer, 1))
		return;

	va_list arguments, again;
	va_start(arguments, format);
	va_copy(again, arguments);
	size_t room = buffer->size - buffer->length;
	int length = vsnprintf(buffer->data + buffer->length, room, format, arguments);
	va_end(arguments);
	if (length < 0)
		buffer->failed = true;
	else if ((size_t)length >= room && reserve(buffer, (size_t)length + 1))
		vsnprintf(buffer->data + buffer->length, (size_t)length + 1, format, again);
	va_end(again);
	if (!buffer->failed)
		buffer->length += (size_t)length;
}

#define EACH_BYTE(c) (UINT64_C(0x0101010101010101) * (c))

/* U+2028 and U+2029 begin with 0xe2: legal in JSON, but line ends in older JavaScript. */
static bool may_need_escape(unsigned char c)
{
	return c < 0x20 || c == '"' || c == '\\' || c == 0xe2;
}

typedef unsigned char block __attribute__((vector_size(16)));

/* may_need_escape() for sixteen bytes at once. */
static inline bool may_need_escapes(block bytes)
{
	uint64_t halves[2];
	block found = (block)((bytes < 0x20) | (bytes == '"') | (bytes == '\\') | (bytes == 0xe2));

	memcpy(halves, &found, sizeof halves);
	return halves[0] | halves[1];
}

static inline block block_at(const char *text)
{
	block bytes;

	memcpy(&bytes, text, sizeof bytes);
	return bytes;
}

/* All bytes of a text that is shorter than a block, some of them several times, and not one behind it. */
static inline block short_text(const char *text, size_t length)
{
	uint64_t halves[2] = {EACH_BYTE('a'), EACH_BYTE('a')};
	size_t part = length >= 8 ? 8 : length >= 4 ? 4 : length >= 2 ? 2 : length;
	block bytes;

	switch (part) { /* of a size that is known the copy is one instruction */
	case 8:
		memcpy(&halves[0], text, 8);
		memcpy(&halves[1], text + length - 8, 8);
		break;
	case 4:
		memcpy(&halves[0], text, 4);
		memcpy(&halves[1], text + length - 4, 4);
		break;
	case 2:
		memcpy(&halves[0], text, 2);
		memcpy(&halves[1], text + length - 2, 2);
		break;
	case 1:
		memcpy(&halves[0], text, 1);
		break;
	default:
		break;
	}
	memcpy(&bytes, halves, sizeof bytes);
	return bytes;
}

/* Most texts are: a block at a time, the last one from the end. */
static bool is_clean(const char *text, size_t length)
{
	if (length < sizeof(block))
		return !may_need_escapes(short_text(text, length));
	for (size_t i = 0; length - i > sizeof(block); i += sizeof(block))
		if (may_need_escapes(block_at(text + i)))
			return false;
	return !may_need_escapes(block_at(text + length - sizeof(block)));
}

/* Bytes at `text` that can be copied as they are. */
static size_t clean_span(const char *text, size_t length)
{
	size_t i = 0;

	while (length - i >= sizeof(block) && !may_need_escapes(block_at(text + i)))
		i += sizeof(block);
	while (i < length && !may_need_escape((unsigned char)text[i]))
		i++;
	return i;
}

/* Writes what stands for the byte at `at`; returns how many bytes of the text it took. */
static size_t escape_json(struct buffer *buffer, const char *at, size_t left)
{
	static const char letters[] = "uuuuuuuubtnufruuuuuuuuuuuuuuuuuu"; /* of 0x00 to 0x1f */
	static const char hex[] = "0123456789abcdef";
	unsigned char c = (unsigned char)*at;

	if (c == 0xe2) {
		if (left >= 3 && (memcmp(at, "\u2028", 3) == 0 || memcmp(at, "\u2029", 3) == 0)) {
			buffer_text(buffer, at[2] == '\xa8' ? "\\u2028" : "\\u2029");
			return 3;
		}
		buffer_char(buffer, *at);
		return 1;
	}
	buffer_char(buffer, '\\');
	buffer_char(buffer, c < 0x20 ? letters[c] : *at);
	if (c < 0x20 && letters[c] == 'u') {
		const char code[4] = {'0', '0', hex[c >> 4], hex[c & 15]};
		buffer_bytes(buffer, code, sizeof code);
	}
	return 1;
}

static void write_escaped(struct buffer *buffer, const char *text, size_t length)
{
	buffer_char(buffer, '"');
	for (size_t i = 0; i < length;) {
		size_t clean = clean_span(text + i, length - i);
		buffer_bytes(buffer, text + i, clean);
		i += clean;
		if (i < length)
			i += escape_json(buffer, text + i, length - i);
	}
	buffer_char(buffer, '"');
}

void buffer_json(struct buffer *buffer, const char *text, size_t length)
{
	if (length > SIZE_MAX - 2 || !reserve(buffer, length + 2)) {
		buffer->failed = true;
		return;
	}
	if (!is_clean(text, length)) {
		write_escaped(buffer, text, length);
		return;
	}
	char *at = buffer->data + buffer->length;

	*at = '"';
	memcpy(at + 1, text, length);
	at[length + 1] = '"';
	buffer->length += length + 2;
}

void buffer_instant(struct buffer *buffer, int64_t milliseconds)
{
	int64_t rest = milliseconds % DAY_MS; /* since midnight, also before 1970 */
	if (rest < 0)
		rest += DAY_MS;
	char text[] = "YYYY-MM-DDThh:mm:ss.mmmZ";
	const struct {
		size_t last; /* where the last digit stands */
		int digits, range;
	} parts[] = {{22, 3, 1000}, {18, 2, 60}, {15, 2, 60}, {12, 2, 24}};

	calendar_print_day(milliseconds / DAY_MS - (milliseconds % DAY_MS < 0), text);
	text[10] = 'T';
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		int64_t part = rest % parts[i].range;
		rest /= parts[i].range;
		for (int n = 0; n < parts[i].digits; n++, part /= 10)
			text[parts[i].last - n] = (char)('0' + part % 10);
	}
	buffer_bytes(buffer, text, sizeof text - 1);
}

static bool needs_quotes(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (text[i] && strchr(",;|\"\t\r\n", text[i]))
			return true;
	return length > 0 && (text[0] == ' ' || text[length - 1] == ' ');
}

void buffer_csv(struct buffer *buffer, const char *text, size_t length)
{
	bool quotes = needs_quotes(text, length);
	size_t guard = formula_guard(text, length, 0);

	if (quotes)
		buffer_char(buffer, '"');
	for (size_t i = 0; i < length; i++) {
		if (i == guard) {
			buffer_char(buffer, '\'');
			guard = formula_guard(text, length, i + 1);
		}
		if (text[i] == '"')
			buffer_char(buffer, '"');
		buffer_char(buffer, text[i]);
	}
	if (quotes)
		buffer_char(buffer, '"');
}

void buffer_sheet(struct buffer *buffer, const char *text, size_t length)
{
	size_t guard = formula_guard(text, length, 0);

	for (size_t i = 0; i < length; i++) {
		if (i == guard) {
			if (text[i] == '\'')
				buffer_char(buffer, '\'');
			guard = formula_guard(text, length, i + 1);
		}
		buffer_char(buffer, text[i]);
	}
}

const char *buffer_string(struct buffer *buffer)
{
	if (!reserve(buffer, 1))
		return NULL;
	buffer->data[buffer->length] = '\0';
	return buffer->data;
}

void buffer_truncate(struct buffer *buffer, size_t length)
{
	if (length < buffer->length)
		buffer->length = length;
}

void buffer_free(struct buffer *buffer)
{
	if (!buffer)
		return;
	free(buffer->data);
	*buffer = (struct buffer){0};
}
