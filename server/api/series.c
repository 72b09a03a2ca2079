/* One element or indicator, or the elements of an area, over the months of a work year, of a unit or added
 * up over a cluster. */
#include <stdlib.h>
#include <string.h>

#include "gen/api.h"
#include "gen/problems.h"
#include "reporting/ledger.h"
#include "request/bind.h"
#include "request/query.h"
#include "request/reply.h"

/* What is drawn: an element alone, or the two of a ratio. */
struct curve {
	struct ledger *ledger;
	const char *element;           /* NULL of an indicator */
	size_t numerator, denominator; /* NO_ELEMENT unless it is a ratio */
};

static enum error find_curve(struct request *req, struct curve *curve)
{
	const struct list_series_in *in = req->in;
	const struct catalogue *catalogue = curve->ledger->catalogue;

	if (in->element) {
		curve->element = in->element;
		curve->numerator = catalogue_element(catalogue, in->element);
		curve->denominator = NO_ELEMENT;
		return curve->numerator == NO_ELEMENT ? fail_reference_unknown(req, in->element)
						      : OK;
	}
	const struct indicator *indicator = catalogue_indicator(catalogue, in->indicator);

	if (!indicator)
		return fail_reference_unknown(req, in->indicator);
	curve->numerator = indicator->numerator;
	curve->denominator = indicator->ratio ? indicator->denominator : NO_ELEMENT;
	return OK;
}

typedef struct amount measure(
	const struct ledger *ledger, const struct ledger_unit *unit, size_t element, int where);

/* Over all units, by ledger_single or ledger_cumulative. */
static struct rollup add_units(const struct curve *curve, measure *measured, int where)
{
	const struct ledger *ledger = curve->ledger;
	const struct target none = {.absent = true};
	struct rollup sum = {0};

	for (size_t i = 0; i < ledger->unit_count; i++) {
		const struct ledger_unit *unit = &ledger->units[i];
		struct amount numerator = measured(ledger, unit, curve->numerator, where);
		struct amount denominator = {0};

		if (curve->denominator != NO_ELEMENT)
			denominator = measured(ledger, unit, curve->denominator, where);
		rollup_add(&sum, &none, &numerator,
			curve->denominator == NO_ELEMENT ? NULL : &denominator);
	}
	return sum;
}

static void put_part(
	struct request *req, const char *name, const struct amount *amount, bool hidden)
{
	if (amount->has_value && !hidden)
		item_int(req, name, amount->value);
	else
		item_null(req, name);
}

static void put_value(struct request *req, const char *name, const struct curve *curve,
	const struct rollup *sum, bool hidden)
{
	int64_t percent = 0;

	if (curve->denominator == NO_ELEMENT)
		put_part(req, name, &sum->numerator, hidden);
	else if (!hidden && sum->numerator.has_value && sum->denominator.has_value &&
		percent_of(sum->numerator.value, sum->denominator.value, &percent))
		item_hundredths(req, name, percent);
	else
		item_null(req, name);
}

static void write_point(struct request *req, const struct curve *curve, int slot)
{
	const struct ledger *ledger = curve->ledger;
	struct rollup alone = add_units(curve, ledger_single, slot);
	struct rollup total = add_units(curve, ledger_cumulative, ledger_through(ledger, slot));
	bool incomplete = total.units_reported < total.units_expected;
	bool provisional = false, revised = false;

	for (size_t i = 0; i < ledger->unit_count; i++) {
		const struct ledger_report *report = &ledger->units[i].report[slot];

		provisional = provisional || (report->id && report->submitted);
		revised = revised || report->version > 1;
	}
	item_open(req);
	item_text(req, "element", curve->element);
	item_text(req, "period", ledger->period[slot].period);
	put_value(req, "value", curve, &alone, false);
	put_value(req, "cumulative", curve, &total, incomplete);
	put_part(req, "numerator", &alone.numerator, false);
	put_part(req, "denominator", &alone.denominator, false);
	put_part(req, "cumulative_numerator", &total.numerator, incomplete);
	put_part(req, "cumulative_denominator", &total.denominator, incomplete);
	item_bool(req, "provisional", provisional);
	item_bool(req, "revised", revised);
	item_int(req, "units_reported", alone.units_reported);
	item_int(req, "units_expected", alone.units_expected);
	item_close(req);
}

static void write_months(struct request *req, const struct curve *curve)
{
	for (int slot = 0; slot < curve->ledger->months; slot++)
		write_point(req, curve, slot);
}

static void write_official(struct request *req, const struct curve *curve)
{
	for (int slot = SLOT_HALF; slot <= SLOT_YEAR; slot++)
		if (curve->ledger->period[slot].period)
			write_point(req, curve, slot);
}

static int by_place(const void *a, const void *b)
{
	const struct element *x = *(const struct element *const *)a;
	const struct element *y = *(const struct element *const *)b;

	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	return strcmp(x->code, y->code);
}

/* In the order of the form; NULL when memory is short. */
static const struct element **elements_of(
	struct request *req, const struct catalogue *catalogue, const char *area, size_t *out_count)
{
	const struct element **elements =
		req_alloc(req, (catalogue->element_count + 1) * sizeof *elements);
	size_t n = 0;

	for (size_t i = 0; elements && i < catalogue->element_count; i++)
		if (!strcmp(catalogue->elements[i].area, area))
			elements[n++] = &catalogue->elements[i];
	if (elements)
		qsort(elements, n, sizeof *elements, by_place);
	*out_count = n;
	return elements;
}

typedef void write_part(struct request *req, const struct curve *curve);

/* The curve alone, or without one those of the area's elements. */
static void write_curves(struct request *req, const struct curve *curve, write_part *write)
{
	const struct list_series_in *in = req->in;
	const struct catalogue *catalogue = curve->ledger->catalogue;
	size_t count = 0;

	if (!in->area) {
		write(req, curve);
		return;
	}
	const struct element **elements = elements_of(req, catalogue, in->area, &count);

	for (size_t i = 0; i < count; i++) {
		const struct curve one = {curve->ledger, elements[i]->code,
			(size_t)(elements[i] - catalogue->elements), NO_ELEMENT};

		write(req, &one);
	}
}

static bool has_area(struct request *req)
{
	return query_exists(
		req, bind_input(db_query(req->db, "SELECT 1 FROM areas WHERE area = :area"), req));
}

enum error list_series(struct request *req)
{
	const struct list_series_in *in = req->in;
	const struct ledger_query query = {
		LEDGER_SCOPE(in), .has_year = in->has_year, .year = in->year, .all_members = true};

	if (!!in->element + !!in->indicator + !!in->area != 1)
		return fail_series_of_what(req);
	struct curve curve = {.ledger = ledger_open(req, &query)};

	if (!curve.ledger)
		return req->failed;
	if (in->area && !has_area(req))
		return fail_reference_unknown(req, in->area);
	if ((!in->area && find_curve(req, &curve)) || ledger_read(curve.ledger))
		return req->failed;
	reply_list_open(req);
	write_curves(req, &curve, write_months);
	reply_list_next(req, "official");
	write_curves(req, &curve, write_official);
	return reply_list_close(req, NULL);
}
