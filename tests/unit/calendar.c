/* The calendar: days that exist, months as the award rules count them, Vietnamese wall clock. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "calendar.h"

static int64_t day(const char *text)
{
	int64_t days = INT64_MIN;

	if (!calendar_parse_day(text, &days))
		fail_msg("%s is not a day", text);
	return days;
}

static void assert_day(int64_t days, const char *expected)
{
	char text[CALENDAR_DAY_SIZE];

	calendar_print_day(days, text);
	assert_string_equal(text, expected);
}

static void days_are_counted_from_1970(void **state)
{
	(void)state;
	assert_int_equal(day("1970-01-01"), 0);
	assert_int_equal(day("1969-12-31"), -1);
	assert_int_equal(day("2000-03-01"), 11017);
	assert_int_equal(day("0001-01-01"), -719162);
	assert_int_equal(day("9999-12-31"), 2932896);
}

static void only_days_that_exist(void **state)
{
	(void)state;
	static const char *const wrong[] = {"", "2021", "2021-06", "2021-06-", "2021-06-3",
		"2021-06-31", "2021-02-29", "1800-02-29", "1900-02-29", "2100-02-29", "2021-00-10",
		"2021-13-01", "2021-06-00", "0000-01-01", "2021-06-300", "2021-06-30 ",
		" 2021-06-30", "2021/06/30", "2021-6-30", "21-06-30", "+021-06-30", "2021-06-3x",
		"2021-06-30T00"};
	int64_t days = 42;

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		if (calendar_parse_day(wrong[i], &days))
			fail_msg("\"%s\" passed for a day", wrong[i]);
	assert_int_equal(days, 42);
	day("2020-02-29");
	day("2000-02-29");
	day("2021-12-31");
}

static void every_day_of_600_years_reads_back(void **state)
{
	(void)state;
	char text[CALENDAR_DAY_SIZE], before[CALENDAR_DAY_SIZE] = "";

	for (int64_t days = day("1600-01-01"); days <= day("2200-12-31"); days++) {
		calendar_print_day(days, text);
		assert_int_equal(day(text), days);
		assert_true(strcmp(before, text) < 0);
		memcpy(before, text, sizeof before);
	}
}

static void agrees_with_libc(void **state)
{
	(void)state;
	for (int64_t days = -100000; days < 200000; days += 37) {
		time_t seconds = (time_t)days * 86400;
		struct tm parts;
		char expected[32];
		gmtime_r(&seconds, &parts);
		strftime(expected, sizeof expected, "%Y-%m-%d", &parts);
		assert_day(days, expected);
		assert_int_equal(
			calendar_is_working_day(days), parts.tm_wday != 0 && parts.tm_wday != 6);
	}
}

static void days_beyond_four_digits_are_cut(void **state)
{
	(void)state;
	assert_day(INT64_MIN, "0000-01-01");
	assert_day(INT64_MAX, "9999-12-31");
}

static void vietnam_is_seven_hours_ahead(void **state)
{
	(void)state;
	const int64_t new_year = day("2022-01-01");

	assert_int_equal(calendar_instant(0, 7, 0), 0);
	assert_int_equal(calendar_instant(new_year, 0, 0), INT64_C(1640970000000));
	assert_int_equal(calendar_day_of(INT64_C(1640970000000)), new_year); /* 31/12 17:00 UTC */
	assert_int_equal(calendar_day_of(INT64_C(1640970000000) - 1), new_year - 1);
	assert_int_equal(calendar_day_of(calendar_instant(-400, 0, 0)), -400);
	assert_int_equal(calendar_day_of(calendar_instant(-400, 0, 0) - 1), -401);
	assert_int_equal(calendar_day_of(calendar_instant(-400, 23, 59)), -400);
}

