/* Small series of figures for the tests of the arithmetic. Month 1 of work year 2021 is 2020-12. */
#ifndef THIDUA_TEST_FIGURES_H
#define THIDUA_TEST_FIGURES_H

#include "evaluation.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define YEAR   12
#define ABSENT (-1)

static inline struct cell number(int64_t value)
{
	return (struct cell){.value = value, .status = CELL_ACTUAL};
}

static inline void set(struct series *series, int slot, int64_t value)
{
	series->slot[slot] = value == ABSENT ? (struct cell){0} : number(value);
}

/* Months 1.. from a list. */
static inline struct series series_of(int count, const int64_t *values)
{
	struct series series = {0};

	for (int i = 0; i < count; i++)
		set(&series, i, values[i]);
	return series;
}

/* The same number in every month, but `first` in month 1. */
static inline struct series year_of(int64_t first, int64_t others)
{
	struct series series = {0};

	for (int i = 0; i < YEAR; i++)
		set(&series, i, i ? others : first);
	return series;
}

static inline struct amount up_to(
	const struct series *series, enum behaviour behaviour, int through)
{
	const struct input input = {.series = series, .behaviour = behaviour};

	return amount_through(&input, YEAR, through);
}

static const struct target at_least_70 = {
	.ratio = true, .direction = DIRECTION_UP, .comparator = COMPARATOR_GE, .value = 7000};
static const struct target must_be_zero = {
	.direction = DIRECTION_ZERO, .comparator = COMPARATOR_EQ, .value = 0};

static inline struct target count_target(enum comparator comparator, int64_t pieces)
{
	return (struct target){
		.direction = DIRECTION_UP, .comparator = comparator, .value = pieces * 100};
}

static inline void assert_verdict(struct verdict v, enum result result, enum reason reason)
{
	assert_int_equal(v.result, result);
	assert_int_equal(v.reason, reason);
}

#endif
