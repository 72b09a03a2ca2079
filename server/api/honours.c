/* Who holds what: the lines of decisions that are in force. Revoked and stripped ones are history
 * of their decision, not honours. */
#include "awards/regime.h"
#include "gen/api.h"
#include "office/unit.h"
#include "request/bind.h"
#include "request/reply.h"

#define UNIT_NAME NAME_OF_UNIT("l.unit")
#define HOME_NAME NAME_OF_UNIT("l.home_unit")

/* What the caller may see. What was announced is public; what was only decided is the affair of the
 * unit and those above it: `own` says that it is the caller's. */
#define HELD                                                                                       \
	"WITH held AS NOT MATERIALIZED (SELECT l.id, l.case_id, l.decision, d.number,"             \
	" d.signed_on, l.award, " CASE_AWARD_NAME                                                  \
	" AS name_vi, t.family, t.rank_order, l.award_year AS year,"                               \
	" l.occasion, l.person, l.unit, l.home_unit, l.printed_name, l.name_key, l.printed_unit,"  \
	" c.state, l.amount, o.unit AS own FROM decision_lines l"                                  \
	" JOIN award_cases c ON c.id = l.case_id JOIN decisions d ON d.id = l.decision"            \
	" JOIN award_types t ON t.award = l.award"                                                 \
	" LEFT JOIN unit_below o ON o.ancestor = :caller_unit AND o.unit = l.home_unit"            \
	" WHERE l.status = 'in_force'"                                                             \
	" AND (o.unit IS NOT NULL OR c.state IN ('published', 'conferred'))) "

#define CHOSEN                                                                                     \
	" FROM held l WHERE (CAST(:year AS BIGINT) IS NULL OR l.year = :year)"                     \
	" AND (CAST(:from AS BIGINT) IS NULL OR l.year >= :from)"                                  \
	" AND (CAST(:to AS BIGINT) IS NULL OR l.year <= :to)"                                      \
	" AND (CAST(:unit AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM unit_below b"                  \
	" WHERE b.ancestor = :unit AND b.unit = l.home_unit))"                                     \
	" AND (CAST(:award AS TEXT) IS NULL OR l.award = :award)"                                  \
	" AND (CAST(:family AS TEXT) IS NULL OR l.family = :family)"

#define HIGHER(subject)                                                                            \
	"EXISTS (SELECT 1 FROM held h WHERE h." subject " = l." subject " AND h.year = l.year"     \
	" AND h.award IN (SELECT w.award FROM award_types w WHERE w.family = 'title'"              \
	" AND w.rank_order > l.rank_order))"

/* Titles stack, each on the one below it: a list that prints one title for each subject prints the
 * highest. */
#define LISTED                                                                                     \
	CHOSEN " AND (CAST(:person AS BIGINT) IS NULL OR l.person = :person)"                      \
	       " AND (CAST(:q AS TEXT) IS NULL OR " HAS_Q(                                         \
		       "l.name_key") ")"                                                           \
				     " AND (:highest = 0 OR l.family <> 'title' OR NOT (" HIGHER(  \
					     "person") " OR " HIGHER("unit") "))"

/* Of the caller's own lines, what the person is now. */
#define PERSON_NOW(column)                                                                         \
	" CASE WHEN l.own IS NOT NULL THEN"                                                        \
	" (SELECT p." column " FROM persons p WHERE p.id = l.person) END"
#define HONOUR                                                                                     \
	"SELECT l.id AS line, l.case_id, l.decision, l.number, l.signed_on, l.award, l.name_vi,"   \
	" l.family, l.year, l.occasion, l.person, l.unit, " UNIT_NAME                              \
	", l.home_unit, l.printed_name,"                                                           \
	" l.printed_unit," PERSON_NOW("status") " AS person_status," PERSON_NOW(                   \
		"position") " AS position, l.state,"                                               \
			    " CASE WHEN l.own IS NOT NULL THEN l.amount END AS amount,"            \
			    " CASE WHEN l.own IS NULL THEN NULL WHEN l.amount IS NULL"             \
			    " THEN 'unknown' ELSE 'known' END AS money, l.id AS _1"

enum error list_honours(struct request *req)
{
	struct stmt *count = db_query(req->db, HELD "SELECT count(*)" LISTED);

	/* A cursor is a line, and stands where that line stands. */
	struct stmt *q = db_query(req->db,
		HELD HONOUR LISTED
		" AND (CAST(:after_1 AS TEXT) IS NULL"
		" OR (-l.year, -l.rank_order, l.name_key, l.id) >"
		" (SELECT -a.award_year, -w.rank_order, a.name_key, a.id FROM decision_lines a"
		" JOIN award_types w ON w.award = a.award WHERE a.id = CAST(:after_1 AS BIGINT)))"
		" ORDER BY l.year DESC, l.rank_order DESC, l.name_key, l.id LIMIT :limit");

	return reply_page(req, count, q);
}

#define EACH " GROUP BY l.home_unit, l.year, l.award, l.family"

enum error count_honours(struct request *req)
{
	struct stmt *count = db_query(
		req->db, HELD "SELECT count(*) FROM (SELECT l.home_unit" CHOSEN EACH ") AS g");

	struct stmt *q = db_query(req->db,
		HELD "SELECT l.home_unit AS unit, " HOME_NAME
		     ", l.year, l.award, min(l.name_vi) AS name_vi, l.family,"
		     " count(*) AS lines, l.year AS _1, l.home_unit AS _2, l.award AS _3" CHOSEN
		     " AND (CAST(:after_1 AS TEXT) IS NULL OR (-l.year, l.home_unit, l.award) >"
		     " (-CAST(:after_1 AS BIGINT), :after_2, :after_3))" EACH
		     " ORDER BY l.year DESC, l.home_unit, l.award LIMIT :limit");

	return reply_page(req, count, q);
}
