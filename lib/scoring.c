/* The arithmetic of score sheets; what the numbers mean is in scoring.h. */
#include "scoring.h"

__extension__ typedef __int128 wide;
__extension__ typedef unsigned __int128 uwide;

/* ---- Rounding without a quotient ---- */

#define LIMBS 6

/* A natural number, the lowest limb first: the product of three wide ones. */
struct product {
	uint64_t limb[LIMBS];
};

static void add_limb(struct product *sum, size_t at, uint64_t limb)
{
	for (; limb && at < LIMBS; at++) {
		sum->limb[at] += limb;
		limb = sum->limb[at] < limb;
	}
}

static struct product times(const struct product *product, uwide factor)
{
	const uint64_t halves[] = {(uint64_t)factor, (uint64_t)(factor >> 64)};
	struct product result = {{0}};

	for (size_t i = 0; i < LIMBS; i++)
		for (size_t k = 0; k < 2; k++) {
			uwide part = (uwide)product->limb[i] * halves[k];

			add_limb(&result, i + k, (uint64_t)part);
			add_limb(&result, i + k + 1, (uint64_t)(part >> 64));
		}
	return result;
}

static struct product product_of(uwide a, uwide b, uwide c)
{
	struct product product = {{1}};

	product = times(&product, a);
	product = times(&product, b);
	return times(&product, c);
}

static bool is_at_most(const struct product *a, const struct product *b)
{
	for (size_t i = LIMBS; i-- > 0;)
		if (a->limb[i] != b->limb[i])
			return a->limb[i] < b->limb[i];
	return true;
}

/* (a*b) / (c*d), not above 1; c and d above 0. */
struct share {
	uwide a, b, c, d;
};

/* Half of (base + span * share), half up to a multiple of the grain, at most the maximum: the greatest
 * k * grain that is at most a half grain above it. Base and span are at most twice the maximum. */
static int64_t half_up(const struct leaf *leaf, wide base, wide span, const struct share *share)
{
	int64_t low = 0, high = leaf->maximum / leaf->grain + (leaf->maximum % leaf->grain > 0);
	const struct product most = product_of((uwide)span, share->a, share->b);

	while (low < high) {
		int64_t middle = high - (high - low) / 2;
		wide beyond = 2 * (wide)middle * leaf->grain - leaf->grain - base;
		struct product asked =
			product_of(beyond > 0 ? (uwide)beyond : 0, share->c, share->d);

		if (is_at_most(&asked, &most))
			low = middle;
		else
			high = middle - 1;
	}
	wide points = (wide)low * leaf->grain;
	return points > leaf->maximum ? leaf->maximum : (int64_t)points;
}

static int64_t portion(const struct leaf *leaf, wide part, wide whole)
{
	const struct share share = {(uwide)part, 1, (uwide)whole, 1};

	return half_up(leaf, 0, 2 * (wide)leaf->maximum, &share);
}

static int64_t at_most(int64_t points, int64_t cap)
{
	return points < cap ? points : cap;
}

/* ---- Leaves that are computed ---- */

/* Its value is reached / per in hundredths, and is never formed. */
static wide reached(const struct measure *measure)
{
	return (wide)measure->numerator * (measure->ratio ? 10000 : 100);
}

static wide per(const struct measure *measure)
{
	return measure->ratio ? measure->denominator : 1;
}

int64_t score_met(const struct leaf *leaf, enum result result)
{
	return result == RESULT_MET || result == RESULT_EXCEEDED ? leaf->maximum : 0;
}

int64_t score_steps(
	const struct score_step *steps, size_t count, bool down, const struct measure *measure)
{
	int64_t points = 0;

	for (size_t i = 0; i < count; i++) {
		wide threshold = steps[i].threshold * per(measure);
		bool there = down ? reached(measure) <= threshold : reached(measure) >= threshold;

		if (there && steps[i].points > points)
			points = steps[i].points;
	}
	return points;
}

int64_t score_proportional(const struct leaf *leaf, enum comparator comparator, int64_t target,
	const struct measure *measure)
{
	wide have = reached(measure), need = target * per(measure);

	if (comparator == COMPARATOR_LE)
		return have <= need ? leaf->maximum : portion(leaf, need, have);
	return have >= need ? leaf->maximum : portion(leaf, have, need);
}

int64_t score_excess(const struct leaf *leaf, int64_t target, int64_t base, int64_t step,
	const struct measure *measure)
{
	wide above = reached(measure) - target * per(measure);

	if (above < 0)
		return 0;
	wide full = above / (100 * per(measure)), room = (wide)leaf->maximum - base;

	if (room < 0 || (step > 0 && full > room / step))
		return leaf->maximum;
	return (int64_t)(base + full * step);
}

/* What is reached, and the target, both times the denominator: r is their quotient. */
struct attained {
	wide actual, target;
};

static struct attained attained_of(const struct contender *unit)
{
	return (struct attained){reached(&unit->measure), unit->target * per(&unit->measure)};
}

int64_t score_leader(
	const struct leaf *leaf, const struct contender *unit, const struct contender *best)
{
	const struct attained own = attained_of(unit), top = attained_of(best);

	if (own.actual <= own.target)
		return half_up(leaf, 0, leaf->maximum,
			&(struct share){(uwide)own.actual, 1, (uwide)own.target, 1});
	return half_up(leaf, leaf->maximum, leaf->maximum,
		&(struct share){(uwide)(own.actual - own.target), (uwide)top.target,
			(uwide)own.target, (uwide)(top.actual - top.target)});
}

size_t score_best(const struct contender *units, size_t count)
{
	size_t best = 0;

	for (size_t i = 1; i < count; i++) {
		const struct attained own = attained_of(&units[i]), top = attained_of(&units[best]);
		struct product mine = product_of((uwide)own.actual, (uwide)top.target, 1);
		struct product theirs = product_of((uwide)top.actual, (uwide)own.target, 1);

		if (!is_at_most(&mine, &theirs))
			best = i;
	}
	return best;
}

int64_t score_relative(const struct leaf *leaf, int64_t actual, int64_t best)
{
	return best > 0 ? portion(leaf, actual, best) : 0;
}

/* ---- Leaves that people count, and the card ---- */

int64_t score_counted(int64_t count, int64_t points, int64_t cap)
{
	wide sum = (wide)count * points;

	return sum > cap ? cap : (int64_t)sum;
}

int64_t score_total(const struct sheet_limits *sheet, const struct card_sums *sums)
{
	const struct leaf whole = {sheet->total_max, sheet->grain};
	int64_t remaining = sheet->total_max - sums->dropped, groups = sums->groups;

	if (sums->dropped > 0)
		groups = remaining > 0 ? portion(&whole, groups, remaining) : 0;
	wide total = (wide)groups + at_most(sums->bonus, sheet->bonus_cap) -
		at_most(sums->deduction, sheet->deduction_cap);

	if (total > INT64_MAX)
		return INT64_MAX;
	return total > 0 ? (int64_t)total : 0;
}
