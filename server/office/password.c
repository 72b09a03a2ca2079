/*
 * Guessable passwords. People make long ones of short words that everybody uses, with a year behind; so a list of words
 * finds more than a list of passwords would. Compared is what text_fold() leaves: without case and diacritics.
 */
#include "office/password.h"

#include <string.h>

#include "base/embed.h"

#define SHORTEST_NAME 3 /* letters; a shorter one is in many words */

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

/* Of a text its letters, and its digits: the same words count however they are parted. */
static const char *bare(struct request *req, const char *text, bool digits)
{
	const char *folded = req_fold(req, text);
	char *out = req_alloc(req, strlen(folded) + 1), *to = out;

	for (; out && *folded; folded++)
		if (is_letter(*folded) || (digits && *folded >= '0' && *folded <= '9'))
			*to++ = *folded;
	return out ? out : "";
}

/* From each place that common words lead to: where the next one leads. A letter again, as in "aaaa", says nothing. */
static bool is_common(struct request *req, const char *letters)
{
	size_t length = strlen(letters);
	bool *reached = req_alloc(req, length + 1);

	if (!reached)
		return false;
	reached[0] = true;
	for (size_t at = 0; at < length; at++) {
		if (!reached[at])
			continue;
		reached[at + 1] |= letters[at] == letters[at + 1] ||
			(at > 0 && letters[at] == letters[at - 1]);
		for (const char *word = embed_common_words.data; *word;) {
			size_t size = strcspn(word, "\n");

			if (size && !strncmp(letters + at, word, size))
				reached[at + size] = true;
			word += size + (word[size] == '\n');
		}
	}
	return reached[length];
}

static bool has(struct request *req, const char *password, const char *what)
{
	const char *part = bare(req, what, true);

	return strlen(part) >= SHORTEST_NAME && strstr(password, part);
}

const char *password_fault(
	struct request *req, const char *password, const char *login, const char *full_name)
{
	if (is_common(req, bare(req, password, false)))
		return "common";
	password = bare(req, password, true);
	return has(req, password, login) || has(req, password, full_name) ? "own" : NULL;
}
