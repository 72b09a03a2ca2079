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

static bool has_target(const struct asked *a)
{
	for (size_t i = 0; i < a->book->goals.count; i++) {
		const struct goal *goal = &a->book->goals.items[i];

		if (goal->rows->indicator == a->indicator &&
			goal_row(goal, a->book->ledger->units[a->unit].unit))
			return true;
	}
	return false;
}

/* ---- Points ---- */

/* What a unit reached, and its own target of the same basis. */
static bool contends_by_target(struct asked *a, struct contender *out)
{
	judge(a);
	if (!a->row || a->row->target.value <= 0 || a->verdict.result == RESULT_NO_DATA ||
		a->verdict.result == RESULT_NOT_APPLICABLE)
		return false;
	*out = (struct contender){measure_of(a), a->row->target.value};
	return true;
}

/* A count alone: with the same target for all the highest is the best. */
static bool contends_by_count(struct asked *a, struct contender *out)
{
	a->figures = figures_of(a->book, a->unit, a->indicator);
	if (!a->figures.numerator.known || a->figures.numerator.value <= 0 || has_target(a))
		return false;
	*out = (struct contender){measure_of(a), 1};
	return true;
}

typedef bool contends_fn(struct asked *a, struct contender *out);

static void ask_all(const struct asked *a, contends_fn *contends, struct rivals *rivals)
{
	const struct card_book *book = a->book;
	struct asked other = *a;

	for (other.unit = 0; other.unit < book->ledger->unit_count; other.unit++) {
		struct contender *own = &rivals->of[other.unit];
		const struct contender **best = &rivals->best[book->group[other.unit]];

		if (!book->group[other.unit] || !contends(&other, own))
			continue;
		if (!*best || score_best((struct contender[]){**best, *own}, 2))
			*best = own;
	}
}

/* All units are asked once, by the first that is compared. NULL when the request has failed. */
static const struct rivals *rivals_of(const struct asked *a, contends_fn *contends)
{
	const struct card_book *book = a->book;
	struct request *req = book->ledger->req;
	struct rivals *rivals = &book->rivals[a->leaf - book->cells->leaves];

	if (rivals->of)
		return rivals;
	rivals->best = req_alloc(req, (book->group_count + 1) * sizeof(struct contender *));
	if (!rivals->best)
		return NULL;
	rivals->of = req_alloc(req, (book->ledger->unit_count + 1) * sizeof *rivals->of);
	if (!rivals->of)
		return NULL;
	ask_all(a, contends, rivals);
	return rivals;
}

/* The best of its group, which it stands beside; NULL: nobody is. */
static const struct contender *best_beside(const struct asked *a, const struct rivals *rivals)
{
	const struct contender *best = rivals ? rivals->best[a->book->group[a->unit]] : NULL;

	if (best)
		a->out->beside = a->book->ledger->units[best - rivals->of].unit;
	return best;
}

static int64_t leader_points(const struct asked *a)
{
	const struct rivals *rivals = rivals_of(a, contends_by_target);

	if (!rivals || !rivals->of[a->unit].target)
		return 0;
	return score_leader(&a->limits, &rivals->of[a->unit], best_beside(a, rivals));
}

static int64_t relative_points(const struct asked *a)
{
	const struct contender *best = best_beside(a, rivals_of(a, contends_by_count));

	return score_relative(
		&a->limits, a->figures.numerator.value, best ? best->measure.numerator : 0);
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
	struct computed *out)
{
	const struct formula *formula = formula_of(leaf);
	struct asked a = {
		.book = book,
		.unit = unit,
		.leaf = leaf,
		.indicator = catalogue_indicator(book->ledger->catalogue, leaf->indicator),
		.limits = {leaf->max, book->cells->limits.grain},
		.out = out,
	};

	if (!a.indicator)
		return;
	judge(&a);
	tell_inputs(&a);
	if (formula->needs_target && !a.row) {
		out->outcome = OUTCOME_NO_TARGET;
	} else if (formula->points == relative_points && has_target(&a)) {
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
