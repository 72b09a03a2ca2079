/*
 * The targets of a work year, grouped by what they aim at: all rows of one indicator and basis.
 */
#ifndef THIDUA_GOALS_H
#define THIDUA_GOALS_H

#include "reporting/ledger.h"

/* A row of the table targets. */
struct target_row {
	int64_t id;
	const struct indicator *indicator;
	int basis;        /* from high to low, see goal_bases */
	const char *unit; /* NULL: every unit */
	const char *evidence;
	struct target target;
};

/* The rows of one indicator and basis; that of every unit comes first. */
struct goal {
	const struct target_row *rows;
	size_t count;
};

struct goals {
	struct goal *items; /* by indicator and basis */
	size_t count;
};

struct goal_filter {
	const char *cluster, *unit; /* whose own targets matter, beside those of every unit */
	const char *indicator, *area, *basis; /* or NULL */
};

extern const char *const goal_bases[]; /* from high to low, NULL-ended; so are the others */
extern const char *const goal_comparators[];
extern const char *const goal_results[]; /* by enum result; that of RESULT_NONE is NULL */

enum error goals_load(
	const struct ledger *ledger, const struct goal_filter *filter, struct goals *out);

/* A row for the unit replaces the row for every unit. NULL: no target for it. */
const struct target_row *goal_row(const struct goal *goal, const char *unit);

#endif
