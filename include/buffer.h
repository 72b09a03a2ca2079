/*
 * A growing byte buffer with JSON and CSV escapes. Its failure is sticky: after the first
 * allocation that fails, calls do nothing, and one look at `failed` at the end is enough.
 *
 *	struct buffer b = {0};
 *	buffer_text(&b, "{\"name\":");
 *	buffer_json(&b, name, strlen(name));
 *	...
 *	buffer_free(&b);
 */
#ifndef THIDUA_BUFFER_H
#define THIDUA_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct buffer {
	char *data; /* not NUL-terminated unless buffer_string() was called; NULL while empty */
	size_t length;
	size_t size;
	bool failed;
};

/* Room for `extra` bytes more; the functions below call it when they need it. False when there is
 * none. */
bool buffer_grow(struct buffer *buffer, size_t extra);

/* In the header, since an answer is made of thousands of these. */
static inline void buffer_bytes(struct buffer *buffer, const char *bytes, size_t length)
{
	if (length == 0 ||
		((length > buffer->size - buffer->length || buffer->failed) &&
			!buffer_grow(buffer, length)))
		return;
	memcpy(buffer->data + buffer->length, bytes, length);
	buffer->length += length;
}

static inline void buffer_char(struct buffer *buffer, char c)
{
	buffer_bytes(buffer, &c, 1);
}

/* The length of a literal is known when it is compiled. */
static inline void buffer_text(struct buffer *buffer, const char *text)
{
	buffer_bytes(buffer, text, strlen(text));
}

void buffer_int(struct buffer *buffer, int64_t value);
void buffer_printf(struct buffer *buffer, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* A JSON string with its quotes; escapes control characters, quote, backslash, U+2028, U+2029. */
void buffer_json(struct buffer *buffer, const char *text, size_t length);

/* A number of hundredths (2 places) or thousandths (3) as a decimal with all its places: 9157 -> 91.57,
 * 7000 -> 70.00, -5 -> -0.05. */
void buffer_decimal(struct buffer *buffer, int64_t value, int places);

/* Milliseconds since 1970 as "2021-07-02T02:10:05.123Z", without quotes. */
void buffer_instant(struct buffer *buffer, int64_t milliseconds);

/* One CSV cell of text: RFC 4180 quoting, and an apostrophe before each sign that could begin a
 * formula (= + - @ TAB CR, also in full width; first in the text, or behind a separator or an end of
 * line in it). csv_read() takes it off. */
void buffer_csv(struct buffer *buffer, const char *text, size_t length);
/* One cell of text of a workbook. It is never taken for a formula, but may come from a CSV with such
 * apostrophes, so the reader takes one off there too: a text that has some of its own gets one more. */
void buffer_sheet(struct buffer *buffer, const char *text, size_t length);

/* NUL-terminates and returns the data, which stays the buffer's; NULL when it failed. */
const char *buffer_string(struct buffer *buffer);

/* Drops what was added after `length`. */
void buffer_truncate(struct buffer *buffer, size_t length);

void buffer_free(struct buffer *buffer);

#endif
