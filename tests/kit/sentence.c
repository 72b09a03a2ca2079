/* See sentence.h. */
#include "kit/sentence.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "gen/words.h"

static bool is_one_of(const char *const *list, const char *word)
{
	for (; *list; list++)
		if (!strcmp(*list, word))
			return true;
	return false;
}

static bool is_ascii(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text >= 0x80)
			return false;
	return true;
}

/* Of a syllable without marks: those that end in c, ch, p or t have a tone, and so a mark. */
static bool may_be_syllable(const char *word)
{
	static const char *const starts[] = {"", "b", "c", "ch", "d", "g", "gh", "gi", "h", "k",
		"kh", "l", "m", "n", "ng", "ngh", "nh", "p", "ph", "qu", "r", "s", "t", "th", "tr",
		"v", "x", NULL};
	static const char *const ends[] = {"", "m", "n", "ng", "nh", NULL};
	char start[8] = "";
	size_t length = strcspn(word, "aeiouy");

	if (*word == 'q' && word[1] == 'u')
		length = 2;
	if (length >= sizeof start)
		return false;
	memcpy(start, word, length);
	size_t vowels = strspn(word + length, "aeiouy");

	return is_one_of(starts, start) && vowels >= 1 && vowels <= 3 &&
		is_one_of(ends, word + length + vowels);
}

static bool is_word_of_contract(const char *word)
{
	for (const struct words *const *group = word_groups; *group; group++)
		for (size_t i = 0; i < (*group)->count; i++)
			if (!strcmp((*group)->words[i].word, word))
				return true;
	return false;
}

/* A part of a token without separators: "VKSTC", "91", "Đ", "theo". */
static bool is_sound(const char *part)
{
	static const char *const known[] = {"KiB", "MiB", NULL};
	char lower[64];
	size_t i = 0;

	if (!is_ascii(part) || !part[0] || !part[1] || is_one_of(known, part) ||
		strlen(part) >= sizeof lower)
		return true;
	if (!strpbrk(part, "abcdefghijklmnopqrstuvwxyz"))
		return true; /* an abbreviation or a number */
	for (; part[i]; i++)
		lower[i] = (char)tolower((unsigned char)part[i]);
	lower[i] = '\0';
	return may_be_syllable(lower);
}

static bool is_slug(const char *token)
{
	size_t first = strspn(token, "abcdefghijklmnopqrstuvwxyz");

	return first && token[first] && strchr("-.", token[first]) &&
		islower((unsigned char)token[first + 1]);
}

static bool is_iso_date(const char *token)
{
	return strspn(token, "0123456789") == 4 && token[4] == '-' &&
		(isdigit((unsigned char)token[5]) || isupper((unsigned char)token[5])) &&
		strspn(token + 5, "0123456789") != 4;
}

static bool parts_are_sound(const char *token)
{
	char copy[256], *rest = copy;

	snprintf(copy, sizeof copy, "%s", token);
	for (char *part; (part = strsep(&rest, "-./+"));)
		if (!is_sound(part))
			return false;
	return true;
}

static bool is_of_year(const char *before)
{
	return !strcmp(before, "năm") || !strcmp(before, "Năm") ||
		!strcmp(before, "tác"); /* năm công tác */
}

/* `before` is the token in front of it. */
static bool is_good(const char *token, const char *before)
{
	size_t digits = strspn(token, "0123456789");
	bool bare = digits >= 4 && !token[digits];
	bool is_year = bare && digits == 4 && (token[0] == '1' || token[0] == '2') &&
		(token[1] == '9' || token[1] == '0');

	if (strpbrk(token, "_{}"))
		return false;
	if (bare && !is_year && strcmp(before, "số") != 0)
		return false;
	/* A year that was printed as a count. */
	if (is_of_year(before) && digits == 1 && token[1] == '.' && strlen(token) == 5)
		return false;
	if (*before && isupper((unsigned char)*token))
		return true; /* the name of a place or of a program */
	return !is_iso_date(token) && !is_slug(token) && !is_word_of_contract(token) &&
		parts_are_sound(token);
}

/* The bytes up to the next blank, quote or mark; *out_next is behind it. */
static size_t token_length(const char *at, const char **out_next)
{
	static const char *const quotes[] = {"“", "”"};
	size_t length = strcspn(at, " \n\"(),;:!?%=");
	size_t behind = length + (at[length] != '\0');

	for (size_t i = 0; i < 2; i++) {
		const char *quote = strstr(at, quotes[i]);

		if (quote && (size_t)(quote - at) < length) {
			length = (size_t)(quote - at);
			behind = length + strlen(quotes[i]);
		}
	}
	*out_next = at + behind;
	return length;
}

const char *sentence_fault(const char *sentence)
{
	static char token[256];
	char before[256] = "";

	for (const char *at = sentence, *next; *at; at = next) {
		size_t length = token_length(at, &next);

		snprintf(token, sizeof token, "%.*s", (int)length, at);
		for (size_t end = strlen(token); end && token[end - 1] == '.';)
			token[--end] = '\0';
		if (!is_good(token, before))
			return token;
		memcpy(before, token, sizeof before);
	}
	return NULL;
}

/* Takes out what stands from `open` to `close`; between brackets only what has no blank. */
static void take_out(char *text, const char *open, const char *close, bool code_only)
{
	char *start = text, *end;

	while ((start = strstr(start, open)) && (end = strstr(start, close))) {
		if (code_only && memchr(start, ' ', (size_t)(end - start)))
			start++;
		else
			memmove(start, end + strlen(close), strlen(end + strlen(close)) + 1);
	}
}

const char *sentence_fault_unquoted(const char *sentence)
{
	char text[4096];

	snprintf(text, sizeof text, "%s", sentence);
	take_out(text, "“", "”", false);
	take_out(text, "(", ")", true);
	return sentence_fault(text);
}
