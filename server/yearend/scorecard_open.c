/*
 * Opening the cards of a cluster: by which sheet a member is scored, and who checks whom. The checkers form a ring,
 * so that each checks one other and, from three members on, no two check each other.
 */
#include <string.h>

#include "gen/problems.h"
#include "request/bind.h"
#include "request/problem.h"
#include "request/query.h"
#include "yearend/cluster.h"
#include "yearend/score_sheet.h"
#include "yearend/scorecard.h"

struct member {
	const char *unit, *level;
};

struct round {
	struct request *req;
	struct card_opening *opening;
	struct cluster cluster;
	struct score_sheet sheet; /* that was named; its id is 0 without one */
	struct member *members;
	size_t count;
};

static enum error read_members(struct round *round)
{
	struct request *req = round->req;
	struct stmt *count =
		db_query(req->db, "SELECT count(*) FROM memberships WHERE cluster = :x_cluster");
	struct stmt *q = db_query(req->db,
		"SELECT m.unit, u.level FROM memberships m JOIN units u ON u.unit = m.unit"
		" WHERE m.cluster = :x_cluster ORDER BY m.unit");

	bind_text(count, ":x_cluster", round->cluster.code);
	size_t room = (size_t)query_int(req, count);

	round->members = req_alloc(req, (room + 1) * sizeof *round->members);
	bind_text(q, ":x_cluster", round->cluster.code);
	while (round->members && round->count < room && db_row(q))
		round->members[round->count++] = (struct member){
			req_text(req, column_text(q, 0)), req_text(req, column_text(q, 1))};
	return req_fail(req, db_done(q));
}

/* The issued sheet for a level in the cluster's year: of its issuer, or of the nearest office above that has one; 0
 * without one. */
static int64_t sheet_for(const struct round *round, const char *level)
{
	struct request *req = round->req;
	struct stmt *q = db_query(req->db,
		"SELECT s.id FROM score_sheets s JOIN unit_below b ON b.ancestor = s.issuer"
		" AND b.unit = :x_issuer WHERE s.year = :x_year AND s.audience = :x_level"
		" AND s.state = 'issued' ORDER BY (SELECT count(*) FROM unit_below o"
		" WHERE o.unit = s.issuer) DESC LIMIT 1");

	bind_text(q, ":x_issuer", round->cluster.issuer);
	bind_int(q, ":x_year", round->cluster.year);
	bind_text(q, ":x_level", level);
	return query_int(req, q);
}

/* The sheet that was named is the one that would have been found; else what differs. */
static void check_fit(const struct round *round, const struct member *member, const char *pointer)
{
	const struct score_sheet *sheet = &round->sheet;
	bool level = !strcmp(sheet->audience, member->level),
	     year = sheet->year == round->cluster.year;

	if (!level)
		fault_sheet_does_not_fit(round->req, pointer, sheet->id, member->unit, "audience");
	if (!year)
		fault_sheet_does_not_fit(round->req, pointer, sheet->id, member->unit, "year");
	if (level && year && sheet_for(round, member->level) != sheet->id)
		fault_sheet_does_not_fit(round->req, pointer, sheet->id, member->unit, "issuer");
}

static bool has_card(const struct round *round, const char *unit)
{
	struct stmt *q = db_query(round->req->db,
		"SELECT 1 FROM scorecards WHERE cluster = :x_cluster AND unit = :x_unit"
		" AND (:x_sheet = 0 OR sheet = :x_sheet)");

	bind_text(q, ":x_cluster", round->cluster.code);
	bind_text(q, ":x_unit", unit);
	bind_int(q, ":x_sheet", round->sheet.id);
	return query_exists(round->req, q);
}

