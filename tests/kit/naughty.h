/*
 * Texts that break programs which store text, and bodies full of them: which members take text is
 * read off the contract.
 */
#ifndef THIDUA_TEST_NAUGHTY_H
#define THIDUA_TEST_NAUGHTY_H

#include <jansson.h>

#include "contract.h"

#define NAUGHTY_TEXTS                                                                              \
	43 /* a prime: however many members a row has, each gets every text in some row */

extern const char *const naughty_texts[NAUGHTY_TEXTS];

/* Whether a sentence quotes one of the texts (as the source of a rule, say), and `word` stands in it. */
bool naughty_says(const char *sentence, const char *word);

/* Whether the schema leaves a text free: no word of a list, no format of a code. */
bool naughty_fits(const struct schema *schema);

/* A copy of a sound body in which each text that the schema leaves free is a naughty one: the next in turn,
 * counted on in *turn. */
json_t *naughty_copy(const struct schema *schema, const json_t *sound, size_t *turn);

/* What `pointer` leads to becomes as it is in `sound` again; when it was not changed, the object or array around
 * it. False when there was nothing to restore. */
bool naughty_restore(json_t *body, const json_t *sound, const char *pointer);

/* Whether the answer that a body got shows the changed texts in their stored form: the first member that it shows
 * otherwise, NULL when all are as they should be. */
const char *naughty_lost(const json_t *body, const json_t *sound, const json_t *answer);

#endif
