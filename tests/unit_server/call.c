/* The headers of an answer: of any length, and none is lost without a word. */
#include "fixture/fixture.h"

#include <string.h>

static const char *value(const struct call *call, const char *name)
{
	for (size_t i = 0; i < call->header_count; i++)
		if (!strcmp(call->headers[i].name, name))
			return call_header_value(call, i);
	return NULL;
}

static void keeps_headers_of_any_length(void **state)
{
	struct call call = {0}, other = {0};
	char long_text[4000];

	(void)state;
	memset(long_text, 'x', sizeof long_text - 1);
	long_text[sizeof long_text - 1] = '\0';
	call_set_header(&call, "ETag", "\"%d\"", 1);
	call_set_long_header(&call, "X-Next-Cursor", long_text);
	call_set_header(&call, "Location", "/a\r\nb");
	call_set_header(&call, "ETag", "\"%d\"", 2);
	assert_int_equal(call.header_count, 3);
	assert_string_equal(value(&call, "ETag"), "\"2\"");
	assert_string_equal(value(&call, "X-Next-Cursor"), long_text);
	assert_string_equal(value(&call, "Location"), "/ab");

	/* As when a lane hands its answer back. */
	call_take_headers(&other, &call);
	assert_string_equal(value(&other, "ETag"), "\"2\"");
	assert_string_equal(value(&other, "X-Next-Cursor"), long_text);

	call_set_header(&call, "X-Next-Cursor", "short");
	assert_string_equal(value(&call, "X-Next-Cursor"), "short");
	assert_string_equal(value(&other, "X-Next-Cursor"), long_text);
	assert_false(call.header_lost);
}

static void tells_that_one_was_lost(void **state)
{
	static const char *const names[CALL_HEADERS + 1] = {
		"A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K"};
	struct call many = {0}, full = {0}, other = {0};

	(void)state;
	for (size_t i = 0; i < CALL_HEADERS; i++)
		call_set_header(&many, names[i], "1");
	assert_false(many.header_lost);
	call_set_header(&many, names[CALL_HEADERS], "1");
	assert_true(many.header_lost);
	assert_int_equal(many.header_count, 0);

	call_set_header(&full, "Location", "/%0*d", CALL_HEADER_TEXT - 2, 1);
	assert_false(full.header_lost);
	call_set_header(&full, "ETag", "\"1\"");
	assert_true(full.header_lost);
	call_take_headers(&other, &full);
	assert_true(other.header_lost);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_headers_of_any_length),
		cmocka_unit_test(tells_that_one_was_lost),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
