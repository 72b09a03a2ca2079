/* Votes on cases, step by step or as they were held on paper. Their rules are in ballot.h. */
#include <string.h>

#include "awards/ballot.h"
#include "awards/possible.h"
#include "gen/api.h"
#include "gen/problems.h"
#include "office/unit.h"
#include "request/bind.h"
#include "request/etag.h"
#include "request/journal.h"
#include "request/past_day.h"
#include "request/problem.h"
#include "request/query.h"
#include "request/reply.h"

#define UNIT_NAME NAME_OF_UNIT("b.unit")

#define COLUMNS                                                                                    \
	"b.id, b.case_id, b.body, b.unit, " UNIT_NAME                                              \
	", b.secret, b.electorate, b.threshold_pct, b.issued,"                                     \
	" b.returned, b.valid, b.agree, b.disagree, b.passed, b.minutes, b.conference, b.certified_on, b.state"
#define IN_SIGHT                                                                                   \
	" FROM ballots b JOIN award_cases a ON a.id = b.case_id"                                   \
	" WHERE (b.unit = :caller_head OR EXISTS (SELECT 1 FROM unit_below u"                      \
	" WHERE u.ancestor = :caller_unit AND u.unit = a.nominated_by))"
#define LISTED                                                                                     \
	IN_SIGHT " AND (CAST(:case_id AS BIGINT) IS NULL OR b.case_id = :case_id)"                 \
		 " AND (CAST(:body AS TEXT) IS NULL OR b.body = :body)"                            \
		 " AND (CAST(:state AS TEXT) IS NULL OR b.state = :state)"                         \
		 " AND (CAST(:year AS BIGINT) IS NULL OR a.year = :year)"

enum error list_ballots(struct request *req)
{
	return REPLY_PAGE1(req, COLUMNS, LISTED, "b.id", BIGINT);
}

static enum error reply_ballot(struct request *req, int status, int64_t id)
{
	struct stmt *q = db_query(req->db,
		"SELECT " COLUMNS ", b.revision AS _revision FROM ballots b WHERE b.id = :x_id");
	struct stmt *voters = db_query(req->db,
		"SELECT voter, mode FROM ballot_voters WHERE ballot = :x_id ORDER BY voter");

	reply_open(req, status);
	reply_columns(req, bind_id(q, id));
	reply_member(req, "voters", bind_id(voters, id));
	return reply_close(req);
}

enum error get_ballot(struct request *req)
{
	const struct get_ballot_in *in = req->in;
	struct stmt *q = db_query(req->db, "SELECT 1" IN_SIGHT " AND b.id = :id");

	return query_exists(req, bind_input(q, req)) ? reply_ballot(req, 200, in->id)
						     : fail_not_found(req);
}

/* The step of the case has its own event; so the ballot's must be told, too. */
static enum error reply_certified(
	struct request *req, int status, const struct ballot *ballot, const struct award *award)
{
	reply_ballot(req, status, ballot->id);
	return req_event(req, award->nominated_by,
		req_printf(req, "/ballots/%lld", (long long)ballot->id), NULL);
}

/* ---- A new ballot ---- */

/* The case, for the chair of this body's vote, which must be due. */
static enum error case_at_vote(struct request *req, const struct create_ballot_in *in,
	struct award *award, struct chair *chair)
{
	bool there = award_lookup(req, in->case_id, award);

	if (there && chair_of(req, award, in->body, chair))
		return req->failed;
	if (!there || !(chair->presides || award_seen(req, award->id))) {
		fault_reference_unknown(
			req, "/case_id", req_printf(req, "%lld", (long long)in->case_id));
		return req_faults(req);
	}
	if (vote_is_due(req, award, in->body))
		return req->failed;
	if (!chair->unit || (chair->voters.cluster && chair->voters.members == 0))
		return fail_cluster_missing(
			req, award->unit ? award->unit : award->nominated_by, award->year);
	return require_chair(req, chair);
}

/* One ballot for each body: a result is not voted on again. */
static enum error check_only_ballot(struct request *req)
{
	struct stmt *q = db_query(
		req->db, "SELECT id FROM ballots WHERE case_id = :case_id AND body = :body");

