/*
 * May this award go to this subject, rule by rule: of a case, and as a question before there is one.
 * What a rule looks at is in eligibility.h.
 */
#include <string.h>

#include "awards/eligibility.h"
#include "awards/law.h"
#include "awards/streak.h"
#include "gen/api.h"
#include "gen/problems.h"
#include "request/bind.h"
#include "request/query.h"
#include "request/reach.h"
#include "request/reply.h"

enum error get_award_eligibility(struct request *req)
{
	const struct get_award_eligibility_in *in = req->in;
	struct award award;

	if (award_see(req, in->id, &award))
		return req->failed;
	struct candidate candidate = candidate_of(&award);

	return eligibility_reply(req, &candidate);
}

/* ---- Before there is a case ---- */

#define OFFICE_SEEN                                                                                \
	" (EXISTS (SELECT 1 FROM unit_below b WHERE b.ancestor = :caller_unit"                     \
	" AND b.unit = o.unit) OR" OF_CLUSTER(":year", "= o.unit") ")"

/* Exactly one of the two, whose cases of the year the caller would see; *out is the office that would
 * propose it. */
static enum error find_subject(
	struct request *req, int64_t person, const char *unit, const char **out)
{
	struct stmt *q = person ? db_query(req->db,
					  "SELECT o.unit FROM persons o WHERE o.id = :person"
					  " AND" OFFICE_SEEN)
				: db_query(req->db,
					  "SELECT o.unit FROM units o WHERE o.unit = :unit"
					  " AND" OFFICE_SEEN);

	*out = query_text(req, bind_input(q, req));
	if (!person == !unit)
		return fail_person_or_unit(req);
	if (req->failed)
		return req->failed;
	return *out ? OK : fail_not_found(req);
}

static enum error find_award(struct request *req, const char *name, const char **out)
{
	*out = award_named(req, name);
	if (req->failed)
		return req->failed;
	return *out ? OK : fail_reference_unknown(req, name);
}

/* The regime of the year; without a year there is none either. */
static enum error find_regime(struct request *req, int64_t year, const char *occasion,
	const char *day, const char *received_on, const char **out)
{
	struct stmt *q = db_query(req->db, "SELECT 1 FROM work_years WHERE year = :year");

	bind_int(q, ":year", year);
	if (!query_exists(req, q))
		return fail_year_unknown(req, year);
	*out = law_used(req, regime_of(req, year, occasion, day), received_on);
	if (req->failed)
		return req->failed;
	return *out ? OK : fail_regime_unknown(req, year, occasion);
}

/* Who decides it, for the quota. */
static enum error find_authority(struct request *req, struct candidate *c)
{
	struct stmt *q = db_query(req->db, "SELECT decider FROM award_types WHERE award = :award");

	bind_text(q, ":award", c->award);
	const char *decider = query_text(req, q);

	if (decider)
		c->authority = regime_decider(req, c->regime, c->award, decider);
	return req->failed;
}

/* The pool of an office is shown to those below it and above it. */
static enum error check_issuer(struct request *req, const char *issuer)
{
	struct stmt *q = db_query(req->db,
		"SELECT 1 FROM unit_below WHERE (ancestor = :issuer AND unit = :caller_unit)"
		" OR (ancestor = :caller_unit AND unit = :issuer)");

	bind_text(q, ":issuer", issuer);
	bind_text(q, ":caller_unit", req->caller.unit);
	return query_exists(req, q) ? OK : fail_reference_unknown(req, issuer);
}

static enum error check_movement(struct request *req, const char *occasion, int64_t movement)
{
	struct stmt *q = db_query(req->db, "SELECT 1 FROM movements WHERE id = :movement");

	if (strcmp(occasion, "movement") != 0)
		return OK;
	if (!movement)
		return fail_movement_missing(req);
	bind_int(q, ":movement", movement);
	return query_exists(req, q)
		? OK
		: fail_reference_unknown(req, req_printf(req, "%lld", (long long)movement));
}

/* The case that is only registered: its nomination is what is asked. */
static void find_registration(struct request *req, struct candidate *c)
{
	const struct award_draft draft = {.award = c->award,
		.occasion = c->occasion,
		.year = c->year,
		.person = c->person,
		.unit = c->unit,
		.movement = c->movement};
	struct live_case live = award_live(req, &draft);

	if (live.id && !strcmp(live.state, "registered")) {
		c->registration = live.id;
		c->proposer = live.nominated_by;
	}
}

/* GET /eligibility: the same verdict as if the case were there. */
enum error get_eligibility(struct request *req)
{
	const struct get_eligibility_in *in = req->in;
	struct candidate candidate = {
		.occasion = in->occasion,
		.year = in->year,
		.person = in->has_person ? in->person : 0,
		.unit = in->unit,
		.movement = in->has_movement ? in->movement : 0,
		.received_on = in->received_on,
		.day = in->on,
		.issuer = in->issuer,
	};
	const char *day = in->on ? in->on : req_today(req);

	if (find_subject(req, candidate.person, in->unit, &candidate.proposer) ||
		find_award(req, in->award, &candidate.award) ||
		find_regime(req, in->year, in->occasion, day, in->received_on, &candidate.regime) ||
		find_authority(req, &candidate) ||
		check_movement(req, in->occasion, candidate.movement) ||
		(in->issuer && check_issuer(req, in->issuer)))
		return req->failed;
	find_registration(req, &candidate);
	return eligibility_reply(req, &candidate);
}

/* ---- Streaks ---- */

static void reply_years(struct request *req, const char *name, const int64_t *years, size_t count)
{
	reply_member_json(req, name, req_printf(req, "[%s]", req_numbers(req, years, count)));
}

/* The years of one title, up to a year: those that stand in a row, and the gaps before them. */
enum error get_streak(struct request *req)
{
	const struct get_streak_in *in = req->in;
	struct title_query query = {
		.year = in->year, .person = in->has_person ? in->person : 0, .unit = in->unit};
	const char *office;
	struct titles titles;
	struct streak streak;

	if (find_subject(req, query.person, in->unit, &office) ||
		find_award(req, in->award, &query.award) ||
		find_regime(req, in->year, "annual-merit", req_today(req), NULL, &query.regime) ||
		titles_read(req, &query, &titles) || titles_warn(req, &query, ""))
		return req->failed;
	streak_of(titles.years, titles.count, in->year,
		titles.count ? in->year - titles.years[0] + 1 : 0, &streak);
	reply_open(req, 200);
	reply_member_text(req, "award", query.award);
	reply_member_int(req, "year", in->year);
	if (query.person)
		reply_member_int(req, "person", query.person);
	else
		reply_member_null(req, "person");
	reply_member_text(req, "unit", query.unit);
	reply_member_int(req, "streak", streak.length);
	reply_years(req, "years", streak.current, streak.current_count);
	reply_years(req, "missing_years", streak.missing, streak.missing_count);
	return reply_close(req);
}