static void months_end(void **state)
{
	(void)state;
	assert_day(calendar_month_end(day("2021-02-01")), "2021-02-28");
	assert_day(calendar_month_end(day("2024-02-29")), "2024-02-29");
	assert_day(calendar_month_end(day("2021-12-31")), "2021-12-31");
	assert_day(calendar_month_end(day("2021-04-15")), "2021-04-30");
}

static void months_are_added(void **state)
{
	(void)state;
	assert_day(calendar_add_months(day("2024-01-31"), 1), "2024-02-29");
	assert_day(calendar_add_months(day("2023-01-31"), 1), "2023-02-28");
	assert_day(calendar_add_months(day("2021-11-30"), 1), "2021-12-30");
	assert_day(calendar_add_months(day("2021-12-01"), 1), "2022-01-01");
	assert_day(calendar_add_months(day("2021-01-15"), -1), "2020-12-15");
	assert_day(calendar_add_months(day("2021-03-31"), -13), "2020-02-29");
	assert_day(calendar_add_months(day("2021-03-31"), 0), "2021-03-31");
	assert_day(calendar_add_months(day("2007-08-26"), 180), "2022-08-26");
}

static int months(const char *from, const char *to)
{
	return calendar_full_months(day(from), day(to));
}

static void br_03_and_br_20_full_months(void **state)
{
	(void)state;
	assert_int_equal(months("2021-03-15", "2021-11-30"), 8);
	assert_int_equal(months("2024-03-15", "2024-11-30"), 8);
	assert_int_equal(months("2007-08-26", "2022-07-26"), 179);
	assert_int_equal(months("2007-08-26", "2022-08-25"), 179);
	assert_int_equal(months("2007-08-26", "2022-08-26"), 180);

	assert_int_equal(months("2021-01-01", "2021-01-31"), 0);
	assert_int_equal(months("2021-01-01", "2021-02-01"), 1);
	assert_int_equal(months("2024-01-31", "2024-02-28"), 0);
	assert_int_equal(months("2024-01-31", "2024-02-29"), 1);
	assert_int_equal(months("2021-06-30", "2021-06-30"), 0);
	assert_int_equal(months("2021-06-30", "2020-06-30"), 0);
}

static void working_days(void **state)
{
	(void)state;
	/* 2021-07-02 was a Friday. */
	assert_true(calendar_is_working_day(day("2021-07-02")));
	assert_false(calendar_is_working_day(day("2021-07-03")));
	assert_false(calendar_is_working_day(day("2021-07-04")));
	assert_true(calendar_is_working_day(day("2021-07-05")));
	assert_day(calendar_add_working_days(day("2021-07-02"), 1), "2021-07-05");
	assert_day(calendar_add_working_days(day("2021-07-03"), 1), "2021-07-05");
	assert_day(calendar_add_working_days(day("2021-06-30"), 3), "2021-07-05");
	assert_day(calendar_add_working_days(day("2021-07-03"), 0), "2021-07-03");
	assert_day(calendar_add_working_days(day("2021-07-05"), -1), "2021-07-02");
	assert_day(calendar_add_working_days(day("2021-07-02"), 10), "2021-07-16");
}

static void clocks(void **state)
{
	(void)state;
	int64_t now = calendar_now(), monotonic = calendar_monotonic();

	assert_true(now / 1000 >= time(NULL) - 2 && now / 1000 <= time(NULL) + 2);
	assert_true(calendar_monotonic() >= monotonic);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_are_counted_from_1970),
		cmocka_unit_test(only_days_that_exist),
		cmocka_unit_test(every_day_of_600_years_reads_back),
		cmocka_unit_test(agrees_with_libc),
		cmocka_unit_test(days_beyond_four_digits_are_cut),
		cmocka_unit_test(vietnam_is_seven_hours_ahead),
		cmocka_unit_test(months_end),
		cmocka_unit_test(months_are_added),
		cmocka_unit_test(br_03_and_br_20_full_months),
		cmocka_unit_test(working_days),
		cmocka_unit_test(clocks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
