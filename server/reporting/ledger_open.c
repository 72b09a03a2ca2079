/*
 * Whose figures are asked for, and of which year: the first half of ledger.h.
 */
#include <string.h>

#include "gen/api.h"
#include "gen/problems.h"
#include "office/unit.h"
#include "reporting/ledger.h"
#include "request/query.h"
#include "request/reach.h"

/* Rights reach one's own unit and those below; the head of a cluster's lead reads its members, the
 * head of the deputy the lead. */
#define IN_REACH(unit, year)                                                                       \
	"(EXISTS (SELECT 1 FROM unit_below b WHERE b.ancestor = :caller_unit AND b.unit = " unit   \
	") OR EXISTS (SELECT 1 FROM lead_reach l WHERE l.head = :caller_head AND l.year = " year   \
	" AND l.unit = " unit "))"
#define MEMBER_IN_REACH IN_REACH("m.unit", "m.year")
#define UNIT_IN_REACH   IN_REACH("u.unit", ":year")
#define IS_BELOW_PARENT "(CAST(:parent AS TEXT) IS NULL OR u.parent = :parent)"

static const char *caller_head(const struct request *req)
{
	return req->caller.role == ROLE_HEAD ? req->caller.unit : "";
}

/* The sums of a cluster are open to its members and to those above one of them. */
static enum error find_cluster(struct request *req, const char *cluster, int64_t *out_year)
{
	struct stmt *q = db_query(req->db,
		"SELECT year FROM clusters WHERE cluster = :cluster"
		" AND" IN_CLUSTER("clusters.cluster"));

	bind_text(q, ":cluster", cluster);
	bind_text(q, ":caller_unit", req->caller.unit);
	bool found = db_row(q);

	if (found)
		*out_year = column_int(q, 0);
	return query_end(req, q, found);
}

static enum error find_period(struct request *req, const char *period, int64_t *out_year)
{
	struct stmt *q = db_query(req->db, "SELECT year FROM periods WHERE period = :period");

	bind_text(q, ":period", period);
	bool found = db_row(q);

	if (found)
		*out_year = column_int(q, 0);
	if (req_fail(req, db_done(q)))
		return req->failed;
	return found ? OK : fail_period_unknown(req, period);
}

/* Cluster, year and period must be of one work year. */
static enum error find_year(struct ledger *ledger, const struct ledger_query *query)
{
	struct request *req = ledger->req;
	int64_t year = query->year;

	if (!query->cluster && !query->unit && !query->parent && !query->all_below)
		return fail_subject_missing(req);
	if (query->cluster && find_cluster(req, query->cluster, &ledger->year))
		return req->failed;
	if (query->period && find_period(req, query->period, &year))
		return req->failed;
	if (!query->cluster && !query->has_year && !query->period)
		return fail_year_missing(req);
	if (!query->cluster)
		ledger->year = query->has_year ? query->year : year;
	if (query->has_year && query->year != ledger->year)
		return fail_outside_year(req, ledger->year);
	if (query->period && year != ledger->year)
		return fail_outside_year(req, ledger->year);
	return OK;
}

static enum error load_periods(struct ledger *ledger)
{
	struct request *req = ledger->req;
	struct stmt *q = db_query(req->db,
		"SELECT kind, seq, period, end_date, due_district, due_province FROM periods"
		" WHERE year = :year");

	bind_int(q, ":year", ledger->year);
	while (db_row(q)) {
		int slot = ledger_slot(column_text(q, 0), column_int(q, 1));
		struct ledger_period *period = &ledger->period[slot];

		if (slot < SERIES_MONTHS)
			ledger->months++;
		period->period = req_text(req, column_text(q, 2));
		period->end_date = req_text(req, column_text(q, 3));
		for (int i = 0; i < 2; i++) {
			period->has_due[i] = !column_is_null(q, 4 + i);
			period->due[i] = column_int(q, 4 + i);
		}
	}
	if (req_fail(req, db_done(q)))
		return req->failed;
	return ledger->months ? OK : fail_year_unknown(req, ledger->year);
}

static void find_through(struct ledger *ledger, const char *period)
{
	ledger->slot = ledger->months - 1;
	for (int slot = 0; period && slot < SLOT_COUNT; slot++)
		if (ledger->period[slot].period && !strcmp(ledger->period[slot].period, period))
			ledger->slot = slot;
	ledger->through = ledger_through(ledger, ledger->slot);
}

static void take_unit(struct ledger *ledger, struct stmt *q, struct ledger_unit *out)
{
	struct request *req = ledger->req;
	const char *level = column_text(q, 2);

	*out = (struct ledger_unit){
		.two_level = unit_has_two_levels(level),
		.early = unit_is_due_early(level),
		.unit = req_text(req, column_text(q, 0)),
		.name = req_text(req, column_text(q, 1)),
		.valid_from = req_text(req, column_text(q, 3)),
		.valid_to = req_text(req, column_text(q, 4)),
	};
}

