/* The arithmetic of awards, by the numbers of the rules: see awards.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "awards.h"
#include "calendar.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* BR-06: 15% of 226, rounded down. */
static void br_06_cap_on_grassroots_fighters(void **state)
{
	(void)state;
	assert_int_equal(quota_cap(226, 15, 0), 33);
	assert_int_equal(quota_cap(0, 15, 0), 0);
	assert_int_equal(quota_cap(6, 15, 0), 0);
	assert_int_equal(quota_cap(7, 15, 0), 1);
}

/* BR-07: below one counts as one, but only where there is someone to choose from. */
static void br_07_floor_of_one_excellent_collective(void **state)
{
	(void)state;
	assert_int_equal(quota_cap(3, 20, 1), 1);
	assert_int_equal(quota_cap(4, 20, 1), 1);
	assert_int_equal(quota_cap(0, 20, 1), 0);
}

static void br_08_cap_on_excellent_collectives(void **state)
{
	(void)state;
	assert_int_equal(quota_cap(10, 20, 1), 2);
	assert_int_equal(quota_cap(14, 20, 1), 2);
	assert_int_equal(quota_cap(15, 20, 1), 3);
}

static void assert_years(const int64_t *found, size_t count, const char *expected)
{
	char text[8 * STREAK_YEARS] = "";
	size_t at = 0;

	for (size_t i = 0; i < count; i++)
		at += (size_t)snprintf(
			text + at, sizeof text - at, i ? " %d" : "%d", (int)found[i]);
	assert_string_equal(text, expected);
}

static void br_09_a_streak_is_consecutive(void **state)
{
	(void)state;
	static const int64_t three[] = {2020, 2021, 2022};
	static const int64_t gap[] = {2020, 2021, 2023};
	struct streak s;

	streak_of(three, COUNT(three), 2022, 3, &s);
	assert_int_equal(s.length, 3);
	assert_years(s.required, s.required_count, "2020 2021 2022");
	assert_years(s.current, s.current_count, "2020 2021 2022");
	assert_years(s.missing, s.missing_count, "");

	streak_of(gap, COUNT(gap), 2023, 3, &s);
	assert_int_equal(s.length, 1);
	assert_years(s.required, s.required_count, "2021 2022 2023");
	assert_years(s.current, s.current_count, "2021 2023");
	assert_years(s.missing, s.missing_count, "2022");
}

static void a_streak_ends_in_the_proposed_year(void **state)
{
	(void)state;
	static const int64_t years[] = {2018, 2019, 2020, 2021, 2022};
	struct streak s;

	streak_of(years, COUNT(years), 2023, 3, &s);
	assert_int_equal(s.length, 0);
	assert_years(s.missing, s.missing_count, "2023");
	streak_of(years, COUNT(years), 2022, 3, &s);
	assert_int_equal(s.length, 5);
	streak_of(years, 0, 2022, 0, &s);
	assert_int_equal(s.length + (int64_t)s.required_count, 0);
	streak_of(years, COUNT(years), 2022, 1000, &s);
	assert_int_equal(s.required_count, STREAK_YEARS);
}

static void titles_that_took_years_repeat(void **state)
{
	(void)state;
	static const int64_t twice[] = {2019, 2022};
	static const int64_t late[] = {2018, 2022};

	assert_int_equal(repeated_titles(twice, 2, 2022, 3), 2);
	assert_int_equal(repeated_titles(twice, 2, 2023, 3), 2); /* in the year after the second */
	assert_int_equal(repeated_titles(twice, 2, 2024, 3), 0);
	assert_int_equal(repeated_titles(twice, 2, 2021, 3), 0);
	assert_int_equal(repeated_titles(twice, 2, 2020, 3), 1); /* 2022 is still to come */
	assert_int_equal(repeated_titles(late, 2, 2022, 3), 1);
	assert_int_equal(repeated_titles(NULL, 0, 2022, 3), 0);
}

static void br_11_threshold_of_the_sector_council(void **state)
{
	(void)state;
	assert_true(share_reaches(10, 11, 90)); /* 1000 >= 990 */
	assert_false(share_reaches(9, 11, 90));
	assert_false(share_reaches(0, 0, 90));
}

