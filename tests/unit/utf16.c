/* UTF-16 as data: its bytes, and the UTF-8 that comes of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "utf16.h"

#define LENGTH_OF(array) (sizeof(array) / sizeof *(array))
#define BYTES(text)      text, sizeof(text) - 1

static void looks_at_the_first_bytes(void **state)
{
	static const struct {
		const char *text;
		size_t length;
		enum utf16 expected;
	} cases[] = {
		{BYTES(""), UTF16_NOT},
		{BYTES("a"), UTF16_NOT},
		{BYTES("\xff"), UTF16_NOT},
		{BYTES("\xff\xfe"), UTF16_LITTLE},
		{BYTES("\xfe\xff"), UTF16_BIG},
		{BYTES("\xff\xfe"
		       "a\0"),
			UTF16_LITTLE},
		{BYTES("a\0"), UTF16_UNMARKED},
		{BYTES("\0a"), UTF16_UNMARKED},
		{BYTES("a\0;\0"), UTF16_UNMARKED},
		{BYTES("\0a\0;"), UTF16_UNMARKED},
		{BYTES("a\0;;"), UTF16_NOT},
		{BYTES("\0\0"), UTF16_NOT},
		{BYTES("{\0}"), UTF16_NOT},
		{BYTES("element;value"), UTF16_NOT},
		{BYTES("\xef\xbb\xbf"
		       "a"),
			UTF16_NOT},
	};

	(void)state;
	for (size_t i = 0; i < LENGTH_OF(cases); i++)
		assert_int_equal(utf16_look(cases[i].text, cases[i].length), cases[i].expected);
}

static void becomes_utf8(void **state)
{
	static const struct {
		const char *text;
		size_t length;
		const char *expected; /* NULL: not well-formed */
	} cases[] = {
		{BYTES("\xff\xfe"), ""},
		{BYTES("\xff\xfe"
		       "a\0\r\0\n\0"),
			"a\r\n"},
		{BYTES("\xfe\xff\0a\x01\x11\x1e\xaf\x20\xac"), "ađắ€"},
		{BYTES("\xff\xfe\x7f\0\x80\0\xff\x07\0\x08\xff\xff"),
			"\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80\xef\xbf\xbf"},
		{BYTES("\xff\xfe\x3d\xd8\x00\xde"), "😀"},
		{BYTES("\xfe\xff\xd8\x3d\xde\x00\xdb\xff\xdf\xff"), "😀\U0010ffff"},
		{BYTES("\xff\xfe"
		       "a"),
			NULL},
		{BYTES("\xff\xfe\x3d\xd8"), NULL},
		{BYTES("\xff\xfe\x3d\xd8"
		       "a\0"),
			NULL},
		{BYTES("\xff\xfe\x00\xde"), NULL},
		{BYTES("\xff\xfe\0\0"), NULL},
	};
	struct buffer out = {0};

	(void)state;
	for (size_t i = 0; i < LENGTH_OF(cases); i++) {
		char *exact = malloc(cases[i].length); /* so that the sanitizer sees its end */

		memcpy(exact, cases[i].text, cases[i].length);
		buffer_truncate(&out, 0);
		bool good = utf16_to_utf8(exact, cases[i].length, &out);

		assert_int_equal(good, cases[i].expected != NULL);
		if (good)
			assert_string_equal(buffer_string(&out), cases[i].expected);
		free(exact);
	}
	buffer_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(looks_at_the_first_bytes),
		cmocka_unit_test(becomes_utf8),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
