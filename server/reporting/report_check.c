/*
 * The figures of one report against each other, by the identities and the ratios of the catalogue:
 * rules R09 to R14. A check whose inputs are not all there is skipped and says so; a draft's errors
 * are only warnings.
 */
#include <string.h>

#include "gen/problems.h"
#include "reporting/report.h"

struct check {
	struct request *req;
	const struct report *report;
	const struct catalogue *catalogue;
	const struct figure **by_element; /* NULL where the report has no number */
	int64_t before; /* the report of the month before; -1 until somebody asks */
};

static const char *code_of(const struct check *check, size_t element)
{
	return check->catalogue->elements[element].code;
}

static const char *pointer_to(const struct check *check, size_t element)
{
	const struct figure *figure = check->by_element[element];

	const char *pointer = figure ? figure_pointer(check->req, figure->row, "value") : "";

	return pointer ? pointer : "";
}

/* Where a check that could not be made belongs: the first of its inputs that the report has. */
static const char *pointer_to_any(const struct check *check, const struct identity *identity)
{
	const char *pointer = pointer_to(check, identity->whole);

	for (size_t i = 0; i < identity->part_count && !*pointer; i++)
		pointer = pointer_to(check, identity->parts[i].element);
	return pointer;
}

/* How many inputs of an identity are there. */
static size_t present(const struct check *check, const struct identity *identity)
{
	size_t count = check->by_element[identity->whole] != NULL;

	for (size_t i = 0; i < identity->part_count; i++)
		count += check->by_element[identity->parts[i].element] != NULL;
	return count;
}

static bool is_complete(const struct identity *identity, size_t count)
{
	return count == identity->part_count + 1;
}

/* The inputs of an identity that are not there: "dt_open,dt_new". */
static void say_skipped(const struct check *check, const struct identity *identity)
{
	struct buffer missing = {0};

	if (!check->by_element[identity->whole])
		buffer_text(&missing, code_of(check, identity->whole));
	for (size_t i = 0; i < identity->part_count; i++) {
		size_t part = identity->parts[i].element;

		if (!check->by_element[part])
			buffer_printf(
				&missing, "%s%s", missing.length ? "," : "", code_of(check, part));
	}
	warn_check_skipped(check->req, pointer_to_any(check, identity),
		code_of(check, identity->whole), req_take(check->req, &missing));
}

/* The sum of the parts that are there; at most 10^12 each and a handful of them, so int64 can't
 * overflow. */
static int64_t sum_of_parts(const struct check *check, const struct identity *identity)
{
	int64_t sum = 0;

	for (size_t i = 0; i < identity->part_count; i++) {
		const struct figure *part = check->by_element[identity->parts[i].element];

		if (part)
			sum += identity->parts[i].sign * part->value;
	}
	return sum;
}

static void check_balance(const struct check *check, const struct identity *identity)
{
	size_t count = present(check, identity);
	const char *whole = code_of(check, identity->whole);

	if (!count)
		return;
	if (!is_complete(identity, count)) {
		say_skipped(check, identity);
		return;
	}
	int64_t expected = sum_of_parts(check, identity),
		found = check->by_element[identity->whole]->value;

	if (expected != found)
		fault_balance_error(
			check->req, pointer_to(check, identity->whole), whole, expected, found);
}

/* R14: parts may leave a rest, never exceed. */
static void check_breakdown(const struct check *check, const struct identity *identity)
{
	const struct figure *whole = check->by_element[identity->whole];
	size_t count = present(check, identity);
	const char *code = code_of(check, identity->whole);
	int64_t sum = sum_of_parts(check, identity);

	if (count == (whole != NULL))
		return;
	if (whole && sum > whole->value)
		fault_breakdown_exceeds_total(check->req, pointer_to(check, identity->whole), code,
			whole->value, sum, sum - whole->value);
	else if (!is_complete(identity, count))
		say_skipped(check, identity);
	else if (whole && sum < whole->value)
		warn_breakdown_gap(check->req, pointer_to(check, identity->whole), code,
			whole->value, sum, whole->value - sum);
}

static void say_subset(const struct check *check, size_t part, size_t whole)
{
	fault_subset_violation(check->req, pointer_to(check, part), code_of(check, part),
		check->by_element[part]->value, code_of(check, whole),
		check->by_element[whole]->value);
}

