/* The rows of votes. */
#include "awards/ballot.h"
#include "gen/problems.h"
#include "request/bind.h"
#include "request/query.h"

enum error ballot_find(struct request *req, int64_t id, struct ballot *out, int64_t *out_revision)
{
	struct stmt *q = db_query(req->db,
		"SELECT id, case_id, body, unit, state, secret, electorate, threshold_pct, issued,"
		" returned, valid, agree, disagree, conference, revision FROM ballots WHERE id = :x_id");

	bind_int(q, ":x_id", id);
	bool found = db_row(q);

	if (found) {
		*out = (struct ballot){column_int(q, 0), column_int(q, 1),
			req_text(req, column_text(q, 2)), req_text(req, column_text(q, 3)),
			req_text(req, column_text(q, 4)), column_int(q, 5), column_int(q, 6),
			column_int(q, 7), column_int(q, 8), column_int(q, 9), column_int(q, 10),
			column_int(q, 11), column_int(q, 12), column_int(q, 13)};
		*out_revision = column_int(q, 14);
	}
	return query_end(req, q, found);
}

enum error ballot_store(struct request *req, struct ballot *ballot)
{
	struct stmt *put = db_query(req->db,
		"INSERT INTO ballots (case_id, body, unit, secret, electorate, threshold_pct,"
		" issued, conference, state) VALUES (:x_case, :x_body, :x_unit, :x_secret,"
		" :x_electorate, :x_threshold, 0, NULLIF(:x_conference, 0), 'prepared')"
		" RETURNING id");

	bind_int(put, ":x_case", ballot->case_id);
	bind_text(put, ":x_body", ballot->body);
	bind_text(put, ":x_unit", ballot->chair);
	bind_int(put, ":x_secret", ballot->secret);
	bind_int(put, ":x_electorate", ballot->electorate);
	bind_int(put, ":x_threshold", ballot->threshold_pct);
	bind_int(put, ":x_conference", ballot->conference);
	ballot->id = query_int(req, put);
	return req->failed;
}

enum error ballot_put_state(struct request *req, const struct ballot *ballot, const char *state)
{
	struct stmt *put = db_query(req->db,
		"UPDATE ballots SET state = :x_state, revision = revision + 1 WHERE id = :x_id");

	bind_text(put, ":x_state", state);
	return query_run(req, bind_id(put, ballot->id));
}

enum error ballot_issue(struct request *req, const struct ballot *ballot)
{
	struct stmt *put = db_query(req->db,
		"UPDATE ballots SET issued = :x_issued, revision = revision + 1 WHERE id = :x_id");

	bind_int(put, ":x_issued", ballot->issued);
	return query_run(req, bind_id(put, ballot->id));
}

enum error ballot_store_counts(struct request *req, const struct ballot *ballot)
{
	struct stmt *put = db_query(req->db,
		"UPDATE ballots SET returned = :x_returned, valid = :x_valid, agree = :x_agree,"
		" disagree = :x_disagree, state = 'counted', revision = revision + 1"
		" WHERE id = :x_id");

	bind_int(put, ":x_returned", ballot->returned);
	bind_int(put, ":x_valid", ballot->valid);
	bind_int(put, ":x_agree", ballot->agree);
	bind_int(put, ":x_disagree", ballot->disagree);
	return query_run(req, bind_id(put, ballot->id));
}
