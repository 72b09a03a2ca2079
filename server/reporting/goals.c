/*
 * Reads the targets that a list of verdicts is made of.
 */
#include "reporting/goals.h"

#include <string.h>

#include "request/query.h"

#define BASIS_RANK                                                                                 \
	"CASE basis WHEN 'national_assembly' THEN 0 WHEN 'sector' THEN 1 WHEN 'directive' THEN 2"  \
	" ELSE 3 END"
#define TARGETS_OF_YEAR                                                                            \
	" FROM targets WHERE year = :year AND (unit IS NULL OR unit = :unit"                       \
	" OR unit IN (SELECT unit FROM memberships WHERE cluster = :cluster))"

const char *const goal_bases[] = {"national_assembly", "sector", "directive", "local", NULL};
const char *const goal_comparators[] = {"ge", "gt", "le", "eq", NULL};
const char *const goal_results[] = {
	NULL, "met", "exceeded", "not_met", "in_progress", "no_data", "not_applicable"};

static bool wanted(
	const struct goal_filter *filter, const struct indicator *indicator, const char *basis)
{
	return indicator && (!filter->indicator || !strcmp(filter->indicator, indicator->code)) &&
		(!filter->area || !strcmp(filter->area, indicator->area)) &&
		(!filter->basis || !strcmp(filter->basis, basis));
}

static void take_row(struct request *req, struct stmt *q, const struct indicator *indicator,
	struct target_row *out)
{
	*out = (struct target_row){
		.id = column_int(q, 0),
		.indicator = indicator,
		.unit = req_text(req, column_text(q, 2)),
		.basis = catalogue_word(goal_bases, column_text(q, 3)),
		.evidence = req_text(req, column_text(q, 6)),
		.target = {.ratio = indicator->ratio,
			.direction = indicator->direction,
			.comparator = (enum comparator)catalogue_word(
				goal_comparators, column_text(q, 4)),
			.value = column_int(q, 5)},
	};
}

static void group(struct goals *goals, const struct target_row *row)
{
	struct goal *goal = goals->count ? &goals->items[goals->count - 1] : NULL;

	if (!goal || goal->rows->indicator != row->indicator || goal->rows->basis != row->basis) {
		goal = &goals->items[goals->count++];
		goal->rows = row;
	}
	goal->count++;
}

static void bind_targets(
	struct stmt *q, const struct ledger *ledger, const struct goal_filter *filter)
{
	bind_int(q, ":year", ledger->year);
	bind_text(q, ":unit", filter->unit);
	bind_text(q, ":cluster", filter->cluster);
}

enum error goals_load(
	const struct ledger *ledger, const struct goal_filter *filter, struct goals *out)
{
	struct request *req = ledger->req;
	struct stmt *count = db_query(req->db, "SELECT count(*)" TARGETS_OF_YEAR);

	bind_targets(count, ledger, filter);
	size_t room = (size_t)query_int(req, count);

	struct target_row *rows = req_alloc(req, (room + 1) * sizeof *rows);

	out->items = req_alloc(req, (room + 1) * sizeof *out->items);
	out->count = 0;
	if (req->failed)
		return req->failed;
	struct stmt *q = db_query(req->db,
		"SELECT id, indicator, unit, basis, comparator, value, evidence" TARGETS_OF_YEAR
		" ORDER BY indicator, " BASIS_RANK ", unit NULLS FIRST");

	bind_targets(q, ledger, filter);
	for (size_t n = 0; n < room && db_row(q);) {
		const struct indicator *indicator =
			catalogue_indicator(ledger->catalogue, column_text(q, 1));

		if (!wanted(filter, indicator, column_text(q, 3)))
			continue;
		take_row(req, q, indicator, &rows[n]);
		group(out, &rows[n++]);
	}
	return req_fail(req, db_done(q));
}

const struct target_row *goal_row(const struct goal *goal, const char *unit)
{
	for (size_t i = 0; i < goal->count; i++)
		if (goal->rows[i].unit && !strcmp(goal->rows[i].unit, unit))
			return &goal->rows[i];
	return goal->rows[0].unit ? NULL : &goal->rows[0];
}
