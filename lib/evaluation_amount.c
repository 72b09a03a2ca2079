/*
 * From the monthly cells of a work year to the value of an element up to a month. Nothing here
 * knows targets.
 */
#include "evaluation.h"

bool cell_has_number(const struct cell *cell)
{
	return cell->status == CELL_ACTUAL || cell->status == CELL_PROVISIONAL ||
		cell->status == CELL_ESTIMATE;
}

/* What months 1..through hold, whatever the behaviour. */
struct months {
	int64_t sum;
	int numbers;
	int impossible;
	int last; /* the last month with a number; 0: none */
	uint32_t missing;
	bool submitted; /* a report with a number is not yet accepted */
};

static struct months months_of(const struct series *series, int through)
{
	struct months found = {0};

	for (int month = 1; month <= through; month++) {
		const struct cell *cell = &series->slot[month - 1];

		if (cell->status == CELL_IMPOSSIBLE) {
			found.impossible++;
			continue;
		}
		if (!cell_has_number(cell)) {
			found.missing |= 1u << (month - 1);
			continue;
		}
		found.sum += cell->value;
		found.numbers++;
		found.last = month;
		found.submitted = found.submitted || cell->submitted;
	}
	return found;
}

/* A stock that could not exist in month 1 but did later began with nothing. */
static void take_opening(struct amount *amount, const struct series *series, int numbers)
{
	const struct cell *first = &series->slot[0];

	if (first->status == CELL_IMPOSSIBLE ? numbers == 0 : !cell_has_number(first))
		return;
	amount->has_value = true;
	amount->value = first->value;
	amount->provisional = first->submitted;
}

static void take_closing(struct amount *amount, const struct series *series, int last)
{
	if (last == 0)
		return;
	amount->has_value = true;
	amount->value = series->slot[last - 1].value;
	amount->as_of = last;
	amount->provisional = series->slot[last - 1].submitted;
}

/* By the months alone; a DISTINCT element has no value here. */
static struct amount by_months(const struct input *input, int through)
{
	struct months found = months_of(input->series, through);
	struct amount amount = {
		.missing = found.missing,
		.impossible = found.impossible == through,
		.known = found.missing == 0 && found.impossible < through,
	};

	switch (input->behaviour) {
	case BEHAVIOUR_FLOW:
		amount.has_value = found.numbers > 0;
		amount.value = found.sum;
		amount.provisional = found.submitted;
		break;
	case BEHAVIOUR_OPENING:
		take_opening(&amount, input->series, found.numbers);
		break;
	case BEHAVIOUR_CLOSING:
		take_closing(&amount, input->series, found.last);
		break;
	case BEHAVIOUR_DISTINCT:
		amount.known = false;
		amount.needs_official = !amount.impossible;
		break;
	}
	return amount;
}

/* The signed sum of parts. A part that cannot exist counts as nothing. */
struct sum {
	struct amount amount;
	size_t possible;
};

static void add_part(struct sum *sum, const struct amount *part, int sign)
{
	if (part->impossible)
		return;
	struct amount *total = &sum->amount;
	bool first = sum->possible++ == 0;

	total->has_value = part->has_value && (first || total->has_value);
	total->known = part->known && (first || total->known);
	total->value += sign * part->value;
	total->months += sign * (part->has_months ? part->months : part->value);
	total->has_months = total->has_months || part->has_months;
	total->official = total->official || part->official;
	total->missing |= part->known ? 0 : part->missing;
	total->provisional = total->provisional || part->provisional;
}

static struct amount finish_parts(struct sum *sum)
{
	struct amount *total = &sum->amount;

	total->impossible = sum->possible == 0;
	if (!total->has_value) {
		total->value = 0;
		total->has_months = false;
	}
	if (!total->has_months)
		total->months = 0;
	return *total;
}

static struct amount by_identity(const struct input *input, int months, int through)
{
	struct sum sum = {0};

	for (size_t i = 0; i < input->part_count; i++) {
		const struct part *part = &input->parts[i];
		const struct input alone = {.series = part->series, .behaviour = part->behaviour};
		struct amount amount = amount_through(&alone, months, through);

		add_part(&sum, &amount, part->sign);
	}
	return finish_parts(&sum);
}

/* The report that stands for the whole span up to `through`: Y at the last month, H1 at its own. */
static const struct cell *official_cell(const struct series *series, int months, int through)
{
	const struct cell *year = &series->slot[SLOT_YEAR];
	const struct cell *half = &series->slot[SLOT_HALF];

	if (through == months && (year->status != CELL_NONE || through != SERIES_HALF))
		return year;
	return through == SERIES_HALF ? half : NULL;
}

static void take_official(struct amount *amount, const struct cell *cell, int through, bool stock)
{
	if (!amount->has_months) {
		amount->has_months = amount->has_value;
		amount->months = amount->value;
	}
	amount->has_value = true;
	amount->value = cell->value;
	amount->as_of = stock ? through : 0;
	amount->known = true;
	amount->impossible = false;
	amount->official = true;
	amount->needs_official = false;
	amount->provisional = cell->submitted;
}

static void touch(struct amount *amount, const struct cell *cell)
{
	if (!cell_has_number(cell))
		return;
	amount->touched = amount->touched || cell->value > 0;
	amount->touched_provisional = amount->touched_provisional || cell->submitted;
}

struct amount amount_through(const struct input *input, int months, int through)
{
	const struct series *series = input->series;
	struct amount amount = by_months(input, through);
	const struct cell *official = official_cell(series, months, through);

	if (input->behaviour == BEHAVIOUR_DISTINCT && input->parts && !amount.impossible)
		amount = by_identity(input, months, through);
	if (official && cell_has_number(official))
		take_official(&amount, official, through, input->behaviour == BEHAVIOUR_CLOSING);
	else if (official && official->status == CELL_IMPOSSIBLE && !amount.has_value) {
		amount.impossible = true;
		amount.known = false;
		amount.needs_official = false;
	}

	for (int month = 1; month <= through; month++)
		touch(&amount, &series->slot[month - 1]);
	if (through >= SERIES_HALF)
		touch(&amount, &series->slot[SLOT_HALF]);
	if (through == months)
		touch(&amount, &series->slot[SLOT_YEAR]);
	if (input->behaviour == BEHAVIOUR_DISTINCT && amount.has_value)
		amount.touched = amount.touched || amount.value > 0;
	return amount;
}

static struct amount of_cell(const struct cell *cell)
{
	bool number = cell_has_number(cell);

	return (struct amount){
		.has_value = number,
		.value = cell->value,
		.known = number,
		.impossible = cell->status == CELL_IMPOSSIBLE,
		.provisional = number && cell->submitted,
		.touched = number && cell->value > 0,
		.touched_provisional = number && cell->submitted,
	};
}

struct amount amount_of_period(const struct input *input, int slot)
{
	struct amount amount = of_cell(&input->series->slot[slot]);

	if (amount.known || amount.impossible || !input->parts)
		return amount;
	struct sum sum = {0};

	for (size_t i = 0; i < input->part_count; i++) {
		struct amount part = of_cell(&input->parts[i].series->slot[slot]);

		add_part(&sum, &part, input->parts[i].sign);
	}
	return finish_parts(&sum);
}

bool amount_gap(const struct amount *amount, int64_t *out_gap)
{
	if (!amount->official || !amount->has_value || !amount->has_months)
		return false;
	*out_gap = amount->value - amount->months;
	return true;
}
