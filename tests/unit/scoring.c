/* Score sheets: the numbers of their rules SR-04 .. SR-09, and the limits. tests/scoring.py has the
 * rest: what exact fractions say of thousands of sheets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "scoring.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static struct measure ratio(int64_t numerator, int64_t denominator)
{
	return (struct measure){true, numerator, denominator};
}

static struct measure number(int64_t actual)
{
	return (struct measure){.numerator = actual};
}

/* In points of a leaf of 20,000 rounded to the thousandth. */
static const struct leaf large = {20000, 1};

static int64_t proportional(enum comparator comparator, int64_t target, struct measure measure)
{
	return score_proportional(&large, comparator, target, &measure);
}

static void sr_04_steps_by_counts(void **state)
{
	(void)state;
	static const struct score_step steps[] = {{9500, 20000}, {9000, 16000}, {8000, 12000}};
	const struct measure results[] = {
		ratio(94, 100), ratio(95, 100), ratio(8999, 10000), ratio(7, 9)};
	static const int64_t expected[] = {16000, 20000, 12000, 0};

	for (size_t i = 0; i < COUNT(results); i++)
		assert_int_equal(score_steps(steps, COUNT(steps), false, &results[i]), expected[i]);
}

/* Fewer is better: 89.999 would be printed as 90.00, and is below it. */
static void steps_of_what_should_be_low(void **state)
{
	(void)state;
	static const struct score_step steps[] = {{400, 5000}, {600, 3000}};
	const struct measure four = ratio(4, 100), more = ratio(401, 10000), most = ratio(7, 100);
	const struct measure nearly = ratio(89999, 100000), pieces = number(6);
	static const struct score_step ninety = {9000, 1000};

	assert_int_equal(score_steps(steps, 2, true, &four), 5000);
	assert_int_equal(score_steps(steps, 2, true, &more), 3000);
	assert_int_equal(score_steps(steps, 2, true, &most), 0);
	assert_int_equal(score_steps(steps, 2, true, &pieces), 3000);
	assert_int_equal(score_steps(&ninety, 1, false, &nearly), 0);
	assert_int_equal(score_steps(&ninety, 0, false, &nearly), 0);
}

static void steps_as_they_are_typed(void **state)
{
	(void)state;
	static const char *const none[] = {"", " ", ":", "80", "80:", ":12", "80:12:1", "80;12",
		"80:12;;", "80:-1", "80:12.0005", "80.125:1", "80 %:12", "080:1", "80:1000000.001",
		"1:1;1:1;1:1;1:1;1:1;1:1;1:1;1:1;1:1;1:1;1:1;1:1;1:1;1:1;1:1;1:1;1:1",
		"111111111111111111111:1"};
	struct score_step steps[SCORE_STEPS];
	size_t count;

	assert_true(score_steps_read("80:12;90:16,5; 95.25 : 20 ;", steps, &count));
	assert_int_equal(count, 3);
	assert_int_equal(steps[0].threshold, 8000);
	assert_int_equal(steps[0].points, 12000);
	assert_int_equal(steps[1].points, 16500);
	assert_int_equal(steps[2].threshold, 9525);
	assert_int_equal(steps[2].points, 20000);
	for (size_t i = 0; i < COUNT(none); i++)
		if (score_steps_read(none[i], steps, &count))
			fail_msg("\"%s\" was taken", none[i]);
}

static void sr_05_proportional_half_up_capped(void **state)
{
	(void)state;
	const struct measure results[] = {
		ratio(1586, 1732), ratio(850, 1000), ratio(1735, 2178), ratio(8999, 10000)};
	static const int64_t expected[] = {20000, 18889, 17702, 19998};
	static const struct leaf small = {4000, 1};
	const struct measure five = ratio(5, 100), six = ratio(6, 100), none = ratio(0, 100);

	for (size_t i = 0; i < COUNT(results); i++)
		assert_int_equal(proportional(COMPARATOR_GE, 9000, results[i]), expected[i]);
	assert_int_equal(score_proportional(&small, COMPARATOR_LE, 400, &five), 3200);
	assert_int_equal(score_proportional(&small, COMPARATOR_LE, 400, &six), 2667);
	assert_int_equal(score_proportional(&small, COMPARATOR_LE, 0, &none), 4000);
	assert_int_equal(score_proportional(&small, COMPARATOR_LE, 0, &six), 0);
	assert_int_equal(proportional(COMPARATOR_EQ, 10000, ratio(1, 2)), 10000);
	assert_int_equal(proportional(COMPARATOR_GE, 3900, number(13)), 6667);
}

