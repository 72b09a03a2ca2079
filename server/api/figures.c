/* The figures of one period as they were reported, with their cumulative values and checks. */
#include <string.h>

#include "gen/api.h"
#include "gen/problems.h"
#include "reporting/own_check.h"
#include "request/cursor.h"
#include "request/reply.h"

static const char *const statuses[] = {
	"missing", "actual", "provisional", "estimate", "missing", "impossible"};

struct page {
	struct request *req;
	const struct list_figures_in *in;
	struct ledger *ledger;
	int64_t written;
	const char *last_unit, *last_element;
	bool more;
};

/* What the items of a unit and of a sum have in common. */
struct figure {
	const struct ledger_unit *unit; /* NULL: a sum */
	const struct element *element;
	bool has_value;
	int64_t value;
	const char *status;
	struct amount cumulative;
	const struct own_sum *own; /* NULL: no check */
	int offices;
	const struct ledger_report *report; /* NULL: none */
	bool provisional;
	int units_reported; /* of a sum */
};

static void put_int(struct request *req, const char *name, bool has, int64_t value)
{
	if (has)
		item_int(req, name, value);
	else
		item_null(req, name);
}

static void write_cumulative(const struct page *page, const struct amount *amount)
{
	struct request *req = page->req;
	const struct ledger *ledger = page->ledger;
	bool has_months = amount->official ? amount->has_months : amount->has_value;
	int64_t gap = 0;
	bool has_gap = amount_gap(amount, &gap);

	put_int(req, "cumulative", amount->has_value, amount->value);
	item_text(req, "cumulative_period",
		amount->as_of ? ledger->period[amount->as_of - 1].period : NULL);
	put_int(req, "months_sum", has_months, amount->official ? amount->months : amount->value);
	put_int(req, "reconciliation_gap", has_gap, gap);
	item_json(req, "missing_months", ledger_months_json(ledger, amount->missing));
}

static void write_own(struct request *req, const struct figure *figure)
{
	const struct own_sum *own = figure->own;
	bool has_sum = own && own->has_sum;

	put_int(req, "own_sum", has_sum, has_sum ? own->sum : 0);
	put_int(req, "own_difference", has_sum && figure->has_value,
		has_sum ? figure->value - own->sum : 0);
	put_int(req, "own_reported", own != NULL, own ? own->units : 0);
	put_int(req, "own_expected", own != NULL, figure->offices);
}

static void write_figure(const struct page *page, const struct figure *figure)
{
	struct request *req = page->req;
	const struct ledger *ledger = page->ledger;
	const struct ledger_report *report = figure->report;
	bool sum = !figure->unit;

	item_open(req);
	item_text(req, "cluster", sum ? ledger->cluster : NULL);
	item_text(req, "unit", sum ? NULL : figure->unit->unit);
	item_text(req, "unit_name", sum ? NULL : figure->unit->name);
	item_text(req, "element", figure->element->code);
	item_text(req, "name", figure->element->name);
	item_text(req, "area", figure->element->area);
	item_text(req, "period", ledger->period[ledger->slot].period);
	put_int(req, "value", figure->has_value, figure->value);
	item_text(req, "status", figure->status);
	write_cumulative(page, &figure->cumulative);
	write_own(req, figure);
	put_int(req, "version", report != NULL, report ? report->version : 0);
	item_bool(req, "revised", report && report->version > 1);
	item_bool(req, "provisional", figure->provisional);
	put_int(req, "units_reported", sum, figure->units_reported);
	put_int(req, "units_expected", sum, (int64_t)ledger->unit_count);
	item_close(req);
}

/* Elements that the server computes are no figures of a report: only when they are asked for. */
static bool wanted(const struct page *page, const struct element *element)
{
	const struct list_figures_in *in = page->in;

	if (in->element)
		return !strcmp(in->element, element->code);
	if (in->area)
		return !strcmp(in->area, element->area);
	return !element->computed;
}

static bool after_cursor(const struct page *page, const char *unit, const char *element)
{
	const char *const *after = cursor_keys(page->req);

	if (!after[0] || !after[1])
		return true;
	int order = strcmp(unit, after[0]);

	return order ? order > 0 : strcmp(element, after[1]) > 0;
}