static enum error store(const struct round *round, const struct member *member,
	const struct member *checker, int64_t sheet)
{
	struct request *req = round->req;
	struct stmt *q = db_query(req->db,
		"INSERT INTO scorecards (sheet, cluster, unit, checker, state) VALUES (:x_sheet,"
		" :x_cluster, :x_unit, :x_checker, :x_state) RETURNING id");
	struct scorecard card = {
		.unit = member->unit, .next = machine_step(&scorecard_machine, NULL, "open")->to};

	bind_int(q, ":x_sheet", sheet);
	bind_text(q, ":x_cluster", round->cluster.code);
	bind_text(q, ":x_unit", member->unit);
	bind_text(q, ":x_checker", checker->unit);
	bind_text(q, ":x_state", card.next);
	card.id = query_int(req, q);
	return req->failed ? req->failed
			   : scorecard_note(req, &card, "open", &(struct card_note){0}, NULL);
}

static enum error open_card(struct round *round, size_t at, const char *pointer)
{
	const struct member *member = &round->members[at];
	const struct member *checker = &round->members[at ? at - 1 : round->count - 1];
	struct request *req = round->req;
	size_t faults = req_fault_count(req);
	int64_t sheet = round->sheet.id ? round->sheet.id : sheet_for(round, member->level);

	if (round->sheet.id)
		check_fit(round, member, pointer);
	else if (!sheet)
		fault_sheet_missing(req, pointer, member->unit, member->level, round->cluster.year);
	if (!req_clean_since(req, faults))
		return req->failed;
	if (has_card(round, member->unit)) {
		round->opening->there++;
		return req->failed;
	}
	round->opening->created++;
	return store(round, member, checker, sheet);
}

/* One that is no member has no place in the ring; whether the sheet would fit it is said as well. */
static void refuse(const struct round *round, const char *unit, const char *pointer)
{
	struct request *req = round->req;
	struct stmt *q = db_query(req->db, "SELECT level FROM units WHERE unit = :x_unit");

	bind_text(q, ":x_unit", unit);
	struct member stranger = {unit, query_text(req, q)};

	fault_not_a_member(req, pointer, unit, round->cluster.code);
	if (stranger.level && round->sheet.id)
		check_fit(round, &stranger, pointer);
}

static void open_named(struct round *round, const json_t *units)
{
	size_t i, at;
	json_t *unit;

	json_array_foreach(units, i, unit)
	{
		const char *pointer = req_printf(round->req, "/units/%zu", i);

		for (at = 0; at < round->count; at++)
			if (!strcmp(round->members[at].unit, json_string_value(unit)))
				break;
		if (at < round->count)
			open_card(round, at, pointer);
		else
			refuse(round, json_string_value(unit), pointer);
	}
}

static enum error find_sheet(struct round *round)
{
	struct request *req = round->req;

	struct row row = body_row(req);
	struct stmt *seen = db_query(req->db,
		"SELECT 1 FROM score_sheets s WHERE s.id = :sheet AND" SCORE_SHEET_READABLE);

	if (!row_refers(req, &row, "sheet", seen) || !round->opening->sheet ||
		score_sheet_see(req, round->opening->sheet, &round->sheet))
		return req->failed;
	if (strcmp(round->sheet.state, "issued") != 0)
		fault_sheet_not_issued(req, "/sheet", round->sheet.id, round->sheet.state);
	return req->failed;
}

enum error scorecards_open(struct request *req, struct card_opening *opening)
{
	const json_t *units = json_object_get(req->body, "units");
	struct round round = {.req = req, .opening = opening};
	struct row row = body_row(req);
	struct stmt *known = db_query(req->db, "SELECT 1 FROM clusters WHERE cluster = :cluster");

	if (!row_refers(req, &row, "cluster", known))
		return req_faults(req);
	if (cluster_lead(req, opening->cluster, &round.cluster))
		return req->failed;
	if (strcmp(round.cluster.state, "scoring") != 0)
		return fail_cluster_not_scoring(req, opening->cluster, round.cluster.state);
	if (read_members(&round) || find_sheet(&round))
		return req->failed;
	if (round.count < 2)
		return fail_cluster_of_one(req, opening->cluster);
	if (units)
		open_named(&round, units);
	for (size_t i = 0; !units && i < round.count && !req->failed; i++)
		open_card(&round, i, "/cluster");
	return req_faults(req);
}
