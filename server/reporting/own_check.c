/*
 * Adds up the own reports below a province. Never a figure of its own: only what stands beside the
 * two-level figure.
 */
#include "reporting/own_check.h"

#include <string.h>

#include "gen/problems.h"

static enum error count_offices(
	struct ledger *ledger, const struct ledger_unit *unit, int slot, struct own_check *out)
{
	struct stmt *q = db_query(ledger->req->db,
		"SELECT count(*) FROM unit_below b JOIN units u ON u.unit = b.unit"
		" WHERE b.ancestor = :unit"
		" AND u.valid_from <= :day AND (u.valid_to IS NULL OR u.valid_to >= :day)");

	bind_text(q, ":unit", unit->unit);
	bind_text(q, ":day", ledger->period[slot].end_date);
	if (db_row(q))
		out->offices = (int)column_int(q, 0);
	return req_fail(ledger->req, db_done(q));
}

/* One office's report is complete in `cells`: adds it and clears it. */
static void add_office(const struct ledger *ledger, struct cell *cells, struct own_check *out)
{
	const struct catalogue *catalogue = ledger->catalogue;

	for (size_t i = 0; i < catalogue->element_count; i++) {
		size_t internal = catalogue_internal(catalogue, i);

		own_sum_add(
			&out->sums[i], &cells[i], internal == NO_ELEMENT ? NULL : &cells[internal]);
	}
	memset(cells, 0, catalogue->element_count * sizeof *cells);
}

enum error own_check_read(
	struct ledger *ledger, const struct ledger_unit *unit, int slot, struct own_check *out)
{
	struct request *req = ledger->req;
	size_t count = ledger->catalogue->element_count;
	struct cell *cells = req_alloc(req, count * sizeof *cells);
	int64_t report = 0;

	out->sums = req_alloc(req, count * sizeof *out->sums);
	if (req->failed || count_offices(ledger, unit, slot, out))
		return req->failed;
	/* CROSS JOIN: by the offices below, not through all that reported the period. */
	struct stmt *q = db_query(req->db,
		"SELECT r.id, v.element_id, v.value FROM unit_below b CROSS JOIN reports r"
		" CROSS JOIN report_values v WHERE b.ancestor = :unit AND r.unit = b.unit"
		" AND r.period = :period AND r.scope = 'own' AND r.submitted_at <= :at"
		" AND (r.returned_at IS NULL OR r.returned_at > :at)"
		" AND (r.superseded_at IS NULL OR r.superseded_at > :at)"
		" AND v.report = r.id AND v.value IS NOT NULL ORDER BY r.id");

	bind_text(q, ":unit", unit->unit);
	bind_text(q, ":period", ledger->period[slot].period);
	bind_int(q, ":at", ledger->at);
	while (db_row(q)) {
		size_t element = catalogue_element_by_id(ledger->catalogue, column_int(q, 1));

		if (report && report != column_int(q, 0))
			add_office(ledger, cells, out);
		report = column_int(q, 0);
		if (element != NO_ELEMENT)
			cells[element] =
				(struct cell){.value = column_int(q, 2), .status = CELL_ACTUAL};
	}
	add_office(ledger, cells, out);
	return req_fail(req, db_done(q));
}

void own_check_warn(
	struct ledger *ledger, const struct ledger_unit *unit, const struct own_check *check)
{
	const struct catalogue *catalogue = ledger->catalogue;

	for (size_t i = 0; i < catalogue->element_count; i++) {
		size_t in = catalogue_internal(catalogue, i);
		size_t out = catalogue_opposite(catalogue, in);

		if (out == NO_ELEMENT || !check->sums[in].has_sum || !check->sums[out].has_sum ||
			check->sums[in].sum == check->sums[out].sum)
			continue;
		warn_transfer_mismatch(ledger->req, "", unit->unit, catalogue->elements[out].code,
			check->sums[out].sum, catalogue->elements[in].code, check->sums[in].sum);
	}
}
