/* What stands for something else in the lines of a story: names of what was made, files, figures. */
#ifndef THIDUA_STORY_TEXT_H
#define THIDUA_STORY_TEXT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/embed.h"
#include "buffer.h"

#define STORY_NAME       32 /* with its NUL */
#define STORY_MOST_NAMES 300

struct slice { /* of a file; not NUL-terminated */
	const char *text;
	size_t length;
};

struct story_name {
	char name[STORY_NAME];
	int64_t id;
};

struct story_text {
	const struct embedded *files;
	size_t file_count;
	struct story_name names[STORY_MOST_NAMES];
	size_t name_count;
};

/* The next word of *rest, which then begins with the one behind it; empty at the end. */
struct slice story_word(struct slice *rest);
/* Keeps the number at `pointer` ("/cards/0/id") of an answer, in place of what had the name before.
 * False when there is none, or no room. */
bool story_keep(
	struct story_text *text, const char *name, const json_t *answer, const char *pointer);
/* Adds what is written, with <name>, <figures UNIT PERIOD> and @FILE replaced. False when one of
 * them is not known. */
bool story_fill(const struct story_text *text, struct slice written, struct buffer *out);

#endif