static void sr_05_half_up_to_the_grain(void **state)
{
	(void)state;
	static const struct leaf quarters = {1000, 250}, odd = {999, 250}, one = {1, 1};

	assert_int_equal(
		score_proportional(&quarters, COMPARATOR_GE, 10000, &(struct measure){true, 3, 8}),
		500); /* 375 */
	assert_int_equal(score_proportional(&quarters, COMPARATOR_GE, 10000,
				 &(struct measure){true, 3749, 10000}),
		250);
	/* Never more than the maximum, where the grain does not divide it. */
	assert_int_equal(score_proportional(
				 &odd, COMPARATOR_GE, 10000, &(struct measure){true, 9999, 10000}),
		999);
	assert_int_equal(
		score_proportional(&one, COMPARATOR_GE, 10000, &(struct measure){true, 1, 2}), 1);
}

static void sr_06_full_points_above_the_target(void **state)
{
	(void)state;
	static const struct leaf leaf = {5000, 1};
	const struct measure results[] = {
		ratio(995, 1000), ratio(809, 1000), ratio(80, 100), ratio(799, 1000)};
	static const int64_t expected[] = {4900, 3000, 3000, 0};
	const struct measure far = number(INT64_MAX);

	for (size_t i = 0; i < COUNT(results); i++)
		assert_int_equal(score_excess(&leaf, 8000, 3000, 100, &results[i]), expected[i]);
	assert_int_equal(score_excess(&leaf, 8000, 3000, 100, &far), 5000);
	assert_int_equal(score_excess(&leaf, 8000, 3000, 0, &far), 3000);
	assert_int_equal(score_excess(&leaf, 8000, 6000, 100, &results[2]), 5000);
}

static struct contender done(int64_t actual, int64_t target)
{
	return (struct contender){number(actual), target * 100};
}

static void sr_07_the_leader_is_the_measure(void **state)
{
	(void)state;
	struct contender units[] = {
		done(40, 40), done(36, 30), done(33, 39), done(20, 20), done(90, 39)};
	static const int64_t expected[] = {10000, 11529, 8462, 10000, 20000};
	const struct contender *best = &units[score_best(units, COUNT(units))];

	assert_ptr_equal(best, &units[4]);
	for (size_t i = 0; i < COUNT(units); i++)
		assert_int_equal(score_leader(&large, &units[i], best), expected[i]);
	units[4] = done(80, 39);
	assert_int_equal(score_leader(&large, &units[1], best), 11902);
}

static void br_28_the_leader_formula(void **state)
{
	(void)state;
	static const struct leaf leaf = {10000, 1}, thousand = {1000, 1}, three = {3, 1};
	const struct contender units[] = {
		done(80, 100), done(100, 100), done(110, 100), done(120, 100)};
	static const int64_t expected[] = {4000, 5000, 7500, 10000};
	const struct contender third = done(1, 3), whole = done(1, 1), none = done(0, 7);
	/* Ratios too: 84% and 96% of 80%. */
	const struct contender low = {ratio(84, 100), 8000}, high = {ratio(96, 100), 8000};

	assert_int_equal(score_best(units, COUNT(units)), 3);
	for (size_t i = 0; i < COUNT(units); i++)
		assert_int_equal(score_leader(&leaf, &units[i], &units[3]), expected[i]);
	/* Being best without passing the target earns nothing extra. */
	assert_int_equal(score_leader(&leaf, &units[1], &units[1]), 5000);
	assert_int_equal(score_leader(&thousand, &third, &third), 167); /* 166.66 */
	assert_int_equal(score_leader(&three, &whole, &third), 2);      /* 1.5 */
	assert_int_equal(score_leader(&thousand, &none, &third), 0);
	assert_int_equal(score_leader(&leaf, &low, &high), 6250);
}

static void sr_08_relative_to_the_best(void **state)
{
	(void)state;
	static const struct leaf leaf = {10000, 1};
	static const int64_t actual[] = {150, 100, 75, 0}, expected[] = {10000, 6667, 5000, 0};

	for (size_t i = 0; i < COUNT(actual); i++)
		assert_int_equal(score_relative(&leaf, actual[i], 150), expected[i]);
	assert_int_equal(score_relative(&leaf, 0, 0), 0);
}

