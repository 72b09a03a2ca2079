/* The arithmetic of figures, one test a rule. Month 1 of work year 2021 is 2020-12. */
#include "evaluation.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define YEAR   12
#define ABSENT (-1)

static struct cell number(int64_t value)
{
	return (struct cell){.value = value, .status = CELL_ACTUAL};
}

static void set(struct series *series, int slot, int64_t value)
{
	series->slot[slot] = value == ABSENT ? (struct cell){0} : number(value);
}

/* Months 1.. from a list. */
static struct series series_of(int count, const int64_t *values)
{
	struct series series = {0};

	for (int i = 0; i < count; i++)
		set(&series, i, values[i]);
	return series;
}

/* The same number in every month, but `first` in month 1. */
static struct series year_of(int64_t first, int64_t others)
{
	struct series series = {0};

	for (int i = 0; i < YEAR; i++)
		set(&series, i, i ? others : first);
	return series;
}

static struct amount up_to(const struct series *series, enum behaviour behaviour, int through)
{
	const struct input input = {.series = series, .behaviour = behaviour};

	return cumulative(&input, YEAR, through);
}

static const struct target at_least_70 = {
	.ratio = true, .direction = DIRECTION_UP, .comparator = COMPARATOR_GE, .value = 7000};
static const struct target must_be_zero = {
	.direction = DIRECTION_ZERO, .comparator = COMPARATOR_EQ, .value = 0};

static struct target count_target(enum comparator comparator, int64_t pieces)
{
	return (struct target){
		.direction = DIRECTION_UP, .comparator = comparator, .value = pieces * 100};
}

static struct verdict judge_ratio(
	const struct target *target, int64_t numerator, int64_t denominator, int through)
{
	struct series n = year_of(numerator, 0), d = year_of(denominator, 0);
	struct amount a = up_to(&n, BEHAVIOUR_FLOW, through);
	struct amount b = up_to(&d, BEHAVIOUR_FLOW, through);

	return judge(target, &a, &b, YEAR, through);
}

static struct verdict judge_count(const struct target *target, int64_t done, int through)
{
	struct series n = year_of(done, 0);
	struct amount a = up_to(&n, BEHAVIOUR_FLOW, through);

	return judge(target, &a, NULL, YEAR, through);
}

static void assert_verdict(struct verdict v, enum result result, enum reason reason)
{
	assert_int_equal(v.result, result);
	assert_int_equal(v.reason, reason);
}

static void r03_silence_is_missing(void **state)
{
	(void)state;
	struct series silent = {0};
	struct amount a = up_to(&silent, BEHAVIOUR_FLOW, 5);

	assert_false(a.has_value);
	assert_false(a.known);
	assert_int_equal(a.missing, 0x1f);
}

static void r04_zero_needs_a_reported_zero(void **state)
{
	(void)state;
	struct series wrong = year_of(0, 0);
	struct amount a = up_to(&wrong, BEHAVIOUR_FLOW, YEAR);

	assert_verdict(judge(&must_be_zero, &a, NULL, YEAR, YEAR), RESULT_MET, REASON_NONE);

	set(&wrong, 6, ABSENT);
	a = up_to(&wrong, BEHAVIOUR_FLOW, YEAR);
	struct verdict v = judge(&must_be_zero, &a, NULL, YEAR, YEAR);

	assert_verdict(v, RESULT_NO_DATA, REASON_MISSING);
	assert_int_equal(v.missing, 1u << 6);

	set(&wrong, SLOT_YEAR, 0);
	a = up_to(&wrong, BEHAVIOUR_FLOW, YEAR);
	v = judge(&must_be_zero, &a, NULL, YEAR, YEAR);
	assert_verdict(v, RESULT_MET, REASON_NONE);
	assert_int_equal(v.missing, 0);

	set(&wrong, 3, 1);
	a = up_to(&wrong, BEHAVIOUR_FLOW, 8);
	v = judge(&must_be_zero, &a, NULL, YEAR, 8);
	assert_verdict(v, RESULT_NOT_MET, REASON_BREACH);
	assert_true(v.final);
	a = up_to(&wrong, BEHAVIOUR_FLOW, 3);
	assert_verdict(judge(&must_be_zero, &a, NULL, YEAR, 3), RESULT_MET, REASON_NONE);
}

