/*
 * Comparing text the way people do: the folded form that searches look for, and how far a word is
 * from one that may have been meant.
 */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "text.h"

#define COMPARED 256 /* bytes that text_distance() looks at */

/* What typists use for the same sign, and what compatibility decomposition would tear apart:
 * apostrophes and quotation marks become ', hyphens and dashes a space, đ and its lookalike eth
 * d. */
static utf8proc_int32_t unify(utf8proc_int32_t c, void *context)
{
	(void)context;
	switch (c) {
	case '`':
	case '"':
	case 0x00ab: /* angle quotation marks */
	case 0x00bb:
	case 0x2039:
	case 0x203a:
	case 0x201c: /* double quotation marks */
	case 0x201d:
	case 0x201e:
	case 0x201f:
	case 0x2033: /* double prime */
	case 0xff02: /* fullwidth quotation mark */
	case 0x00b4: /* acute accent */
	case 0x02b9: /* modifier prime */
	case 0x02bc: /* modifier apostrophe */
	case 0x2018: /* single quotation marks */
	case 0x2019:
	case 0x201a:
	case 0x201b:
	case 0x2032: /* prime */
	case 0xff07: /* fullwidth apostrophe */
		return '\'';
	case '-':
	case 0x2010: /* hyphens and dashes */
	case 0x2011:
	case 0x2012:
	case 0x2013:
	case 0x2014:
	case 0x2015:
	case 0x2212: /* minus */
	case '\t':
	case '\n':
	case '\r':
		return ' ';
	case 0x0110: /* Đ đ */
	case 0x0111:
	case 0x00d0: /* Ð ð */
	case 0x00f0:
		return 'd';
	default:
		return c;
	}
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* At the end of a word "sỹ" and "sĩ", "kỷ" and "kỉ", "quý" and "quí" are two spellings of one; other
 * words with y are not touched. */
static void respell(char *word, const char *end)
{
	ptrdiff_t length = end - word;
	bool one = length == 2 && strchr("hklmstv", word[0]);
	bool qu = length == 3 && word[0] == 'q' && word[1] == 'u';

	if ((one || qu) && end[-1] == 'y')
		word[length - 1] = 'i';
}

static void respell_words(char *text)
{
	for (char *at = text; *at;) {
		char *word = at;

		while (is_letter(*at))
			at++;
		respell(word, at);
		at += *at != '\0';
	}
}

/* Drops apostrophes and superfluous spaces in place. */
static void tidy_words(char *text)
{
	char *out = text;

	for (const char *in = text; *in; in++)
		if (*in != '\'' && (*in != ' ' || (out > text && out[-1] != ' ')))
			*out++ = *in;
	if (out > text && out[-1] == ' ')
		out--;
	*out = '\0';
}

static bool is_ascii(const char *text)
{
	while (*text && (unsigned char)*text < 0x80)
		text++;
	return !*text;
}

/* What utf8proc would do, without its tables. */
static char *fold_ascii(const char *text)
{
	char *folded = strdup(text);

	for (char *c = folded; c && *c; c++) {
		*c = (char)unify(*c, NULL);
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	}
	return folded;
}

/* There are signs that fold to words: U+FDFA is one letter and becomes eighteen. A text of nothing
 * but these is cut, so that a folded text has a bound. */
static void cut(char *folded, size_t most)
{
	if (strlen(folded) <= most)
		return;
	while (most > 0 && ((unsigned char)folded[most] & 0xc0) == 0x80)
		most--;
	folded[most] = '\0';
}

static char *fold_unicode(const char *text)
{
	const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)text;
	utf8proc_uint8_t *folded = NULL;
	utf8proc_option_t options = UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_DECOMPOSE |
		UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK | UTF8PROC_IGNORE;

	if (utf8proc_map_custom(bytes, 0, &folded, options, unify, NULL) < 0)
		return NULL;
	cut((char *)folded, TEXT_FOLD_MOST * text_code_points(text));
	return (char *)folded;
}

static char *fold(const char *text)
{
	char *folded = is_ascii(text) ? fold_ascii(text) : fold_unicode(text);

	if (folded)
		tidy_words(folded);
	return folded;
}

char *text_fold(const char *text)
{
	char *folded = fold(text);

	if (folded)
		respell_words(folded);
	return folded;
}

/* "so 61/qd", "so: 61/qd": what stands behind the word for number. */
static const char *behind_so(const char *mark)
{
	size_t gap = strncmp(mark, "so", 2) == 0 ? strspn(mark + 2, " .:") : 0;
	const char *number = mark + 2 + gap;

	return gap > 0 && *number >= '0' && *number <= '9' ? number : mark;
}

char *text_mark(const char *text)
{
	char *mark = fold(text);

	if (!mark)
		return NULL;
	char *out = mark;

	for (const char *in = behind_so(mark); *in; in++)
		if (*in != ' ' || (out > mark && is_letter(out[-1]) && is_letter(in[1])))
			*out++ = *in;
	while (out > mark && strchr(".,;:", out[-1]))
		out--;
	*out = '\0';
	return mark;
}

static unsigned smaller(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* Insertions and deletions that turn `a` into `b`; a changed letter counts as one of each. That
 * prefers "name_vi" to "note" for "name", which Levenshtein's distance does not. */
static unsigned edits(const char *a, const char *b)
{
	size_t a_length = strnlen(a, COMPARED), b_length = strnlen(b, COMPARED);
	unsigned row[COMPARED + 1]; /* distances of a's first i bytes to b's first 0..n bytes */

	for (unsigned n = 0; n <= b_length; n++)
		row[n] = n;
	for (size_t i = 0; i < a_length; i++) {
		unsigned diagonal = row[0];
		row[0]++;
		for (size_t n = 0; n < b_length; n++) {
			unsigned above = row[n + 1];
			row[n + 1] = a[i] == b[n] ? diagonal : smaller(above, row[n]) + 1;
			diagonal = above;
		}
	}
	return row[b_length];
}

unsigned text_distance(const char *a, const char *b)
{
	char *a_folded = text_fold(a), *b_folded = text_fold(b);
	unsigned distance = 0;

	/* Without memory the raw texts still give a hint. */
	if (a_folded && b_folded) {
		a = a_folded;
		b = b_folded;
	}
	if (strcmp(a, b) != 0) {
		distance = edits(a, b);
		if (distance == 0) /* they differ behind what is compared */
			distance = 1;
	}
	free(a_folded);
	free(b_folded);
	return distance;
}

bool text_resembles(const char *a, const char *b)
{
	size_t a_length = text_code_points(a), b_length = text_code_points(b);
	unsigned distance = text_distance(a, b);

	return distance <= 4 && distance * 3 <= (a_length < b_length ? a_length : b_length);
}
