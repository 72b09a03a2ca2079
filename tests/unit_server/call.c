/* The headers of an answer: none is lost, and what cannot be kept fails the request. */
#include "fixture/fixture.h"

#include <string.h>

struct scene {
	struct call call;
	struct request req;
};

static void open_scene(struct scene *s)
{
	*s = (struct scene){0};
	s->call.request = &s->req;
	s->req.call = &s->call;
}

static const char *value(const struct call *call, const char *name)
{
	for (size_t i = 0; i < call->header_count; i++)
		if (!strcmp(call->headers[i].name, name))
			return call_header_value(call, i);
	return NULL;
}

static void keeps_headers_of_any_length(void **state)
{
	struct scene s;
	struct call other = {0};
	char long_text[4000];

	(void)state;
	open_scene(&s);
	memset(long_text, 'x', sizeof long_text - 1);
	long_text[sizeof long_text - 1] = '\0';
	call_set_header(&s.call, "ETag", "\"%d\"", 1);
	call_set_header(&s.call, "X-Next-Cursor", "%s", long_text);
	call_set_header(&s.call, "Location", "/a\r\nb");
	call_set_header(&s.call, "ETag", "\"%d\"", 2);
	assert_int_equal(s.call.header_count, 3);
	assert_string_equal(value(&s.call, "ETag"), "\"2\"");
	assert_string_equal(value(&s.call, "X-Next-Cursor"), long_text);
	assert_string_equal(value(&s.call, "Location"), "/ab");

	/* As when a lane hands its answer back. */
	call_take_headers(&other, &s.call);
	assert_string_equal(value(&other, "ETag"), "\"2\"");
	assert_string_equal(value(&other, "X-Next-Cursor"), long_text);

	call_set_header(&s.call, "X-Next-Cursor", "short");
	assert_string_equal(value(&s.call, "X-Next-Cursor"), "short");
	assert_int_equal(s.req.failed, OK);
	req_free_memory(&s.req);
}

static void fails_rather_than_lose_one(void **state)
{
	static const char *const names[CALL_HEADERS + 1] = {
		"A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K"};
	struct scene s;

	(void)state;
	open_scene(&s);
	for (size_t i = 0; i < CALL_HEADERS; i++)
		call_set_header(&s.call, names[i], "1");
	assert_int_equal(s.req.failed, OK);
	call_set_header(&s.call, names[CALL_HEADERS], "1");
	assert_int_equal(s.req.failed, E_FAULT);
	assert_int_equal(s.call.header_count, 0);
	req_free_memory(&s.req);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_headers_of_any_length),
		cmocka_unit_test(fails_rather_than_lose_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