/* Whether this item is on the page; notes when the page is full. */
static bool admit(struct page *page, const char *unit, const struct element *element)
{
	if (!wanted(page, element) || !after_cursor(page, unit, element->code))
		return false;
	if (page->written == page->in->limit) {
		page->more = true;
		return false;
	}
	page->written++;
	page->last_unit = unit;
	page->last_element = element->code;
	return true;
}

static void write_unit(struct page *page, const struct ledger_unit *unit)
{
	struct ledger *ledger = page->ledger;
	const struct catalogue *catalogue = ledger->catalogue;
	const struct ledger_report *report = &unit->report[ledger->slot];
	struct own_check check = {0};

	if (page->more || (unit->two_level && own_check_read(ledger, unit, ledger->slot, &check)))
		return;
	if (check.sums)
		own_check_warn(ledger, unit, &check);
	for (size_t i = 0; i < catalogue->element_count && !page->more; i++) {
		const struct cell *cell = ledger_cell(unit, i, ledger->slot);
		bool computed = catalogue->elements[i].computed;

		if (!admit(page, unit->unit, &catalogue->elements[i]))
			continue;
		const struct figure figure = {
			.unit = unit,
			.element = &catalogue->elements[i],
			.has_value = cell_has_number(cell),
			.value = cell->value,
			.status = statuses[cell->status],
			.cumulative = ledger_cumulative(ledger, unit, i, ledger->through),
			.own = check.sums && !computed ? &check.sums[i] : NULL,
			.offices = check.offices,
			.report = report->id ? report : NULL,
			.provisional = report->id && report->submitted,
		};

		write_figure(page, &figure);
	}
}

/* The members' values are added, as far as they are known. */
static void write_sum(struct page *page, size_t element)
{
	const struct ledger *ledger = page->ledger;
	const struct target none = {.absent = true};
	struct rollup alone = {0}, cumulated = {0};
	bool provisional = false;
	int with_months = 0;

	if (!admit(page, "", &ledger->catalogue->elements[element]))
		return;
	for (size_t i = 0; i < ledger->unit_count; i++) {
		const struct ledger_unit *unit = &ledger->units[i];
		struct amount value = ledger_single(ledger, unit, element, ledger->slot);
		struct amount total = ledger_cumulative(ledger, unit, element, ledger->through);

		rollup_add(&alone, &none, &value, NULL);
		rollup_add(&cumulated, &none, &total, NULL);
		provisional = provisional || value.provisional;
		with_months += total.has_value;
	}
	const struct figure figure = {
		.element = &ledger->catalogue->elements[element],
		.has_value = alone.numerator.has_value,
		.value = alone.numerator.value,
		.cumulative = cumulated.numerator,
		.provisional = provisional,
		.units_reported = alone.numerator.has_value ? alone.units_reported : with_months,
	};

	write_figure(page, &figure);
}

static enum error close_page(const struct page *page)
{
	struct request *req = page->req;
	const struct ledger *ledger = page->ledger;
	const char *next =
		page->more ? reply_cursor(req, page->last_unit, page->last_element, NULL) : NULL;
	int64_t reported = 0;

	if (reply_list_end(req, next) || form_is_table(req->form))
		return req->failed;
	for (size_t i = 0; i < ledger->unit_count; i++)
		reported += ledger->units[i].report[ledger->slot].id != 0;
	reply_member_int(req, "units_reported", reported);
	reply_member_int(req, "units_expected", (int64_t)ledger->unit_count);
	return reply_close(req);
}

enum error list_figures(struct request *req)
{
	const struct list_figures_in *in = req->in;
	const struct ledger_query query = {
		LEDGER_SCOPE(in), .period = in->period, .all_members = in->rollup != NULL};
	struct page page = {.req = req, .in = in, .ledger = ledger_open(req, &query)};

	if (!page.ledger)
		return req->failed;
	const struct catalogue *catalogue = page.ledger->catalogue;

	if (in->rollup && !in->cluster)
		return fail_subject_missing(req);
	if (in->element && catalogue_element(catalogue, in->element) == NO_ELEMENT)
		return fail_reference_unknown(req, in->element);
	if (ledger_read(page.ledger))
		return req->failed;
	reply_list_open(req);
	for (size_t i = 0; i < page.ledger->unit_count && !in->rollup; i++)
		write_unit(&page, &page.ledger->units[i]);
	for (size_t i = 0; i < catalogue->element_count && in->rollup; i++)
		write_sum(&page, i);
	return close_page(&page);
}