static void r04_closing_breach_in_any_report_up_to_then(void **state)
{
	(void)state;
	struct series overdue = year_of(0, 0);

	set(&overdue, 1, 2);
	struct amount a = up_to(&overdue, BEHAVIOUR_CLOSING, YEAR);

	assert_int_equal(a.value, 0);
	assert_verdict(judge(&must_be_zero, &a, NULL, YEAR, YEAR), RESULT_NOT_MET, REASON_BREACH);
	a = up_to(&overdue, BEHAVIOUR_CLOSING, 1);
	assert_verdict(judge(&must_be_zero, &a, NULL, YEAR, 1), RESULT_MET, REASON_NONE);
}

static void breach_when_months_and_h1_disagree(void **state)
{
	(void)state;
	struct series wrong = year_of(0, 0);

	set(&wrong, SLOT_HALF, 1);
	for (int through = 1; through <= YEAR; through++) {
		struct amount a = up_to(&wrong, BEHAVIOUR_FLOW, through);

		assert_int_equal(judge(&must_be_zero, &a, NULL, YEAR, through).result,
			through < SERIES_HALF ? RESULT_MET : RESULT_NOT_MET);
	}
	set(&wrong, SLOT_HALF, 0);
	set(&wrong, 2, 1);
	struct amount a = up_to(&wrong, BEHAVIOUR_FLOW, SERIES_HALF);

	assert_int_equal(a.value, 0);
	assert_verdict(
		judge(&must_be_zero, &a, NULL, YEAR, SERIES_HALF), RESULT_NOT_MET, REASON_BREACH);
}

static void r05_nothing_arose(void **state)
{
	(void)state;
	struct verdict v = judge_ratio(&at_least_70, 0, 0, YEAR);

	assert_verdict(v, RESULT_NOT_APPLICABLE, REASON_DENOMINATOR_ZERO);
	assert_false(v.has_value);
	assert_false(v.has_excess);

	const struct target no_overdue = {
		.ratio = true, .direction = DIRECTION_ZERO, .comparator = COMPARATOR_EQ};
	struct series zeros = year_of(0, 0), silent = {0};
	struct amount n = up_to(&zeros, BEHAVIOUR_CLOSING, YEAR);
	struct amount d = up_to(&silent, BEHAVIOUR_CLOSING, YEAR);

	v = judge(&no_overdue, &n, &n, YEAR, YEAR);
	assert_verdict(v, RESULT_MET, REASON_NONE);
	assert_false(v.has_value);
	v = judge(&no_overdue, &n, &d, YEAR, YEAR);
	assert_verdict(v, RESULT_MET, REASON_NONE);
	assert_int_equal(v.missing, 0);
}

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
	struct verdict v = judge(&at_least_70, &all.numerator, &all.denominator, YEAR, YEAR);

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
	struct verdict v = judge(&at_least_70, &all.numerator, &all.denominator, YEAR, YEAR);

	assert_verdict(v, RESULT_NO_DATA, REASON_MISSING);
	assert_int_equal(all.units_reported, 2);
	assert_int_equal(all.units_expected, 3);
	assert_true(v.has_value);
	assert_int_equal(all.numerator.value, 33);
	assert_int_equal(v.missing, 0xfff);
}

static void breach_decides_a_rollup_while_a_member_is_missing(void **state)
{
	(void)state;
	struct series n[3] = {{{{0}}}, year_of(1, 0), year_of(0, 0)};
	struct rollup all = roll(&must_be_zero, 3, n, n);

	assert_verdict(judge(&must_be_zero, &all.numerator, NULL, YEAR, YEAR), RESULT_NOT_MET,
		REASON_BREACH);
	assert_int_equal(all.units_reported, 2);
}

