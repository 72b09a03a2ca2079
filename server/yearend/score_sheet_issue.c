/* What must be true of a score sheet before it is issued (SR-01). */
#include <stdlib.h>
#include <string.h>

#include "gen/problems.h"
#include "request/bind.h"
#include "request/problem.h"
#include "request/query.h"
#include "scoring.h"
#include "yearend/criterion.h"
#include "yearend/score_sheet.h"
#include "yearend/tie_order.h"

/* A criterion, with what it stands on. Texts live as long as the row of the statement. */
struct stood {
	const char *code, *parent, *kind, *steps, *indicator, *measure, *direction;
	int64_t max;
	bool group_there, has_below;
	int64_t targets, zero_target; /* of the sheet's year; the number of one that is 0, or 0 */
};

static void check_place(struct request *req, const struct stood *c)
{
	if (c->parent && !c->group_there)
		fault_group_missing(req, "", c->code, c->parent);
	if (!strcmp(c->kind, "group") && !c->has_below)
		fault_group_empty(req, "", c->code);
}

static void check_indicator(
	struct request *req, const struct score_sheet *sheet, const struct stood *c)
{
	if (criterion_is(c->kind, "leader excess relative") && strcmp(c->direction, "up") != 0)
		fault_leader_needs_up(req, "", c->code, c->kind, c->indicator, c->direction);
	if (!strcmp(c->kind, "relative") && strcmp(c->measure, "count") != 0)
		fault_relative_needs_count(req, "", c->code, c->indicator);
	if (criterion_is(c->kind, "met proportional excess leader") && c->targets == 0)
		fault_target_missing(req, "", c->code, c->kind, c->indicator, sheet->year);
	if (criterion_is(c->kind, "proportional leader") && c->zero_target)
		fault_target_zero(req, "", c->code, c->kind, c->indicator, c->zero_target);
}

static int by_threshold(const void *left, const void *right)
{
	const struct score_step *a = left, *b = right;

	return (a->threshold > b->threshold) - (a->threshold < b->threshold);
}

/* From the worst threshold to the best the points rise, up to the maximum. */
static void check_steps(struct request *req, const struct stood *c)
{
	struct score_step steps[SCORE_STEPS];
	bool up = !strcmp(c->direction, "up");
	size_t count;

	if (!score_steps_read(c->steps, steps, &count))
		return;
	qsort(steps, count, sizeof *steps, by_threshold);
	for (size_t i = 1; i < count; i++) {
		const struct score_step *low = &steps[up ? i - 1 : i],
					*high = &steps[up ? i : i - 1];

		if (low->points >= high->points || low->threshold == high->threshold)
			fault_steps_not_monotone(req, "", c->code, low->points, high->points);
	}
	int64_t last = steps[up ? count - 1 : 0].points;

	if (last != c->max)
		fault_steps_end_elsewhere(req, "", c->code, last, c->max);
}

static void check_criterion(
	struct request *req, const struct score_sheet *sheet, const struct stood *c)
{
	check_place(req, c);
	if (c->indicator)
		check_indicator(req, sheet, c);
	if (c->steps)
		check_steps(req, c);
	if (c->max % sheet->grain != 0)
		fault_not_a_multiple(req, "", c->code, c->max, sheet->grain);
}

static struct stood stood_of(const struct stmt *q)
{
	return (struct stood){column_text(q, 0), column_text(q, 1), column_text(q, 2),
		column_text(q, 3), column_text(q, 4), column_text(q, 5), column_text(q, 6),
		column_int(q, 7), column_int(q, 8) > 0, column_int(q, 9) > 0, column_int(q, 10),
		column_int(q, 11)};
}

#define TARGETS_OF                                                                                 \
	" FROM targets t WHERE t.year = :x_year AND t.indicator = c.indicator"                     \
	" AND (c.basis IS NULL OR t.basis = c.basis)"

void score_sheet_check_issue(struct request *req, const struct score_sheet *sheet)
{
	struct stmt *q = db_query(req->db,
		"SELECT c.code, c.parent, c.kind, c.steps, c.indicator, i.kind, i.direction, c.max,"
		" (SELECT count(*) FROM criteria g"
		" WHERE g.sheet = c.sheet AND g.code = c.parent AND g.kind = 'group'),"
		" (SELECT count(*) FROM criteria l WHERE l.sheet = c.sheet AND l.parent = c.code),"
		" (SELECT count(*)" TARGETS_OF "), (SELECT min(t.id)" TARGETS_OF " AND t.value = 0)"
		" FROM criteria c LEFT JOIN indicators i ON i.indicator = c.indicator"
		" WHERE c.sheet = :x_id ORDER BY c.sort, c.code");
	int64_t sum = 0;

	bind_int(q, ":x_year", sheet->year);
	bind_id(q, sheet->id);
	while (db_row(q)) {
		const struct stood c = stood_of(q);

		if (!criterion_is(c.kind, "bonus deduction"))
			sum += c.max;
		check_criterion(req, sheet, &c);
	}
	if (req_fail(req, db_done(q)))
		return;
	if (sum != sheet->total_max)
		fault_maxima_do_not_add(req, "", sum, sheet->total_max);
	tie_order_check_groups(req, sheet->id, sheet->tie_order);
}
