/* Sums over the members of a cluster. */
#include "figures.h"

static struct rollup roll(
	const struct target *target, size_t count, const struct series *n, const struct series *d)
{
	struct rollup rollup = {0};

	for (size_t i = 0; i < count; i++) {
		struct amount a = up_to(&n[i], BEHAVIOUR_FLOW, YEAR);
		struct amount b = up_to(&d[i], BEHAVIOUR_FLOW, YEAR);

		rollup_add(&rollup, target, &a, &b);
	}
	return rollup;
}

static void r06_ratios_are_added_never_averaged(void **state)
{
	(void)state;
	struct series n[5] = {
		year_of(1, 0), year_of(12, 0), year_of(0, 0), year_of(0, 0), year_of(0, 0)};
	struct series d[5] = {
		year_of(1, 0), year_of(20, 0), year_of(0, 0), year_of(0, 0), year_of(0, 0)};
	struct rollup all = roll(&at_least_70, 5, n, d);
	struct verdict v = verdict_of(&at_least_70, &all.numerator, &all.denominator, YEAR, YEAR);

	assert_int_equal(all.numerator.value, 13);
	assert_int_equal(all.denominator.value, 21);
	assert_int_equal(v.value, 6190);
	assert_int_equal(v.result, RESULT_NOT_MET);
	assert_int_equal(all.units_reported, 5);
	assert_int_equal(all.units_expected, 5);
}

static void rollup_with_a_missing_member_has_numbers_and_no_data(void **state)
{
	(void)state;
	struct series n[3] = {year_of(0, 1), {{{0}}}, year_of(0, 2)};
	struct series d[3] = {year_of(0, 1), {{{0}}}, year_of(0, 2)};

	n[2].slot[SLOT_YEAR] = number(22);
	set(&n[2], 4, ABSENT);
	struct rollup all = roll(&at_least_70, 3, n, d);
	struct verdict v = verdict_of(&at_least_70, &all.numerator, &all.denominator, YEAR, YEAR);

	assert_verdict(v, RESULT_NO_DATA, REASON_MISSING);
	assert_int_equal(all.units_reported, 2);
	assert_int_equal(all.units_expected, 3);
	assert_true(v.has_value);
	assert_int_equal(all.numerator.value, 33);
	assert_int_equal(v.missing, 0xfff);
}

static void months_that_a_year_report_stands_for_are_not_missing(void **state)
{
	(void)state;
	struct series n[2] = {year_of(1, 1), year_of(1, 1)};

	set(&n[0], 3, ABSENT);
	set(&n[0], SLOT_YEAR, 12);
	set(&n[1], 4, ABSENT);
	struct rollup all = roll(&at_least_70, 2, n, n);

	assert_int_equal(
		verdict_of(&at_least_70, &all.numerator, &all.denominator, YEAR, YEAR).missing,
		1u << 4);
}

static void breach_decides_a_rollup_while_a_member_is_missing(void **state)
{
	(void)state;
	struct series n[3] = {{{{0}}}, year_of(1, 0), year_of(0, 0)};
	struct rollup all = roll(&must_be_zero, 3, n, n);

	assert_verdict(verdict_of(&must_be_zero, &all.numerator, NULL, YEAR, YEAR), RESULT_NOT_MET,
		REASON_BREACH);
	assert_int_equal(all.units_reported, 2);
}

static void impossible_member_is_left_out_and_counts_as_reported(void **state)
{
	(void)state;
	struct series n[3] = {{{{0}}}, year_of(7, 0), {{{0}}}};
	struct series d[3] = {year_of(90, 0), year_of(10, 0), year_of(90, 0)};

	for (int i = 0; i < YEAR; i++)
		n[0].slot[i].status = n[2].slot[i].status = CELL_IMPOSSIBLE;
	struct rollup all = roll(&at_least_70, 3, n, d);

	assert_verdict(verdict_of(&at_least_70, &all.numerator, &all.denominator, YEAR, YEAR),
		RESULT_MET, REASON_NONE);
	assert_int_equal(all.denominator.value, 10);
	assert_int_equal(all.units_reported, 3);
	assert_int_equal(all.units_counted, 1);

	struct rollup alone = roll(&at_least_70, 1, n, d);

	assert_int_equal(alone.units_reported, 1);
	assert_verdict(verdict_of(&at_least_70, &alone.numerator, &alone.denominator, YEAR, YEAR),
		RESULT_NOT_APPLICABLE, REASON_IMPOSSIBLE);
}

/* A must-be-zero numerator of 1 counts although the denominator cannot exist there. */
static void breach_of_an_impossible_member_counts(void **state)
{
	(void)state;
	const struct target zero = {
		.ratio = true, .direction = DIRECTION_ZERO, .comparator = COMPARATOR_EQ};
	struct series n[2] = {year_of(1, 0), year_of(0, 0)}, d[2] = {{{{0}}}, year_of(5, 0)};

	for (int i = 0; i < YEAR; i++)
		d[0].slot[i].status = CELL_IMPOSSIBLE;
	struct rollup all = roll(&zero, 2, n, d);

	assert_int_equal(all.denominator.value, 5);
	assert_verdict(verdict_of(&zero, &all.numerator, &all.denominator, YEAR, YEAR),
		RESULT_NOT_MET, REASON_BREACH);
}

static void rollup_targets(void **state)
{
	(void)state;
	const struct target a = count_target(COMPARATOR_GE, 39), b = count_target(COMPARATOR_GE, 2);
	const struct target other = count_target(COMPARATOR_LE, 2);
	const struct target *both[] = {&a, &b}, *one[] = {&a, NULL}, *mixed[] = {&a, &other};

	assert_int_equal(rollup_target(false, DIRECTION_UP, NULL, both, 2).value, 4100);
	assert_true(rollup_target(false, DIRECTION_UP, NULL, one, 2).absent);
	assert_true(rollup_target(false, DIRECTION_UP, NULL, mixed, 2).absent);
	assert_true(rollup_target(true, DIRECTION_UP, NULL, both, 2).absent);
	assert_int_equal(rollup_target(true, DIRECTION_UP, &at_least_70, one, 2).value, 7000);

	struct target absent = rollup_target(false, DIRECTION_UP, NULL, one, 2);
	struct series done = year_of(50, 0);
	struct amount n = up_to(&done, BEHAVIOUR_FLOW, YEAR);
	struct verdict v = verdict_of(&absent, &n, NULL, YEAR, YEAR);

	assert_verdict(v, RESULT_NONE, REASON_NO_COMMON_TARGET);
	assert_int_equal(v.value, 5000);
	assert_false(v.has_excess);
	assert_false(v.has_attainment);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(r06_ratios_are_added_never_averaged),
		cmocka_unit_test(rollup_with_a_missing_member_has_numbers_and_no_data),
		cmocka_unit_test(months_that_a_year_report_stands_for_are_not_missing),
		cmocka_unit_test(breach_decides_a_rollup_while_a_member_is_missing),
		cmocka_unit_test(impossible_member_is_left_out_and_counts_as_reported),
		cmocka_unit_test(breach_of_an_impossible_member_counts),
		cmocka_unit_test(rollup_targets),
	};

	return cmocka_run_group_tests_name("rollup", tests, NULL, NULL);
}
