/*
 * Names that were broken on their way: letters that a program could not write became question
 * marks, bytes of the encodings from before Unicode were read as Latin-1, or diacritics were left
 * out.
 */
#include <stdlib.h>
#include <string.h>

#include "text.h"

#define LATIN1  0xc3 /* first byte of U+00C0..U+00FF in UTF-8 */
#define SYMBOLS 0xc2 /* first byte of U+0080..U+00BF */

static bool is_small(unsigned char c)
{
	return c >= 'a' && c <= 'z';
}

static bool is_ascii_letter(unsigned char c)
{
	return is_small(c) || (c >= 'A' && c <= 'Z');
}

static bool is_letter(unsigned char c)
{
	return is_ascii_letter(c) || c >= 0x80;
}

/* A question mark beside a letter, or the sign that decoders put for what they cannot read. */
static bool has_lost_letters(const char *text)
{
	const char *mark = text;

	for (; (mark = strchr(mark, '?')) != NULL; mark++)
		if (is_letter((unsigned char)mark[1]) ||
			(mark > text && is_letter((unsigned char)mark[-1])))
			return true;
	return strstr(text, "\ufffd") != NULL;
}

/* In TCVN3 small letters are symbols of Latin-1 ("V¨n", "Hoµng", "Ph¹m", "§ç") or its capitals, which
 * then stand behind a small letter ("NguyÔn", "TrÇn"). */
static bool has_tcvn3_at(const char *text, const char *at)
{
	const unsigned char *c = (const unsigned char *)at;
	unsigned char before = at > text ? (unsigned char)at[-1] : ' ';
	unsigned char behind = c[1] ? c[2] : 0;

	if (c[0] == SYMBOLS) {
		bool sure = strchr("\xa7\xa8\xa9\xaa\xac\xae\xb5\xb6\xb8\xb9", c[1]) != NULL;

		return sure ? is_letter(before) || is_letter(behind)
			    : c[1] > 0xa0 && is_ascii_letter(before) && is_ascii_letter(behind);
	}
	bool capital = c[0] == LATIN1 && c[1] < 0x9f && c[1] != 0x97;

	return capital && is_small(before) &&
		(is_small(behind) || (at - text > 1 && is_small((unsigned char)at[-2])));
}

/* The marks that VNI writes behind a vowel, where Vietnamese has no such pair: as the second byte of
 * the small letter. â ê are left out where "uâ", "iê", "yê" are real. */
static const struct {
	char vowel;
	const char *marks;
} vni[] = {
	{'a', "\xb9\xb8\xbb\xb5\xa2\xaa\xa1\xa0\xa5\xa3\xa4\xa9\xa8"}, /* ù ø û õ â ê á à å ã ä é è */
	{'e', "\xb9\xb8\xbb\xb5\xa2\xa1\xa0\xa5\xa3\xa4"}, /* ù ø û õ â á à å ã ä */
	{'o', "\xb9\xb8\xbb\xb5\xa2\xa5\xa4"},             /* ù ø û õ â å ä */
	{'u', "\xb9\xb8\xbb\xb5"},
	{'y', "\xb9\xb8\xbb\xb5"},
};

static bool has_vni_at(const char *text, const char *at)
{
	unsigned char vowel = at > text ? (unsigned char)(at[-1] | 0x20) : ' ';
	unsigned char mark = (unsigned char)(at[1] | 0x20);

	for (size_t i = 0; i < sizeof vni / sizeof *vni; i++)
		if (vowel == (unsigned char)vni[i].vowel)
			return (unsigned char)at[0] == LATIN1 && strchr(vni[i].marks, mark) != NULL;
	return false;
}

enum text_damage text_damage(const char *text)
{
	if (has_lost_letters(text))
		return TEXT_LETTERS_LOST;
	for (const char *at = text; *at; at++) {
		if (has_vni_at(text, at))
			return TEXT_IN_VNI;
		if (has_tcvn3_at(text, at))
			return TEXT_IN_TCVN3;
	}
	return TEXT_SOUND;
}

static bool has_marks(const char *text)
{
	while (*text && (unsigned char)*text < 0x80)
		text++;
	return *text != '\0';
}

static bool has_small_letters(const char *text)
{
	while (*text && !is_small((unsigned char)*text))
		text++;
	return *text != '\0';
}

bool text_is_poorer(const char *text, const char *than)
{
	bool bare = has_marks(than) && !has_marks(text);
	bool loud = has_small_letters(than) && !has_small_letters(text) &&
		has_marks(than) == has_marks(text);

	if (!bare && !loud)
		return false;
	char *folded = text_fold(text), *other = text_fold(than);
	bool same = folded && other && strcmp(folded, other) == 0;

	free(folded);
	free(other);
	return same;
}
