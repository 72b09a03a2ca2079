/* The rules of a vote. */
#include "awards/ballot.h"

#include <string.h>

#include "awards.h"
#include "awards/regime.h"
#include "gen/problems.h"
#include "request/bind.h"
#include "request/query.h"
#include "request/reach.h"

static bool is_cluster_vote(const char *body)
{
	return !strcmp(body, "cluster");
}

/* The lead runs the vote of its cluster until it hands over, the office that set the cluster up
 * may always. */
static bool presides_cluster(struct request *req, const struct electorate *cluster)
{
	if (!cluster->cluster)
		return false;
	if (cluster->lead && !cluster->handed_over && !strcmp(cluster->lead, req->caller.unit))
		return true;
	return in_reach(req, cluster->issuer);
}

enum error chair_of(
	struct request *req, const struct award *award, const char *body, struct chair *out)
{
	*out = (struct chair){.visible = in_reach(req, award->nominated_by)};
	if (!is_cluster_vote(body)) {
		out->unit = award->nominated_by;
		out->presides = out->visible;
		return req->failed;
	}
	if (electorate_of(req, award, &out->voters))
		return req->failed;
	out->unit = out->voters.lead ? out->voters.lead : out->voters.issuer;
	out->presides = presides_cluster(req, &out->voters);
	return req->failed;
}

enum error require_chair(struct request *req, const struct chair *chair)
{
	if (req->failed || chair->presides)
		return req->failed;
	return fail_not_the_chair(req, chair->unit);
}

static const char *vote_event(struct request *req, const char *body, bool passed)
{
	return req_printf(req, "%s_vote_%s", body, passed ? "pass" : "fail");
}

enum error vote_is_due(struct request *req, const struct award *award, const char *body)
{
	const char *event = vote_event(req, body, true);

	if (!event || award_may(req, award, event))
		return req->failed;
	if (award_bars(award, event))
		return fail_award_state(
			req, award->id, event, award->state, award_possible(req, award));
	return OK;
}

int64_t vote_threshold(struct request *req, const struct award *award, const char *body)
{
	const char *key = !strcmp(body, "unit") ? "unit_meeting_approve_pct"
		: is_cluster_vote(body)         ? "cluster_flag_pct"
		: award->needs_secret_vote      ? "council_fighter_pct"
						: "council_approve_pct";
	int64_t pct = regime_number(req, award->regime, key, 0);

	if (pct >= 1 && pct <= 100)
		return pct;
	fault_threshold_unknown(req, "/body", award->regime, key);
	return 0;
}

static void enrol(
	struct request *req, struct ballot *ballot, const json_t *row, const char *pointer)
{
	struct stmt *put = db_query(req->db,
		"INSERT INTO ballot_voters (ballot, voter, mode)"
		" VALUES (:x_ballot, :x_voter, :x_mode) ON CONFLICT (ballot, voter) DO NOTHING");
	const char *voter = json_string_value(json_object_get(row, "voter"));

	bind_int(put, ":x_ballot", ballot->id);
	bind_text(put, ":x_voter", voter);
	bind_text(put, ":x_mode", json_string_value(json_object_get(row, "mode")));
	if (query_run(req, put))
		return;
	if (db_changed(req->db))
		ballot->issued++;
	else
		fault_already_exists(req, pointer, voter);
}

void ballot_enrol(
	struct request *req, struct ballot *ballot, const struct electorate *voters, json_t *list)
{
	size_t i;
	json_t *row;

	json_array_foreach(list, i, row)
	{
		const char *pointer = req_printf(req, "/voters/%zu/voter", i);
		const char *voter = json_string_value(json_object_get(row, "voter"));

		if (is_cluster_vote(ballot->body) && !electorate_has(req, voters, voter))
			fault_not_in_electorate(req, pointer, voter);
		else
			enrol(req, ballot, row, pointer);
	}
	if (ballot->issued > ballot->electorate)
		fault_too_many_ballots(
			req, "/voters", "issued", ballot->issued, "electorate", ballot->electorate);
}

void ballot_check_counts(struct request *req, const struct ballot *b)
{
	if (b->returned > b->issued)
		fault_too_many_ballots(
			req, "/returned", "returned", b->returned, "issued", b->issued);
	if (b->valid > b->returned)
		fault_too_many_ballots(req, "/valid", "valid", b->valid, "returned", b->returned);
	if (b->agree + b->disagree != b->valid)
		fault_ballots_do_not_add(req, "/valid", b->agree, b->disagree, b->valid);
}

/* BR-12: of all members, present or not (NĐ 91/2017 Đ.45.8). A unit's meeting also needs enough of
 * them to take part. */
static bool passes(struct request *req, const struct ballot *b, const struct award *award)
{
	bool share = share_reaches(b->agree, b->electorate, b->threshold_pct);
	int64_t num = 0, den = 1;

	if (!strcmp(b->body, "unit")) {
		num = regime_number(req, award->regime, "unit_meeting_quorum_num", 0);
		den = regime_number(req, award->regime, "unit_meeting_quorum_den", 1);
	}
	bool quorum = quorum_reached(b->issued, b->electorate, num, den);

	if (!share)
		warn_threshold_missed(req, "/agree", b->agree, b->electorate, b->threshold_pct);
	if (!quorum)
		warn_quorum_missed(req, "/voters", b->issued, b->electorate, num, den);
	return share && quorum;
}

enum error ballot_certify(struct request *req, const struct ballot *ballot, struct award *award,
	const char *minutes, const char *certified_on)
{
	struct stmt *put = db_query(req->db,
		"UPDATE ballots SET state = 'certified', passed = :x_passed, minutes = :x_minutes,"
		" certified_on = :x_on, revision = revision + 1 WHERE id = :x_id");
	bool passed = passes(req, ballot, award);
	struct step step = {.document = minutes,
		.reason = req_printf(req, "%lld/%lld, %lld%%", (long long)ballot->agree,
			(long long)ballot->electorate, (long long)ballot->threshold_pct)};

	bind_int(put, ":x_passed", passed);
	bind_text(put, ":x_minutes", minutes);
	bind_text(put, ":x_on", certified_on ? certified_on : req_today(req));
	if (query_run(req, bind_id(put, ballot->id)))
		return req->failed;
	return award_step(req, award, vote_event(req, ballot->body, passed), &step);
}