/* BR-12: nine who agree are 9 of 11, though all nine present did. */
static void br_12_the_denominator_is_the_membership(void **state)
{
	(void)state;
	assert_true(share_reaches(9, 9, 90));
	assert_false(share_reaches(9, 11, 90));
	assert_true(quorum_reached(8, 11, 2, 3));
	assert_false(quorum_reached(7, 11, 2, 3));
	assert_true(quorum_reached(6, 9, 2, 3));
	assert_false(quorum_reached(0, 0, 2, 3));
}

static void br_13_cluster_vote_on_a_flag(void **state)
{
	(void)state;
	assert_true(share_reaches(4, 5, 80));
	assert_false(share_reaches(3, 5, 80));
	assert_false(share_reaches(3, 4, 80));
	assert_true(share_reaches(5, 6, 80));
	assert_false(share_reaches(4, 6, 80));
}

static void br_15_and_16_shares_of_members(void **state)
{
	(void)state;
	assert_false(share_reaches(13, 20, 70));
	assert_true(share_reaches(14, 20, 70));
	assert_true(share_reaches(10, 20, 50));
	assert_false(share_reaches(9, 20, 50));
}

static int64_t day(const char *text)
{
	int64_t days = INT64_MIN;

	assert_true(calendar_parse_day(text, &days));
	return days;
}

/* BR-20: postings that follow each other are one service; one day between them ends it. */
static void br_20_fifteen_continuous_years(void **state)
{
	(void)state;
	const struct spell spells[] = {
		{day("2001-01-01"), day("2006-12-31")},
		{day("2007-08-26"), day("2015-03-31")},
		{day("2015-04-01"), INT64_MAX},
	};
	int64_t since = service_since(spells, COUNT(spells), day("2022-07-26"));

	assert_int_equal(since, day("2007-08-26"));
	assert_int_equal(calendar_full_months(since, day("2022-07-26")), 179);
	assert_int_equal(calendar_full_months(since, day("2022-08-26")), 180);
	assert_int_equal(service_since(spells, COUNT(spells), day("2006-12-31")), spells[0].from);
	assert_int_equal(service_since(spells, COUNT(spells), day("2007-08-25")), INT64_MAX);
	assert_int_equal(service_since(spells, COUNT(spells), day("2000-12-31")), INT64_MAX);
	assert_int_equal(service_since(NULL, 0, day("2022-07-26")), INT64_MAX);
}

static void initiatives_count_for_some_years(void **state)
{
	(void)state;
	assert_int_equal(first_valid_year(2023, 3), 2021);
	assert_int_equal(first_valid_year(2023, 1), 2023);
}

/* The amounts of 2022, exact, and of 2024 and later: NĐ 98/2023/NĐ-CP rounds up to ten thousands. */
static void money_is_a_multiple_of_the_base_salary(void **state)
{
	(void)state;
	assert_int_equal(award_money(1490000, 100, 100, 1), 1490000);
	assert_int_equal(award_money(1490000, 30, 100, 1), 447000);
	assert_int_equal(award_money(1490000, 150, 200, 1), 4470000);
	assert_int_equal(award_money(33, 10, 100, 1), 4);
	assert_int_equal(award_money(2340000, 350, 100, 10000), 8190000);
	assert_int_equal(award_money(2340000, 30, 100, 10000), 710000);
	assert_int_equal(award_money(2530000, 30, 100, 10000), 760000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(br_06_cap_on_grassroots_fighters),
		cmocka_unit_test(br_07_floor_of_one_excellent_collective),
		cmocka_unit_test(br_08_cap_on_excellent_collectives),
		cmocka_unit_test(br_09_a_streak_is_consecutive),
		cmocka_unit_test(a_streak_ends_in_the_proposed_year),
		cmocka_unit_test(titles_that_took_years_repeat),
		cmocka_unit_test(br_11_threshold_of_the_sector_council),
		cmocka_unit_test(br_12_the_denominator_is_the_membership),
		cmocka_unit_test(br_13_cluster_vote_on_a_flag),
		cmocka_unit_test(br_15_and_16_shares_of_members),
		cmocka_unit_test(br_20_fifteen_continuous_years),
		cmocka_unit_test(initiatives_count_for_some_years),
		cmocka_unit_test(money_is_a_multiple_of_the_base_salary),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
