/*
 * Loads reports and their values into the ledger.
 */
#include <string.h>

#include "reporting/ledger.h"

/* The versions of a report as they stood at an instant follow from their time stamps. */
struct version {
	int64_t id, number, received_at;
	bool submitted, current, accepted, returned, late;
};

static bool passed(const struct stmt *q, int column, int64_t at)
{
	return !column_is_null(q, column) && column_int(q, column) <= at;
}

static struct version version_at(const struct ledger *ledger, const struct stmt *q)
{
	int64_t at = ledger->at;
	struct version v = {
		.id = column_int(q, 2),
		.number = column_int(q, 3),
		.late = column_int(q, 4) != 0,
		.received_at = column_int(q, 5),
		.submitted = passed(q, 6, at),
		.accepted = passed(q, 7, at),
		.returned = passed(q, 8, at),
	};

	v.current = v.submitted && !v.returned && !passed(q, 9, at);
	return v;
}

static void take_version(struct ledger_report *report, const struct version *v)
{
	report->newest = v->number;
	report->newest_id = v->id;
	report->draft = !v->submitted;
	if (!v->submitted)
		return;
	if (!report->received)
		report->late = v->late;
	report->received = true;
	report->returned = v->returned;
	report->received_at = v->received_at;
	if (!v->current)
		return;
	report->id = v->id;
	report->version = v->number;
	report->submitted = !v->accepted;
}

static enum error read_reports(struct ledger *ledger, struct ledger_unit *unit)
{
	/* CROSS JOIN: by the periods of the year, not through all years of the unit. */
	struct stmt *q = db_query(ledger->req->db,
		"SELECT p.kind, p.seq, r.id, r.version, r.late, r.received_at, r.submitted_at,"
		" r.accepted_at, r.returned_at, r.superseded_at FROM periods p CROSS JOIN reports r"
		" WHERE p.year = :year AND r.unit = :unit AND r.period = p.period"
		" AND r.scope = :scope AND r.status <> 'discarded'"
		" AND r.received_at <= :at ORDER BY p.kind, p.seq, r.version");

	bind_text(q, ":unit", unit->unit);
	bind_text(q, ":scope", unit->two_level ? "two_level" : "own");
	bind_int(q, ":year", ledger->year);
	bind_int(q, ":at", ledger->at);
	while (db_row(q)) {
		struct version v = version_at(ledger, q);

		take_version(&unit->report[ledger_slot(column_text(q, 0), column_int(q, 1))], &v);
	}
	return req_fail(ledger->req, db_done(q));
}

enum error ledger_read_reports(struct ledger *ledger)
{
	for (size_t i = 0; i < ledger->unit_count && !ledger->req->failed; i++)
		read_reports(ledger, &ledger->units[i]);
	return ledger->req->failed;
}

static enum cell_status status_of(const char *word)
{
	if (!strcmp(word, "actual"))
		return CELL_ACTUAL;
	if (!strcmp(word, "provisional"))
		return CELL_PROVISIONAL;
	if (!strcmp(word, "estimate"))
		return CELL_ESTIMATE;
	return !strcmp(word, "missing") ? CELL_MISSING : CELL_IMPOSSIBLE;
}

static void read_values(struct ledger *ledger, struct ledger_unit *unit, int slot)
{
	const struct ledger_report *report = &unit->report[slot];
	struct stmt *q = db_query(ledger->req->db,
		"SELECT element_id, value, status FROM report_values WHERE report = :report");

	bind_int(q, ":report", report->id);
	while (db_row(q)) {
		size_t element = catalogue_element_by_id(ledger->catalogue, column_int(q, 0));

		if (element == NO_ELEMENT)
			continue;
		unit->series[element].slot[slot] = (struct cell){
			.value = column_int(q, 1),
			.status = status_of(column_text(q, 2)),
			.submitted = report->submitted,
		};
	}
	req_fail(ledger->req, db_done(q));
}

/* The parts that each balance of a DISTINCT element adds up. */
static void link_parts(struct ledger *ledger, struct ledger_unit *unit)
{
	const struct catalogue *catalogue = ledger->catalogue;

	for (size_t i = 0; i < catalogue->element_count; i++) {
		const struct identity *balance = catalogue_balance(catalogue, i);

		if (!balance)
			continue;
		struct part *parts = req_alloc(ledger->req, balance->part_count * sizeof *parts);

		if (!parts)
			return;
		for (size_t k = 0; k < balance->part_count; k++) {
			size_t element = balance->parts[k].element;

			parts[k] = (struct part){&unit->series[element],
				catalogue->elements[element].behaviour, balance->parts[k].sign};
		}
		unit->parts[i] = parts;
	}
}

static void read_unit(struct ledger *ledger, struct ledger_unit *unit)
{
	size_t count = ledger->catalogue->element_count;

	unit->series = req_alloc(ledger->req, count * sizeof *unit->series);
	unit->parts = req_alloc(ledger->req, count * sizeof *unit->parts);
	if (!unit->series || !unit->parts)
		return;
	link_parts(ledger, unit);
	for (int slot = 0; slot < SLOT_COUNT && !ledger->req->failed; slot++)
		if (unit->report[slot].id)
			read_values(ledger, unit, slot);
}

enum error ledger_read(struct ledger *ledger)
{
	if (ledger_read_reports(ledger))
		return ledger->req->failed;
	for (size_t i = 0; i < ledger->unit_count && !ledger->req->failed; i++)
		read_unit(ledger, &ledger->units[i]);
	return ledger->req->failed ? ledger->req->failed : ledger_tally(ledger);
}
