#include "yearend/effect.h"

#include <string.h>

#include "gen/problems.h"
#include "reporting/ledger.h"
#include "request/problem.h"

/* In hundredths; false when the period has no figure. */
static bool value_of(const struct ledger *ledger, const struct indicator *indicator, int64_t *out)
{
	const struct ledger_unit *unit = &ledger->units[0];
	struct amount numerator = ledger_single(ledger, unit, indicator->numerator, ledger->slot);

	if (!numerator.has_value)
		return false;
	*out = 100 * numerator.value;
	if (!indicator->ratio)
		return true;
	struct amount denominator =
		ledger_single(ledger, unit, indicator->denominator, ledger->slot);

	return denominator.has_value && percent_of(numerator.value, denominator.value, out);
}

static enum error read_end(
	struct request *req, const char *unit, const char *code, struct effect_end *end)
{
	const struct ledger_query query = {.unit = unit, .period = end->period};
	struct ledger *ledger = ledger_open(req, &query);
	const struct indicator *indicator =
		ledger ? catalogue_indicator(ledger->catalogue, code) : NULL;

	if (!ledger || ledger_read(ledger))
		return req->failed;
	if (indicator && value_of(ledger, indicator, &end->value))
		end->report = ledger->units[0].report[ledger->slot].id;
	return OK;
}

static void check_end(struct request *req, const struct row *row, const char *member,
	const char *unit, const char *indicator, struct effect_end *end)
{
	end->period = row_text(row, member);
	if (end->period && read_end(req, unit, indicator, end))
		return;
	if (!end->report)
		fault_effect_incomplete(req, member_pointer(req, row, member));
}

/* What the members name is there. */
static bool refers(struct request *req, const struct row *row)
{
	bool indicator = row_refers(req, row, "indicator",
		db_query(req->db, "SELECT 1 FROM indicators WHERE indicator = :indicator"));
	bool before = row_refers(req, row, "period_before",
		db_query(req->db, "SELECT 1 FROM periods WHERE period = :period_before"));
	bool after = row_refers(req, row, "period_after",
		db_query(req->db, "SELECT 1 FROM periods WHERE period = :period_after"));

	return indicator && before && after;
}

enum error effect_read(
	struct request *req, const struct row *row, const char *unit, struct effect *out)
{
	const char *indicator = row_text(row, "indicator");

	*out = (struct effect){.indicator = indicator};
	if (!refers(req, row))
		return req->failed;
	if (indicator) {
		check_end(req, row, "period_before", unit, indicator, &out->before);
		check_end(req, row, "period_after", unit, indicator, &out->after);
	} else if (row_text(row, "period_before") || row_text(row, "period_after")) {
		fault_effect_incomplete(req, member_pointer(req, row, "indicator"));
	}
	return req->failed;
}

static void bind_if(struct stmt *stmt, const char *name, int64_t value, bool known)
{
	if (known)
		bind_int(stmt, name, value);
	else
		bind_text(stmt, name, NULL);
}

struct stmt *effect_bind(struct stmt *stmt, const struct effect *effect)
{
	bool known = effect->indicator != NULL;

	bind_text(stmt, ":x_indicator", effect->indicator);
	bind_text(stmt, ":x_period_before", effect->before.period);
	bind_if(stmt, ":x_value_before", effect->before.value, known);
	bind_if(stmt, ":x_report_before", effect->before.report, known);
	bind_text(stmt, ":x_period_after", effect->after.period);
	bind_if(stmt, ":x_value_after", effect->after.value, known);
	bind_if(stmt, ":x_report_after", effect->after.report, known);
	return stmt;
}
