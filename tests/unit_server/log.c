/* The log: whatever a client sends, an event is one line that can be read again. */
#include "fixture/fixture.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"

static char written[32768];

/* What one call writes. */
#define CAPTURE(call)                                                                              \
	do {                                                                                       \
		int file = capture_begin();                                                        \
		call;                                                                              \
		capture_end(file, written, sizeof written);                                        \
	} while (0)

static void writes_pairs(void **state)
{
	(void)state;
	log_start(LOG_INFO, false);
	CAPTURE(log_info("listening", "address", "127.0.0.1:8080", NULL));
	assert_int_equal(strlen("2026-11-24T15:50:16.552Z"), strcspn(written, " "));
	assert_string_equal(written + 24, " level=info event=listening address=127.0.0.1:8080\n");
	CAPTURE(log_error(
		"two words", "empty", "", "none", (const char *)NULL, "equal", "a=b", NULL));
	assert_string_equal(
		written + 24, " level=error event=\"two words\" empty=\"\" none=- equal=\"a=b\"\n");
}

static void levels_are_kept(void **state)
{
	(void)state;
	log_start(LOG_ERROR, false);
	CAPTURE(log_info("no", NULL));
	assert_string_equal(written, "");
	assert_false(log_wants(LOG_INFO));
	CAPTURE(log_error("yes", NULL));
	assert_non_null(strstr(written, "event=yes"));
	log_start(LOG_DEBUG, false);
	CAPTURE(log_debug("yes", NULL));
	assert_non_null(strstr(written, "level=debug"));
}

static void dangerous_text_is_escaped(void **state)
{
	(void)state;
	log_start(LOG_INFO, false);
	CAPTURE(log_info("x", "a", "1\r\n2 \x1b[31m \x7f", "b", "\xe2\x80\xae\xe2\x81\xa6", "c",
		"\"\\", "d", "Gia Lai Đắk", "e", "\xff\xc0\xaf\xe2\x80", "f", "\xed\xa0\x80", "g",
		"\xf0\x9f\x98", NULL));
	assert_string_equal(strchr(written, 'x') + 1,
		" a=\"1\\u000d\\u000a2 \\u001b[31m \\u007f\" b=\"\\u202e\\u2066\" c=\"\\\"\\\\\""
		" d=\"Gia Lai Đắk\" e=\"\\ufffd\\ufffd\\ufffd\\ufffd\\ufffd\" f=\"\\ufffd\\ufffd\\ufffd\" g=\"\\ufffd\\ufffd\\ufffd\"\n");
}

static void long_values_are_cut_between_characters(void **state)
{
	char value[600];

	(void)state;
	log_start(LOG_INFO, false);
	memset(value, 'a', 255);
	strcpy(value + 255, "đ and what follows");
	CAPTURE(log_info("x", "v", value, NULL));
	value[255] = '\0';
	char expected[700];
	snprintf(expected, sizeof expected, " v=\"%s..\"\n", value);
	assert_string_equal(strchr(written, 'x') + 1, expected);
}

/* The worst pairs of all still make one line that parses. */
static void json_lines_parse(void **state)
{
	char worst[300];

	(void)state;
	memset(worst, 1, sizeof worst - 1);
	worst[sizeof worst - 1] = '\0';
	log_start(LOG_INFO, true);
	CAPTURE(log_info("tab\t", "k1", worst, "k2", worst, "k3", worst, "k4", worst, "k5", worst,
		"k6", worst, "k7", "short", NULL));
	assert_ptr_equal(strchr(written, '\n'), written + strlen(written) - 1);
	json_t *line = json_loads(written, JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(line);
	assert_string_equal(json_string_value(json_object_get(line, "event")), "tab\t");
	assert_string_equal(json_string_value(json_object_get(line, "level")), "info");
	assert_int_equal(json_string_length(json_object_get(line, "k1")), 258);
	json_decref(line);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_pairs),
		cmocka_unit_test(levels_are_kept),
		cmocka_unit_test(dangerous_text_is_escaped),
		cmocka_unit_test(long_values_are_cut_between_characters),
		cmocka_unit_test(json_lines_parse),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
