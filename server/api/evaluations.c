/* Verdicts: units x targets, or the sums of a cluster x targets. The arithmetic is in lib. */
#include <string.h>

#include "gen/api.h"
#include "gen/problems.h"
#include "reporting/goals.h"
#include "request/cursor.h"
#include "request/reply.h"

static const char *const ranks[] = {"0", "1", "2", "3"}; /* of a basis, in a cursor */
static const char *const reasons[] = {NULL, "breach", "missing", "distinct_needs_h1_or_y",
	"impossible", "denominator_zero", "information_only", "no_common_target"};

struct page {
	struct request *req;
	const struct list_evaluations_in *in;
	struct ledger *ledger;
	struct goals goals;
	int64_t written;
	const char *last[3]; /* keys of the last item */
	bool more;
};

/* One item, before it is known whether it is on this page. */
struct item {
	const struct goal *goal;
	const struct ledger_unit *unit; /* NULL: a sum */
	struct target target;
	const struct target_row *row; /* NULL: a sum of targets, or none */
	const char *evidence;
	const struct amount *numerator, *denominator;
	int periods_reported, periods_expected;
	const struct rollup *rollup;
};

static void put_hundredths(struct request *req, const char *name, bool has, int64_t value)
{
	if (has)
		item_hundredths(req, name, value);
	else
		item_null(req, name);
}

static void put_amount(struct request *req, const char *name, const struct amount *amount)
{
	if (amount && amount->has_value)
		item_int(req, name, amount->value);
	else
		item_null(req, name);
}

static void put_count(struct request *req, const char *name, const struct rollup *rollup, int count)
{
	if (rollup)
		item_int(req, name, count);
	else
		item_null(req, name);
}

static void write_item(struct page *page, const struct item *item, const struct verdict *v)
{
	struct request *req = page->req;
	const struct ledger *ledger = page->ledger;
	const struct indicator *indicator = item->goal->rows->indicator;
	bool target = !item->target.absent;

	item_open(req);
	item_text(req, "cluster", item->unit ? NULL : ledger->cluster);
	item_text(req, "unit", item->unit ? item->unit->unit : NULL);
	item_text(req, "unit_name", item->unit ? item->unit->name : NULL);
	item_text(req, "indicator", indicator->code);
	item_text(req, "indicator_name", indicator->name);
	item_text(req, "indicator_name_en", indicator->name_en);
	item_text(req, "area", indicator->area);
	item_text(req, "kind", indicator->ratio ? "ratio" : "count");
	item_text(req, "measure", indicator->measure);
	item_text(req, "basis", goal_bases[item->goal->rows->basis]);
	item_text(req, "comparator", target ? goal_comparators[item->target.comparator] : NULL);
	put_hundredths(req, "target", target, item->target.value);
	if (item->row)
		item_int(req, "target_id", item->row->id);
	else
		item_null(req, "target_id");
	item_text(req, "evidence", item->evidence);
	item_text(req, "through", ledger->period[ledger->slot].period);
	put_amount(req, "numerator", item->numerator);
	put_amount(req, "denominator", item->denominator);
	put_hundredths(req, "value", v->has_value, v->value);
	item_text(req, "result", goal_results[v->result]);
	item_text(req, "reason", reasons[v->reason]);
	put_hundredths(req, "excess", v->has_excess, v->excess);
	put_hundredths(req, "attainment", v->has_attainment, v->attainment);
	item_bool(req, "provisional", v->provisional);
	item_bool(req, "final", v->final);
	item_json(req, "missing_months", ledger_months_json(ledger, v->missing));
	item_int(req, "periods_reported", item->periods_reported);
	item_int(req, "periods_expected", item->periods_expected);
	put_count(req, "units_reported", item->rollup,
		item->rollup ? item->rollup->units_reported : 0);
	put_count(req, "units_expected", item->rollup,
		item->rollup ? item->rollup->units_expected : 0);
	item_close(req);
}

/* Where the item stands against the cursor: by unit, indicator and basis. */
static bool after_cursor(const struct page *page, const char *unit, const struct goal *goal)
{
	const char *const *after = cursor_keys(page->req);

	if (!after[0] || !after[1] || !after[2])
		return true;
	int order = strcmp(unit, after[0]);

	if (!order)
		order = strcmp(goal->rows->indicator->code, after[1]);
	return order ? order > 0 : goal->rows->basis > after[2][0] - '0';
}

static void offer(struct page *page, const struct item *item)
{
	const struct ledger *ledger = page->ledger;
	const char *unit = item->unit ? item->unit->unit : "";
	struct verdict v = verdict_of(
		&item->target, item->numerator, item->denominator, ledger->months, ledger->through);

	if (page->in->result &&
		(!goal_results[v.result] || strcmp(goal_results[v.result], page->in->result) != 0))
		return;
	if (page->written == page->in->limit) {
		page->more = true;
		return;
	}
	write_item(page, item, &v);
	page->written++;
	page->last[0] = unit;
	page->last[1] = item->goal->rows->indicator->code;
	page->last[2] = ranks[item->goal->rows->basis];
}

