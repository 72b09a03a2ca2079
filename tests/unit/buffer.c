/* The buffer: growth, escapes that read back, numbers and instants at their edges. */
#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "buffer.h"

static uint64_t random_state = 20210630;

static uint64_t next_random(void)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return random_state;
}

/* The buffer holds exactly this; empties it for the next check. */
static void assert_holds(struct buffer *buffer, const char *expected)
{
	assert_false(buffer->failed);
	assert_int_equal(buffer->length, strlen(expected));
	assert_string_equal(buffer_string(buffer), expected);
	buffer_truncate(buffer, 0);
}

static void grows_over_many_appends(void **state)
{
	(void)state;
	struct buffer buffer = {0};

	for (int i = 0; i < 100000; i++)
		buffer_char(&buffer, (char)('a' + i % 26));
	assert_int_equal(buffer.length, 100000);
	for (int i = 0; i < 100000; i++)
		assert_int_equal(buffer.data[i], 'a' + i % 26);
	buffer_free(&buffer);
	assert_null(buffer.data);
	buffer_free(&buffer);
	buffer_free(NULL);
}

static void empty_buffer_is_an_empty_string(void **state)
{
	(void)state;
	struct buffer buffer = {0};

	buffer_bytes(&buffer, NULL, 0);
	assert_holds(&buffer, "");
	buffer_free(&buffer);
}

static void failure_is_sticky(void **state)
{
	(void)state;
	struct buffer buffer = {0};

	buffer_text(&buffer, "kept");
	volatile size_t huge = SIZE_MAX / 2 + 2; /* a compiler that knows it refuses the call */

	buffer_bytes(&buffer, "x", huge);
	assert_true(buffer.failed);
	buffer_text(&buffer, "lost");
	buffer_int(&buffer, 1);
	buffer_json(&buffer, "x", 1);
	buffer_printf(&buffer, "%d", 1);
	assert_int_equal(buffer.length, 4);
	assert_null(buffer_string(&buffer));
	buffer_free(&buffer);
	assert_false(buffer.failed);

	buffer_json(&buffer, "x", SIZE_MAX - 1);
	assert_true(buffer.failed);
	buffer_free(&buffer);
}

static void truncation_drops_the_end(void **state)
{
	(void)state;
	struct buffer buffer = {0};

	buffer_text(&buffer, "abcdef");
	buffer_truncate(&buffer, 10);
	assert_int_equal(buffer.length, 6);
	buffer_truncate(&buffer, 3);
	assert_holds(&buffer, "abc");
	buffer_free(&buffer);
}

static void printf_grows_to_fit(void **state)
{
	(void)state;
	struct buffer buffer = {0};

	for (int length = 0; length < 600; length++) {
		buffer_printf(&buffer, "%*s|", length, "");
		assert_int_equal(buffer.length, length + 1);
		assert_int_equal(buffer.data[length], '|');
		buffer_free(&buffer);
	}
}

static void integers(void **state)
{
	(void)state;
	static const int64_t edges[] = {
		0, 1, -1, 9, 10, -10, 99, 100, 1144, INT32_MAX, INT32_MIN, INT64_MAX, INT64_MIN};
	struct buffer buffer = {0};
	char expected[32];

	for (size_t i = 0; i < sizeof edges / sizeof *edges; i++) {
		snprintf(expected, sizeof expected, "%" PRId64, edges[i]);
		buffer_int(&buffer, edges[i]);
		assert_holds(&buffer, expected);
	}
	for (int i = 0; i < 10000; i++) {
		int64_t value = (int64_t)(next_random() >> next_random() % 64);
		snprintf(expected, sizeof expected, "%" PRId64, value);
		buffer_int(&buffer, value);
		assert_holds(&buffer, expected);
	}
	buffer_free(&buffer);
}