static void impossible_member_is_left_out_and_counts_as_reported(void **state)
{
	(void)state;
	struct series n[2] = {year_of(7, 0), {{{0}}}}, d[2] = {year_of(10, 0), year_of(90, 0)};

	for (int i = 0; i < YEAR; i++)
		n[1].slot[i].status = CELL_IMPOSSIBLE;
	for (int turn = 0; turn < 2; turn++) {
		struct rollup all = roll(&at_least_70, 2, n, d);
		struct verdict v =
			judge(&at_least_70, &all.numerator, &all.denominator, YEAR, YEAR);

		assert_verdict(v, RESULT_MET, REASON_NONE);
		assert_int_equal(all.denominator.value, 10);
		assert_int_equal(all.units_reported, 2);
		assert_int_equal(all.units_counted, 1);
		struct series swap = n[0];

		n[0] = n[1], n[1] = swap;
		swap = d[0], d[0] = d[1], d[1] = swap;
	}
	struct rollup none = roll(&at_least_70, 1, &n[1], &d[1]);

	assert_int_equal(none.units_reported, 1);
	none = roll(&at_least_70, 1, n[0].slot[0].status == CELL_IMPOSSIBLE ? n : n + 1, d);
	assert_verdict(judge(&at_least_70, &none.numerator, &none.denominator, YEAR, YEAR),
		RESULT_NOT_APPLICABLE, REASON_IMPOSSIBLE);
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
	struct verdict v = judge(&absent, &n, NULL, YEAR, YEAR);

	assert_verdict(v, RESULT_NONE, REASON_NO_COMMON_TARGET);
	assert_int_equal(v.value, 5000);
	assert_false(v.has_excess);
	assert_false(v.has_attainment);
}

static void r07_half_up_two_places(void **state)
{
	(void)state;
	static const struct {
		int64_t n, d, percent;
	} cases[] = {{1586, 1732, 9157}, {1735, 2178, 7966}, {1109, 1506, 7364}, {1, 3, 3333},
		{2, 3, 6667}, {1, 20000, 1}, {1, 20001, 0}, {0, 7, 0}, {69996, 100000, 7000},
		{140000000000000, 140000000000000, 10000}, {186, 100, 18600}};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		int64_t percent = -1;

		assert_true(percent_of(cases[i].n, cases[i].d, &percent));
		assert_int_equal(percent, cases[i].percent);
	}
	int64_t untouched = 42;

	assert_false(percent_of(1, 0, &untouched));
	assert_int_equal(untouched, 42);
}

/* The formula of the rules, where it stays inside int64. */
static void r07_agrees_with_the_written_formula(void **state)
{
	(void)state;
	uint64_t seed = 20210607;

	for (int i = 0; i < 100000; i++) {
		seed = seed * 6364136223846793005u + 1442695040888963407u;
		int64_t d = (int64_t)(seed >> 34) % (i % 2 ? 50 : 100000000) + 1;
		int64_t n = (int64_t)(seed >> 20) % (d + 3);
		int64_t percent = 0;

		assert_true(percent_of(n, d, &percent));
		assert_int_equal(percent, (n * 20000 + d) / (2 * d));
	}
}

static void r08_the_decision_uses_the_counts(void **state)
{
	(void)state;
	struct verdict v = judge_ratio(&at_least_70, 6999, 10000, YEAR);

	assert_int_equal(v.value, 6999);
	assert_int_equal(v.excess, -1);
	assert_int_equal(v.result, RESULT_NOT_MET);

	v = judge_ratio(&at_least_70, 69996, 100000, YEAR);
	assert_int_equal(v.value, 7000);
	assert_int_equal(v.result, RESULT_NOT_MET);
	assert_int_equal(judge_ratio(&at_least_70, 7, 10, YEAR).result, RESULT_MET);
	assert_int_equal(judge_ratio(&at_least_70, 70001, 100000, YEAR).result, RESULT_EXCEEDED);

	const struct target whole = {.ratio = true,
		.direction = DIRECTION_UP,
		.comparator = COMPARATOR_EQ,
		.value = 10000};

	v = judge_ratio(&whole, 99999, 100000, YEAR);
	assert_int_equal(v.value, 10000);
	assert_int_equal(v.result, RESULT_NOT_MET);
	assert_int_equal(judge_ratio(&whole, 5, 5, YEAR).result, RESULT_MET);
}

