/* Words and memory for a program that ends soon: nothing is freed, and without memory it dies. */
#ifndef SPECGEN_WORDS_H
#define SPECGEN_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#define DIGITS  "0123456789"
#define LETTERS "abcdefghijklmnopqrstuvwxyz"

_Noreturn void die(const char *what); /* and says why, by errno */
void *allocate(size_t size);          /* all zero */
__attribute__((format(printf, 1, 2))) char *print(const char *format, ...);

bool same(const char *a, const char *b);                /* NULL is the same as nothing */
bool listed(const char *list, const char *word);        /* with blanks between the words */
bool has_place(const char *text, const char *name);     /* does it say {name}? */
bool is_snake(const char *name);                        /* lower-case words with _ between */
const char *upper(const char *word);                    /* as a C constant: - is _, too */
const char *file_name(const char *path);                /* without its directories */
const char *join(const char *beside, const char *name); /* in the directory of that file */

#endif
