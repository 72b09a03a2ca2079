/*
 * The figures of one or several units over one work year, in memory: what evaluations, figures,
 * series and completeness read from. Who may read what is decided here, too.
 *
 *	struct ledger *ledger = ledger_open(req, &query);   -- the year, its periods, the units
 *	if (!ledger || ledger_read(ledger))
 *		return req->failed;                         -- the problem is set
 *	struct amount a = ledger_cumulative(ledger, &ledger->units[0], element, ledger->through);
 *
 * A province, high or supreme office is read on its two-level reports, all others on their own.
 * "Current" is the newest submitted or accepted report: today's, or that of the instant `as_of`.
 * Everything belongs to the request.
 */
#ifndef THIDUA_LEDGER_H
#define THIDUA_LEDGER_H

#include "evaluation.h"
#include "reporting/catalogue.h"

struct ledger_query {
	const char *cluster, *unit; /* one of them, or a member of the cluster */
	const char *period;         /* up to it; NULL: to the last month of the year */
	bool has_year;
	int64_t year; /* without a cluster: of the period when absent */
	bool has_as_of;
	int64_t as_of;
	bool all_members; /* for sums: also those that the caller may not read one by one */
	bool for_verdict; /* on a unit whose case the caller sees: also if not its figures */
};

/* What every operation over a ledger takes, from its inputs. */
#define LEDGER_SCOPE(in)                                                                           \
	.cluster = (in)->cluster, .unit = (in)->unit, .has_as_of = (in)->has_as_of,                \
	.as_of = (in)->as_of

struct ledger_report {
	int64_t id; /* of the current one; 0: there is none */
	int64_t version;
	bool submitted; /* and not yet accepted */
	/* What else is known of the period. */
	bool received;  /* some version left the office */
	bool late;      /* the first that did came after the due time */
	bool returned;  /* the newest version that left the office was sent back */
	bool draft;     /* there is one, whatever is current */
	int64_t newest; /* version of the newest of them all; 0: none */
	int64_t received_at;
};

struct ledger_unit {
	const char *unit;
	const char *name;
	const char *valid_from, *valid_to;
	bool two_level; /* its scope */
	bool early;     /* the due time of districts is that of its level */
	struct ledger_report report[SLOT_COUNT];
	struct series *series;     /* of each element */
	const struct part **parts; /* of each DISTINCT element with a balance; else NULL */
};

struct ledger_period {
	const char *period; /* NULL: the year has none in this slot */
	const char *end_date;
	bool has_due[2]; /* of districts, of provinces */
	int64_t due[2];
};

struct ledger {
	struct request *req;
	const struct catalogue *catalogue;
	const char *cluster; /* NULL: one unit alone */
	int64_t year;
	int months;
	struct ledger_period period[SLOT_COUNT];
	int slot;    /* of the period asked for */
	int through; /* ledger_through() of it */
	/* as_of, or else the end of time: what was committed counts, even if the clock stepped back
	 * behind the instant of its writing. */
	int64_t at;
	int64_t clock; /* as_of, or now: against due times */
	struct ledger_unit *units;
	size_t unit_count;
};

/* NULL when the request has failed: not_found for what is out of reach, not_a_member,
 * period_unknown, year_unknown, outside_year, subject_missing, year_missing. */
struct ledger *ledger_open(struct request *req, const struct ledger_query *query);

/* Which reports there are, without their values. */
enum error ledger_read_reports(struct ledger *ledger);

/* Reports and values, those of the elements that the server computes included. */
enum error ledger_read(struct ledger *ledger);

/* missing, draft, returned, submitted or accepted. */
const char *ledger_state(const struct ledger_report *report);

const struct cell *ledger_cell(const struct ledger_unit *unit, size_t element, int slot);
struct amount ledger_cumulative(
	const struct ledger *ledger, const struct ledger_unit *unit, size_t element, int through);
struct amount ledger_single(
	const struct ledger *ledger, const struct ledger_unit *unit, size_t element, int slot);

/* The month's report is expected: it ends while the unit exists. */
bool ledger_expects(const struct ledger *ledger, const struct ledger_unit *unit, int slot);
/* When it is due at the unit's level; false when nobody said. */
bool ledger_due(
	const struct ledger *ledger, const struct ledger_unit *unit, int slot, int64_t *out);
/* Its due time is known and has passed. */
bool ledger_was_due(const struct ledger *ledger, const struct ledger_unit *unit, int slot);

/* The slot of a period: its kind is month, half or year. */
int ledger_slot(const char *kind, int64_t seq);

/* The month that a period ends with: H1 is SERIES_HALF, Y the last. */
int ledger_through(const struct ledger *ledger, int slot);

/* Months with a current report, up to `through`. */
int ledger_months_reported(const struct ledger_unit *unit, int through);

/* "[\"2021-03\",\"2021-04\"]" of a mask of months. */
const char *ledger_months_json(const struct ledger *ledger, uint32_t months);

/* ledger_tally.c: fills tk_expected, tk_ontime and tk_complete. */
enum error ledger_tally(struct ledger *ledger);

#endif