static void hundredths(void **state)
{
	(void)state;
	static const struct {
		int64_t value;
		const char *text;
	} cases[] = {
		{0, "0.00"},
		{5, "0.05"},
		{-5, "-0.05"},
		{-100, "-1.00"},
		{7000, "70.00"},
		{9157, "91.57"},
		{10000, "100.00"},
		{INT64_MAX, "92233720368547758.07"},
		{INT64_MIN, "-92233720368547758.08"},
	};
	struct buffer buffer = {0};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		buffer_decimal(&buffer, cases[i].value, 2);
		assert_holds(&buffer, cases[i].text);
	}
	buffer_decimal(&buffer, -92500, 3);
	assert_holds(&buffer, "-92.500");
	buffer_decimal(&buffer, 5, 3);
	assert_holds(&buffer, "0.005");
	buffer_free(&buffer);
}

static void json(struct buffer *buffer, const char *text)
{
	buffer_json(buffer, text, strlen(text));
}

static void json_escapes(void **state)
{
	(void)state;
	struct buffer buffer = {0};

	json(&buffer, "");
	assert_holds(&buffer, "\"\"");
	json(&buffer, "VKSND t\u1ec9nh \u0110\u1eafk N\u00f4ng");
	assert_holds(&buffer, "\"VKSND t\u1ec9nh \u0110\u1eafk N\u00f4ng\"");
	json(&buffer, "a\"b\\c/\b\f\n\r\t\x01\x1f\x7f");
	assert_holds(&buffer, "\"a\\\"b\\\\c/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\"");
	json(&buffer, "\u2027\u2028\u2029\u202a \u20ac");
	assert_holds(&buffer, "\"\u2027\\u2028\\u2029\u202a \u20ac\"");
	buffer_json(&buffer, "\xe2\x80\xa8", 2); /* must not read behind the end */
	assert_holds(&buffer, "\"\xe2\x80\"");
	buffer_json(&buffer, "a\0b", 3);
	assert_holds(&buffer, "\"a\\u0000b\"");
	buffer_free(&buffer);
}

/* Every special byte at every place of those that are looked at together, in texts of every length up to three times as
 * many. The text has its own memory, so that a sanitizer sees a look behind it. */
static void json_escapes_at_every_place(void **state)
{
	(void)state;
	struct buffer buffer = {0};

	for (size_t length = 1; length < 48; length++) {
		char *text = malloc(length);

		for (size_t i = 0; i < length * 0x7f; i++) {
			char c = (char)(1 + i / length);
			bool special = c < 0x20 || c == '"' || c == '\\';

			memset(text, 'z', length);
			text[i % length] = c;
			buffer_truncate(&buffer, 0);
			buffer_json(&buffer, text, length);
			assert_int_equal(buffer.length > length + 2, special);
			json_auto_t *back =
				json_loadb(buffer.data, buffer.length, JSON_DECODE_ANY, NULL);
			assert_int_equal(json_string_length(back), length);
			assert_memory_equal(json_string_value(back), text, length);
		}
		free(text);
	}
	buffer_free(&buffer);
}

static void random_json_reads_back(void **state)
{
	(void)state;
	static const char *const pieces[] = {"a", "\"", "\\", "\n", "\x01", "\u2028", "\u2029",
		"\u20ac", "\u1ebf", "\U0001f600", "12345678", " ", "\x7f", "/"};
	struct buffer buffer = {0};

	for (int round = 0; round < 10000; round++) {
		char text[128] = "";
		for (uint64_t n = next_random() % 30; n > 0; n--)
			strcat(text, pieces[next_random() % (sizeof pieces / sizeof *pieces)]);
		buffer_truncate(&buffer, 0);
		json(&buffer, text);
		assert_null(memmem(buffer.data, buffer.length, "\u2028", 3));
		json_auto_t *back = json_loadb(buffer.data, buffer.length, JSON_DECODE_ANY, NULL);
		assert_non_null(back);
		assert_string_equal(json_string_value(back), text);
	}
	buffer_free(&buffer);
}