static enum error load_members(struct ledger *ledger, const struct ledger_query *query)
{
	struct request *req = ledger->req;
	struct stmt *count =
		db_query(req->db, "SELECT count(*) FROM memberships WHERE cluster = :cluster");

	bind_text(count, ":cluster", query->cluster);
	size_t room = (size_t)query_int(req, count);

	ledger->units = req_alloc(req, (room + 1) * sizeof *ledger->units);
	if (req->failed)
		return req->failed;
	struct stmt *q = db_query(req->db,
		"SELECT u.unit, u.name_vi, u.level, u.valid_from, u.valid_to, " MEMBER_IN_REACH
		" FROM memberships m JOIN units u ON u.unit = m.unit WHERE m.cluster = :cluster"
		" AND " IS_BELOW_PARENT " ORDER BY m.unit");
	bool member = !query->unit;

	bind_text(q, ":cluster", query->cluster);
	bind_text(q, ":parent", query->parent);
	bind_text(q, ":caller_unit", req->caller.unit);
	bind_text(q, ":caller_head", caller_head(req));
	while (ledger->unit_count < room && db_row(q)) {
		bool asked = !query->unit || !strcmp(query->unit, column_text(q, 0));

		bool readable = column_int(q, 5) || (query->all_members && !query->unit);

		member = member || asked;
		if (asked && readable)
			take_unit(ledger, q, &ledger->units[ledger->unit_count++]);
	}
	if (req_fail(req, db_done(q)))
		return req->failed;
	if (!member)
		return fail_not_a_member(req, query->unit, query->cluster);
	return query->unit && !ledger->unit_count ? fail_not_found(req) : OK;
}

static enum error load_unit(struct ledger *ledger, const struct ledger_query *query)
{
	struct request *req = ledger->req;
	struct stmt *q = db_query(req->db,
		"SELECT u.unit, u.name_vi, u.level, u.valid_from, u.valid_to FROM units u"
		" WHERE u.unit = :unit AND " IS_BELOW_PARENT
		" AND (CAST(:for_verdict AS BIGINT) = 1 OR " UNIT_IN_REACH ")");

	ledger->units = req_alloc(req, sizeof *ledger->units);
	bind_text(q, ":unit", query->unit);
	bind_text(q, ":parent", query->parent);
	bind_int(q, ":for_verdict", query->for_verdict);
	bind_int(q, ":year", ledger->year);
	bind_text(q, ":caller_unit", req->caller.unit);
	bind_text(q, ":caller_head", caller_head(req));
	if (ledger->units && db_row(q))
		take_unit(ledger, q, &ledger->units[ledger->unit_count++]);
	if (req_fail(req, db_done(q)))
		return req->failed;
	return ledger->unit_count ? OK : fail_not_found(req);
}

/* The units below the caller's, its own among them. */
#define UNITS_BELOW                                                                                \
	" FROM unit_below b JOIN units u ON u.unit = b.unit WHERE b.ancestor = :caller_unit"       \
	" AND " IS_BELOW_PARENT

static struct stmt *bind_below(
	struct request *req, const struct ledger_query *query, struct stmt *q)
{
	bind_text(q, ":parent", query->parent);
	bind_text(q, ":caller_unit", req->caller.unit);
	return q;
}

static enum error load_below(struct ledger *ledger, const struct ledger_query *query)
{
	struct request *req = ledger->req;
	struct stmt *count = db_query(req->db, "SELECT count(*)" UNITS_BELOW);
	struct stmt *q = db_query(req->db,
		"SELECT u.unit, u.name_vi, u.level, u.valid_from, u.valid_to" UNITS_BELOW
		" ORDER BY u.unit");
	size_t room = (size_t)query_int(req, bind_below(req, query, count));

	ledger->units = req_alloc(req, (room + 1) * sizeof *ledger->units);
	bind_below(req, query, q);
	while (!req->failed && ledger->unit_count < room && db_row(q))
		take_unit(ledger, q, &ledger->units[ledger->unit_count++]);
	if (req_fail(req, db_done(q)))
		return req->failed;
	return query->parent && !in_reach(req, query->parent) ? fail_not_found(req) : OK;
}

static enum error load_units(struct ledger *ledger, const struct ledger_query *query)
{
	if (query->cluster)
		return load_members(ledger, query);
	return query->unit ? load_unit(ledger, query) : load_below(ledger, query);
}

struct ledger *ledger_open(struct request *req, const struct ledger_query *query)
{
	struct ledger *ledger = req_alloc(req, sizeof *ledger);

	if (!ledger)
		return NULL;
	ledger->req = req;
	ledger->cluster = query->cluster;
	ledger->at = query->has_as_of ? query->as_of : INT64_MAX;
	ledger->clock = query->has_as_of ? query->as_of : req->now;
	ledger->catalogue = catalogue_of(req);
	if (!ledger->catalogue || find_year(ledger, query) || load_periods(ledger))
		return NULL;
	find_through(ledger, query->period);
	if (load_units(ledger, query))
		return NULL;
	return ledger;
}
