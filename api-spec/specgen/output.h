/* The files that specgen writes, and how they are written. */
#ifndef SPECGEN_OUTPUT_H
#define SPECGEN_OUTPUT_H

#include "model.h"

#define NOTICE "/* Made by specgen from the contract: change that instead. */\n"

/* The content is what `write` puts. Only when it differs from what is there, so that make has
 * nothing to do when nothing changed. */
void write_file(const char *path, void (*write)(void));
__attribute__((format(printf, 1, 2))) void put(const char *format, ...);
void put_quoted(const char *text, bool json); /* for C or JSON; NULL is the word NULL */

/* write_schema.c: initialises a struct schema; points to one, the named one or one on the spot. */
void put_named_schema(struct node *schema);
void put_schema(struct node *site, int depth);

void write_api_header(void);
void write_api(void);
void write_json(void);
void write_words_header(void);
void write_words(void);
void write_problems_header(void);
void write_problems(void);

#endif
