/* The cluster that votes on a case. */
#include "awards/electorate.h"

#include <string.h>

#include "awards/regime.h"
#include "request/query.h"

static const char *candidate_of_vote(const struct award *award)
{
	return award->unit ? award->unit : award->nominated_by;
}

static enum error find_cluster(
	struct request *req, const struct award *award, struct electorate *out)
{
	struct stmt *q = db_query(req->db,
		"SELECT m.cluster, m.issuer, l.unit,"
		" CASE WHEN c.state = 'handed_over' THEN 1 ELSE 0 END FROM units u"
		" JOIN memberships m ON m.unit = u.unit AND m.issuer = u.parent"
		" JOIN clusters c ON c.cluster = m.cluster"
		" LEFT JOIN memberships l ON l.cluster = m.cluster AND l.role = 'lead'"
		" WHERE u.unit = :x_unit AND m.year = :x_year ORDER BY m.kind");

	bind_text(q, ":x_unit", candidate_of_vote(award));
	bind_int(q, ":x_year", award->year);
	if (db_row(q)) {
		out->cluster = req_text(req, column_text(q, 0));
		out->issuer = req_text(req, column_text(q, 1));
		out->lead = req_text(req, column_text(q, 2));
		out->handed_over = column_int(q, 3);
	}
	return req_fail(req, db_done(q));
}

enum error electorate_of(struct request *req, const struct award *award, struct electorate *out)
{
	struct electorate found = {.excluded = ""};

	if (find_cluster(req, award, &found))
		return req->failed;
	if (!regime_number(req, award->regime, "candidate_votes_for_itself", 1))
		found.excluded = candidate_of_vote(award);
	struct stmt *q = db_query(req->db,
		"SELECT count(*) FROM memberships WHERE cluster = :x_cluster"
		" AND unit <> :x_excluded");

	bind_text(q, ":x_cluster", found.cluster);
	bind_text(q, ":x_excluded", found.excluded);
	found.members = query_int(req, q);
	if (req->failed)
		return req->failed;
	*out = found;
	return OK;
}

bool electorate_has(struct request *req, const struct electorate *electorate, const char *voter)
{
	struct stmt *q = db_query(req->db,
		"SELECT 1 FROM memberships WHERE cluster = :x_cluster AND unit = :x_voter");

	bind_text(q, ":x_cluster", electorate->cluster);
	bind_text(q, ":x_voter", voter);
	return query_exists(req, q) && strcmp(voter, electorate->excluded) != 0;
}
