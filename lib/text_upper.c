#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "text.h"

/* Some letters have a capital of more bytes than they have themselves, none of more than four. */
#define CAPITAL_MOST 4

char *text_upper(const char *text)
{
	size_t length = strlen(text);
	utf8proc_uint8_t *out = malloc(length * CAPITAL_MOST + 1), *at = out;
	const utf8proc_uint8_t *from = (const utf8proc_uint8_t *)text;

	while (out && *from) {
		utf8proc_int32_t letter;

		from += utf8proc_iterate(from, -1, &letter);
		at += utf8proc_encode_char(utf8proc_toupper(letter), at);
	}
	if (at)
		*at = '\0';
	return (char *)out;
}