static void instants(void **state)
{
	(void)state;
	static const struct {
		int64_t milliseconds;
		const char *text;
	} cases[] = {
		{0, "1970-01-01T00:00:00.000Z"},
		{-1, "1969-12-31T23:59:59.999Z"},
		{-86400000, "1969-12-31T00:00:00.000Z"},
		{1625191805123, "2021-07-02T02:10:05.123Z"},
		{1582934400000, "2020-02-29T00:00:00.000Z"},
		{253402300799999, "9999-12-31T23:59:59.999Z"},
	};
	struct buffer buffer = {0};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		buffer_instant(&buffer, cases[i].milliseconds);
		assert_holds(&buffer, cases[i].text);
	}
	/* Out of reach, but harmless. */
	buffer_instant(&buffer, INT64_MIN);
	buffer_instant(&buffer, INT64_MAX);
	assert_int_equal(buffer.length, 2 * strlen(cases[0].text));
	buffer_free(&buffer);
}

static void random_instants_agree_with_libc(void **state)
{
	(void)state;
	struct buffer buffer = {0};

	for (int i = 0; i < 10000; i++) {
		time_t seconds = (time_t)(next_random() % 8000000000) - 2000000000;
		struct tm parts;
		char expected[64];
		gmtime_r(&seconds, &parts);
		strftime(expected, sizeof expected, "%Y-%m-%dT%H:%M:%S.007Z", &parts);
		buffer_instant(&buffer, (int64_t)seconds * 1000 + 7);
		assert_holds(&buffer, expected);
	}
	buffer_free(&buffer);
}

static void csv_cells(void **state)
{
	(void)state;
	static const struct {
		const char *text, *cell;
	} cases[] = {
		{"", ""},
		{"abc", "abc"},
		{"a,b", "\"a,b\""},
		{"a;b", "\"a;b\""},
		{"a \"b\"", "\"a \"\"b\"\"\""},
		{"a\nb", "\"a\nb\""},
		{" a", "\" a\""},
		{"=1+1", "'=1+1"},
		{"+84", "'+84"},
		{"-5", "'-5"},
		{"@x", "'@x"},
		{"\tx", "\"'\tx\""},
		{"\rx", "\"'\rx\""},
		{"=a,b", "\"'=a,b\""},
		{"'=x", "''=x"},
		{"'x", "'x"},
		{"1-2", "1-2"},
		/* In full width */
		{"＝1", "'＝1"},
		{"＋1", "'＋1"},
		{"－1", "'－1"},
		{"＠x", "'＠x"},
		{"'＝x", "''＝x"},
		{"Ａ=1", "Ａ=1"},
		{"\xef\xbc", "\xef\xbc"},
		/* What another list separator would cut into cells */
		{"x;=1+1", "\"x;'=1+1\""},
		{"x,=1", "\"x,'=1\""},
		{"x\t-1", "\"x\t'-1\""},
		{"x\n@y", "\"x\n'@y\""},
		{"x;＋1;y", "\"x;'＋1;y\""},
		{"=1;=2;'=3", "\"'=1;'=2;''=3\""},
		{"x; =1", "\"x; '=1\""},
		{"x;\"=1", "\"x;\"\"'=1\""},
		{"a; b, c - d", "\"a; b, c - d\""},
		{";", "\";\""},
	};
	struct buffer buffer = {0};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		buffer_csv(&buffer, cases[i].text, strlen(cases[i].text));
		assert_holds(&buffer, cases[i].cell);
	}
	buffer_free(&buffer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(grows_over_many_appends),
		cmocka_unit_test(empty_buffer_is_an_empty_string),
		cmocka_unit_test(failure_is_sticky),
		cmocka_unit_test(truncation_drops_the_end),
		cmocka_unit_test(printf_grows_to_fit),
		cmocka_unit_test(integers),
		cmocka_unit_test(hundredths),
		cmocka_unit_test(json_escapes),
		cmocka_unit_test(json_escapes_at_every_place),
		cmocka_unit_test(random_json_reads_back),
		cmocka_unit_test(instants),
		cmocka_unit_test(random_instants_agree_with_libc),
		cmocka_unit_test(csv_cells),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
