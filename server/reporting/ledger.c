/* What a ledger answers, once ledger_open.c and ledger_read.c have filled it. */
#include "reporting/ledger.h"

#include <string.h>

int ledger_slot(const char *kind, int64_t seq)
{
	if (!strcmp(kind, "half"))
		return SLOT_HALF;
	return strcmp(kind, "year") ? (int)seq - 1 : SLOT_YEAR;
}

const char *ledger_state(const struct ledger_report *report)
{
	if (report->id)
		return report->submitted ? "submitted" : "accepted";
	if (report->draft)
		return "draft";
	return report->returned ? "returned" : "missing";
}

const struct cell *ledger_cell(const struct ledger_unit *unit, size_t element, int slot)
{
	return &unit->series[element].slot[slot];
}

static struct input input_of(
	const struct ledger *ledger, const struct ledger_unit *unit, size_t element)
{
	const struct identity *balance = catalogue_balance(ledger->catalogue, element);

	return (struct input){
		.series = &unit->series[element],
		.behaviour = ledger->catalogue->elements[element].behaviour,
		.parts = unit->parts[element],
		.part_count = balance ? balance->part_count : 0,
	};
}

struct amount ledger_cumulative(
	const struct ledger *ledger, const struct ledger_unit *unit, size_t element, int through)
{
	const struct input input = input_of(ledger, unit, element);

	return amount_through(&input, ledger->months, through);
}

struct amount ledger_single(
	const struct ledger *ledger, const struct ledger_unit *unit, size_t element, int slot)
{
	const struct input input = input_of(ledger, unit, element);

	return amount_of_period(&input, slot);
}

bool ledger_expects(const struct ledger *ledger, const struct ledger_unit *unit, int slot)
{
	const char *end = ledger->period[slot].end_date;

	return end && strcmp(unit->valid_from, end) <= 0 &&
		(!unit->valid_to || strcmp(end, unit->valid_to) <= 0);
}

bool ledger_due(const struct ledger *ledger, const struct ledger_unit *unit, int slot, int64_t *out)
{
	const struct ledger_period *period = &ledger->period[slot];
	int level = unit->early ? 0 : 1;

	if (!period->has_due[level])
		return false;
	*out = period->due[level];
	return true;
}

bool ledger_was_due(const struct ledger *ledger, const struct ledger_unit *unit, int slot)
{
	int64_t due;

	return ledger_due(ledger, unit, slot, &due) && due < ledger->clock;
}

int ledger_through(const struct ledger *ledger, int slot)
{
	if (slot == SLOT_YEAR)
		return ledger->months;
	if (slot == SLOT_HALF)
		return ledger->months < SERIES_HALF ? ledger->months : SERIES_HALF;
	return slot + 1;
}

int ledger_months_reported(const struct ledger_unit *unit, int through)
{
	int count = 0;

	for (int slot = 0; slot < through; slot++)
		count += unit->report[slot].id != 0;
	return count;
}

const char *ledger_months_json(const struct ledger *ledger, uint32_t months)
{
	if (!months)
		return "[]";
	char *json = req_alloc(ledger->req, SERIES_MONTHS * (sizeof "\"2021-06\",") + 2);
	size_t length = 0;

	if (!json)
		return "[]";
	json[length++] = '[';
	for (int slot = 0; slot < ledger->months; slot++) {
		if (!(months & 1u << slot))
			continue;
		size_t size = strlen(ledger->period[slot].period);

		if (length > 1)
			json[length++] = ',';
		json[length++] = '"';
		memcpy(json + length, ledger->period[slot].period, size);
		length += size;
		json[length++] = '"';
	}
	json[length++] = ']';
	return json;
}
