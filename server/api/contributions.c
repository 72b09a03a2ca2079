/* What activities gave: each entry, and the sums of an office or of the members of a cluster. */
#include "gen/api.h"
#include "gen/problems.h"
#include "office/unit.h"
#include "request/bind.h"
#include "request/query.h"
#include "request/reply.h"
#include "yearend/activity.h"

#define CONTRIBUTIONS                                                                              \
	" FROM contributions c JOIN activities a ON a.id = c.activity WHERE" ACTIVITY_READABLE     \
	" AND (CAST(:year AS BIGINT) IS NULL OR a.year = :year)"                                   \
	" AND (CAST(:purpose AS TEXT) IS NULL OR c.purpose = :purpose)" IN_UNIT("a.unit")          \
		SHARES_CLUSTER("a.year", "a.unit")

enum error list_contributions(struct request *req)
{
	return REPLY_PAGE2(req,
		"a.unit, " NAME_OF_UNIT(
			"a.unit") ", a.year, a.held_on, c.activity, a.title, c.purpose,"
				  " c.money, c.days, c.persons, c.days * c.persons AS days_of_pay, c.things",
		CONTRIBUTIONS, "c.activity", BIGINT, "c.purpose", TEXT);
}

/* The offices `u` of a sum: the members of the cluster in the year, or the one office; each with those
 * below it. */
#define SUMMED                                                                                       \
	" u.unit IN (SELECT m.unit FROM memberships m WHERE m.cluster = :cluster AND m.year = :year" \
	" AND (CAST(:unit AS TEXT) IS NULL OR m.unit = :unit) UNION ALL"                             \
	" SELECT COALESCE(CAST(:unit AS TEXT), :caller_unit) WHERE CAST(:cluster AS TEXT) IS NULL)"
#define GIVEN                                                                                      \
	" FROM units u JOIN unit_below w ON w.ancestor = u.unit JOIN activities a"                 \
	" ON a.unit = w.unit AND a.year = :year"                                                   \
	" LEFT JOIN contributions c ON c.activity = a.id WHERE" SUMMED
#define SUMS                                                                                       \
	" CAST(COALESCE(sum(c.money), 0) AS BIGINT) AS money,"                                     \
	" CAST(COALESCE(sum(c.days * c.persons), 0) AS BIGINT) AS days_of_pay,"                    \
	" count(c.things) AS things"

enum error sum_contributions(struct request *req)
{
	struct stmt *seen = db_query(req->db,
		"SELECT 1 FROM units u WHERE" SUMMED
		" AND (" REACHES("u.unit") " OR" PEER_OF(":year", "u.unit") ") LIMIT 1");
	struct stmt *head =
		db_query(req->db, "SELECT count(DISTINCT a.id) AS activities," SUMS GIVEN);
	struct stmt *purposes = db_query(req->db,
		"SELECT c.purpose, count(DISTINCT a.id) AS activities," SUMS GIVEN
		" AND c.purpose IS NOT NULL GROUP BY c.purpose ORDER BY c.purpose");
	struct stmt *units = db_query(req->db,
		"SELECT u.unit, u.name_vi AS unit_name, count(DISTINCT a.id) AS activities," SUMS
			GIVEN " GROUP BY u.unit, u.name_vi ORDER BY u.unit");
	struct stmt *missing = db_query(req->db,
		"SELECT u.unit, u.name_vi AS unit_name FROM units u WHERE" SUMMED
		" AND NOT EXISTS (SELECT 1 FROM unit_below w JOIN activities a ON a.unit = w.unit"
		" AND a.year = :year WHERE w.ancestor = u.unit) ORDER BY u.unit");

	if (!query_exists(req, bind_input(seen, req)))
		return fail_not_found(req);
	reply_open(req, 200);
	reply_columns(req, bind_input(head, req));
	reply_member(req, "purposes", bind_input(purposes, req));
	reply_member(req, "units", bind_input(units, req));
	reply_member(req, "missing", bind_input(missing, req));
	return reply_close(req);
}
