/* Header values as tables: one a header, with what a sloppy reader would take for something else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "buffer.h"
#include "header.h"

#define EACH(i, array)                                                                             \
	size_t i = 0;                                                                              \
	i < sizeof(array) / sizeof *(array);                                                       \
	i++

/* The list as "name=weight name=weight .." */
static void lists(void **state)
{
	static const struct {
		const char *list, *elements;
	} cases[] = {
		{"", ""},
		{" , ,\t", ""},
		{"en", "en=1000"},
		{"en-GB , vi;q=0.9,, *;q=0", "en-GB=1000 vi=900 *=0"},
		{"a;q=1, b;q=1., c;q=1.0, d;q=1.000, e;q=0., f;q=0.001",
			"a=1000 b=1000 c=1000 d=1000 e=0 f=1"},
		{"a ; Q=0.25 ,b", "a=250 b=1000"},
		/* Weights that are none */
		{"a;q=1.001, b;q=2, c;q=.5, d;q=0.1234, e;q=, f;q, g;q=\"1\", h;q=-1, i;q=1x", ""},
		{"a;q=0 .5, b", "b=1000"},
		/* A comma or semicolon in quotes is none, nor is what looks like a q there */
		{"text/csv;x=\"a,b;q=0\";q=0.5, b", "text/csv=500 b=1000"},
		{"text/csv;x=\"\\\",\\\\\", b", "text/csv=1000 b=1000"},
		{"a, text/csv;x=\"b, c", "a=1000"},
		{"a\"b,c\"d, e", "e=1000"},
		/* Parameters may be empty, their values not */
		{"text/csv;;q=0.5;, b;x, c;x=, d;=x", "text/csv=500"},
		{"a b, c/d/e, /f, g", "/f=1000 g=1000"},
		{"a;x=1 y, b;x =1, c;x= 1, d", "d=1000"},
	};
	struct buffer found = {0};

	(void)state;
	for (EACH(i, cases)) {
		struct header_element element;
		const char *at = cases[i].list;

		buffer_truncate(&found, 0);
		while (header_next(&at, &element))
			buffer_printf(&found, "%s%.*s=%d", found.length ? " " : "",
				(int)element.name.length, element.name.text, element.weight);
		assert_string_equal(buffer_string(&found), cases[i].elements);
	}
	buffer_free(&found);
}

/* Who wants CSV rather than JSON, who the other way, and who has no wish. */
static void preferences(void **state)
{
	static const struct {
		const char *accept;
		char wish; /* c: CSV, j: JSON, =: either, -: neither */
	} cases[] = {
		{NULL, '='},
		{"*/*", '='},
		{"", '-'},
		{"text/csv", 'c'},
		{"TEXT/CSV", 'c'},
		{"text/csv; charset=utf-8", 'c'},
		{"text/csv, */*", 'c'},
		{"text/csv, */*;q=0.1", 'c'},
		{"*/*;q=0.1, text/csv", 'c'},
		{"text/*", 'c'},
		{"text/*, */*", 'c'},
		{"text/csv, application/json;q=0.9", 'c'},
		{"application/json;q=0.8, text/csv;q=0.801", 'c'},
		{"application/json;q=0, */*", 'c'},
		{"application/json", 'j'},
		{"application/json, text/csv;q=0", 'j'},
		{"application/json, text/csv;q=0.999", 'j'},
		{"application/json, text/*", 'j'},
		{"application/json, */*", 'j'},
		{"application/json;x=\"text/csv\"", 'j'},
		{"application/json;x=\", text/csv\"", 'j'},
		{"text/csv;q=0.5, */*", 'j'},
		{"text/csv;q=0, */*", 'j'},
		{"text/*;q=0, text/csv;q=0, */*", 'j'},
		{"text/csv;q=0.5, application/*", 'j'},
		{"text/csv, application/json", '='},
		{"text/*, application/*", '='},
		{"text/csv;q=0.2, text/csv;q=0.5, application/json;q=0.5", '='},
		{"text/csv;q=0", '-'},
		{"text/csvx", '-'},
		{"text/cs", '-'},
		{"xtext/csv", '-'},
		{"text/csv/x", '-'},
		{"text/csv;q=7", '-'},
		{"text", '-'},
		{"*", '-'},
		{"*/csv", '-'},
		{"texts/*", '-'},
		{"text/*x", '-'},
		{"application/problem+json", '-'},
		{"application/xml, text/html;q=0.9", '-'},
	};

	(void)state;
	for (EACH(i, cases)) {
		int csv = header_preference(cases[i].accept, "text/csv");
		int json = header_preference(cases[i].accept, "application/json");
		char wish = csv > json ? 'c' : csv < json ? 'j' : csv ? '=' : '-';

		if (wish != cases[i].wish)
			fail_msg("%s: CSV %d, JSON %d", cases[i].accept, csv, json);
	}
}

