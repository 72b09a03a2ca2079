/* Award cases: registered, nominated, amended, listed. Their further steps are award_steps.c's. */
#include <string.h>

#include "awards/award.h"
#include "awards/nomination.h"
#include "awards/regime.h"
#include "awards/window.h"
#include "gen/api.h"
#include "gen/problems.h"
#include "office/person.h"
#include "request/bind.h"
#include "request/import.h"
#include "request/past_day.h"
#include "request/problem.h"
#include "request/query.h"
#include "request/reach.h"
#include "request/reply.h"

/* Where the person was on the last day of the case's year. */
#define OFFICE_IN_YEAR                                                                             \
	PERSON_OFFICE_ON("p", "(SELECT y.end_date FROM work_years y WHERE y.year = c.year)")
#define AWARDS                                                                                     \
	" FROM award_cases c JOIN award_types t ON t.award = c.award"                              \
	" LEFT JOIN persons p ON p.id = c.person LEFT JOIN units u ON u.unit = c.unit"             \
	" JOIN units n ON n.unit = c.nominated_by"                                                 \
	" WHERE" AWARD_SEEN " AND (CAST(:year AS BIGINT) IS NULL OR c.year = :year)"               \
	" AND (CAST(:award AS TEXT) IS NULL OR c.award = :award)"                                  \
	" AND (CAST(:occasion AS TEXT) IS NULL OR c.occasion = :occasion)"                         \
	" AND (CAST(:state AS TEXT) IS NULL OR c.state = :state)"                                  \
	" AND (CAST(:person AS BIGINT) IS NULL OR c.person = :person)"                             \
	" AND (CAST(:unit AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM unit_below s"                  \
	" WHERE s.ancestor = :unit AND s.unit = COALESCE(c.unit, " OFFICE_IN_YEAR ")))"            \
	" AND (CAST(:cluster AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM clusters k"                 \
	" JOIN memberships m ON m.cluster = k.cluster JOIN unit_below s ON s.ancestor = m.unit"    \
	" WHERE k.cluster = :cluster AND k.year = c.year AND s.unit IN (c.nominated_by, c.unit)))" \
	" AND (CAST(:nominated_by AS TEXT) IS NULL OR c.nominated_by = :nominated_by)"             \
	" AND (CAST(:review_needed AS BIGINT) IS NULL OR c.review_needed = :review_needed)"        \
	" AND (CAST(:evidence_restated AS BIGINT) IS NULL"                                         \
	" OR c.evidence_restated = :evidence_restated)"                                            \
	" AND (CAST(:q AS TEXT) IS NULL OR " HAS_Q("p.name_key") " OR " HAS_Q("u.name_key") ")"

static void write_possible(struct request *req, const struct stmt *row)
{
	struct award award;

	if (!award_find(req, column_int(row, 0), &award))
		item_json(req, "possible", award_possible_json(req, &award));
}

/* YR-04: what the members of a cluster propose is nobody's affair outside it. */
static bool sees_cluster(struct request *req)
{
	struct stmt *q = db_query(req->db, "SELECT 1 WHERE" IN_CLUSTER(":cluster"));

	return query_exists(req, bind_input(q, req));
}

enum error list_awards(struct request *req)
{
	const struct list_awards_in *in = req->in;

	if (in->cluster && !sees_cluster(req))
		return fail_not_found(req);
	return REPLY_PAGE1_DOWN_WITH(req, write_possible,
		"c.id AS _0, c.id, c.award, " CASE_AWARD_NAME
		" AS award_name, c.year, c.occasion, c.person,"
		" p.full_name AS person_name, c.unit, u.name_vi AS unit_name, c.nominated_by,"
		" n.name_vi AS nominated_by_name,"
		" c.authority, c.state, c.held_state, c.registered_on, c.nominated_on,"
		" c.review_needed, c.evidence_restated",
		AWARDS, "c.id", BIGINT);
}

enum error get_award(struct request *req)
{
	const struct get_award_in *in = req->in;
	struct award award;

	return award_see(req, in->id, &award) ? req->failed : award_reply(req, 200, award.id);
}

/* POST /awards: all faults of the case and of its subject at once. */
enum error create_award(struct request *req)
{
	const struct create_award_in *in = req->in;
	struct row row = body_row(req);
	struct award_draft draft = {.award = in->award,
		.occasion = in->occasion,
		.unit = in->unit,
		.nominated_by = in->nominated_by,
		.authority = in->authority,
		.merit = in->merit,
		.achievement_from = in->achievement_from,
		.achievement_to = in->achievement_to,
		.received_on = in->received_on,
		.origin = "proposal",
		.year = in->year,
		.person = in->has_person ? in->person : 0,
		.movement = in->has_movement ? in->movement : 0};
	int64_t id;

