/*
 * Log lines: one write(2) each, without allocation. A value can neither end a line nor move a
 * terminal's cursor: whatever is not plain text is escaped as in JSON, in both forms.
 */
#include "base/log.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <utf8proc.h>

#include "calendar.h"

#define LINE_SIZE  8192
#define VALUE_SIZE 256 /* bytes of a value that are shown */
#define REPLACED   0xfffd

static enum log_level wanted = LOG_INFO;
static bool as_json;

void log_start(enum log_level level, bool json)
{
	wanted = level;
	as_json = json;
}

bool log_wants(enum log_level level)
{
	return level <= wanted;
}

struct line {
	size_t length;
	char text[LINE_SIZE];
};

/* Room is kept for what closes the line, so that a long one is cut but still parses. */
static bool has_room(const struct line *line, size_t length)
{
	return line->length + length + sizeof("..\"}\n") < LINE_SIZE;
}

static void add(struct line *line, const char *text, size_t length)
{
	if (!has_room(line, length))
		return;
	memcpy(line->text + line->length, text, length);
	line->length += length;
}

static void add_text(struct line *line, const char *text)
{
	add(line, text, strlen(text));
}

/* The code point at `text`; *length is its bytes. What is not UTF-8 gives REPLACED for one byte. */
static unsigned next_code(const char *text, size_t *length)
{
	utf8proc_int32_t code;
	utf8proc_ssize_t bytes = utf8proc_iterate((const utf8proc_uint8_t *)text, -1, &code);

	*length = bytes > 0 ? (size_t)bytes : 1;
	return bytes > 0 ? (unsigned)code : REPLACED;
}

/* Control characters, line separators, and marks that turn the direction of writing. */
static bool is_dangerous(unsigned code)
{
	return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x61c || code == 0x200e ||
		code == 0x200f || (code >= 0x2028 && code <= 0x202e) ||
		(code >= 0x2066 && code <= 0x2069) || code == 0xfeff;
}

static void add_code(struct line *line, const char *bytes, size_t length, unsigned code)
{
	char escape[8];

	if (code == '"' || code == '\\') {
		escape[0] = '\\';
		escape[1] = (char)code;
		add(line, escape, 2);
	} else if (is_dangerous(code) || (code == REPLACED && length == 1)) {
		snprintf(escape, sizeof(escape), "\\u%04x", code & 0xffffu);
		add(line, escape, 6);
	} else {
		add(line, bytes, length);
	}
}

static void add_quoted(struct line *line, const char *value)
{
	size_t at = 0, length = 0;

	add_text(line, "\"");
	while (value[at]) {
		unsigned code = next_code(value + at, &length);
		if (at + length > VALUE_SIZE) {
			add_text(line, "..");
			break;
		}
		add_code(line, value + at, length, code);
		at += length;
	}
	/* The room for this quote was kept. */
	line->text[line->length++] = '"';
}

/* In key=value form most values need no quotes: ids, numbers, addresses, paths. */
static bool is_plain(const char *value)
{
	size_t length = 0;

	for (; value[length]; length++) {
		unsigned char c = (unsigned char)value[length];
		if (c <= ' ' || c >= 0x7f || c == '"' || c == '=' || c == '\\')
			return false;
	}
	return length > 0 && length <= VALUE_SIZE;
}

static void add_pair(struct line *line, const char *key, const char *value)
{
	/* The key may still be added where the value is cut: a pair is whole or absent. */
	if (!has_room(line, strlen(key) + 6 * VALUE_SIZE + 8))
		return;
	if (as_json) {
		add_text(line, ",\"");
		add_text(line, key);
		add_text(line, "\":");
		add_quoted(line, value);
		return;
	}
	add_text(line, " ");
	add_text(line, key);
	add_text(line, "=");
	if (is_plain(value))
		add_text(line, value);
	else
		add_quoted(line, value);
}

static void add_digits(struct line *line, int64_t number, int digits, char before)
{
	char text[8];

	text[0] = before;
	for (int i = digits; i > 0; i--) {
		text[i] = (char)('0' + number % 10);
		number /= 10;
	}
	add(line, text, (size_t)digits + 1);
}

static void add_now(struct line *line)
{
	int64_t now = calendar_now();
	int64_t in_day = now % 86400000;
	char day[CALENDAR_DAY_SIZE];

	calendar_print_day(now / 86400000, day);
	add_text(line, day);
	add_digits(line, in_day / 3600000, 2, 'T');
	add_digits(line, in_day / 60000 % 60, 2, ':');
	add_digits(line, in_day / 1000 % 60, 2, ':');
	add_digits(line, in_day % 1000, 3, '.');
	add_text(line, "Z");
}

static void add_head(struct line *line, enum log_level level, const char *event)
{
	static const char *const names[] = {"error", "info", "debug"};

	if (as_json) {
		add_text(line, "{\"time\":\"");
		add_now(line);
		add_text(line, "\",\"level\":\"");
		add_text(line, names[level]);
		add_text(line, "\",\"event\":");
		add_quoted(line, event);
		return;
	}
	add_now(line);
	add_text(line, " level=");
	add_text(line, names[level]);
	add_text(line, " event=");
	if (is_plain(event))
		add_text(line, event);
	else
		add_quoted(line, event);
}

void log_line(enum log_level level, const char *event, ...)
{
	/* Of the thread, since the compiler zeroes what lies on the stack, and this is 8 KiB. */
	static _Thread_local struct line line;
	va_list pairs;

	if (!log_wants(level))
		return;
	line.length = 0;
	add_head(&line, level, event);
	va_start(pairs, event);
	for (const char *key; (key = va_arg(pairs, const char *));) {
		const char *value = va_arg(pairs, const char *);
		add_pair(&line, key, value ? value : "-");
	}
	va_end(pairs);
	if (as_json)
		line.text[line.length++] = '}';
	line.text[line.length++] = '\n';
	/* There is nobody to tell when stderr is gone. */
	ssize_t written = write(STDERR_FILENO, line.text, line.length);
	(void)written;
}