	int64_t id = query_int(req, bind_input(q, req));

	if (req->failed || !id)
		return req->failed;
	return fail_already_exists(req, req_printf(req, "/ballots/%lld", (long long)id));
}

static int64_t electorate_in(
	struct request *req, const struct create_ballot_in *in, const struct electorate *cluster)
{
	if (!cluster->cluster) {
		if (!in->has_electorate)
			fault_missing_member(req, "/electorate");
		return in->has_electorate ? in->electorate : 0;
	}
	if (in->has_electorate && in->electorate != cluster->members)
		fault_electorate_mismatch(
			req, "/electorate", cluster->cluster, cluster->members, in->electorate);
	return cluster->members;
}

/* YR-20: a cluster votes at a conference of its own. */
static void check_conference(
	struct request *req, const struct create_ballot_in *in, const struct electorate *cluster)
{
	struct stmt *q = db_query(req->db,
		"SELECT 1 FROM conferences WHERE id = :conference AND cluster = :x_cluster");

	bind_input(q, req);
	bind_text(q, ":x_cluster", cluster->cluster);
	if (!query_exists(req, q) && in->has_conference)
		fault_reference_unknown(
			req, "/conference", req_printf(req, "%lld", (long long)in->conference));
}

static struct ballot draft_of(struct request *req, const struct create_ballot_in *in,
	const struct award *award, const struct chair *chair)
{
	if (!strcmp(in->body, "council") && award->needs_secret_vote && !in->secret)
		fault_secret_required(req, "/secret", award->award);
	check_conference(req, in, &chair->voters);
	return (struct ballot){.case_id = in->case_id,
		.body = in->body,
		.chair = chair->unit,
		.secret = in->secret,
		.conference = in->has_conference ? in->conference : 0,
		.electorate = electorate_in(req, in, &chair->voters),
		.threshold_pct = vote_threshold(req, award, in->body)};
}

/* What a vote on paper comes with, and one that is to be run does not. */
static const char *const on_paper[] = {
	"voters", "returned", "valid", "agree", "disagree", "minutes", "certified_on"};

static bool has_all_of_paper(struct request *req)
{
	size_t faults = req_fault_count(req);

	for (size_t i = 0; strcmp(on_paper[i], "certified_on") != 0; i++)
		if (!json_object_get(req->body, on_paper[i]))
			fault_missing_member(req, req_printf(req, "/%s", on_paper[i]));
	return req_clean_since(req, faults);
}

static void refuse_paper(struct request *req)
{
	for (size_t i = 0; i < sizeof on_paper / sizeof *on_paper; i++)
		if (json_object_get(req->body, on_paper[i]))
			fault_unknown_member(req, req_printf(req, "/%s", on_paper[i]), on_paper[i],
				"case_id,body,secret,electorate,conference,state");
}

/* A ballot whose electorate is known can be stored before the rest is looked at: with any fault
 * nothing stays. */
static enum error record(struct request *req, const struct create_ballot_in *in,
	struct ballot *ballot, const struct chair *chair)
{
	bool whole = has_all_of_paper(req);

	ballot->returned = in->returned;
	ballot->valid = in->valid;
	ballot->agree = in->agree;
	ballot->disagree = in->disagree;
	check_past_day(req, "/certified_on", in->certified_on, NULL);
	if (ballot->electorate && ballot->threshold_pct) {
		if (ballot_store(req, ballot))
			return req->failed;
		ballot_enrol(req, ballot, &chair->voters, json_object_get(req->body, "voters"));
		if (whole)
			ballot_check_counts(req, ballot);
	}
	return req_faults(req);
}

enum error create_ballot(struct request *req)
{
	const struct create_ballot_in *in = req->in;
	bool certified = !strcmp(in->state, "certified");
	struct award award;
	struct chair chair = {0};

	if (case_at_vote(req, in, &award, &chair) || check_only_ballot(req))
		return req->failed;
	struct ballot ballot = draft_of(req, in, &award, &chair);

