/* Names, files and figures in the lines of a story. */
#include "command/story_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLANKS " \t\n"

struct slice story_word(struct slice *rest)
{
	struct slice found = {rest->text, 0};

	while (found.length < rest->length && !strchr(BLANKS, rest->text[found.length]))
		found.length++;
	rest->text += found.length;
	rest->length -= found.length;
	while (rest->length && strchr(BLANKS, *rest->text)) {
		rest->text++;
		rest->length--;
	}
	return found;
}

static bool is(struct slice slice, const char *text)
{
	return strlen(text) == slice.length && memcmp(text, slice.text, slice.length) == 0;
}

/* What stands at a JSON pointer; NULL for nothing. */
static const json_t *at(const json_t *value, const char *pointer)
{
	while (value && *pointer == '/') {
		size_t length = strcspn(++pointer, "/");
		char member[64];

		snprintf(member, sizeof member, "%.*s", (int)length, pointer);
		value = json_is_array(value) ? json_array_get(value, strtoul(member, NULL, 10))
					     : json_object_get(value, member);
		pointer += length;
	}
	return value;
}

/* The place of a name; of a new one the first that is free. */
static size_t place_of(const struct story_text *text, struct slice name)
{
	size_t i = 0;

	while (i < text->name_count && !is(name, text->names[i].name))
		i++;
	return i;
}

bool story_keep(
	struct story_text *text, const char *name, const json_t *answer, const char *pointer)
{
	const json_t *found = at(answer, pointer);
	size_t place = place_of(text, (struct slice){name, strlen(name)});

	if (!json_is_integer(found) || place == STORY_MOST_NAMES)
		return false;
	if (place == text->name_count)
		text->name_count++;
	snprintf(text->names[place].name, STORY_NAME, "%s", name);
	text->names[place].id = json_integer_value(found);
	return true;
}

static const struct embedded *find_file(const struct story_text *text, struct slice name)
{
	for (size_t i = 0; i < text->file_count; i++)
		if (is(name, text->files[i].name))
			return &text->files[i];
	return NULL;
}

static struct slice line_of(const char *begin)
{
	return (struct slice){begin, strcspn(begin, "\n")};
}

static struct slice cell(struct slice *row)
{
	const char *comma = memchr(row->text, ',', row->length);
	size_t length = comma ? (size_t)(comma - row->text) : row->length;
	struct slice found = {row->text, length};
	size_t step = comma ? length + 1 : length;

	row->text += step;
	row->length -= step;
	return found;
}

/* The row of figures.csv that begins with these two; empty when there is none. */
static struct slice find_row(const char *data, struct slice unit, struct slice period)
{
	for (const char *line = data; *line; line += strcspn(line, "\n"), line += *line != 0) {
		size_t both = unit.length + 1 + period.length;

		if (strcspn(line, "\n") > both && line[unit.length] == ',' && line[both] == ',' &&
			memcmp(line, unit.text, unit.length) == 0 &&
			memcmp(line + unit.length + 1, period.text, period.length) == 0)
			return line_of(line);
	}
	return (struct slice){"", 0};
}

/* An empty cell is a figure that is not reported. */
static void add_figures(struct slice header, struct slice row, struct buffer *out)
{
	cell(&header);
	cell(&header);
	cell(&header);
	cell(&row);
	cell(&row);
	struct slice note = cell(&row);
	const char *before = "[";

	while (header.length) {
		struct slice element = cell(&header), value = cell(&row);

		if (!value.length)
			continue;
		buffer_printf(out, "%s{\"element\": \"%.*s\", \"value\": %.*s, \"note\": ", before,
			(int)element.length, element.text, (int)value.length, value.text);
		buffer_json(out, note.text, note.length);
		buffer_text(out, "}");
		before = ", ";
	}
	buffer_text(out, "]");
}

static bool fill_figures(const struct story_text *text, struct slice asked, struct buffer *out)
{
	const struct embedded *file = find_file(text, (struct slice){"figures.csv", 11});
	struct slice unit = story_word(&asked), period = story_word(&asked);
	struct slice row = file ? find_row(file->data, unit, period) : (struct slice){"", 0};

	if (row.length)
		add_figures(line_of(file->data), row, out);
	return row.length;
}

static bool fill_name(const struct story_text *text, struct slice asked, struct buffer *out)
{
	struct slice rest = asked;

	if (is(story_word(&rest), "figures"))
		return fill_figures(text, rest, out);
	size_t place = place_of(text, asked);

	if (place < text->name_count)
		buffer_int(out, text->names[place].id);
	return place < text->name_count;
}

static bool fill_file(const struct story_text *text, struct slice name, struct buffer *out)
{
	const struct embedded *file = find_file(text, name);

	if (file)
		buffer_bytes(out, file->data, file->size);
	return file;
}

bool story_fill(const struct story_text *text, struct slice written, struct buffer *out)
{
	const char *end = written.text + written.length;
	const char *p = written.text;

	if (written.length && *p == '@') {
		written.text++;
		written.length--;
		return fill_file(text, story_word(&written), out) && !out->failed;
	}
	while (p < end) {
		const char *close = *p == '<' ? memchr(p, '>', (size_t)(end - p)) : NULL;

		if (!close) {
			buffer_char(out, *p++);
			continue;
		}
		if (!fill_name(text, (struct slice){p + 1, (size_t)(close - p - 1)}, out))
			return false;
		p = close + 1;
	}
	return !out->failed;
}
