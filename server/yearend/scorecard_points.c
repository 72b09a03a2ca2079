/*
 * The points of one computed criterion: whether its figures are known, by which target it is judged, and the formula
 * of its kind.
 */
#include <string.h>

#include "yearend/criterion.h"
#include "yearend/scorecard_book.h"

/* ---- Inputs ---- */

struct figures {
	struct amount numerator, denominator;
};

/* One criterion of one unit. */
struct asked {
	const struct card_book *book;
	size_t unit; /* in the ledger */
	const struct card_leaf *leaf;
	const struct indicator *indicator;
	struct figures figures;
	const struct target_row *row; /* the strictest target; NULL: it has none */
	struct verdict verdict;       /* by it; of `met` the worst of all */
	struct leaf limits;
	struct computed *out;
};

static struct figures figures_of(
	const struct card_book *book, size_t unit, const struct indicator *indicator)
{
	const struct ledger *ledger = book->ledger;
	struct figures figures = {.numerator = ledger_cumulative(ledger, &ledger->units[unit],
					  indicator->numerator, ledger->through)};

	if (indicator->ratio)
		figures.denominator = ledger_cumulative(
			ledger, &ledger->units[unit], indicator->denominator, ledger->through);
	return figures;
}

static struct measure measure_of(const struct asked *a)
{
	return (struct measure){
		a->indicator->ratio, a->figures.numerator.value, a->figures.denominator.value};
}

/* Without a target only whether the figures are known, and whether anything arose, is asked. */
static struct verdict verdict_by(const struct asked *a, const struct target_row *row)
{
	const struct target none = {.ratio = a->indicator->ratio, .direction = DIRECTION_UP};

	return verdict_of(row ? &row->target : &none, &a->figures.numerator,
		a->indicator->ratio ? &a->figures.denominator : NULL, a->book->ledger->months,
		a->book->ledger->through);
}

/* From the best to what says least. */
static int severity(enum result result)
{
	static const int of[] = {[RESULT_NONE] = 0,
		[RESULT_EXCEEDED] = 1,
		[RESULT_MET] = 2,
		[RESULT_IN_PROGRESS] = 3,
		[RESULT_NOT_MET] = 4,
		[RESULT_NOT_APPLICABLE] = 5,
		[RESULT_NO_DATA] = 6};

	return of[result];
}

/* A lower basis may only be stricter, so the last target is the strictest; of `met` all of them count. */
static void judge(struct asked *a)
{
	bool all = !strcmp(a->leaf->kind, "met");

	a->figures = figures_of(a->book, a->unit, a->indicator);
	a->verdict = verdict_by(a, NULL);
	a->row = NULL;
	for (size_t i = 0; i < a->book->goals.count; i++) {
		const struct goal *goal = &a->book->goals.items[i];
		const struct target_row *row = NULL;

		if (goal->rows->indicator == a->indicator &&
			(!a->leaf->basis || !strcmp(a->leaf->basis, goal_bases[goal->rows->basis])))
			row = goal_row(goal, a->book->ledger->units[a->unit].unit);
		if (!row)
			continue;
		struct verdict v = verdict_by(a, row);

		if (!a->row || !all || severity(v.result) > severity(a->verdict.result))
			a->verdict = v;
		a->row = row;
	}
}

static bool has_target(const struct asked *a, size_t unit)
{
	for (size_t i = 0; i < a->book->goals.count; i++) {
		const struct goal *goal = &a->book->goals.items[i];

		if (goal->rows->indicator == a->indicator &&
			goal_row(goal, a->book->ledger->units[unit].unit))
			return true;
	}
	return false;
}

/* ---- Points ---- */

static bool is_beside(const struct asked *a, size_t unit)
{
	const char *own = a->book->group[a->unit], *other = a->book->group[unit];

	return own && other && !strcmp(own, other);
}

/* What another unit reached, and its own target of the same basis. */
static bool contends(const struct asked *a, size_t unit, struct contender *out)
{
	struct asked other = *a;

	other.unit = unit;
	if (!is_beside(a, unit))
		return false;
	judge(&other);
	if (!other.row || other.row->target.value <= 0 || other.verdict.result == RESULT_NO_DATA ||
		other.verdict.result == RESULT_NOT_APPLICABLE)
		return false;
	*out = (struct contender){measure_of(&other), other.row->target.value};
	return true;
}