/* R13: overdue is part of pending, internal transfers are part of all, in any period. */
static void check_subset(const struct check *check, const struct identity *identity)
{
	const struct figure *whole = check->by_element[identity->whole];

	for (size_t i = 0; i < identity->part_count; i++) {
		const struct figure *part = check->by_element[identity->parts[i].element];

		if (!part)
			continue;
		if (!whole)
			warn_check_skipped(check->req,
				pointer_to(check, identity->parts[i].element),
				code_of(check, identity->parts[i].element),
				code_of(check, identity->whole));
		else if (part->value > whole->value)
			say_subset(check, identity->parts[i].element, identity->whole);
	}
}

static bool is_subset_identity(const struct check *check, size_t part, size_t whole)
{
	for (size_t i = 0; i < check->catalogue->identity_count; i++) {
		const struct identity *identity = &check->catalogue->identities[i];

		if (identity->kind != IDENTITY_SUBSET || identity->whole != whole)
			continue;
		for (size_t j = 0; j < identity->part_count; j++)
			if (identity->parts[j].element == part)
				return true;
	}
	return false;
}

/* R10: of two flows the answers may belong to requests of the months before; at the end of the year
 * nothing is before. Stocks have no such excuse. */
static void check_ratio(const struct check *check, const struct indicator *indicator)
{
	const struct figure *part = check->by_element[indicator->numerator];
	const struct figure *whole =
		indicator->ratio ? check->by_element[indicator->denominator] : NULL;

	if (!indicator->subset || !part || !whole || part->value <= whole->value)
		return;
	if (is_subset_identity(check, indicator->numerator, indicator->denominator))
		return;
	bool flows = check->catalogue->elements[indicator->numerator].behaviour == BEHAVIOUR_FLOW &&
		check->catalogue->elements[indicator->denominator].behaviour == BEHAVIOUR_FLOW;

	if (flows && strcmp(check->report->kind, "year") != 0)
		warn_over_100(check->req, pointer_to(check, indicator->numerator), indicator->code,
			code_of(check, indicator->numerator), part->value,
			code_of(check, indicator->denominator), whole->value);
	else
		say_subset(check, indicator->numerator, indicator->denominator);
}

static bool figure_of(const struct check *check, int64_t report, size_t element, int64_t *out)
{
	struct stmt *q = db_query(check->req->db,
		"SELECT value FROM report_values WHERE report = :x_report"
		" AND element_id = :x_element AND value IS NOT NULL");

	bind_int(q, ":x_report", report);
	bind_int(q, ":x_element", check->catalogue->elements[element].id);
	bool found = db_row(q);

	if (found)
		*out = column_int(q, 0);
	req_fail(check->req, db_done(q));
	return found;
}

/* R12: a gap between two months is a question, not an error. */
static void check_carry(struct check *check, const struct identity *identity)
{
	const struct figure *opening = check->by_element[identity->whole];
	size_t stock = identity->parts[0].element;
	int64_t closing;

	if (!opening || strcmp(check->report->kind, "month") != 0)
		return;
	if (check->before < 0)
		check->before = report_before(check->req, check->report);
	if (!check->before || !figure_of(check, check->before, stock, &closing) ||
		opening->value == closing)
		return;
	warn_carry_gap(check->req, pointer_to(check, identity->whole),
		code_of(check, identity->whole), opening->value, code_of(check, stock), closing,
		opening->value - closing);
}

static void check_identity(struct check *check, const struct identity *identity)
{
	switch (identity->kind) {
	case IDENTITY_BALANCE:
		check_balance(check, identity);
		break;
	case IDENTITY_BREAKDOWN:
		check_breakdown(check, identity);
		break;
	case IDENTITY_SUBSET:
		check_subset(check, identity);
		break;
	case IDENTITY_CARRY:
		check_carry(check, identity);
		break;
	}
}

enum error report_check(struct request *req, const struct report *report, bool soft)
{
	const struct catalogue *catalogue = catalogue_of(req);
	const struct figure **by_element = catalogue
		? req_alloc(req, catalogue->element_count * sizeof *by_element + 1)
		: NULL;

	if (!by_element || !report->placed)
		return req->failed;
	for (size_t i = 0; i < report->count; i++)
		if (report->figures[i].has_value)
			by_element[report->figures[i].element] = &report->figures[i];
	struct check check = {req, report, catalogue, by_element, -1};

	bool softened = req_soften(req, soft);

	for (size_t i = 0; i < catalogue->identity_count; i++)
		check_identity(&check, &catalogue->identities[i]);
	for (size_t i = 0; i < catalogue->indicator_count; i++)
		check_ratio(&check, &catalogue->indicators[i]);
	req_soften(req, softened);
	return req->failed;
}
