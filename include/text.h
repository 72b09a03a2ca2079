/*
 * UTF-8 text: validity, the stored form, the folded form that searches compare, percent-encoding.
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
/* The one form of a text that looks like this: NFC; each blank of Unicode a space, one where there
 * are several, none at the ends; without what cannot be seen (zero-width letters, marks of
 * direction, soft hyphens); Đ for its lookalike eth. Ends of lines and tabs stay. The stored form of
 * a stored form is the same. Malloced, freed by the caller; NULL when memory is short. */
char *text_stored_form(const char *text);

#define TEXT_FOLD_MOST 9 /* bytes: a Hangul syllable in its parts */

/* For searching: lower case, without diacritics, d for đ, i for the y of words that are written with
 * both (sỹ, kỷ, lý, quý), apostrophes and quotation marks dropped, hyphens and runs of blanks as one
 * space. "Chiến sỹ  Đắk Lắk" -> "chien si dak lak". At most TEXT_FOLD_MOST bytes for each letter of
 * `text`. Malloced, freed by the caller; NULL when memory is short. */
char *text_fold(const char *text);

/* "Viện kiểm sát" -> "VIỆN KIỂM SÁT", letter by letter. Malloced, freed by the caller; NULL when memory is short. */
char *text_upper(const char *text);

/* What two spellings of one code or one number of a paper share: folded but for y, without blanks
 * and dashes beside a sign, without “Số” before it or a full stop behind it. "Số 61 /QĐ-VKS." ->
 * "61/qd vks", "gl – 001" -> "gl 001". Never longer than what text_fold() gives, and freed like it. */
char *text_mark(const char *text);

/* How a name was broken on its way here; signs that no Vietnamese or English name has tell it. */
enum text_damage {
	TEXT_SOUND,
	TEXT_LETTERS_LOST, /* "Nguy?n": a ? stands for what a program could not write */
	TEXT_IN_TCVN3,     /* "NguyÔn V¨n An": bytes of an old encoding, read as Latin-1 */
	TEXT_IN_VNI        /* "Nguyeãn Vaên An" */
};
enum text_damage text_damage(const char *text);

/* The same name in a spelling that says less: without any diacritics, or all in capitals. */
bool text_is_poorer(const char *text, const char *than);

/* Decodes %XX in place-sized output; false for a bad escape, NUL or bad UTF-8. `out` has room for
 * length + 1. */
bool text_percent_decode(const char *text, size_t length, char *out);

/* A cheap distance for "did you mean": smaller is closer, 0 is equal after folding. */
unsigned text_distance(const char *a, const char *b);

/* The same name but for its spelling: after folding at most four letters are added or dropped (a
 * changed one is both), and at most a third of the shorter name. */
bool text_resembles(const char *a, const char *b);

#endif