static void offer_unit(struct page *page, const struct ledger_unit *unit, const struct goal *goal)
{
	const struct ledger *ledger = page->ledger;
	const struct indicator *indicator = goal->rows->indicator;
	const struct target_row *row = goal_row(goal, unit->unit);

	if (!row || !after_cursor(page, unit->unit, goal))
		return;
	struct amount numerator =
		ledger_cumulative(ledger, unit, indicator->numerator, ledger->through);
	struct amount denominator = {0};

	if (indicator->ratio)
		denominator =
			ledger_cumulative(ledger, unit, indicator->denominator, ledger->through);
	const struct item item = {
		.goal = goal,
		.unit = unit,
		.target = row->target,
		.row = row,
		.evidence = row->evidence,
		.numerator = &numerator,
		.denominator = indicator->ratio ? &denominator : NULL,
		.periods_reported = ledger_months_reported(unit, ledger->through),
		.periods_expected = ledger->through,
	};

	offer(page, &item);
}

/* What is known of a sum of targets: each word once. */
static const char *evidence_of(struct page *page, const struct target_row *const *rows, size_t n)
{
	const char *text = NULL;

	for (size_t i = 0; i < n; i++) {
		if (!rows[i] || !rows[i]->evidence || (text && strstr(text, rows[i]->evidence)))
			continue;
		text = text ? req_printf(page->req, "%s; %s", text, rows[i]->evidence)
			    : rows[i]->evidence;
	}
	return text;
}

static void offer_sum(struct page *page, const struct goal *goal)
{
	const struct ledger *ledger = page->ledger;
	const struct indicator *indicator = goal->rows->indicator;
	size_t n = ledger->unit_count;
	const struct target_row **rows = req_alloc(page->req, (n + 1) * sizeof *rows);
	const struct target **targets = req_alloc(page->req, (n + 1) * sizeof *targets);
	const struct target_row *for_all = goal->rows[0].unit ? NULL : &goal->rows[0];
	struct rollup rollup = {0};
	int reported = 0;

	if (!rows || !targets || !after_cursor(page, "", goal))
		return;
	for (size_t i = 0; i < n; i++) {
		const struct ledger_unit *unit = &ledger->units[i];
		struct amount numerator =
			ledger_cumulative(ledger, unit, indicator->numerator, ledger->through);
		struct amount denominator = {0};

		if (indicator->ratio)
			denominator = ledger_cumulative(
				ledger, unit, indicator->denominator, ledger->through);
		rollup_add(&rollup, &goal->rows->target, &numerator,
			indicator->ratio ? &denominator : NULL);
		rows[i] = goal_row(goal, unit->unit);
		targets[i] = rows[i] ? &rows[i]->target : NULL;
		reported += ledger_months_reported(unit, ledger->through);
	}
	struct item item = {
		.goal = goal,
		.target = rollup_target(indicator->ratio, indicator->direction,
			for_all ? &for_all->target : NULL, targets, n),
		.numerator = &rollup.numerator,
		.denominator = indicator->ratio ? &rollup.denominator : NULL,
		.periods_reported = reported,
		.periods_expected = ledger->through * (int)n,
		.rollup = &rollup,
	};

	if (!item.target.absent && indicator->ratio)
		item.row = for_all;
	if (!item.target.absent)
		item.evidence = item.row ? item.row->evidence : evidence_of(page, rows, n);
	offer(page, &item);
}

enum error list_evaluations(struct request *req)
{
	const struct list_evaluations_in *in = req->in;
	const struct ledger_query query = {LEDGER_SCOPE(in), .period = in->through,
		.has_year = in->has_year, .year = in->year, .all_members = in->rollup != NULL};
	const struct goal_filter filter = {
		in->cluster, in->unit, in->indicator, in->area, in->basis};
	struct page page = {.req = req, .in = in, .ledger = ledger_open(req, &query)};

	if (!page.ledger || ledger_read(page.ledger) ||
		goals_load(page.ledger, &filter, &page.goals))
		return req->failed;
	if (in->indicator && !catalogue_indicator(page.ledger->catalogue, in->indicator))
		return fail_reference_unknown(req, in->indicator);
	if (in->rollup && !in->cluster)
		return fail_subject_missing(req);
	reply_list_open(req);
	for (size_t i = 0; i < page.ledger->unit_count && !in->rollup && !page.more; i++)
		for (size_t k = 0; k < page.goals.count; k++)
			offer_unit(&page, &page.ledger->units[i], &page.goals.items[k]);
	for (size_t k = 0; k < page.goals.count && in->rollup; k++)
		offer_sum(&page, &page.goals.items[k]);
	return reply_list_close(req,
		page.more ? reply_cursor(req, page.last[0], page.last[1], page.last[2]) : NULL);
}
