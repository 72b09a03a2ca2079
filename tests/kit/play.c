/* What each line of a scenario is, and the loops. */
#include "play.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void run_until(struct scene *s, size_t end);

/* The value of a word in a list: a number, true, false or null if it looks like one, else text. */
static json_t *word_value(const char *word, bool quoted)
{
	json_t *json = quoted ? NULL : json_loads(word, JSON_DECODE_ANY, NULL);

	return json ? json : json_string(word);
}

static void add_word(void *context, const char *word, bool quoted)
{
	json_array_append_new(context, word_value(word, quoted));
}

/* Reads `<a> <b> in x 1 y 2` with its continuation lines. Returns the names' count, 0 if it is
 * none. */
static size_t read_loop(struct scene *s, const char *text, char *names, size_t size, json_t *values)
{
	struct buffer list = {0}, expanded = {0};
	const char *in = strstr(text, " in ");
	size_t count = 0, length;

	if (!in)
		return 0;
	snprintf(names, size, "%.*s", (int)(in - text), text);
	for (const char *at = names; (length = name_length(at));
		at += length + strspn(at + length, " "))
		count++;
	buffer_text(&list, in + 4);
	while (list.length && list.data[list.length - 1] == '\\') {
		const char *more = script_next(&s->script);

		buffer_truncate(&list, list.length - 1);
		buffer_text(&list, more ? more : "");
	}
	if (scene_expand(s, buffer_string(&list), EXPAND_TEXT, &expanded))
		script_words(expanded.data, add_word, values);
	buffer_free(&list);
	buffer_free(&expanded);
	return count;
}

static void run_for(struct scene *s, const char *text)
{
	char names[400];
	json_t *values = json_array();
	size_t count = read_loop(s, text, names, sizeof(names), values);
	size_t start = s->script.at, end = script_end_of_loop(&s->script);
	size_t words = json_array_size(values);

	if (count == 0 || words == 0 || words % count || end == s->script.count) {
		scene_fail(s, "a loop is `for <a> <b> in x 1 y 2` and has an `end`");
		s->script.at = s->script.count;
		words = 0;
	}
	size_t known = s->names.count;

	for (size_t i = 0; i < words;) {
		names_truncate(&s->names, known);
		for (const char *at = names; *at; at += strspn(at, " ")) {
			size_t length = name_length(at);

			names_set(&s->names, at + 1, length - 2,
				json_incref(json_array_get(values, i++)));
			at += length;
		}
		s->script.at = start;
		run_until(s, end);
	}
	names_truncate(&s->names, known);
	if (words)
		s->script.at = end + 1;
	json_decref(values);
}

static void run_let(struct scene *s, const char *text)
{
	size_t length = name_length(text);
	const char *equals = text + length + strspn(text + length, " ");
	struct buffer value = {0};
	json_t *json = NULL;

	if (length && *equals == '=' && scene_expand(s, equals + 1, EXPAND_JSON, &value))
		json = json_loads(buffer_string(&value), JSON_DECODE_ANY, NULL);
	if (json)
		names_set(&s->names, text + 1, length - 2, json);
	else
		scene_fail(s, "not `let <name> = JSON`: %s", text);
	buffer_free(&value);
}

/* The first line of a comment names the block behind it. */
static void take_comment(struct scene *s, const char *line)
{
	if (!s->in_title)
		snprintf(s->title, sizeof(s->title), "%s", line + 1 + strspn(line + 1, " "));
	s->in_title = true;
}

static const char *after(const char *line, const char *word)
{
	size_t length = strlen(word);

	return strncmp(line, word, length) == 0 ? line + length : NULL;
}

static bool is_request(const char *line)
{
	size_t upper = strspn(line, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");

	return upper >= 3 && line[upper] == ' ' && line[upper + 1] == '/';
}

static bool is_status(const char *line)
{
	return strspn(line, "0123456789") == 3 && (line[3] == ' ' || line[3] == '\0');
}

static bool is_header(const char *line)
{
	size_t length = strcspn(line, ": ");

	return isupper((unsigned char)line[0]) && line[length] == ':';
}

static void run_line(struct scene *s, const char *line)
{
	const char *text;

	if (*line == '#') {
		take_comment(s, line);
		return;
	}
	s->in_title = false;
	if (*line == '\0')
		return;
	scene_set_clock(s);
	if (is_request(line))
		scene_request(s, line);
	else if (is_status(line))
		judge_status(s, line);
	else if (name_length(line))
		judge_word(s, line);
	else if (is_header(line))
		judge_header(s, line);
	else if ((text = after(line, "contains ")))
		judge_contains(s, text, true);
	else if ((text = after(line, "lacks ")))
		judge_contains(s, text, false);
	else if ((text = after(line, "as ")))
		scene_as(s, text);
	else if ((text = after(line, "with ")))
		scene_with(s, text);
	else if ((text = after(line, "let ")))
		run_let(s, text);
	else if ((text = after(line, "answer ")))
		judge_define(s, text);
	else if ((text = after(line, "for ")))
		run_for(s, text);
	else
		scene_fail(s, "line %zu means nothing: %s", s->script.at, line);
}

static void run_until(struct scene *s, size_t end)
{
	while (s->script.at < end) {
		char *line = strdup(script_next(&s->script));

		run_line(s, line);
		free(line);
	}
}

void play(struct scene *s)
{
	run_until(s, s->script.count);
	scene_end_exchange(s);
}