	req_about(req, award.nominated_by);
	if (certified) {
		if (record(req, in, &ballot, &chair) || ballot_issue(req, &ballot) ||
			ballot_store_counts(req, &ballot) ||
			ballot_certify(req, &ballot, &award, in->minutes, in->certified_on))
			return req->failed;
	} else {
		refuse_paper(req);
		if (req_faults(req) || ballot_store(req, &ballot))
			return req->failed;
	}
	req_created(req, "/ballots/%lld", (long long)ballot.id);
	return certified ? reply_certified(req, 201, &ballot, &award)
			 : reply_ballot(req, 201, ballot.id);
}

/* ---- Its steps ---- */

static enum error ballot_may(struct request *req, const struct ballot *ballot, const char *event)
{
	if (machine_step(&ballot_machine, ballot->state, event))
		return OK;
	return fail_ballot_state(
		req, event, ballot->state, possible_events(req, &ballot_machine, ballot->state));
}

/* A ballot that the caller's office runs, at this event, with its case still at the vote. */
struct vote {
	struct ballot ballot;
	struct award award;
	struct chair chair;
};

static enum error vote_at(struct request *req, int64_t id, const char *event, struct vote *out)
{
	int64_t revision;

	if (ballot_find(req, id, &out->ballot, &revision) ||
		award_find(req, out->ballot.case_id, &out->award) ||
		chair_of(req, &out->award, out->ballot.body, &out->chair))
		return req->failed;
	bool chaired = !strcmp(out->ballot.chair, req->caller.unit);

	if (!out->chair.visible && !out->chair.presides && !chaired)
		return fail_not_found(req);
	if (require_chair(req, &out->chair) || check_if_match(req, revision) ||
		ballot_may(req, &out->ballot, event) ||
		vote_is_due(req, &out->award, out->ballot.body))
		return req->failed;
	req_about(req, out->award.nominated_by);
	return OK;
}

static enum error move_ballot(struct request *req, const struct vote *vote, const char *event)
{
	ballot_put_state(
		req, &vote->ballot, machine_step(&ballot_machine, vote->ballot.state, event)->to);
	return reply_ballot(req, 200, vote->ballot.id);
}

enum error open_ballot(struct request *req)
{
	const struct open_ballot_in *in = req->in;
	struct vote vote;

	return vote_at(req, in->id, "open", &vote) ? req->failed : move_ballot(req, &vote, "open");
}

enum error enrol_voters(struct request *req)
{
	const struct enrol_voters_in *in = req->in;
	struct vote vote;

	if (vote_at(req, in->id, "enrol", &vote))
		return req->failed;
	ballot_enrol(req, &vote.ballot, &vote.chair.voters, json_object_get(req->body, "voters"));
	if (req_faults(req) || ballot_issue(req, &vote.ballot))
		return req->failed;
	return reply_ballot(req, 200, in->id);
}

enum error close_ballot(struct request *req)
{
	const struct close_ballot_in *in = req->in;
	struct vote vote;

	return vote_at(req, in->id, "close", &vote) ? req->failed
						    : move_ballot(req, &vote, "close");
}

enum error count_ballot(struct request *req)
{
	const struct count_ballot_in *in = req->in;
	struct vote vote;

	if (vote_at(req, in->id, "count", &vote))
		return req->failed;
	vote.ballot.returned = in->returned;
	vote.ballot.valid = in->valid;
	vote.ballot.agree = in->agree;
	vote.ballot.disagree = in->disagree;
	ballot_check_counts(req, &vote.ballot);
	if (req_faults(req) || ballot_store_counts(req, &vote.ballot))
		return req->failed;
	return reply_ballot(req, 200, in->id);
}

enum error certify_ballot(struct request *req)
{
	const struct certify_ballot_in *in = req->in;
	struct vote vote;

	if (vote_at(req, in->id, "certify", &vote))
		return req->failed;
	check_past_day(req, "/certified_on", in->certified_on, NULL);
	if (req_faults(req) ||
		ballot_certify(req, &vote.ballot, &vote.award, in->minutes, in->certified_on))
		return req->failed;
	return reply_certified(req, 200, &vote.ballot, &vote.award);
}