static void r09_may_pass_100(void **state)
{
	(void)state;
	struct verdict v = judge_ratio(&at_least_70, 186, 100, YEAR);

	assert_int_equal(v.value, 18600);
	assert_int_equal(v.result, RESULT_EXCEEDED);
}

static void lower_is_better(void **state)
{
	(void)state;
	const struct target returned = {.ratio = true,
		.direction = DIRECTION_DOWN,
		.comparator = COMPARATOR_LE,
		.value = 400};
	struct verdict v = judge_ratio(&returned, 3, 100, YEAR);

	assert_int_equal(v.result, RESULT_EXCEEDED);
	assert_int_equal(v.excess, 100);
	assert_int_equal(judge_ratio(&returned, 4, 100, YEAR).result, RESULT_MET);
	v = judge_ratio(&returned, 5, 100, YEAR);
	assert_int_equal(v.result, RESULT_NOT_MET);
	assert_int_equal(v.excess, -100);
	assert_int_equal(judge_ratio(&returned, 5, 100, 6).result, RESULT_IN_PROGRESS);
}

static void information_is_never_judged(void **state)
{
	(void)state;
	struct target target = count_target(COMPARATOR_GE, 10);

	target.direction = DIRECTION_INFO;
	struct verdict v = judge_count(&target, 20, YEAR);

	assert_verdict(v, RESULT_NOT_APPLICABLE, REASON_INFORMATION);
	assert_int_equal(v.value, 2000);
}

/* tb_open, tb_new, tb_to_resolve, tb_resolved, tb_pend of three months. */
static const int64_t opened[] = {9, 5, 7}, fresh[] = {10, 20, 30}, to_resolve[] = {19, 25, 37},
		     resolved[] = {14, 18, 31}, pending[] = {5, 7, 6}, none[] = {0, 0, 0};

static void r15_cumulative_values_follow_behaviour(void **state)
{
	(void)state;
	struct series open = series_of(3, opened), new = series_of(3, fresh),
		      in = series_of(3, none);
	struct series whole = series_of(3, to_resolve), done = series_of(3, resolved);
	struct series pend = series_of(3, pending);
	const struct part parts[] = {{&open, BEHAVIOUR_OPENING, 1}, {&new, BEHAVIOUR_FLOW, 1},
		{&in, BEHAVIOUR_FLOW, 1}, {&in, BEHAVIOUR_FLOW, -1}};
	const struct input input = {&whole, BEHAVIOUR_DISTINCT, parts, 4};

	assert_int_equal(up_to(&new, BEHAVIOUR_FLOW, 3).value, 60);
	assert_int_equal(up_to(&open, BEHAVIOUR_OPENING, 3).value, 9);
	assert_int_equal(up_to(&pend, BEHAVIOUR_CLOSING, 3).value, 6);
	assert_int_equal(up_to(&pend, BEHAVIOUR_CLOSING, 3).as_of, 3);

	struct amount d = cumulative(&input, YEAR, 3), n = up_to(&done, BEHAVIOUR_FLOW, 3);

	assert_true(d.known);
	assert_int_equal(d.value, 69);
	struct verdict v = judge(&at_least_70, &n, &d, YEAR, 3);

	assert_int_equal(v.value, 9130);
	assert_int_equal(v.result, RESULT_EXCEEDED);
	assert_false(v.final);
}

static void distinct_comes_from_its_parts_even_when_missing(void **state)
{
	(void)state;
	struct series open = series_of(3, opened), new = series_of(3, fresh), whole = {0};
	const struct part parts[] = {{&open, BEHAVIOUR_OPENING, 1}, {&new, BEHAVIOUR_FLOW, 1}};
	const struct input input = {&whole, BEHAVIOUR_DISTINCT, parts, 2};
	struct amount a = cumulative(&input, YEAR, 3);

	assert_true(a.known);
	assert_int_equal(a.value, 69);
	assert_int_equal(single(&input, 1).value, 25);
	assert_true(single(&input, 1).known);

	set(&new, 1, ABSENT);
	a = cumulative(&input, YEAR, 3);
	assert_false(a.known);
	assert_int_equal(a.missing, 1u << 1);
	assert_false(a.needs_official);
	assert_false(single(&input, 1).has_value);

	/* with parts of Y from those */
	set(&open, SLOT_YEAR, 9);
	set(&new, SLOT_YEAR, 200);
	a = cumulative(&input, YEAR, YEAR);
	assert_true(a.known);
	assert_true(a.official);
	assert_int_equal(a.value, 209);
	/* and its own Y before them */
	set(&whole, SLOT_YEAR, 210);
	a = cumulative(&input, YEAR, YEAR);
	assert_int_equal(a.value, 210);
}

