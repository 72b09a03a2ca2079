/* Ranks: the numbers of the rules SR-20 to SR-22. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "scoring.h"
#include "standing.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

struct expected {
	size_t card;
	int rank;
	bool shared;
	int decided_by;
};

static void expect(
	struct standing *standings, size_t count, size_t ranked, const struct expected *expected)
{
	assert_int_equal(rank_standings(standings, count), ranked);
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(standings[i].card, expected[i].card);
		assert_int_equal(standings[i].rank, expected[i].rank);
		assert_int_equal(standings[i].shared, expected[i].shared);
		assert_int_equal(standings[i].decided_by, expected[i].decided_by);
	}
}

/* The cards of lamdong, daklak, gialai, kontum and daknong, from what each leaf gives. */
static void golden_table(struct standing standings[5])
{
	static const struct sheet_limits sheet = {100000, 5000, 10000, 1};
	/* I, II, III with its caps; bonus; deduction. */
	static const struct card_sums cards[] = {
		{20000 + 20000 + 10000 + 18500 + 6000 + 9000, 0, 2000, 0},
		{16000 + 18889 + 11529 + 19000 + 10000 + 9500, 0, 7000, 500},
		{20000 + 17702 + 8462 + 18000 + 4000 + 8500, 0, 0, 1500},
		{0 + 20000 + 10000 + 17500 + 0 + 9000, 0, 0, 12500},
		{16000 + 20000 + 20000 + 18500 + 8000 + 9000, 0, 1000, 0}};

	for (size_t i = 0; i < COUNT(cards); i++)
		standings[i] =
			(struct standing){.card = i, .total = score_total(&sheet, &cards[i])};
}

static void sr_20_the_whole_table(void **state)
{
	(void)state;
	static const int64_t totals[] = {92500, 89418, 85500, 75164, 46500};
	static const struct expected expected[] = {{4, 1, false, BY_TOTAL}, {1, 2, false, BY_TOTAL},
		{0, 3, false, BY_TOTAL}, {2, 4, false, BY_TOTAL}, {3, 5, false, BY_TOTAL}};
	struct standing standings[5];

	golden_table(standings);
	expect(standings, COUNT(standings), 5, expected);
	for (size_t i = 0; i < COUNT(standings); i++)
		assert_int_equal(standings[i].total, totals[i]);
}

static void sr_21_ties(void **state)
{
	(void)state;
	struct standing standings[] = {{.card = 0, .total = 85500, .tie = {49000}},
		{.card = 1, .total = 85500, .tie = {50000, -500}},
		{.card = 2, .total = 85500, .tie = {50000, -500}}, {.card = 3, .total = 90000},
		{.card = 4, .total = 85500, .tie = {50000, -1000}}};
	static const struct expected expected[] = {{3, 1, false, BY_TOTAL}, {1, 2, true, 1},
		{2, 2, true, 1}, {4, 4, false, 1}, {0, 5, false, 0}};

	expect(standings, COUNT(standings), 5, expected);
}

static void sr_21_both_first(void **state)
{
	(void)state;
	struct standing standings[] = {
		{.card = 0, .total = 70}, {.card = 1, .total = 85}, {.card = 2, .total = 85}};
	static const struct expected expected[] = {
		{1, 1, true, BY_TOTAL}, {2, 1, true, BY_TOTAL}, {0, 3, false, BY_TOTAL}};

	expect(standings, COUNT(standings), 3, expected);
}

/* An order of people is the last that is looked at, and only between those that have one. */
static void sr_21_people_order_the_tied(void **state)
{
	(void)state;
	struct standing standings[] = {{.card = 0, .total = 85, .tie = {5}, .place = 3},
		{.card = 1, .total = 85, .tie = {5}, .place = 2},
		{.card = 2, .total = 85, .tie = {6}, .place = 9}, {.card = 3, .total = 70},
		{.card = 4, .total = 70, .place = 1}, {.card = 5, .total = 90, .place = 8}};
	static const struct expected expected[] = {{5, 1, false, BY_TOTAL}, {2, 2, false, 0},
		{1, 3, false, 0}, {0, 4, false, BY_PEOPLE}, {3, 5, true, BY_TOTAL},
		{4, 5, true, BY_TOTAL}};

	expect(standings, COUNT(standings), 6, expected);
}

static void sr_22_excluded_close_up(void **state)
{
	(void)state;
	struct standing standings[5];
	static const struct expected expected[] = {{1, 1, false, BY_TOTAL}, {0, 2, false, BY_TOTAL},
		{2, 3, false, BY_TOTAL}, {4, 0, false, BY_TOTAL}, {3, 0, false, BY_TOTAL}};

	golden_table(standings);
	standings[4].kind = STANDING_EXCLUDED;
	standings[3].kind = STANDING_NO_CARD;
	expect(standings, COUNT(standings), 3, expected);
}

static void nobody_has_a_rank(void **state)
{
	(void)state;
	struct standing standings[] = {{.card = 0, .kind = STANDING_NO_CARD},
		{.card = 1, .total = 5, .kind = STANDING_EXCLUDED},
		{.card = 2, .total = 5, .kind = STANDING_EXCLUDED}};
	static const struct expected expected[] = {
		{1, 0, false, BY_TOTAL}, {2, 0, false, BY_TOTAL}, {0, 0, false, BY_TOTAL}};

	expect(standings, COUNT(standings), 0, expected);
	assert_int_equal(rank_standings(NULL, 0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sr_20_the_whole_table),
		cmocka_unit_test(sr_21_ties),
		cmocka_unit_test(sr_21_both_first),
		cmocka_unit_test(sr_21_people_order_the_tied),
		cmocka_unit_test(sr_22_excluded_close_up),
		cmocka_unit_test(nobody_has_a_rank),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
