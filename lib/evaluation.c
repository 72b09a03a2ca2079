/*
 * Verdicts: inputs against a target, for one unit or for the sums of several. Counts decide, never
 * a rounded percent.
 */
#include "evaluation.h"

#include <stdlib.h>

/*
 * n/d in hundredths of a percent, cut, and what is left: long division, four places behind the
 * point. The product n * 10000 would leave int64 for sums of many units; this does so only for
 * quotients that no percent can show, and says so.
 */
struct quotient {
	int64_t hundredths;
	int64_t rest;
	bool too_large; /* `hundredths` is then INT64_MAX */
};

static struct quotient divide(int64_t numerator, int64_t denominator)
{
	struct quotient q = {
		.hundredths = numerator / denominator, .rest = numerator % denominator};

	if (q.hundredths > INT64_MAX / 10000 - 1)
		return (struct quotient){.hundredths = INT64_MAX, .too_large = true};
	for (int place = 0; place < 4; place++) {
		q.rest *= 10;
		q.hundredths = q.hundredths * 10 + q.rest / denominator;
		q.rest %= denominator;
	}
	return q;
}

bool percent_of(int64_t numerator, int64_t denominator, int64_t *out)
{
	if (denominator <= 0)
		return false;
	struct quotient q = divide(numerator, denominator);

	if (q.too_large)
		return false;
	*out = q.hundredths + (q.rest >= denominator - q.rest ? 1 : 0);
	return true;
}

/* -1, 0 or 1: the exact value, not the printed one, against the target. */
static int compare_with_target(const struct target *target, int64_t numerator, int64_t denominator)
{
	struct quotient q = target->ratio ? divide(numerator, denominator)
					  : (struct quotient){.hundredths = numerator * 100};

	if (q.hundredths != target->value)
		return q.hundredths < target->value ? -1 : 1;
	return q.rest > 0 ? 1 : 0;
}

static int64_t excess_of(const struct target *target, int64_t value)
{
	switch (target->comparator) {
	case COMPARATOR_GE:
	case COMPARATOR_GT:
		return value - target->value;
	case COMPARATOR_LE:
		return target->value - value;
	case COMPARATOR_EQ:
		return -llabs(value - target->value);
	}
	return 0;
}

/* The numbers, as far as they are known; the result is decided afterwards. */
static struct verdict measured(const struct target *target, const struct amount *numerator,
	const struct amount *denominator)
{
	struct verdict v = {
		.provisional = numerator->provisional || (denominator && denominator->provisional)};

	if (denominator)
		v.has_value = numerator->has_value && denominator->has_value &&
			percent_of(numerator->value, denominator->value, &v.value);
	else if (numerator->has_value) {
		v.has_value = true;
		v.value = numerator->value * 100;
	}
	if (target->absent || target->direction == DIRECTION_INFO || !v.has_value)
		return v;
	v.has_excess = true;
	v.excess = excess_of(target, v.value);
	if (!denominator)
		v.has_attainment = percent_of(v.value, target->value, &v.attainment);
	return v;
}

static void set(struct verdict *v, enum result result, enum reason reason)
{
	v->result = result;
	v->reason = reason;
}

static void judge_numbers(struct verdict *v, const struct target *target, int64_t numerator,
	int64_t denominator, bool year_over)
{
	int order = compare_with_target(target, numerator, denominator);
	bool reached = target->comparator == COMPARATOR_GE ? order >= 0
		: target->comparator == COMPARATOR_GT      ? order > 0
		: target->comparator == COMPARATOR_LE      ? order <= 0
							   : order == 0;

	if (reached)
		set(v, order == 0 ? RESULT_MET : RESULT_EXCEEDED, REASON_NONE);
	else
		set(v, year_over ? RESULT_NOT_MET : RESULT_IN_PROGRESS, REASON_NONE);
}

