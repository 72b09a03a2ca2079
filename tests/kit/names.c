/* Names and their values, and texts with `<name>` in them. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "pattern.h"
#include "tally.h"

const json_t *names_get(const struct names *names, const char *name, size_t length)
{
	for (size_t i = 0; i < names->count; i++)
		if (strlen(names->items[i].text) == length &&
			memcmp(names->items[i].text, name, length) == 0)
			return names->items[i].value;
	return NULL;
}

void names_set(struct names *names, const char *name, size_t length, json_t *value)
{
	for (size_t i = 0; i < names->count; i++)
		if (strlen(names->items[i].text) == length &&
			memcmp(names->items[i].text, name, length) == 0) {
			json_decref(names->items[i].value);
			names->items[i].value = value;
			return;
		}
	if (names->count == names->size) {
		names->size = names->size ? 2 * names->size : 16;
		names->items = realloc(names->items, names->size * sizeof(*names->items));
		if (!names->items)
			tally_abort("out of memory");
	}
	names->items[names->count++] = (struct name){.text = strndup(name, length), .value = value};
}

void names_truncate(struct names *names, size_t count)
{
	while (names->count > count) {
		struct name *last = &names->items[--names->count];

		free(last->text);
		json_decref(last->value);
	}
}

void names_free(struct names *names)
{
	names_truncate(names, 0);
	free(names->items);
	*names = (struct names){0};
}

size_t name_length(const char *text)
{
	size_t n = 1;

	if (text[0] != '<' || !islower((unsigned char)text[1]))
		return 0;
	while (islower((unsigned char)text[n]) || isdigit((unsigned char)text[n]) || text[n] == '_')
		n++;
	return text[n] == '>' ? n + 1 : 0;
}

const char *json_text_end(const char *text)
{
	int depth = 0;
	bool quoted = false;

	for (; *text; text++) {
		if (quoted) {
			if (*text == '\\' && text[1])
				text++;
			else if (*text == '"')
				quoted = false;
			continue;
		}
		if (*text == '"')
			quoted = true;
		else if (*text == '{' || *text == '[')
			depth++;
		else if ((*text == '}' || *text == ']') && --depth == 0)
			return text + 1;
	}
	return NULL;
}

static void append_dump(struct buffer *out, const json_t *value, bool quotes)
{
	char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
	size_t length = text ? strlen(text) : 0;
	bool strip = !quotes && length >= 2 && text[0] == '"';

	buffer_bytes(out, text + strip, length - 2 * (size_t)strip);
	free(text);
}

static void append_path_byte(struct buffer *out, char c)
{
	if (isalnum((unsigned char)c) || strchr("-._~/:,@", c))
		buffer_char(out, c);
	else
		buffer_printf(out, "%%%02X", (unsigned)(unsigned char)c);
}

static void append_value(struct buffer *out, const json_t *value, enum expansion how, bool quoted)
{
	if (how == EXPAND_JSON) {
		append_dump(out, value, !quoted);
		return;
	}
	struct buffer text = {0};

	if (json_is_string(value))
		buffer_text(&text, json_string_value(value));
	else
		append_dump(&text, value, false);
	for (size_t i = 0; how == EXPAND_PATH && i < text.length; i++)
		append_path_byte(out, text.data[i]);
	if (how == EXPAND_TEXT)
		buffer_bytes(out, text.data, text.length);
	buffer_free(&text);
}

bool expand(const struct names *names, const char *text, enum expansion how, struct buffer *out,
	struct buffer *why)
{
	bool quoted = false;

	while (*text) {
		size_t n = name_length(text);

		if (n) {
			const json_t *value = names_get(names, text + 1, n - 2);

			if (!value) {
				buffer_printf(why, "%.*s has no value", (int)n, text);
				return false;
			}
			append_value(out, value, how, quoted);
			text += n;
			continue;
		}
		if (how == EXPAND_JSON && *text == '"')
			quoted = !quoted;
		else if (quoted && *text == '\\' && text[1])
			buffer_char(out, *text++);
		if (how == EXPAND_PATH && (*text & 0x80))
			append_path_byte(out, *text++);
		else
			buffer_char(out, *text++);
	}
	return true;
}
