/* What breaks ties, as the sheet orders it: points of a group, deductions, targets exceeded, reports in time. */
#include <string.h>

#include "reporting/goals.h"
#include "yearend/ranking_lineup.h"
#include "yearend/tie_order.h"

/* Each number of months that a year can have divides it: shares of different years compare exactly. */
#define ALL_MONTHS 360360

static bool asks_for(const struct lineup *lineup, const char *item)
{
	for (size_t i = 0; i < lineup->tie_count; i++)
		if (!strcmp(lineup->ties[i], item))
			return true;
	return false;
}

/* ---- From the ledger ---- */

static int64_t count_exceeded(
	const struct ledger *ledger, const struct goals *goals, const struct ledger_unit *unit)
{
	int64_t exceeded = 0;

	for (size_t i = 0; i < goals->count; i++) {
		const struct target_row *row = goal_row(&goals->items[i], unit->unit);
		struct amount denominator = {0};

		if (!row)
			continue;
		struct amount numerator =
			ledger_cumulative(ledger, unit, row->indicator->numerator, ledger->through);

		if (row->indicator->ratio)
			denominator = ledger_cumulative(
				ledger, unit, row->indicator->denominator, ledger->through);
		exceeded += verdict_of(&row->target, &numerator,
				    row->indicator->ratio ? &denominator : NULL, ledger->months,
				    ledger->through)
				    .result == RESULT_EXCEEDED;
	}
	return exceeded;
}

struct promptness {
	int64_t on_time, expected;
};

static struct promptness promptness_of(const struct ledger *ledger, const struct ledger_unit *unit)
{
	struct promptness prompt = {0};

	for (int slot = 0; slot < ledger->months; slot++) {
		if (!ledger_expects(ledger, unit, slot))
			continue;
		prompt.expected++;
		prompt.on_time += unit->report[slot].received && !unit->report[slot].late;
	}
	return prompt;
}

static enum error read_figures(struct lineup *lineup, struct promptness *prompt)
{
	struct request *req = lineup->req;
	const struct ledger_query query = {.cluster = lineup->ranking->cluster,
		.has_year = true,
		.year = lineup->ranking->year,
		.all_members = true};
	const struct goal_filter filter = {.cluster = lineup->ranking->cluster};
	struct ledger *ledger = ledger_open(req, &query);
	struct goals goals;

	if (!ledger || ledger_read(ledger) || goals_load(ledger, &filter, &goals))
		return req->failed;
	for (size_t i = 0; i < ledger->unit_count; i++) {
		struct lineup_unit *unit = lineup_find(lineup, ledger->units[i].unit);

		if (!unit)
			continue;
		unit->exceeded = count_exceeded(ledger, &goals, &ledger->units[i]);
		prompt[unit - lineup->units] = promptness_of(ledger, &ledger->units[i]);
	}
	return OK;
}

/* ---- Each item of the order ---- */

/* The points of what stands in a group, at any depth. */
static int64_t group_points(
	const struct lineup *lineup, const struct lineup_unit *unit, const char *group)
{
	size_t length = strlen(group);
	int64_t sum = 0;

	for (size_t i = 0; i < lineup->cells.count; i++) {
		const char *code = lineup->cells.leaves[i].code;

		if (!strncmp(code, group, length) && code[length] == '.' &&
			unit->points[i] != NO_NUMBER)
			sum += unit->points[i];
	}
	return sum;
}

static int64_t tie_of(const struct lineup *lineup, const struct lineup_unit *unit,
	const struct promptness *prompt, const char *item)
{
	if (!strcmp(item, "deduction"))
		return -unit->deduction;
	if (!strcmp(item, "exceeded"))
		return unit->exceeded;
	if (!strcmp(item, "on_time"))
		return prompt->expected ? prompt->on_time * (ALL_MONTHS / prompt->expected) : 0;
	return group_points(lineup, unit, tie_order_group(item));
}

enum error lineup_load_ties(struct lineup *lineup)
{
	struct request *req = lineup->req;
	bool exceeded = asks_for(lineup, "exceeded"), on_time = asks_for(lineup, "on_time");
	struct promptness *prompt = req_alloc(req, (lineup->count + 1) * sizeof *prompt);

	if (!prompt || ((exceeded || on_time) && read_figures(lineup, prompt)))
		return req->failed;
	for (size_t i = 0; i < lineup->count; i++) {
		struct lineup_unit *unit = &lineup->units[i];

		for (size_t k = 0; k < lineup->tie_count; k++)
			unit->tie[k] = tie_of(lineup, unit, &prompt[i], lineup->ties[k]);
		if (!exceeded)
			unit->exceeded = NO_NUMBER;
		if (on_time)
			percent_of(prompt[i].on_time, prompt[i].expected, &unit->on_time);
	}
	return req->failed;
}
