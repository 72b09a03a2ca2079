/* The words of a search as patterns. */
#include <string.h>

#include "request/request.h"

#define PATTERNS 8

/* The longest word, the first of several; its length in *out. */
static char *longest_word(char *text, size_t *out)
{
	char *longest = text;

	*out = 0;
	for (char *at = text; *at;) {
		size_t length = strcspn(at, " ");

		if (length > *out) {
			longest = at;
			*out = length;
		}
		at += length + strspn(at + length, " ");
	}
	return longest;
}

/* Each blank is a gap of any length, and every other sign stands for itself. */
static const char *pattern(struct request *req, const char *words, size_t length)
{
	char *text = req_alloc(req, 2 * length + 1), *out = text;

	if (!text)
		return "";
	for (size_t i = 0; i < length; i++) {
		if (strchr("%_!", words[i]))
			*out++ = '!';
		*out++ = words[i] == ' ' ? '%' : words[i];
	}
	return text;
}

const char *req_like(struct request *req, const char *text, unsigned n)
{
	const char *folded = req_fold(req, text);
	size_t length;

	if (!folded)
		return NULL;
	char *words = req_alloc(req, strlen(folded) + 1);

	if (!words)
		return "";
	memcpy(words, folded, strlen(folded) + 1);
	for (unsigned i = 1; i < n; i++) {
		char *word = longest_word(words, &length);
		memset(word, ' ', length);
	}
	char *word = longest_word(words, &length);

	return n < PATTERNS ? pattern(req, word, length) : pattern(req, words, strlen(words));
}