static void sr_09_a_card_without_what_did_not_arise(void **state)
{
	(void)state;
	static const struct sheet_limits sheet = {100000, 5000, 10000, 1};

	assert_int_equal(score_total(&sheet, &(struct card_sums){60000, 20000, 0, 0}), 75000);
	/* Bonus and deduction lie outside the maxima, and are not scaled. */
	assert_int_equal(score_total(&sheet, &(struct card_sums){60000, 20000, 1000, 500}), 75500);
	assert_int_equal(score_total(&sheet, &(struct card_sums){10000, 70000, 0, 0}), 33333);
	assert_int_equal(score_total(&sheet, &(struct card_sums){0, 100000, 0, 0}), 0);
}

static void met_or_not(void **state)
{
	(void)state;
	assert_int_equal(score_met(&large, RESULT_MET), 20000);
	assert_int_equal(score_met(&large, RESULT_EXCEEDED), 20000);
	assert_int_equal(score_met(&large, RESULT_NOT_MET), 0);
}

static void sr_12_caps_and_sr_13_totals(void **state)
{
	(void)state;
	static const struct sheet_limits sheet = {100000, 5000, 10000, 1};
	static const struct sheet_limits generous = {100000, 15000, 10000, 1};

	assert_int_equal(score_counted(6, 2000, 10000), 10000);
	assert_int_equal(score_counted(7, 1000, SCORE_NO_CAP), 7000);
	assert_int_equal(score_total(&sheet, &(struct card_sums){50000, 0, 7000, 12500}), 45000);
	assert_int_equal(score_total(&sheet, &(struct card_sums){3000, 0, 0, 5000}), 0);
	assert_int_equal(score_total(&generous, &(struct card_sums){97000, 0, 10000, 0}), 107000);
}

static void no_product_overflows(void **state)
{
	(void)state;
	const int64_t huge = INT64_MAX;
	static const struct leaf leaf = {INT64_MAX, 1};
	const struct measure half = ratio(huge / 2, huge), full = ratio(huge, 1),
			     nil = ratio(0, huge);
	const struct score_step step = {huge, huge};
	const struct contender worst = {half, huge}, low = {ratio(huge, 2), 1}, high = {full, 1};

	assert_int_equal(score_proportional(&leaf, COMPARATOR_GE, huge, &full), huge);
	assert_int_equal(score_proportional(&leaf, COMPARATOR_GE, 10000, &half), huge / 2);
	assert_int_equal(score_proportional(&leaf, COMPARATOR_LE, 10000, &full), 1);
	assert_int_equal(score_steps(&step, 1, false, &full), huge);
	assert_int_equal(score_steps(&step, 1, false, &half), 0);
	assert_int_equal(score_steps(&step, 1, true, &nil), huge);
	assert_int_equal(score_excess(&leaf, 0, huge, huge, &full), huge);
	assert_int_equal(score_leader(&leaf, &high, &high), huge);
	assert_int_equal(score_leader(&leaf, &worst, &high), 2500); /* M/2 * 5000 / T */
	/* r is 5000 * huge, half of the best: half of the way, nearly. */
	assert_true(score_leader(&leaf, &low, &high) > huge / 4 * 3 - 2);
	assert_int_equal(score_relative(&leaf, huge - 1, huge), huge - 1);
	assert_int_equal(score_counted(huge, huge, SCORE_NO_CAP), huge);
	assert_int_equal(score_counted(0, huge, huge), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sr_04_steps_by_counts),
		cmocka_unit_test(steps_of_what_should_be_low),
		cmocka_unit_test(steps_as_they_are_typed),
		cmocka_unit_test(sr_05_proportional_half_up_capped),
		cmocka_unit_test(sr_05_half_up_to_the_grain),
		cmocka_unit_test(sr_06_full_points_above_the_target),
		cmocka_unit_test(sr_07_the_leader_is_the_measure),
		cmocka_unit_test(br_28_the_leader_formula),
		cmocka_unit_test(sr_08_relative_to_the_best),
		cmocka_unit_test(sr_09_a_card_without_what_did_not_arise),
		cmocka_unit_test(met_or_not),
		cmocka_unit_test(sr_12_caps_and_sr_13_totals),
		cmocka_unit_test(no_product_overflows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
