/*
 * The arithmetic of figures: from the cells of one work year to cumulative values, verdicts and
 * roll-ups. Pure functions over plain structs, integers only; percents and targets are hundredths.
 *
 *	struct amount n = amount_through(&numerator, months, through);
 *	struct amount d = amount_through(&denominator, months, through);
 *	struct verdict v = verdict_of(&target, &n, &d, months, through);
 *
 * `months` is the length of the work year, `through` the month up to which is looked, from 1. A
 * half-year report stands for month SERIES_HALF, a full-year report for the last month.
 */
#ifndef THIDUA_EVALUATION_H
#define THIDUA_EVALUATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a cumulative value of an element is. */
enum behaviour {
	BEHAVIOUR_FLOW,    /* happened in the period: the months add up */
	BEHAVIOUR_OPENING, /* stock at the start: that of month 1 */
	BEHAVIOUR_CLOSING, /* stock at the end: that of the last month with a number */
	BEHAVIOUR_DISTINCT /* different objects: never added; by identity or from an H1/Y report */
};

enum direction {
	DIRECTION_UP,
	DIRECTION_DOWN,
	DIRECTION_ZERO, /* must be zero; only the numerator is looked at */
	DIRECTION_INFO  /* shown, never judged */
};

enum comparator { COMPARATOR_GE, COMPARATOR_GT, COMPARATOR_LE, COMPARATOR_EQ };

/* ---- Cells ---- */

enum cell_status {
	CELL_NONE, /* no current report, or one that does not name the element */
	CELL_ACTUAL,
	CELL_PROVISIONAL,
	CELL_ESTIMATE,
	CELL_MISSING,   /* reported as not known yet: no number */
	CELL_IMPOSSIBLE /* the thing cannot exist here: no number */
};

struct cell {
	int64_t value; /* 0 without a number */
	enum cell_status status;
	bool submitted; /* the report is submitted only, not yet accepted */
};

bool cell_has_number(const struct cell *cell);

#define SERIES_MONTHS 14
#define SERIES_HALF   6 /* H1 is the first six months */
enum { SLOT_HALF = SERIES_MONTHS, SLOT_YEAR, SLOT_COUNT };

/* One element of one unit in one work year: month m is slot m - 1, then H1 and Y. */
struct series {
	struct cell slot[SLOT_COUNT];
};

/* An element as an input: its series and, for a DISTINCT one with an identity, the parts it is the
 * signed sum of. */
struct part {
	const struct series *series;
	enum behaviour behaviour;
	int sign;
};

struct input {
	const struct series *series;
	enum behaviour behaviour;
	const struct part *parts; /* NULL without an identity */
	size_t part_count;
};

/* ---- Values ---- */

/* A value over some periods, as far as it is known. */
struct amount {
	bool has_value;
	int64_t value;
	int as_of;                /* the month of a closing stock; 0 when it is not one */
	bool known;               /* nothing it needs is missing */
	bool impossible;          /* cannot exist here; then neither known nor missing */
	bool official;            /* `value` is that of an H1 or Y report */
	bool has_months;          /* what the months alone give, beside an official value */
	int64_t months;           /* with the behaviour of the element */
	uint32_t missing;         /* months without a number: bit m - 1 */
	bool needs_official;      /* DISTINCT without identity, and no H1 or Y report */
	bool provisional;         /* a number used comes from a report that is only submitted */
	bool touched;             /* some report up to here has a number above 0 */
	bool touched_provisional; /* some report up to here with a number is only submitted */
};

/* From the start of the work year to the end of month `through`. */
struct amount amount_through(const struct input *input, int months, int through);

/* Of one period alone (a slot). A DISTINCT element that is missing is made from its parts. */
struct amount amount_of_period(const struct input *input, int slot);

/* The value reported in the H1 or Y report less that of the months; false when one of them is not
 * there. */
bool amount_gap(const struct amount *amount, int64_t *out_gap);

/* n/d in hundredths of a percent, half up; false when d is not above 0, or the quotient is beyond
 * 9.2e14. d stays below 9.2e17. */
bool percent_of(int64_t numerator, int64_t denominator, int64_t *out);

/* ---- Verdicts ---- */

enum result {
	RESULT_NONE, /* no common target: numbers only */
	RESULT_MET,
	RESULT_EXCEEDED,
	RESULT_NOT_MET,
	RESULT_IN_PROGRESS,
	RESULT_NO_DATA,
	RESULT_NOT_APPLICABLE
};

enum reason {
	REASON_NONE,
	REASON_BREACH,           /* not_met: a must-be-zero element is above 0 */
	REASON_MISSING,          /* no_data: see `missing`, or a member of a roll-up */
	REASON_NEEDS_OFFICIAL,   /* no_data: a DISTINCT input is known at H1 and Y only */
	REASON_IMPOSSIBLE,       /* not_applicable */
	REASON_DENOMINATOR_ZERO, /* not_applicable: nothing arose */
	REASON_INFORMATION,      /* not_applicable: an indicator that is never judged */
	REASON_NO_COMMON_TARGET  /* RESULT_NONE */
};

struct target {
	bool ratio;
	enum direction direction;
	enum comparator comparator;
	int64_t value; /* hundredths: of a percent for a ratio, of a piece for a count */
	bool absent;   /* a roll-up without a common target */
};

struct verdict {
	enum result result;
	enum reason reason;
	bool has_value;
	int64_t value; /* hundredths: percent of a ratio; numerator of a count */
	bool has_excess;
	int64_t excess; /* hundredths, better is positive */
	bool has_attainment;
	int64_t attainment; /* hundredths of a percent; counts only */
	bool final;
	bool provisional;
	uint32_t missing; /* months, over the inputs that matter */
};

/* One target against its inputs; `denominator` is NULL for a count. */
struct verdict verdict_of(const struct target *target, const struct amount *numerator,
	const struct amount *denominator, int months, int through);

/* ---- Roll-ups over units ---- */

struct rollup {
	struct amount numerator, denominator; /* to be judged like those of one unit */
	int units_expected;
	int units_reported; /* every input known, or impossible here */
	int units_counted;  /* expected and not impossible: those in the sums */
};

/* Adds one member. Numerators and denominators are summed, never percents; a member for which an
 * input is impossible is left out of the sums. `denominator` is NULL for a count. */
void rollup_add(struct rollup *rollup, const struct target *target, const struct amount *numerator,
	const struct amount *denominator);

/* The target of a roll-up: a ratio's is `for_all`, that of every unit (NULL: there is none); a
 * count's is the sum of the members' own (a NULL among them: one has none). Without one, or with
 * comparators that differ, the target is absent: numbers and no result. */
struct target rollup_target(bool ratio, enum direction direction, const struct target *for_all,
	const struct target *const *members, size_t count);

/* ---- The check of a two-level figure ---- */

/* The sum of the own figures of a province's offices. */
struct own_sum {
	bool has_sum;
	int64_t sum;
	int units; /* that gave a number */
};

/* `internal` is the "of which inside the province" of a transfer, which cancels; else NULL. */
void own_sum_add(struct own_sum *sum, const struct cell *cell, const struct cell *internal);

#endif