	check_past_day(req, "/received_on", in->received_on, NULL);
	if (award_begin(req, &row, &draft, !strcmp(in->state, "nominated"), NULL, &id) ||
		req_faults(req))
		return req->failed;
	req_created(req, "/awards/%lld", (long long)id);
	return award_reply(req, 201, id);
}

/* PUT /awards/{id}: subject and award never change. */
enum error amend_award(struct request *req)
{
	const struct amend_award_in *in = req->in;
	struct row row = body_row(req);
	struct stmt *old = db_query(req->db,
		"SELECT occasion, movement, merit, achievement_from, achievement_to"
		" FROM award_cases WHERE id = :id");
	struct stmt *put = db_query(req->db,
		"UPDATE all_award_cases SET occasion = :occasion, movement = :movement, merit = :merit,"
		" achievement_from = :achievement_from, achievement_to = :achievement_to,"
		" regime = :x_regime WHERE id = :id");
	enum import_outcome outcome;
	struct award award;

	if (award_load(req, in->id, ACTOR_UNIT, &award) || award_may(req, &award, "amend"))
		return req->failed;
	struct award_draft draft = award_draft_of(&award);

	draft.occasion = in->occasion;
	draft.movement = in->has_movement ? in->movement : 0;
	draft.achievement_from = in->achievement_from;
	draft.achievement_to = in->achievement_to;
	if (import_compare(req, &row, bind_input(old, req), &outcome))
		return req->failed;
	if (outcome == IMPORT_UNCHANGED) {
		req_unchanged(req);
		return award_reply(req, 200, in->id);
	}
	window_is_open(req, award.year, "registration", "");
	nomination_check(req, &row, &draft);
	if (req_faults(req))
		return req->failed;
	bind_input(put, req);
	bind_text(put, ":x_regime", draft.regime);
	query_run(req, put);
	award_step(req, &award, "amend", NULL);
	return award_reply(req, 200, in->id);
}

/* The staff code or the number of the row; 0 with a fault when nobody has the code. */
static int64_t person_of_row(struct request *req, const struct row *row)
{
	const char *code = row_text(row, "staff_code");
	struct stmt *q = db_query(
		req->db, "SELECT id FROM persons WHERE staff_key = :x_key ORDER BY id LIMIT 1");
	int64_t person = row_int(row, "person", 0);

	if (!code) {
		db_done(q);
		return person;
	}
	bind_text(q, ":x_key", req_mark(req, code));
	person = query_int(req, q);
	if (!person)
		fault_reference_unknown(req, member_pointer(req, row, "staff_code"), code);
	return person;
}

/* The live case of a row that the caller may touch. */
static struct live_case live_case_of(struct request *req, struct award_draft draft)
{
	const char *code = award_named(req, draft.award);
	struct live_case live = {0};

	if (!code)
		return live;
	draft.award = code;
	live = award_live(req, &draft);
	if (live.id && !in_reach(req, live.nominated_by))
		live.id = 0;
	return live;
}

/* A row whose case is there already: the same again, or the nomination of what was registered. */
static enum error import_onto(
	struct request *req, const struct row *row, int64_t id, bool nominated)
{
	struct award award;

	if (award_find(req, id, &award))
		return req->failed;
	bool there = !strcmp(award.state, nominated ? "nominated" : "registered");

	if (!there && award_nominate(req, row, &award, NULL))
		return req->failed;
	import_count(req, there ? IMPORT_UNCHANGED : IMPORT_UPDATED);
	return req->failed;
}

static enum error import_award(struct request *req, const struct row *row)
{
	const char *occasion = row_text(row, "occasion"), *state = row_text(row, "state");
	bool nominated = !state || !strcmp(state, "nominated");
	size_t faults = req_fault_count(req);
	struct award_draft draft = {.award = row_text(row, "award"),
		.occasion = occasion ? occasion : "annual-merit",
		.unit = row_text(row, "unit"),
		.nominated_by = row_text(row, "nominated_by"),
		.received_on = row_text(row, "received_on"),
		.origin = "proposal",
		.year = row_int(row, "year", 0),
		.person = person_of_row(req, row)};
	int64_t id;

	check_past_day(req, member_pointer(req, row, "received_on"), draft.received_on, NULL);
	if (!req_clean_since(req, faults))
		return req->failed;
	struct live_case live = live_case_of(req, draft);

	if (live.id &&
		(!strcmp(live.state, "registered") ||
			(nominated && !strcmp(live.state, "nominated"))))
		return import_onto(req, row, live.id, nominated);
	if (award_begin(req, row, &draft, nominated, NULL, &id))
		return req->failed;
	if (id)
		import_count(req, IMPORT_CREATED);
	return OK;
}

enum error import_awards(struct request *req)
{
	return import_rows(req, import_award);
}
