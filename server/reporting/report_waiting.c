#include "reporting/report_waiting.h"

#include "office/unit.h"
#include "reporting/report.h"
#include "request/query.h"

#define DUE         "p.due_district, p.due_province, u.level"
#define REPORT      "r.id, r.unit, u.name_vi, r.period, p.year, r.status, " DUE
#define OF_REPORT   " JOIN periods p ON p.period = r.period JOIN units u ON u.unit = r.unit"
#define OWN_REPORTS "SELECT " REPORT " FROM reports r" OF_REPORT " WHERE r.unit = :caller_unit"

static const char *own_scope(struct request *req)
{
	struct stmt *q = db_query(req->db, "SELECT level FROM units WHERE unit = :caller_unit");

	bind_text(q, ":caller_unit", req->caller.unit);
	const char *level = query_text(req, q);

	return level && unit_has_two_levels(level) ? "two_level" : "own";
}

/* The sector's top reports to nobody. */
struct stmt *waiting_months(struct request *req, const struct transition *t)
{
	const char *scope = own_scope(req);
	struct stmt *q = db_query(req->db,
		"SELECT p.period, u.unit, u.name_vi, p.period, p.year, 'missing', " DUE
		" FROM units u JOIN periods p ON p.end_date >= u.valid_from"
		" AND (u.valid_to IS NULL OR p.end_date <= u.valid_to)"
		" WHERE u.unit = :caller_unit AND u.parent IS NOT NULL AND p.kind = 'month'"
		" AND p.state <> 'locked' AND p.end_date < :today"
		" AND p.year >= (SELECT max(y.year) - 1 FROM work_years y"
		" WHERE y.start_date <= :today)"
		" AND NOT EXISTS (SELECT 1 FROM reports r WHERE r.unit = u.unit"
		" AND r.period = p.period AND r.scope = :x_scope AND r.status <> 'discarded')");

	(void)t;
	bind_text(q, ":x_scope", scope);
	return q;
}

struct stmt *waiting_drafts(struct request *req, const struct transition *t)
{
	(void)t;
	return db_query(req->db, OWN_REPORTS " AND r.status = 'draft'");
}

struct stmt *waiting_corrections(struct request *req, const struct transition *t)
{
	(void)t;
	return db_query(req->db,
		OWN_REPORTS " AND r.status = 'returned' AND NOT EXISTS (SELECT 1 FROM reports o"
			    " WHERE o.unit = r.unit AND o.period = r.period AND o.scope = r.scope"
			    " AND o.version > r.version AND o.status <> 'discarded')");
}

struct stmt *waiting_below(struct request *req, const struct transition *t)
{
	(void)t;
	return db_query(req->db,
		"SELECT " REPORT " FROM units u JOIN reports r ON r.unit = u.unit"
		" JOIN periods p ON p.period = r.period"
		" WHERE u.parent = :caller_unit AND" REPORT_ACCEPTABLE);
}

struct stmt *waiting_in_cluster(struct request *req, const struct transition *t)
{
	(void)t;
	return db_query(req->db,
		"SELECT " REPORT " FROM lead_reach l JOIN periods p ON p.year = l.year"
		" JOIN units u ON u.unit = l.unit"
		" JOIN reports r ON r.unit = l.unit AND r.period = p.period"
		" WHERE l.head = :caller_head AND u.parent <> :caller_unit AND" REPORT_ACCEPTABLE);
}
