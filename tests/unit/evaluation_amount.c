/* From monthly cells to the value of an element up to a month, one test a rule. */
#include "figures.h"

static void r03_silence_is_missing(void **state)
{
	(void)state;
	struct series silent = {0};
	struct amount a = up_to(&silent, BEHAVIOUR_FLOW, 5);

	assert_false(a.has_value);
	assert_false(a.known);
	assert_int_equal(a.missing, 0x1f);
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

	struct amount d = amount_through(&input, YEAR, 3), n = up_to(&done, BEHAVIOUR_FLOW, 3);

	assert_true(d.known);
	assert_int_equal(d.value, 69);
	struct verdict v = verdict_of(&at_least_70, &n, &d, YEAR, 3);

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
	struct amount a = amount_through(&input, YEAR, 3);

	assert_true(a.known);
	assert_int_equal(a.value, 69);
	assert_int_equal(amount_of_period(&input, 1).value, 25);
	assert_true(amount_of_period(&input, 1).known);

	assert_int_equal(verdict_of(&must_be_zero, &a, NULL, YEAR, 3).reason, REASON_BREACH);

	set(&open, 1, ABSENT);
	assert_false(amount_through(&input, YEAR, 3).known);
	set(&open, 1, opened[1]);
	set(&new, 1, ABSENT);
	a = amount_through(&input, YEAR, 3);
	assert_false(a.known);
	assert_int_equal(a.missing, 1u << 1);
	assert_false(a.needs_official);
	assert_false(amount_of_period(&input, 1).has_value);

	/* with parts of Y from those */
	set(&open, SLOT_YEAR, 9);
	set(&new, SLOT_YEAR, 200);
	a = amount_through(&input, YEAR, YEAR);
	assert_true(a.known);
	assert_true(a.official);
	assert_int_equal(a.value, 209);
	/* and its own Y before them */
	set(&whole, SLOT_YEAR, 210);
	a = amount_through(&input, YEAR, YEAR);
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
	assert_true(amount_through(&input, YEAR, 3).known);
	assert_int_equal(amount_through(&input, YEAR, 3).value, 9);
	assert_int_equal(amount_of_period(&input, 0).value, 9);
	for (int i = 0; i < 3; i++)
		open.slot[i].status = CELL_IMPOSSIBLE;
	assert_true(amount_through(&input, YEAR, 3).impossible);
}

static void impossible_as_a_whole_is_not_made_from_parts(void **state)
{
	(void)state;
	struct series open = series_of(3, opened), whole = {0};
	const struct part parts[] = {{&open, BEHAVIOUR_OPENING, 1}};
	const struct input input = {&whole, BEHAVIOUR_DISTINCT, parts, 1};

	for (int i = 0; i < 3; i++)
		whole.slot[i].status = CELL_IMPOSSIBLE;
	assert_true(amount_through(&input, YEAR, 3).impossible);
	assert_false(amount_through(&input, YEAR, 3).has_value);
}

static void a_stock_that_came_later_began_with_nothing(void **state)
{
	(void)state;
	struct series open = series_of(3, opened);

	open.slot[0] = (struct cell){.status = CELL_IMPOSSIBLE};
	struct amount a = up_to(&open, BEHAVIOUR_OPENING, 3);

	assert_true(a.known);
	assert_true(a.has_value);
	assert_int_equal(a.value, 0);
}

static void h1_may_end_a_year_of_six_months(void **state)
{
	(void)state;
	struct series new = {0};
	const struct input input = {.series = &new, .behaviour = BEHAVIOUR_FLOW};

	set(&new, SLOT_HALF, 7);
	assert_int_equal(amount_through(&input, 6, 6).value, 7);
	set(&new, SLOT_YEAR, 8);
	assert_int_equal(amount_through(&input, 6, 6).value, 8);
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

	assert_verdict(
		verdict_of(&at_least_70, &a, &d, YEAR, 2), RESULT_NO_DATA, REASON_NEEDS_OFFICIAL);
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
		cmocka_unit_test(r15_cumulative_values_follow_behaviour),
		cmocka_unit_test(distinct_comes_from_its_parts_even_when_missing),
		cmocka_unit_test(impossible_parts_count_as_nothing),
		cmocka_unit_test(impossible_as_a_whole_is_not_made_from_parts),
		cmocka_unit_test(a_stock_that_came_later_began_with_nothing),
		cmocka_unit_test(h1_may_end_a_year_of_six_months),
		cmocka_unit_test(r16_distinct_is_not_added_over_months),
		cmocka_unit_test(r17_the_year_report_is_official),
		cmocka_unit_test(the_sum_goes_on_over_months_after_h1),
		cmocka_unit_test(r18_own_figures_are_only_a_check),
		cmocka_unit_test(r19_internal_transfers_cancel),
		cmocka_unit_test(provisional_while_a_used_report_is_only_submitted),
	};

	return cmocka_run_group_tests_name("cumulative", tests, NULL, NULL);
}
