/* Which of the two languages an Accept-Language asks for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "request/call.h"
#include "request/language.h"

static bool english(const char *accepted)
{
	const struct call call = {.accept_language = accepted};

	return call_in_english(&call);
}

static void prefers_what_is_weighed_more(void **state)
{
	(void)state;
	assert_true(english("en"));
	assert_true(english("en-GB, vi;q=0.9"));
	assert_true(english("vi;q=0.2, en;q=0.25"));
	assert_true(english("fr, en;q=0.1"));
	assert_false(english("vi, en;q=0.999"));
	assert_false(english("en;q=0.5, *"));
	assert_true(english("vi;q=0.5, *"));
}

static void speaks_vietnamese_by_default(void **state)
{
	(void)state;
	assert_false(english(NULL));
	assert_false(english(""));
	assert_false(english("fr"));
	assert_false(english("en, vi"));
	assert_false(english("*"));
}

static void gives_no_language_that_is_refused(void **state)
{
	(void)state;
	assert_false(english("en;q=0"));
	assert_false(english("fr, en; q=0.000"));
	assert_true(english("vi;q=0"));
	assert_true(english("en;q=0, en-GB;q=0.1"));
	assert_false(english("vi;q=0, en;q=0"));
	assert_false(english("*;q=0"));
	assert_true(english("*;q=0, en"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(prefers_what_is_weighed_more),
		cmocka_unit_test(speaks_vietnamese_by_default),
		cmocka_unit_test(gives_no_language_that_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
