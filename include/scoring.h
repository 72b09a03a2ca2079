/*
 * The arithmetic of score sheets: one function for each kind of leaf, and the total of a card; who
 * stands where with it is standing.h. Pure functions over int64 thousandths of a point. Counts decide, never a rounded
 * percent; a leaf is rounded once, half up to a multiple of the sheet's grain; no product overflows,
 * whatever the numbers. Numbers are not negative unless it says so.
 */
#ifndef THIDUA_SCORING_H
#define THIDUA_SCORING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evaluation.h"

/* What a leaf gives at most, and the multiple to which it is rounded, at least 1. */
struct leaf {
	int64_t maximum, grain;
};

/* What a unit reached, exactly: a ratio with its denominator above 0, or a count, of which the
 * denominator is not looked at. */
struct measure {
	bool ratio;
	int64_t numerator, denominator;
};

/* One row of a table of steps: from this threshold on (hundredths, as targets are) these points. */
struct score_step {
	int64_t threshold, points;
};

#define SCORE_STEPS 16 /* the most of a table */

/* A table as people type it, "80:12; 90:16,5; 95:20": a threshold with at most two decimals, a colon, the
 * points with at most three. False when it is none, or longer; then *count is what was read. */
bool score_steps_read(const char *text, struct score_step out[SCORE_STEPS], size_t *count);

/* ---- Leaves that are computed ---- */

/* The maximum if the target is met or exceeded, else 0. */
int64_t score_met(const struct leaf *leaf, enum result result);

/* The most points of a threshold that is reached: from it upward, or for an indicator that should be
 * low from it downward. 0 when none is. */
int64_t score_steps(
	const struct score_step *steps, size_t count, bool down, const struct measure *measure);

/* The maximum where the target (hundredths) is reached, else the share of the way to it. */
int64_t score_proportional(const struct leaf *leaf, enum comparator comparator, int64_t target,
	const struct measure *measure);

/* From the target on `base`, and `step` for each full percentage point, or piece, above it. */
int64_t score_excess(const struct leaf *leaf, int64_t target, int64_t base, int64_t step,
	const struct measure *measure);

/* A unit beside others that have a target of their own, which is above 0. */
struct contender {
	struct measure measure;
	int64_t target; /* hundredths */
};
/* BR-28, the leader formula of police clusters. r is what was reached in targets: up to the target
 * M*r/2; above it M/2 + M/2*(r-1)/(best-1), where best is the highest r of the group. */
int64_t score_leader(
	const struct leaf *leaf, const struct contender *unit, const struct contender *best);
/* The index of the highest r; the first of equals. */
size_t score_best(const struct contender *units, size_t count);

/* The share of the best count of the group; 0 when that is 0. */
int64_t score_relative(const struct leaf *leaf, int64_t actual, int64_t best);

/* ---- Leaves that people count ---- */

#define SCORE_NO_CAP INT64_MAX

/* count times `points`, at most `cap`. */
int64_t score_counted(int64_t count, int64_t points, int64_t cap);

/* ---- The card ---- */

struct sheet_limits {
	int64_t total_max, bonus_cap, deduction_cap, grain;
};

/* The sums of a card. `dropped` is the maxima of the leaves that left it because nothing arose. */
struct card_sums {
	int64_t groups, dropped, bonus, deduction;
};

/* Groups, plus the bonus and less the deduction up to their caps; never below 0, and above total_max
 * where the bonus leads there. When leaves were dropped the groups are scaled to total_max first,
 * without bonus and deduction, which lie outside the maxima. */
int64_t score_total(const struct sheet_limits *sheet, const struct card_sums *sums);

#endif
