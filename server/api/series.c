/* One element or indicator over the months of a work year, of a unit or added up over a cluster. */
#include "gen/api.h"
#include "gen/problems.h"
#include "reporting/ledger.h"
#include "request/reply.h"

/* What is drawn: an element alone, or the two of a ratio. */
struct curve {
	struct ledger *ledger;
	size_t numerator, denominator; /* NO_ELEMENT unless it is a ratio */
};

static enum error find_curve(struct request *req, struct curve *curve)
{
	const struct list_series_in *in = req->in;
	const struct catalogue *catalogue = curve->ledger->catalogue;

	if (in->element) {
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

enum error list_series(struct request *req)
{
	const struct list_series_in *in = req->in;
	const struct ledger_query query = {
		LEDGER_SCOPE(in), .has_year = in->has_year, .year = in->year, .all_members = true};

	if (!in->element == !in->indicator)
		return fail_series_of_what(req);
	struct curve curve = {.ledger = ledger_open(req, &query)};

	if (!curve.ledger || find_curve(req, &curve) || ledger_read(curve.ledger))
		return req->failed;
	reply_list_open(req);
	for (int slot = 0; slot < curve.ledger->months; slot++)
		write_point(req, &curve, slot);
	reply_list_next(req, "official");
	for (int slot = SLOT_HALF; slot <= SLOT_YEAR; slot++)
		if (curve.ledger->period[slot].period)
			write_point(req, &curve, slot);
	return reply_list_close(req, NULL);
}