struct verdict verdict_of(const struct target *target, const struct amount *numerator,
	const struct amount *denominator, int months, int through)
{
	bool zero = target->direction == DIRECTION_ZERO;
	/* A must-be-zero indicator is decided by its numerator alone. */
	const struct amount *second = zero || !denominator ? numerator : denominator;
	struct verdict v = measured(target, numerator, denominator);

	v.final = through == months;
	v.missing =
		(numerator->known ? 0 : numerator->missing) | (second->known ? 0 : second->missing);
	if (zero)
		v.provisional = v.provisional || numerator->touched_provisional;

	if (target->absent) {
		set(&v, RESULT_NONE, REASON_NO_COMMON_TARGET);
	} else if (target->direction == DIRECTION_INFO) {
		set(&v, RESULT_NOT_APPLICABLE, REASON_INFORMATION);
	} else if (zero && numerator->touched) {
		set(&v, RESULT_NOT_MET, REASON_BREACH);
		v.final = true;
	} else if (numerator->impossible || second->impossible) {
		set(&v, RESULT_NOT_APPLICABLE, REASON_IMPOSSIBLE);
	} else if (!numerator->known || !second->known) {
		set(&v, RESULT_NO_DATA,
			numerator->needs_official || second->needs_official ? REASON_NEEDS_OFFICIAL
									    : REASON_MISSING);
	} else if (zero) {
		set(&v, RESULT_MET, REASON_NONE);
	} else if (denominator && denominator->value <= 0) {
		set(&v, RESULT_NOT_APPLICABLE, REASON_DENOMINATOR_ZERO);
	} else {
		judge_numbers(&v, target, numerator->value, denominator ? denominator->value : 1,
			through == months);
	}
	return v;
}

static void add_amount(struct amount *sum, const struct amount *amount, bool first)
{
	if (first) {
		*sum = *amount;
		sum->missing = amount->known ? 0 : amount->missing;
		sum->as_of = 0;
		sum->has_months = false;
		return;
	}
	sum->missing |= amount->known ? 0 : amount->missing;
	sum->touched = sum->touched || amount->touched;
	sum->touched_provisional = sum->touched_provisional || amount->touched_provisional;
	sum->provisional = sum->provisional || amount->provisional;
	sum->needs_official = sum->needs_official || amount->needs_official;
	sum->official = sum->official || amount->official;
	if (amount->impossible)
		return;
	sum->known = amount->known && (sum->known || sum->impossible);
	sum->impossible = false;
	sum->has_value = sum->has_value || amount->has_value;
	sum->value += amount->value;
}

void rollup_add(struct rollup *rollup, const struct target *target, const struct amount *numerator,
	const struct amount *denominator)
{
	bool zero = target->direction == DIRECTION_ZERO;
	const struct amount *second = zero || !denominator ? numerator : denominator;
	bool impossible = numerator->impossible || second->impossible;
	bool first = rollup->units_counted == 0;

	rollup->units_expected++;
	rollup->units_reported += impossible || (numerator->known && second->known);
	if (impossible) {
		if (first)
			rollup->numerator.impossible = true;
		rollup->numerator.touched = rollup->numerator.touched || numerator->touched;
		return;
	}
	rollup->units_counted++;
	bool touched = rollup->numerator.touched;

	add_amount(&rollup->numerator, numerator, first);
	rollup->numerator.touched = rollup->numerator.touched || touched;
	if (denominator)
		add_amount(&rollup->denominator, denominator, first);
}

struct target rollup_target(bool ratio, enum direction direction, const struct target *for_all,
	const struct target *const *members, size_t count)
{
	struct target absent = {.ratio = ratio, .direction = direction, .absent = true};

	if (ratio)
		return for_all ? *for_all : absent;
	if (count == 0 || !members[0])
		return absent;
	struct target sum = *members[0];

	for (size_t i = 1; i < count; i++) {
		if (!members[i] || members[i]->comparator != sum.comparator)
			return absent;
		sum.value += members[i]->value;
	}
	return sum;
}

void own_sum_add(struct own_sum *sum, const struct cell *cell, const struct cell *internal)
{
	if (!cell_has_number(cell))
		return;
	sum->has_sum = true;
	sum->units++;
	sum->sum += cell->value;
	if (internal && cell_has_number(internal))
		sum->sum -= internal->value;
}