static int64_t leader_points(const struct asked *a)
{
	size_t count = 0, own = 0, room = a->book->ledger->unit_count;
	struct contender *units = req_alloc(a->book->ledger->req, (room + 1) * sizeof *units);
	const char **names = req_alloc(a->book->ledger->req, (room + 1) * sizeof *names);

	for (size_t i = 0; units && names && i < room; i++) {
		if (!contends(a, i, &units[count]))
			continue;
		own = i == a->unit ? count : own;
		names[count++] = a->book->ledger->units[i].unit;
	}
	if (!count)
		return 0;
	size_t best = score_best(units, count);

	a->out->beside = names[best];
	return score_leader(&a->limits, &units[own], &units[best]);
}

static int64_t relative_points(const struct asked *a)
{
	int64_t best = 0;

	for (size_t i = 0; i < a->book->ledger->unit_count; i++) {
		if (!is_beside(a, i) || has_target(a, i))
			continue;
		struct figures figures = figures_of(a->book, i, a->indicator);

		if (!figures.numerator.known || figures.numerator.value <= best)
			continue;
		best = figures.numerator.value;
		a->out->beside = a->book->ledger->units[i].unit;
	}
	return score_relative(&a->limits, a->figures.numerator.value, best);
}

static int64_t met_points(const struct asked *a)
{
	return score_met(&a->limits, a->verdict.result);
}

static int64_t steps_points(const struct asked *a)
{
	const struct measure measure = measure_of(a);
	struct score_step steps[SCORE_STEPS];
	size_t count;

	score_steps_read(a->leaf->steps, steps, &count);
	return score_steps(steps, count, a->indicator->direction != DIRECTION_UP, &measure);
}

static int64_t proportional_points(const struct asked *a)
{
	const struct measure measure = measure_of(a);

	return score_proportional(
		&a->limits, a->row->target.comparator, a->row->target.value, &measure);
}

static int64_t excess_points(const struct asked *a)
{
	const struct measure measure = measure_of(a);

	return score_excess(
		&a->limits, a->row->target.value, a->leaf->base, a->leaf->step, &measure);
}

static const struct formula {
	const char *kind;
	bool needs_target;
	int64_t (*points)(const struct asked *a);
} formulas[] = {
	{"met", true, met_points},
	{"steps", false, steps_points},
	{"proportional", true, proportional_points},
	{"excess", true, excess_points},
	{"leader", true, leader_points},
	{"relative", false, relative_points},
};

static const struct formula *formula_of(const struct card_leaf *leaf)
{
	size_t i = 0;

	while (strcmp(formulas[i].kind, leaf->kind) != 0)
		i++;
	return &formulas[i];
}

static void let_nothing_arise(const struct card_leaf *leaf, struct computed *out)
{
	const char *rule = leaf->when_nothing_arose ? leaf->when_nothing_arose : "full";

	out->outcome = strcmp(rule, "drop") ? OUTCOME_POINTS : OUTCOME_DROPPED;
	if (out->outcome == OUTCOME_POINTS)
		out->points = strcmp(rule, "zero") ? leaf->max : 0;
}

static int64_t value_or_none(const struct amount *amount)
{
	return amount->has_value ? amount->value : NO_NUMBER;
}

static void tell_inputs(const struct asked *a)
{
	struct computed *out = a->out;

	out->numerator = value_or_none(&a->figures.numerator);
	if (a->indicator->ratio)
		out->denominator = value_or_none(&a->figures.denominator);
	if (a->row) {
		out->target = a->row->target.value;
		out->verdict = goal_results[a->verdict.result];
	}
	out->missing = a->verdict.missing;
	out->provisional = a->verdict.provisional;
}

void card_book_points(const struct card_book *book, size_t unit, const struct card_leaf *leaf,
	int64_t grain, struct computed *out)
{
	const struct formula *formula = formula_of(leaf);
	struct asked a = {
		.book = book,
		.unit = unit,
		.leaf = leaf,
		.indicator = catalogue_indicator(book->ledger->catalogue, leaf->indicator),
		.limits = {leaf->max, grain},
		.out = out,
	};

	if (!a.indicator)
		return;
	judge(&a);
	tell_inputs(&a);
	if (formula->needs_target && !a.row) {
		out->outcome = OUTCOME_NO_TARGET;
	} else if (formula->points == relative_points && has_target(&a, unit)) {
		out->outcome = OUTCOME_HAS_TARGET;
	} else if (a.verdict.result == RESULT_NO_DATA) {
		out->outcome = OUTCOME_NO_DATA;
	} else if (a.verdict.result == RESULT_NOT_APPLICABLE) {
		let_nothing_arise(leaf, out);
	} else {
		out->outcome = OUTCOME_POINTS;
		out->points = formula->points(&a);
	}
}