static void impossible_parts_count_as_nothing(void **state)
{
	(void)state;
	struct series open = series_of(3, opened), in = {0}, whole = {0};
	const struct part parts[] = {{&in, BEHAVIOUR_FLOW, 1}, {&open, BEHAVIOUR_OPENING, 1}};
	const struct input input = {&whole, BEHAVIOUR_DISTINCT, parts, 2};

	for (int i = 0; i < 3; i++)
		in.slot[i].status = CELL_IMPOSSIBLE;
	assert_true(cumulative(&input, YEAR, 3).known);
	assert_int_equal(cumulative(&input, YEAR, 3).value, 9);
	assert_int_equal(single(&input, 0).value, 9);
	for (int i = 0; i < 3; i++)
		open.slot[i].status = CELL_IMPOSSIBLE;
	assert_true(cumulative(&input, YEAR, 3).impossible);
}

static void r16_distinct_is_not_added_over_months(void **state)
{
	(void)state;
	struct series units = {0}, all = year_of(6, 6);

	set(&units, 0, 3);
	set(&units, 1, 4);
	set(&units, SLOT_HALF, 5);
	struct amount a = up_to(&units, BEHAVIOUR_DISTINCT, 6);

	assert_true(a.known);
	assert_int_equal(a.value, 5);
	a = up_to(&units, BEHAVIOUR_DISTINCT, 2);
	assert_false(a.has_value);
	assert_true(a.needs_official);

	struct amount d = up_to(&all, BEHAVIOUR_FLOW, 2);

	assert_verdict(judge(&at_least_70, &a, &d, YEAR, 2), RESULT_NO_DATA, REASON_NEEDS_OFFICIAL);
	a = up_to(&units, BEHAVIOUR_DISTINCT, 7);
	assert_false(a.known);
}

static void r17_the_year_report_is_official(void **state)
{
	(void)state;
	struct series new = year_of(85, 100);

	set(&new, SLOT_YEAR, 1190);
	struct amount a = up_to(&new, BEHAVIOUR_FLOW, YEAR);
	int64_t gap = 0;

	assert_int_equal(a.value, 1190);
	assert_true(a.has_months);
	assert_int_equal(a.months, 1185);
	assert_true(amount_gap(&a, &gap));
	assert_int_equal(gap, 5);
	a = up_to(&new, BEHAVIOUR_FLOW, 11);
	assert_int_equal(a.value, 1085);
	assert_false(amount_gap(&a, &gap));
}

static void the_sum_goes_on_over_months_after_h1(void **state)
{
	(void)state;
	struct series new = year_of(10, 10);

	set(&new, 2, ABSENT);
	set(&new, SLOT_HALF, 61);
	struct amount a = up_to(&new, BEHAVIOUR_FLOW, 6);

	assert_true(a.known);
	assert_int_equal(a.value, 61);
	a = up_to(&new, BEHAVIOUR_FLOW, 7);
	assert_false(a.known);
	assert_int_equal(a.value, 60);
	assert_int_equal(a.missing, 1u << 2);
	set(&new, 2, 10);
	a = up_to(&new, BEHAVIOUR_FLOW, 7);
	assert_true(a.known);
	assert_int_equal(a.value, 70);
}

static void closing_with_a_gap_is_shown_and_not_judged(void **state)
{
	(void)state;
	struct series pend = year_of(4, 4);
	const struct target few = count_target(COMPARATOR_LE, 10);

	set(&pend, 11, ABSENT);
	struct amount a = up_to(&pend, BEHAVIOUR_CLOSING, YEAR);
	struct verdict v = judge(&few, &a, NULL, YEAR, YEAR);

	assert_int_equal(a.value, 4);
	assert_int_equal(a.as_of, 11);
	assert_verdict(v, RESULT_NO_DATA, REASON_MISSING);
	assert_int_equal(v.value, 400);
	assert_int_equal(v.missing, 1u << 11);
}

