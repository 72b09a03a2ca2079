/* The lines of a scenario file, and the pieces of it that span several lines. */
#ifndef THIDUA_TEST_SCRIPT_H
#define THIDUA_TEST_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>

#include "buffer.h"

struct script {
	const char *file;
	char *text;   /* owns the lines */
	char **lines; /* without their ends */
	size_t count;
	size_t at; /* the next line to read; counted from 0 */
};

bool script_open(struct script *script, const char *file);
void script_close(struct script *script);

/* The next line, without the blanks around it; NULL at the end. */
const char *script_next(struct script *script);
/* A JSON value that begins at `start`, in the line just read, and may go on over more lines. False
 * when it does not close, or something follows it. */
bool script_json(struct script *script, const char *start, struct buffer *out);
/* The lines up to one that is only `word`, less the indentation of the line just read. */
bool script_here(struct script *script, const char *word, struct buffer *out);
/* Where the `end` of the `for` just read stands; the count of lines when there is none. */
size_t script_end_of_loop(const struct script *script);

/* The words of a list: blanks separate, "quotes" hold together, 2020-12..2021-11 and 1..12 count
 * up. Calls `word` for each. */
typedef void script_word(void *context, const char *word, bool quoted);
void script_words(const char *list, script_word *word, void *context);

#endif