static void content_types(void **state)
{
	static const struct {
		const char *value;
		bool json;
	} cases[] = {
		{"application/json", true},
		{"Application/JSON", true},
		{" application/json ", true},
		{"application/json;charset=utf-8", true},
		{"application/json ; Charset=UTF-8 ; x=y", true},
		{"application/json; charset=\"utf-8\"", true},
		{"application/json; charset=\"\\u\\tf-8\"", true},
		{"application/json;", true},
		{"application/json; x=\"charset=latin1\"", true},
		{"application/json; charset=utf8", true},
		{"application/json; charset=\"UTF8\"", true},
		{"application/json; charset=utf-8x", false},
		{"application/json; charset=utf88", false},
		{"application/json; charset=utf-", false},
		{"application/json; charset=\"utf-8", false},
		{"application/json; charset=\"utf-8x\"", false},
		{"application/json; charset=\"\"", false},
		{"application/json; charset=", false},
		{"application/json; charset", false},
		{"application/json; charset=utf-8 latin1", false},
		{"application/json; charset=utf-8; charset=latin1", false},
		{"application/json; charset=utf-16", false},
		{"application/jsonx", false},
		{"application/json+x", false},
		{"application/json/x", false},
		{"application/json, text/csv", false},
		{"application/json x", false},
		{"application /json", false},
		{"application", false},
		{"", false},
	};

	(void)state;
	for (EACH(i, cases))
		if (header_is_type(cases[i].value, "application/json") != cases[i].json)
			fail_msg("%s", cases[i].value);
}

/* The list as "tag W/tag .." */
static void entity_tags(void **state)
{
	static const struct {
		const char *list, *tags;
	} cases[] = {
		{"", ""},
		{"\"3\"", "3"},
		{" , \"3\" , W/\"4\",\"\"", "3 W/4 "},
		{"\"a,b\", \"c\\\", \"d\"", "a,b c\\ d"},
		{"\"\xc3\xa9\"", "\xc3\xa9"},
		/* What is against the grammar ends the list */
		{"3", ""},
		{"\"3", ""},
		{"\"3\"x, \"4\"", ""},
		{"\"1\", 3, \"4\"", "1"},
		{"w/\"3\"", ""},
		{"W/ \"3\"", ""},
		{"\"3 4\"", ""},
		{"\"1\", *", "1"},
	};
	struct buffer found = {0};

	(void)state;
	for (EACH(i, cases)) {
		struct header_tag tag;
		const char *at = cases[i].list;
		size_t count = 0;

		buffer_truncate(&found, 0);
		while (header_next_tag(&at, &tag))
			buffer_printf(&found, "%s%s%.*s", count++ ? " " : "", tag.weak ? "W/" : "",
				(int)tag.text.length, tag.text.text);
		assert_string_equal(buffer_string(&found), cases[i].tags);
	}
	buffer_free(&found);
	assert_true(header_is_any("*"));
	assert_true(header_is_any(" * "));
	assert_false(header_is_any("*, \"3\""));
	assert_false(header_is_any("\"*\""));
	assert_false(header_is_any(""));
}

static void numbers(void **state)
{
	static const struct {
		const char *value;
		uint64_t number;
	} good[] = {
		{"0", 0},
		{"17", 17},
		{"007", 7},
		{"999999999999999999", 999999999999999999},
	};
	static const char *const bad[] = {"", " ", "1 ", " 1", "+1", "-1", "1.0", "0x1", "1,1",
		"1, 1", "1a", "\xd9\xa1", "1000000000000000000", "18446744073709551617"};
	uint64_t number;

	(void)state;
	for (EACH(i, good)) {
		assert_true(header_number(good[i].value, &number));
		assert_true(number == good[i].number);
	}
	for (EACH(i, bad))
		if (header_number(bad[i], &number))
			fail_msg("\"%s\" is no number", bad[i]);
}

static void tokens(void **state)
{
	static const char *const bad[] = {
		"", "a b", "a:", "a\t", "(a)", "a/b", "\"a\"", "a,b", "\xc3\xa9", "\x7f", "a\x01"};

	(void)state;
	assert_true(header_is_token("X-Id", 4));
	assert_true(header_is_token("!#$%&'*+-.^_`|~09azAZ", 21));
	assert_true(header_is_token("a b", 1));
	assert_false(header_is_token("a\0b", 3));
	for (EACH(i, bad))
		assert_false(header_is_token(bad[i], strlen(bad[i])));
}

static void cookies(void **state)
{
	static const struct {
		const char *value;
		size_t count;
		const char *first;
	} cases[] = {{"sid=abc", 1, "abc"}, {"a=1; sid=abc; b=2", 1, "abc"}, {"sid=;x", 1, ""},
		{"sid=a;sid=b ; sid=c", 3, "a"}, {"sid=a=b", 1, "a=b"}, {"xsid=a; sidx=b", 0, ""},
		{"SID=a", 0, ""}, {"sid", 0, ""}, {"sid =a", 0, ""}, {"", 0, ""}, {";;; ", 0, ""},
		{"a=\"sid=b\"", 0, ""}};

	(void)state;
	for (EACH(i, cases)) {
		struct header_part part = {"", 0};

		assert_int_equal(header_cookie(cases[i].value, "sid", &part), cases[i].count);
		assert_int_equal(part.length, strlen(cases[i].first));
		assert_memory_equal(part.text, cases[i].first, part.length);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists),
		cmocka_unit_test(preferences),
		cmocka_unit_test(content_types),
		cmocka_unit_test(entity_tags),
		cmocka_unit_test(numbers),
		cmocka_unit_test(tokens),
		cmocka_unit_test(cookies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
