/* Reads the text and writes as it goes: a section is read once for each of its items, or once without writing. */
#include "template.h"

#include <stdio.h>
#include <string.h>

#include "template_filter.h"

#define MOST_OPEN 16 /* sections and parts inside of each other */
#define MOST_NAME 64

struct fill {
	const struct template *template;
	struct buffer *out;
	char *fault;
	enum error error;
	json_t *open[MOST_OPEN]; /* the values of the sections that are open, borrowed */
	size_t count;
	size_t parts;
};

/* {{#name|filter}}: kind '#', and what follows it. */
struct tag {
	char kind; /* 0: a value */
	const char *text;
	size_t length;
	const char *end; /* of the tag; NULL: there is no tag any more */
};

static void *fail(struct fill *fill, const char *what, const struct tag *tag)
{
	if (!fill->error)
		snprintf(fill->fault, TEMPLATE_FAULT_SIZE, "{{%.*s}}: %s", (int)tag->length,
			tag->text, what);
	fill->error = E_FAULT;
	return NULL;
}

static struct tag next_tag(const char *text, const char **out_start)
{
	const char *start = strstr(text, "{{"), *end = start ? strstr(start, "}}") : NULL;
	struct tag tag = {.text = text};

	if (!end)
		return tag;
	*out_start = start;
	tag.text = start + 2;
	tag.length = (size_t)(end - tag.text);
	tag.end = end + 2;
	if (tag.length && strchr("#^/>", *tag.text)) {
		tag.kind = *tag.text++;
		tag.length--;
	}
	return tag;
}

/* ---- The value of a tag ---- */

static bool copy_name(char out[MOST_NAME], const char *text, size_t length)
{
	if (!length || length >= MOST_NAME)
		return false;
	memcpy(out, text, length);
	out[length] = '\0';
	return true;
}

/* Borrowed; NULL: no open object has it. */
static json_t *find(const struct fill *fill, const char *text, size_t length)
{
	size_t part = strcspn(text, ".|}"), level = fill->count;
	char name[MOST_NAME];
	json_t *found = NULL;

	if (length == 1 && *text == '.')
		return fill->open[level - 1];
	while (level && !found && copy_name(name, text, part))
		found = json_object_get(fill->open[--level], name);
	while (found && part < length && !json_is_null(found)) {
		text += part + 1;
		length -= part + 1;
		part = strcspn(text, ".|}");
		found = copy_name(name, text, part) ? json_object_get(found, name) : NULL;
	}
	return found;
}

static enum error run_filter(
	struct fill *fill, const char *name, const char *argument, json_t *value, json_t **out)
{
	const struct template *template = fill->template;
	enum error error = template_filter(name, argument, value, out);

	if (error == E_NOT_FOUND && template->filter)
		error = template->filter(template->context, name, argument, value, out);
	return error;
}

/* A new reference in the place of the one that it takes. */
static json_t *filtered(
	struct fill *fill, const struct tag *tag, const char *text, size_t length, json_t *value)
{
	size_t colon = strcspn(text, ":|}");
	const char *argument = colon < length ? text + colon + 1 : "";
	char name[MOST_NAME], given[MOST_NAME] = "";
	json_t *out = NULL;
	bool good = copy_name(name, text, colon < length ? colon : length);

	if (good && *argument && colon < length)
		good = copy_name(given, argument, length - colon - 1);
	enum error error = good ? run_filter(fill, name, given, value, &out) : E_NOT_FOUND;

	json_decref(value);
	if (!error && out)
		return out;
	if (error == E_NOT_FOUND)
		return fail(fill, "no such filter", tag);
	if (error == E_INVALID)
		return fail(fill, "the filter does not take this value", tag);
	fill->error = error ? error : E_MEMORY;
	return NULL;
}

/* A new reference; NULL after a failure. */
static json_t *value_of(struct fill *fill, const struct tag *tag)
{
	size_t length = strcspn(tag->text, "|}");
	json_t *value = json_incref(find(fill, tag->text, length));

	if (!value)
		return fail(fill, "no such name", tag);
	while (value && length < tag->length) {
		const char *filter = tag->text + length + 1;
		size_t size = strcspn(filter, "|}");

		value = filtered(fill, tag, filter, size, value);
		length += 1 + size;
	}
	return value;
}

