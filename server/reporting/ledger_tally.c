/*
 * The elements that no office posts: tk_expected, tk_ontime and tk_complete, one number a month.
 *
 * A month counts once its report has come or its due time has passed; before, nothing is known. A
 * report is complete when it holds every element that an indicator with a target for this unit and
 * year needs: a number, or the word that the thing cannot exist here. A DISTINCT element may be
 * left out when all parts of its balance are there.
 */
#include "reporting/ledger.h"

struct tally {
	size_t expected, ontime, complete; /* elements; NO_ELEMENT when the catalogue lacks one */
};

static bool reported(const struct ledger_unit *unit, size_t element, int slot)
{
	const struct cell *cell = ledger_cell(unit, element, slot);

	return cell->status != CELL_NONE && cell->status != CELL_MISSING;
}

static bool there(
	const struct ledger *ledger, const struct ledger_unit *unit, size_t element, int slot)
{
	const struct identity *balance = catalogue_balance(ledger->catalogue, element);

	if (ledger->catalogue->elements[element].computed || reported(unit, element, slot))
		return true;
	if (!balance)
		return false;
	for (size_t i = 0; i < balance->part_count; i++)
		if (!reported(unit, balance->parts[i].element, slot))
			return false;
	return true;
}

static bool complete(
	const struct ledger *ledger, const struct ledger_unit *unit, const bool *needed, int slot)
{
	if (!unit->report[slot].id)
		return false;
	for (size_t i = 0; i < ledger->catalogue->element_count; i++)
		if (needed[i] && !there(ledger, unit, i, slot))
			return false;
	return true;
}

/* The elements behind the unit's targets of the year; NULL when the request has failed. */
static const bool *needed_by(struct ledger *ledger, const struct ledger_unit *unit)
{
	struct request *req = ledger->req;
	bool *needed = req_alloc(req, ledger->catalogue->element_count * sizeof *needed);
	struct stmt *q = db_query(req->db,
		"SELECT DISTINCT indicator FROM targets WHERE year = :year"
		" AND (unit IS NULL OR unit = :unit)");

	bind_int(q, ":year", ledger->year);
	bind_text(q, ":unit", unit->unit);
	while (needed && db_row(q)) {
		const struct indicator *indicator =
			catalogue_indicator(ledger->catalogue, column_text(q, 0));

		if (!indicator)
			continue;
		needed[indicator->numerator] = true;
		if (indicator->ratio)
			needed[indicator->denominator] = true;
	}
	return req_fail(req, db_done(q)) ? NULL : needed;
}

static void put(struct ledger_unit *unit, size_t element, int slot, struct cell cell)
{
	if (element != NO_ELEMENT)
		unit->series[element].slot[slot] = cell;
}

static void tally_month(const struct ledger *ledger, const struct tally *tally,
	struct ledger_unit *unit, const bool *needed, int slot)
{
	const struct ledger_report *report = &unit->report[slot];
	struct cell cell = {.status = CELL_IMPOSSIBLE};

	if (ledger_expects(ledger, unit, slot)) {
		if (!report->received && !ledger_was_due(ledger, unit, slot))
			return;
		cell = (struct cell){.value = 1, .status = CELL_ACTUAL};
	}
	put(unit, tally->expected, slot, cell);
	cell.submitted = report->id && report->submitted;
	if (cell.status == CELL_ACTUAL)
		cell.value = report->received && !report->late;
	put(unit, tally->ontime, slot, cell);
	if (cell.status == CELL_ACTUAL)
		cell.value = complete(ledger, unit, needed, slot);
	put(unit, tally->complete, slot, cell);
}

enum error ledger_tally(struct ledger *ledger)
{
	const struct tally tally = {
		.expected = catalogue_element(ledger->catalogue, "tk_expected"),
		.ontime = catalogue_element(ledger->catalogue, "tk_ontime"),
		.complete = catalogue_element(ledger->catalogue, "tk_complete"),
	};

	for (size_t i = 0; i < ledger->unit_count; i++) {
		struct ledger_unit *unit = &ledger->units[i];
		const bool *needed = needed_by(ledger, unit);

		if (!needed)
			break;
		for (int slot = 0; slot < ledger->months; slot++)
			tally_month(ledger, &tally, unit, needed, slot);
	}
	return ledger->req->failed;
}
