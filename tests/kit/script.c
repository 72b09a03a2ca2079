/* Reads scenario files. Knows what a line, a here-document and a list are, not what they mean. */
#include "script.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pattern.h"
#include "tally.h"

static char *trimmed(char *line)
{
	while (isspace((unsigned char)*line))
		line++;
	size_t length = strlen(line);

	while (length && isspace((unsigned char)line[length - 1]))
		length--;
	return strndup(line, length);
}

static void split(struct script *script)
{
	char *at = script->text;
	size_t size = 0;

	while (*at) {
		if (script->count == size) {
			size = size ? 2 * size : 256;
			script->lines = realloc(script->lines, size * sizeof(*script->lines));
			if (!script->lines)
				tally_abort("out of memory");
		}
		script->lines[script->count++] = at;
		at += strcspn(at, "\n");
		if (*at)
			*at++ = '\0';
	}
}

bool script_open(struct script *script, const char *file)
{
	FILE *stream = fopen(file, "re");
	struct buffer text = {0};
	char chunk[8192];
	size_t n;

	*script = (struct script){.file = file};
	while (stream && (n = fread(chunk, 1, sizeof(chunk), stream)) > 0)
		buffer_bytes(&text, chunk, n);
	if (!stream || fclose(stream) != 0 || !buffer_string(&text))
		return false;
	script->text = text.data;
	split(script);
	return true;
}

void script_close(struct script *script)
{
	free(script->lines);
	free(script->text);
	*script = (struct script){0};
}

const char *script_next(struct script *script)
{
	static char *line; /* one scenario runs at a time, and a line is used up before the next */

	if (script->at == script->count)
		return NULL;
	free(line);
	line = trimmed(script->lines[script->at++]);
	return line;
}

bool script_json(struct script *script, const char *start, struct buffer *out)
{
	struct buffer text = {0};
	const char *end;

	buffer_text(&text, start);
	while (!(end = json_text_end(buffer_string(&text))) && script->at < script->count) {
		buffer_char(&text, '\n');
		buffer_text(&text, script->lines[script->at++]);
	}
	bool good = end && end[strspn(end, " \t")] == '\0';

	if (good)
		buffer_bytes(out, text.data, (size_t)(end - text.data));
	buffer_free(&text);
	return good;
}

static bool is_only(const char *line, const char *word)
{
	line += strspn(line, " \t");
	size_t length = strlen(word);

	return strncmp(line, word, length) == 0 &&
		line[length + strspn(line + length, " \t")] == '\0';
}

bool script_here(struct script *script, const char *word, struct buffer *out)
{
	size_t indent = strspn(script->lines[script->at - 1], "\t");

	while (script->at < script->count) {
		const char *line = script->lines[script->at++];
		size_t tabs = strspn(line, "\t");

		if (is_only(line, word))
			return true;
		buffer_text(out, line + (tabs < indent ? tabs : indent));
		buffer_char(out, '\n');
	}
	return false;
}

size_t script_end_of_loop(const struct script *script)
{
	size_t depth = 1, at = script->at;

	for (; at < script->count; at++) {
		const char *line = script->lines[at] + strspn(script->lines[at], " \t");
		const char *here = strstr(line, "<<");

		if (strncmp(line, "for ", 4) == 0)
			depth++;
		else if (is_only(line, "end") && --depth == 0)
			break;
		while (here && here[2] && at + 1 < script->count &&
			!is_only(script->lines[at + 1], here + 2))
			at++;
	}
	return at;
}

static void count_up(int from, int to, script_word *word, void *context)
{
	char text[16];

	for (int i = from; i <= to; i++) {
		snprintf(text, sizeof(text), "%d", i);
		word(context, text, false);
	}
}

static void count_months(
	int year, int month, int to_year, int to_month, script_word *word, void *context)
{
	char text[32];

	for (int m = 12 * year + month - 1; m <= 12 * to_year + to_month - 1; m++) {
		snprintf(text, sizeof(text), "%04d-%02d", m / 12, m % 12 + 1);
		word(context, text, false);
	}
}

static void take_word(const char *text, script_word *word, void *context)
{
	int a, b, c, d, n = 0;

	if (sscanf(text, "%4d-%2d..%4d-%2d%n", &a, &b, &c, &d, &n) == 4 && !text[n])
		count_months(a, b, c, d, word, context);
	else if (sscanf(text, "%6d..%6d%n", &a, &b, &n) == 2 && !text[n])
		count_up(a, b, word, context);
	else
		word(context, text, false);
}

void script_words(const char *list, script_word *word, void *context)
{
	for (;;) {
		list += strspn(list, " \t");
		if (!*list)
			return;
		bool quoted = *list == '"';
		size_t length = strcspn(list + quoted, quoted ? "\"" : " \t");
		char *text = strndup(list + quoted, length);

		list += length + quoted;
		list += *list == '"';
		if (quoted)
			word(context, text, true);
		else
			take_word(text, word, context);
		free(text);
	}
}