static void impossible_in_all_months_or_in_some(void **state)
{
	(void)state;
	struct series camps = {0};
	const struct target four = count_target(COMPARATOR_GE, 4);

	for (int i = 0; i < YEAR; i++)
		camps.slot[i].status = CELL_IMPOSSIBLE;
	struct amount a = up_to(&camps, BEHAVIOUR_FLOW, YEAR);

	assert_verdict(
		judge(&four, &a, NULL, YEAR, YEAR), RESULT_NOT_APPLICABLE, REASON_IMPOSSIBLE);
	set(&camps, 11, 4);
	a = up_to(&camps, BEHAVIOUR_FLOW, YEAR);
	assert_verdict(judge(&four, &a, NULL, YEAR, YEAR), RESULT_MET, REASON_NONE);

	struct series never = {0};

	never.slot[SLOT_YEAR].status = CELL_IMPOSSIBLE;
	a = up_to(&never, BEHAVIOUR_FLOW, YEAR);
	assert_true(a.impossible);

	struct series unknown = year_of(1, 1);

	unknown.slot[3] = (struct cell){.status = CELL_MISSING};
	a = up_to(&unknown, BEHAVIOUR_FLOW, YEAR);
	assert_false(a.known);
	assert_int_equal(a.missing, 1u << 3);
}

static void r18_own_figures_are_only_a_check(void **state)
{
	(void)state;
	const struct cell office = number(40), district = number(58), silent = {0};
	struct own_sum sum = {0};

	own_sum_add(&sum, &silent, NULL);
	assert_false(sum.has_sum);
	own_sum_add(&sum, &office, NULL);
	own_sum_add(&sum, &district, NULL);
	assert_int_equal(sum.sum, 98);
	assert_int_equal(sum.units, 2);
}

static void r19_internal_transfers_cancel(void **state)
{
	(void)state;
	const struct cell three = number(3), two = number(2), zero = number(0);
	struct own_sum in = {0}, out = {0};

	own_sum_add(&out, &three, &three);
	own_sum_add(&out, &zero, &zero);
	own_sum_add(&in, &three, &three);
	assert_int_equal(in.sum, 0);
	assert_int_equal(out.sum, 0);
	own_sum_add(&in, &three, &two);
	assert_int_equal(in.sum, 1);
}

static void r25_two_meanings_of_vuot(void **state)
{
	(void)state;
	const struct target eighty = {.ratio = true,
		.direction = DIRECTION_UP,
		.comparator = COMPARATOR_GE,
		.value = 8000};
	struct verdict v = judge_ratio(&eighty, 995, 1000, YEAR);

	assert_int_equal(v.result, RESULT_EXCEEDED);
	assert_int_equal(v.excess, 1950);
	assert_false(v.has_attainment);

	const struct target hearings = count_target(COMPARATOR_GE, 39);

	v = judge_count(&hearings, 90, YEAR);
	assert_int_equal(v.result, RESULT_EXCEEDED);
	assert_int_equal(v.excess, 5100);
	assert_true(v.has_attainment);
	assert_int_equal(v.attainment, 23077);

	const struct target nought = count_target(COMPARATOR_GE, 0);

	assert_false(judge_count(&nought, 5, YEAR).has_attainment);
}

static void r27_a_yearly_count_is_judged_at_year_end(void **state)
{
	(void)state;
	const struct target hearings = count_target(COMPARATOR_GE, 39);
	struct verdict v = judge_count(&hearings, 20, 6);

	assert_int_equal(v.result, RESULT_IN_PROGRESS);
	assert_false(v.final);
	assert_int_equal(judge_count(&hearings, 38, YEAR).result, RESULT_NOT_MET);
	assert_int_equal(judge_count(&hearings, 39, YEAR).result, RESULT_MET);
	assert_int_equal(judge_count(&hearings, 90, YEAR).result, RESULT_EXCEEDED);
	assert_true(judge_count(&hearings, 90, YEAR).final);
	v = judge_count(&hearings, 45, 6);
	assert_int_equal(v.result, RESULT_EXCEEDED);
	assert_false(v.final);
}

