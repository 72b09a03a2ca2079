/*
 * Values with names, and JSON with holes: what a scenario sends and what it expects.
 *
 * In what is sent `<name>` stands for a value: inside a JSON string, a path or a text it is printed
 * into it, elsewhere in JSON it is the value itself. In what is expected a name without a value
 * captures what is found there; `*` is any value, `...` any further members or items.
 */
#ifndef THIDUA_TEST_PATTERN_H
#define THIDUA_TEST_PATTERN_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "buffer.h"

struct names {
	struct name {
		char *text;
		json_t *value;
	} * items;
	size_t count, size;
};

const json_t *names_get(const struct names *names, const char *name, size_t length);
/* Takes the value over. */
void names_set(struct names *names, const char *name, size_t length, json_t *value);
/* Forgets the names that were added when there were already `count`. */
void names_truncate(struct names *names, size_t count);
void names_free(struct names *names);

/* The length of the `<name>` that `text` begins with, brackets included; 0 when it is none. */
size_t name_length(const char *text);

/* The end of the JSON value that `text` begins with: brackets closed, strings skipped. NULL when
 * it goes on behind the text. */
const char *json_text_end(const char *text);

enum expansion {
	EXPAND_TEXT,
	EXPAND_PATH, /* values percent-encoded, bytes beyond ASCII too */
	EXPAND_JSON
};

/* Appends `text` with its names replaced. False and the reason in `why` for a name without
 * value. */
bool expand(const struct names *names, const char *text, enum expansion how, struct buffer *out,
	struct buffer *why);

/* Reads an expectation into JSON with marks for its holes. NULL and the reason in `why`. */
json_t *pattern_read(const char *text, struct buffer *why);
/* A header or text with `<name>` holes, marked likewise, appended to `out`. */
void pattern_read_text(const char *text, struct buffer *out);

/* True when it fits; captures go to `names`. Otherwise the first difference is in `why`. */
bool pattern_match(const json_t *want, const json_t *got, struct names *names, struct buffer *why);
bool pattern_match_text(const char *want, const char *got, struct names *names);

#endif
