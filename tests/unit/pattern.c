/*
 * The document gives a regular expression for each of our own formats, and for a text without one;
 * the server has a function: both must take the same texts.
 */
#include <jansson.h>
#include <locale.h>
#include <regex.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "buffer.h"
#include "schema.h"

static struct format {
	const char *name;
	enum schema_format format;
	const char *pattern;
	regex_t regex;
} formats[] = {
	{.name = "period", .format = FORMAT_PERIOD},
	{.name = "slug", .format = FORMAT_SLUG},
	{.name = "code", .format = FORMAT_CODE},
	{.name = "key", .format = FORMAT_KEY},
	{.name = "login", .format = FORMAT_LOGIN},
	{.name = "cursor", .format = FORMAT_CURSOR},
	{.name = "line", .format = FORMAT_LINE},
	{.name = "none", .format = FORMAT_NONE},
	{.name = "name", .format = FORMAT_NAME},
};
enum { FORMAT_COUNT_OF_OURS = sizeof formats / sizeof *formats };

static const char *const pieces[] = {"a", "z", "A", "Z", "0", "1", "2", "9", "-", ".", "_", "/",
	":", "@", "H", "Y", "\t", "\n", "\r", "\x01", " ", "đ", "\x7f", "\xc2\x85", "\xc2\xa0"};
enum { PIECE_COUNT = sizeof pieces / sizeof *pieces };

static json_t *document;

static void add_code(struct buffer *out, unsigned code)
{
	if (code >= 0x80)
		buffer_char(out, (char)(0xc0 | code >> 6));
	buffer_char(out, (char)(code < 0x80 ? code : (0x80 | (code & 0x3f))));
}

/* regcomp() knows no \xHH, which stand in ranges here: these are written out. A C string has no NUL. */
static void compile(struct format *format)
{
	struct buffer text = {0};
	unsigned first, last;

	for (const char *at = format->pattern; *at; at++) {
		if (sscanf(at, "\\x%2x-\\x%2x", &first, &last) != 2) {
			buffer_char(&text, *at);
			continue;
		}
		for (unsigned code = first ? first : 1; code <= last; code++)
			add_code(&text, code);
		at += strlen("\\x00-\\x1f") - 1;
	}
	assert_int_equal(
		regcomp(&format->regex, buffer_string(&text), REG_EXTENDED | REG_NOSUB), 0);
	buffer_free(&text);
}

static void take_pattern(const char *name, const char *pattern)
{
	for (size_t i = 0; i < FORMAT_COUNT_OF_OURS; i++)
		if (strcmp(formats[i].name, name) == 0) {
			if (formats[i].pattern)
				assert_string_equal(formats[i].pattern, pattern);
			formats[i].pattern = pattern;
			return;
		}
	fail_msg("the format %s is not among those of this test", name);
}

static void collect(json_t *json)
{
	const char *name = json_string_value(json_object_get(json, "x-format"));
	const char *pattern = json_string_value(json_object_get(json, "pattern"));
	const char *key;
	json_t *value;
	size_t i;

	if (pattern)
		take_pattern(name ? name : "none", pattern);
	json_object_foreach(json, key, value) collect(value);
	json_array_foreach(json, i, value) collect(value);
}

static int read_document(void **state)
{
	(void)state;
	assert_non_null(setlocale(LC_CTYPE, "C.UTF-8"));
	document = json_load_file("build/gen/api.json", 0, NULL);
	assert_non_null(document);
	collect(document);
	for (size_t i = 0; i < FORMAT_COUNT_OF_OURS; i++)
		if (formats[i].pattern)
			compile(&formats[i]);
	return 0;
}

static int forget_document(void **state)
{
	(void)state;
	for (size_t i = 0; i < FORMAT_COUNT_OF_OURS; i++)
		if (formats[i].pattern)
			regfree(&formats[i].regex);
	json_decref(document);
	return 0;
}

static bool server_takes(const struct format *format, const char *text)
{
	const struct schema schema = {
		.types = SCHEMA_STRING, .format = format->format, .max_length = SIZE_MAX};
	int64_t number;

	return schema_check_text(&schema, text, "", &number, NULL, NULL);
}

static void compare(const char *text)
{
	for (size_t i = 0; i < FORMAT_COUNT_OF_OURS; i++) {
		const struct format *format = &formats[i];

		if (!format->pattern)
			continue;
		bool pattern = regexec(&format->regex, text, 0, NULL, 0) == 0;

		if (server_takes(format, text) != pattern)
			fail_msg("format %s: the pattern %s \"%s\", the server does not agree",
				format->name, pattern ? "takes" : "refuses", text);
	}
}

static void every_text_of_three(void **state)
{
	char text[16];

	(void)state;
	compare("");
	for (size_t i = 0; i < PIECE_COUNT; i++) {
		compare(pieces[i]);
		for (size_t j = 0; j < PIECE_COUNT; j++) {
			snprintf(text, sizeof text, "%s%s", pieces[i], pieces[j]);
			compare(text);
			for (size_t k = 0; k < PIECE_COUNT; k++) {
				snprintf(text, sizeof text, "%s%s%s", pieces[i], pieces[j],
					pieces[k]);
				compare(text);
			}
		}
	}
}

/* A good text with one place changed, in every way. */
static void every_near_miss(void **state)
{
	static const char *const texts[] = {"2021-06", "2021-12", "2021-H1", "2021-Y", "1000-01",
		"9999-10", "0999-12", "gialai.pleiku", "vkstc-cum-7-2021", "TB-02", "319/VKS-VP",
		"base_salary@2019-07-01", "a:b.c-d", "eyJhIjoxfQ", "Nguyễn Văn A"};
	char text[64];

	(void)state;
	for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
		size_t length = strlen(texts[t]);

		compare(texts[t]);
		for (size_t at = 0; at <= length; at++) {
			const char *rest = texts[t] + at;

			if ((*rest & 0xc0) == 0x80 || (*rest & 0x80))
				continue;
			for (size_t i = 0; i < PIECE_COUNT; i++) {
				snprintf(text, sizeof text, "%.*s%s%s", (int)at, texts[t],
					pieces[i], rest);
				compare(text);
				snprintf(text, sizeof text, "%.*s%s%s", (int)at, texts[t],
					pieces[i], *rest ? rest + 1 : "");
				compare(text);
			}
			snprintf(text, sizeof text, "%.*s%s", (int)at, texts[t],
				*rest ? rest + 1 : "");
			compare(text);
		}
	}
}

static void every_format_has_a_pattern(void **state)
{
	(void)state;
	for (size_t i = 0; i < FORMAT_COUNT_OF_OURS; i++)
		if (!formats[i].pattern)
			fail_msg("%s is nowhere in the document", formats[i].name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_format_has_a_pattern),
		cmocka_unit_test(every_text_of_three),
		cmocka_unit_test(every_near_miss),
	};

	return cmocka_run_group_tests(tests, read_document, forget_document);
}