static void write_escaped(struct buffer *out, const char *text)
{
	for (; *text; text++) {
		const char *entity = *text == '&' ? "&amp;"
			: *text == '<'            ? "&lt;"
			: *text == '>'            ? "&gt;"
			: *text == '"'            ? "&quot;"
			: *text == '\''           ? "&#39;"
						  : NULL;

		if (entity)
			buffer_text(out, entity);
		else
			buffer_char(out, *text);
	}
}

static void write_value(struct fill *fill, const struct tag *tag)
{
	json_t *value = value_of(fill, tag);

	if (json_is_string(value))
		write_escaped(fill->out, json_string_value(value));
	else if (json_is_integer(value))
		buffer_int(fill->out, json_integer_value(value));
	else if (value && !json_is_null(value))
		fail(fill, "neither text nor a whole number", tag);
	json_decref(value);
}

/* ---- The text ---- */

static const char *fill_until(
	struct fill *fill, const char *text, const struct tag *section, bool writes);

static const char *inside(
	struct fill *fill, const char *text, const struct tag *section, json_t *value)
{
	if (fill->count == MOST_OPEN)
		return fail(fill, "too many sections inside of each other", section);
	fill->open[fill->count++] = value;
	text = fill_until(fill, text, section, true);
	fill->count--;
	return text;
}

/* Returns what follows the section; NULL after a failure. */
static const char *fill_section(struct fill *fill, const struct tag *tag, bool writes)
{
	json_t *value = writes ? value_of(fill, tag) : NULL, *item;
	const char *after = NULL;
	size_t i;

	if (!writes || (value && template_is_none(value) == (tag->kind == '#')))
		after = fill_until(fill, tag->end, tag, false);
	else if (value && (tag->kind == '^' || json_is_true(value)))
		after = fill_until(fill, tag->end, tag, true);
	else if (json_is_array(value))
		json_array_foreach(value, i, item)
		{
			after = inside(fill, tag->end, tag, item);
			if (!after)
				break;
		}
	else if (value)
		after = inside(fill, tag->end, tag, value);
	json_decref(value);
	return after;
}

static void fill_part(struct fill *fill, const struct tag *tag)
{
	char name[MOST_NAME];
	const char *text = fill->template->part && copy_name(name, tag->text, tag->length)
		? fill->template->part(fill->template->context, name)
		: NULL;

	if (!text || fill->parts == MOST_OPEN) {
		fail(fill, text ? "parts inside of each other" : "no such part", tag);
		return;
	}
	struct buffer *out = fill->out;
	size_t before = out->length;

	fill->parts++;
	fill_until(fill, text, NULL, true);
	fill->parts--;
	if (out->length > before && out->data[out->length - 1] == '\n')
		buffer_truncate(out, out->length - 1);
}

static const char *fill_tag(struct fill *fill, const struct tag *tag, bool writes)
{
	if (tag->kind == '#' || tag->kind == '^')
		return fill_section(fill, tag, writes);
	if (writes && tag->kind == '>')
		fill_part(fill, tag);
	else if (writes)
		write_value(fill, tag);
	return tag->end;
}

/* Up to the end of the section, or of the text when there is none. Returns what follows; NULL after a failure. */
static const char *fill_until(
	struct fill *fill, const char *text, const struct tag *section, bool writes)
{
	while (!fill->error) {
		const char *start = NULL;
		struct tag tag = next_tag(text, &start);

		if (writes && tag.end)
			buffer_bytes(fill->out, text, (size_t)(start - text));
		if (!tag.end) {
			if (section)
				return fail(fill, "it is not closed", section);
			buffer_text(fill->out, text);
			return text;
		}
		if (tag.kind == '/') {
			bool closes = section && section->length == tag.length &&
				!memcmp(section->text, tag.text, tag.length);

			return closes ? tag.end : fail(fill, "this is not open here", &tag);
		}
		text = fill_tag(fill, &tag, writes);
	}
	return NULL;
}

enum error template_fill(const struct template *template, const char *text, json_t *values,
	struct buffer *out, char fault[TEMPLATE_FAULT_SIZE])
{
	struct fill fill = {.template = template, .out = out, .fault = fault, .open = {values}};

	fill.count = 1;
	*fault = '\0';
	fill_until(&fill, text, NULL, true);
	if (!fill.error && out->failed)
		fill.error = E_MEMORY;
	return fill.error;
}
