/*
 * UTF-8 text: validity, the stored form (NFC, NBSP as a space, no blanks at the ends), the folded form that searches
 * compare, percent-encoding.
 */
#ifndef THIDUA_TEXT_H
#define THIDUA_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* Strict: no overlong forms, no surrogates, no NUL. The other functions expect UTF-8. */
bool text_is_utf8(const char *text, size_t length);
size_t text_code_points(const char *text);
size_t text_trimmed_length(const char *text); /* code points without spaces at both ends */

/* True when `text` is already as it is stored; most input is plain ASCII and costs one pass. */
bool text_is_stored_form(const char *text);
/* NFC with U+00A0 and U+202F turned into a space, without blanks at the ends: "GL-1 " out of a
 * spreadsheet is "GL-1". Malloced, freed by the caller; NULL when memory is short. */
char *text_stored_form(const char *text);

#define TEXT_FOLD_MOST 9 /* bytes: a Hangul syllable in its parts */

/* For searching: lower case, without diacritics, d for đ, word "sy" as "si", apostrophes dropped,
 * hyphens and runs of blanks as one space. "Chiến sỹ  Đắk Lắk" -> "chien si dak lak". At most
 * TEXT_FOLD_MOST bytes for each letter of `text`. Malloced, freed by the caller; NULL when memory is
 * short. */
char *text_fold(const char *text);

/* Decodes %XX in place-sized output; false for a bad escape, NUL or bad UTF-8. `out` has room for
 * length + 1. */
bool text_percent_decode(const char *text, size_t length, char *out);

/* A cheap distance for "did you mean": smaller is closer, 0 is equal after folding. */
unsigned text_distance(const char *a, const char *b);

/* The same name but for its spelling: after folding at most four letters are added or dropped (a
 * changed one is both), and at most a third of the shorter name. */
bool text_resembles(const char *a, const char *b);

#endif
