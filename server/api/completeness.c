/* Who has reported which month of a work year, and how many in time. */
#include "gen/api.h"
#include "reporting/ledger.h"
#include "request/reply.h"

static void put_instant(struct request *req, const char *name, bool has, int64_t instant)
{
	if (has)
		item_instant(req, name, instant);
	else
		item_null(req, name);
}

static void write_month(struct ledger *ledger, const struct ledger_unit *unit, int slot)
{
	struct request *req = ledger->req;
	const struct ledger_report *report = &unit->report[slot];
	int64_t version = report->id ? report->version : report->newest;
	int64_t due = 0;
	bool has_due = ledger_due(ledger, unit, slot, &due);

	item_open(req);
	item_text(req, "unit", unit->unit);
	item_text(req, "unit_name", unit->name);
	item_text(req, "period", ledger->period[slot].period);
	item_text(req, "state", ledger_state(report));
	item_bool(req, "late", report->received && report->late);
	if (version)
		item_int(req, "version", version);
	else
		item_null(req, "version");
	put_instant(req, "received_at", report->received, report->received_at);
	put_instant(req, "due_at", has_due, due);
	item_close(req);
}

static void put_rate(struct request *req, const char *name, int64_t part, int64_t whole)
{
	int64_t percent = 0;

	if (percent_of(part, whole, &percent))
		item_hundredths(req, name, percent);
	else
		item_null(req, name);
}

static void write_rate(struct ledger *ledger, const struct ledger_unit *unit)
{
	struct request *req = ledger->req;
	int64_t expected = 0, due = 0, received = 0, on_time = 0;

	for (int slot = 0; slot < ledger->months; slot++) {
		if (!ledger_expects(ledger, unit, slot))
			continue;
		expected++;
		due += ledger_was_due(ledger, unit, slot);
		received += unit->report[slot].received;
		on_time += unit->report[slot].received && !unit->report[slot].late;
	}
	item_open(req);
	item_text(req, "unit", unit->unit);
	item_text(req, "unit_name", unit->name);
	item_int(req, "expected", expected);
	item_int(req, "due", due);
	item_int(req, "received", received);
	item_int(req, "on_time", on_time);
	put_rate(req, "reporting_rate", received, expected);
	put_rate(req, "on_time_rate", on_time, expected);
	item_close(req);
}

enum error list_completeness(struct request *req)
{
	const struct list_completeness_in *in = req->in;
	const struct ledger_query query = {
		LEDGER_SCOPE(in), .has_year = in->has_year, .year = in->year};
	struct ledger *ledger = ledger_open(req, &query);

	if (!ledger || ledger_read_reports(ledger))
		return req->failed;
	reply_list_open(req);
	for (size_t i = 0; i < ledger->unit_count; i++)
		for (int slot = 0; slot < ledger->months; slot++)
			if (ledger_expects(ledger, &ledger->units[i], slot))
				write_month(ledger, &ledger->units[i], slot);
	reply_list_next(req, "rates");
	for (size_t i = 0; i < ledger->unit_count; i++)
		write_rate(ledger, &ledger->units[i]);
	return reply_list_close(req, NULL);
}
