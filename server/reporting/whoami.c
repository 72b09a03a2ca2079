/* The caller, its clusters, the month to report and what is due. */
#include "reporting/whoami.h"

#include <string.h>

#include "gen/api.h"
#include "reporting/ledger.h"
#include "request/query.h"
#include "request/reply.h"

/* The work year of today; when today lies in none, the last before it. 0 while there is none at all. */
static int64_t find_year(struct request *req, bool *runs)
{
	struct stmt *q = db_query(req->db,
		"SELECT year, end_date >= :x_today FROM work_years WHERE start_date <= :x_today"
		" ORDER BY start_date DESC LIMIT 1");
	int64_t year = 0;

	bind_text(q, ":x_today", req_today(req));
	if (db_row(q)) {
		year = column_int(q, 0);
		*runs = column_int(q, 1) != 0;
	}
	req_fail(req, db_done(q));
	return year;
}

static struct stmt *clusters_of(struct request *req, int64_t year)
{
	struct stmt *q = db_query(req->db,
		"SELECT c.cluster, c.name_vi AS name, c.year, m.role, l.unit AS lead,"
		" lu.name_vi AS lead_name, d.unit AS deputy, du.name_vi AS deputy_name"
		" FROM memberships m JOIN clusters c ON c.cluster = m.cluster"
		" LEFT JOIN memberships l ON l.cluster = c.cluster AND l.role = 'lead'"
		" LEFT JOIN units lu ON lu.unit = l.unit"
		" LEFT JOIN memberships d ON d.cluster = c.cluster AND d.role = 'deputy'"
		" LEFT JOIN units du ON du.unit = d.unit"
		" WHERE m.unit = :caller_unit AND m.year = :x_year ORDER BY c.cluster");

	bind_int(q, ":x_year", year);
	return q;
}

/* The month has begun, and no report of it counts. */
static bool is_open(const struct ledger *ledger, int slot)
{
	return ledger_expects(ledger, ledger->units, slot) && !ledger->units->report[slot].id &&
		(!slot || strcmp(ledger->period[slot - 1].end_date, req_today(ledger->req)) < 0);
}

/* The one that an office works on now: the first whose due time is still to come. */
static const char *month_of(const struct ledger *ledger)
{
	for (int slot = 0; slot < ledger->months; slot++)
		if (is_open(ledger, slot) && !ledger_was_due(ledger, ledger->units, slot))
			return ledger->period[slot].period;
	return NULL;
}

static void add_due(struct buffer *out, const struct ledger *ledger, int slot)
{
	int64_t due = 0;

	buffer_printf(out, "%s{\"period\":\"%s\",\"state\":\"%s\",\"overdue\":%s,\"due_at\":",
		out->length > 1 ? "," : "", ledger->period[slot].period,
		ledger_state(&ledger->units->report[slot]),
		ledger_was_due(ledger, ledger->units, slot) ? "true" : "false");
	if (ledger_due(ledger, ledger->units, slot, &due)) {
		buffer_char(out, '"');
		buffer_instant(out, due);
		buffer_char(out, '"');
	} else {
		buffer_text(out, "null");
	}
	buffer_char(out, '}');
}

static void put_reports(struct request *req, const struct ledger *ledger, bool runs)
{
	struct buffer due = {0};

	buffer_char(&due, '[');
	for (int slot = 0; ledger && slot < ledger->months; slot++)
		if (is_open(ledger, slot))
			add_due(&due, ledger, slot);
	buffer_char(&due, ']');
	reply_member_text(req, "month", ledger && runs ? month_of(ledger) : NULL);
	reply_member_buffer(req, "due", &due);
}

static void put_may(struct request *req)
{
	struct buffer may = {0};

	buffer_char(&may, '[');
	for (const struct route *route = api_routes; route < api_routes + api_route_count; route++)
		if (route->roles & req->caller.role &&
			(route->before_password || !req->caller.password_only))
			buffer_printf(
				&may, "%s\"%s\"", may.length > 1 ? "," : "", route->operation);
	buffer_char(&may, ']');
	reply_member_buffer(req, "may", &may);
}

static struct stmt *caller_of(struct request *req)
{
	return db_query(req->db,
		"SELECT t.id AS token_id, t.unit, u.name_vi AS unit_name, u.level, t.role, t.label,"
		" t.expires_at, CASE t.session WHEN 1 THEN 'session' ELSE 'token' END AS auth,"
		" t.login AS user, p.full_name, CASE t.session WHEN 1 THEN t.expires_at END"
		" AS session_expires_at, CASE WHEN p.one_time IS NULL THEN 0 ELSE 1 END"
		" AS password_change_needed"
		" FROM tokens t JOIN units u ON u.unit = t.unit LEFT JOIN users p ON p.login = t.login"
		" WHERE t.id = :caller_token");
}

enum error whoami_reply(struct request *req, int status)
{
	bool runs = false;
	int64_t year = find_year(req, &runs);
	const struct ledger_query query = {
		.unit = req->caller.unit, .has_year = true, .year = year};
	struct ledger *ledger = year ? ledger_open(req, &query) : NULL;

	if (ledger)
		ledger_read_reports(ledger);
	reply_open(req, status);
	reply_columns(req, caller_of(req));
	put_may(req);
	reply_member_text(req, "today", req_today(req));
	if (year)
		reply_member_int(req, "year", year);
	else
		reply_member_null(req, "year");
	reply_member_bool(req, "year_runs", runs);
	reply_member(req, "years", db_query(req->db, "SELECT year FROM work_years ORDER BY year"));
	reply_member(req, "clusters", clusters_of(req, year));
	put_reports(req, ledger, runs);
	reply_member_int(req, "last_event",
		query_int(req,
			db_query(req->db, "SELECT coalesce((SELECT max(seq) FROM events), 0)")));
	return reply_close(req);
}
