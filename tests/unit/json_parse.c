/* A client's JSON: what is refused and where, and that all else is read as jansson reads it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "json_parse.h"
#include "text.h"

#define LENGTH_OF(array) (sizeof(array) / sizeof *(array))
#define DEEPEST          16
#define MUTATIONS        200000

static uint64_t random_state = 20210630;

static uint64_t next_random(void)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return random_state;
}

static void places_of_faults(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		enum parse fault;
		int64_t line, column;
	} cases[] = {
		{"", PARSE_MALFORMED, 1, 1},
		{"17", PARSE_MALFORMED, 1, 1},
		{"{\"a\" 1}", PARSE_MALFORMED, 1, 6},
		{"{\"a\": 1,}", PARSE_MALFORMED, 1, 9},
		{"{\"a\": 1 \"b\": 2}", PARSE_MALFORMED, 1, 9},
		{"{}\n\n  x", PARSE_MALFORMED, 3, 3},
		{"[\"\xc4\x90\xe1\xba\xaf\", x]", PARSE_MALFORMED, 1, 8},
		{"[\"a\\x\"]", PARSE_MALFORMED, 1, 4},
		{"[\n\t1,\n\t01]", PARSE_MALFORMED, 3, 3},
		{"[\"open", PARSE_MALFORMED, 1, 7},
		{"[\"\\u0000\"]", PARSE_MALFORMED, 1, 3},
		{"[\"\\ud83d\"]", PARSE_MALFORMED, 1, 3},
		{"{\"a\": 1,\n \"a\": 2}", PARSE_REPEATED, 2, 2},
		{"{\"a\": 1, \"\\u0061\": 2}", PARSE_REPEATED, 1, 10},
		{"[[[[[[[[[[[[[[[[ [", PARSE_DEEP, 1, 18},
	};

	for (size_t i = 0; i < LENGTH_OF(cases); i++) {
		struct json_parsed parsed;
		enum parse fault =
			json_parse(cases[i].text, strlen(cases[i].text), DEEPEST, &parsed);

		if (fault != cases[i].fault || parsed.line != cases[i].line ||
			parsed.column != cases[i].column || parsed.json)
			fail_msg("%s: fault %d at %lld:%lld", cases[i].text, fault,
				(long long)parsed.line, (long long)parsed.column);
	}
}

static void a_nul_stops_it(void **state)
{
	(void)state;
	struct json_parsed parsed;

	assert_int_equal(json_parse("{}\0", 3, DEEPEST, &parsed), PARSE_MALFORMED);
	assert_int_equal(parsed.column, 3);
	assert_int_equal(json_parse("[9\0]", 4, DEEPEST, &parsed), PARSE_MALFORMED);
	assert_int_equal(parsed.column, 3);
}

static void numbers_beyond_words(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int64_t value;
	} cases[] = {
		{"[9223372036854775807]", INT64_MAX},
		{"[9223372036854775808]", 999999999999999999},
		{"[-9223372036854775808]", INT64_MIN},
		{"[-9223372036854775809]", -999999999999999999},
		{"[1e400]", 999999999999999999},
		{"[-1e400]", -999999999999999999},
	};

	for (size_t i = 0; i < LENGTH_OF(cases); i++) {
		struct json_parsed parsed;

		assert_int_equal(
			json_parse(cases[i].text, strlen(cases[i].text), 1, &parsed), PARSE_DONE);
		assert_int_equal(
			json_integer_value(json_array_get(parsed.json, 0)), cases[i].value);
		json_decref(parsed.json);
	}
}

static void compare(const char *text, size_t length)
{
	json_error_t error;
	json_auto_t *wanted = json_loadb(text, length, JSON_REJECT_DUPLICATES, &error);
	struct json_parsed parsed;
	enum parse fault = json_parse(text, length, DEEPEST, &parsed);
	json_auto_t *got = parsed.json;

	if (fault == PARSE_DEEP ||
		(!wanted && json_error_code(&error) == json_error_numeric_overflow))
		return;
	if (!wanted != !got || (wanted && !json_equal(wanted, got)))
		fail_msg("`%.*s`: fault %d, jansson says %s", (int)length, text, fault,
			wanted ? "it is good" : error.text);
}

static void as_jansson_reads_it(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"{\"unit\": \"gialai\", \"values\": [{\"element\": \"dt_new_c\", \"value\": 95, \"note\": null}]}",
		"[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0110\\u1eaf\\ud83d\\ude00 Đắk\", \"\"]",
		" [ -0 , 12.50e-1, 1E+2, true , false,null, {} , [ ] ] ",
		"{\"\": 1, \"z\\u007a\": {\"a\": 0.1}}",
	};
	static const char bytes[] = "{}[]\",:\\u019-+.eE tfn\n\t/\x01\xc4\x91";

	for (size_t i = 0; i < LENGTH_OF(texts); i++)
		compare(texts[i], strlen(texts[i]));
	for (size_t i = 0; i < MUTATIONS; i++) {
		char text[200];
		size_t length = strlen(texts[i % LENGTH_OF(texts)]);

		memcpy(text, texts[i % LENGTH_OF(texts)], length + 1);
		for (size_t n = 1 + next_random() % 3; n > 0; n--)
			text[next_random() % length] = bytes[next_random() % (sizeof bytes - 1)];
		if (text_is_utf8(text, length))
			compare(text, length);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(places_of_faults),
		cmocka_unit_test(a_nul_stops_it),
		cmocka_unit_test(numbers_beyond_words),
		cmocka_unit_test(as_jansson_reads_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