static void a_work_year_may_have_ten_months(void **state)
{
	(void)state;
	const struct target hearings = count_target(COMPARATOR_GE, 39);
	struct series done = year_of(3, 3);
	const struct input input = {.series = &done, .behaviour = BEHAVIOUR_FLOW};
	struct amount a = cumulative(&input, 10, 10);
	struct verdict v = judge(&hearings, &a, NULL, 10, 10);

	assert_int_equal(a.value, 30);
	assert_int_equal(v.result, RESULT_NOT_MET);
	assert_true(v.final);
	set(&done, SLOT_YEAR, 39);
	a = cumulative(&input, 10, 10);
	assert_int_equal(a.value, 39);
}

static void provisional_while_a_used_report_is_only_submitted(void **state)
{
	(void)state;
	struct series new = year_of(1, 1);

	new.slot[2].submitted = true;
	assert_false(up_to(&new, BEHAVIOUR_FLOW, 2).provisional);
	assert_true(up_to(&new, BEHAVIOUR_FLOW, 3).provisional);
	assert_false(up_to(&new, BEHAVIOUR_CLOSING, YEAR).provisional);
	assert_false(up_to(&new, BEHAVIOUR_OPENING, YEAR).provisional);
	set(&new, SLOT_YEAR, 12);
	assert_false(up_to(&new, BEHAVIOUR_FLOW, YEAR).provisional);

	/* a value's own status does not change it */
	struct series guess = year_of(1, 1);

	guess.slot[0].status = CELL_PROVISIONAL;
	guess.slot[1].status = CELL_ESTIMATE;
	assert_false(up_to(&guess, BEHAVIOUR_FLOW, YEAR).provisional);
	assert_true(up_to(&guess, BEHAVIOUR_FLOW, YEAR).known);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(r03_silence_is_missing),
		cmocka_unit_test(r04_zero_needs_a_reported_zero),
		cmocka_unit_test(r04_closing_breach_in_any_report_up_to_then),
		cmocka_unit_test(breach_when_months_and_h1_disagree),
		cmocka_unit_test(r05_nothing_arose),
		cmocka_unit_test(r06_ratios_are_added_never_averaged),
		cmocka_unit_test(rollup_with_a_missing_member_has_numbers_and_no_data),
		cmocka_unit_test(breach_decides_a_rollup_while_a_member_is_missing),
		cmocka_unit_test(impossible_member_is_left_out_and_counts_as_reported),
		cmocka_unit_test(rollup_targets),
		cmocka_unit_test(r07_half_up_two_places),
		cmocka_unit_test(r07_agrees_with_the_written_formula),
		cmocka_unit_test(r08_the_decision_uses_the_counts),
		cmocka_unit_test(r09_may_pass_100),
		cmocka_unit_test(lower_is_better),
		cmocka_unit_test(information_is_never_judged),
		cmocka_unit_test(r15_cumulative_values_follow_behaviour),
		cmocka_unit_test(distinct_comes_from_its_parts_even_when_missing),
		cmocka_unit_test(impossible_parts_count_as_nothing),
		cmocka_unit_test(r16_distinct_is_not_added_over_months),
		cmocka_unit_test(r17_the_year_report_is_official),
		cmocka_unit_test(the_sum_goes_on_over_months_after_h1),
		cmocka_unit_test(closing_with_a_gap_is_shown_and_not_judged),
		cmocka_unit_test(impossible_in_all_months_or_in_some),
		cmocka_unit_test(r18_own_figures_are_only_a_check),
		cmocka_unit_test(r19_internal_transfers_cancel),
		cmocka_unit_test(r25_two_meanings_of_vuot),
		cmocka_unit_test(r27_a_yearly_count_is_judged_at_year_end),
		cmocka_unit_test(a_work_year_may_have_ten_months),
		cmocka_unit_test(provisional_while_a_used_report_is_only_submitted),
	};

	return cmocka_run_group_tests_name("evaluation", tests, NULL, NULL);
}
