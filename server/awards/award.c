/*
 * An award case as it stands, and its steps: who may take one, whether the state allows it, what it
 * leaves behind. What a new case must look like is in nomination_draft.c, how one is shown in
 * award_show.c.
 */
#include "awards/award.h"

#include <string.h>

#include "gen/problems.h"
#include "office/unit.h"
#include "request/bind.h"
#include "request/etag.h"
#include "request/journal.h"
#include "request/query.h"
#include "request/reach.h"

int authority_rank(const char *authority)
{
	static const char *const ranks[] = {
		"unit_head", "procurator_general", "prime_minister", "president"};

	for (int i = 0; i < (int)(sizeof ranks / sizeof *ranks); i++)
		if (!strcmp(ranks[i], authority))
			return i;
	return -1;
}

static void read_award(struct request *req, const struct stmt *q, struct award *out)
{
	*out = (struct award){
		.id = column_int(q, 0),
		.award = req_text(req, column_text(q, 1)),
		.occasion = req_text(req, column_text(q, 2)),
		.regime = req_text(req, column_text(q, 3)),
		.authority = req_text(req, column_text(q, 4)),
		.state = req_text(req, column_text(q, 5)),
		.held_state = req_text(req, column_text(q, 6)),
		.year = column_int(q, 7),
		.person = column_int(q, 8),
		.unit = req_text(req, column_text(q, 9)),
		.movement = column_int(q, 10),
		.nominated_by = req_text(req, column_text(q, 11)),
		.achievement_from = req_text(req, column_text(q, 12)),
		.achievement_to = req_text(req, column_text(q, 13)),
		.supplements = column_int(q, 14),
		.supplement_due = req_text(req, column_text(q, 15)),
		.revision = column_int(q, 16),
		.decider = req_text(req, column_text(q, 17)),
		.once_lifetime = column_int(q, 18),
		.needs_cluster_vote = column_int(q, 19),
		.needs_secret_vote = column_int(q, 20),
		.needs_public_opinion = column_int(q, 21),
		.merit = req_text(req, column_text(q, 22)),
		.review_needed = column_int(q, 23),
		.public_was_asked = column_int(q, 24),
		.received_on = req_text(req, column_text(q, 25)),
	};
}

bool award_lookup(struct request *req, int64_t id, struct award *out)
{
	struct stmt *q = db_query(req->db,
		"SELECT a.id, a.award, a.occasion, a.regime, a.authority, a.state, a.held_state,"
		" a.year, a.person, a.unit, a.movement, a.nominated_by, a.achievement_from,"
		" a.achievement_to, a.supplements, a.supplement_due, a.revision, t.decider,"
		" t.once_lifetime, t.needs_cluster_vote, t.needs_secret_vote,"
		" t.needs_public_opinion, a.merit, a.review_needed,"
		" EXISTS (SELECT 1 FROM opinions o WHERE o.case_id = a.id), a.received_on"
		" FROM award_cases a JOIN award_types t ON t.award = a.award"
		" WHERE a.id = :x_id");

	bool found = db_row(bind_id(q, id));

	if (found)
		read_award(req, q, out);
	return !req_fail(req, db_done(q)) && found;
}

enum error award_find(struct request *req, int64_t id, struct award *out)
{
	return award_lookup(req, id, out) ? OK : fail_not_found(req);
}

/* Whether the caller stands where the actor must. That it reaches the case is known already. */
static enum error check_actor(struct request *req, const struct award *award, enum actor actor)
{
	bool own = !strcmp(award->nominated_by, req->caller.unit);

	if (actor == ACTOR_ABOVE && own && !unit_is_top(req, req->caller.unit))
		return req->failed ? req->failed : fail_own_case(req, award->id, req->caller.unit);
	if (actor == ACTOR_DECIDER && authority_rank(award->authority) > 0)
		return require_sector(req);
	return req->failed;
}

bool award_seen(struct request *req, int64_t id)
{
	struct stmt *q =
		db_query(req->db, "SELECT 1 FROM award_cases c WHERE c.id = :x_id AND" AWARD_SEEN);

	return query_exists(req, bind_id(bind_input(q, req), id));
}

enum error award_see(struct request *req, int64_t id, struct award *out)
{
	return award_seen(req, id) ? award_find(req, id, out) : fail_not_found(req);
}

static enum error require_office(struct request *req, const struct award *award)
{
	if (in_reach(req, award->nominated_by))
		return req->failed;
	if (award_seen(req, award->id))
		return fail_case_office_only(req, award->nominated_by);
	return req->failed ? req->failed : fail_not_found(req);
}

enum error award_load(struct request *req, int64_t id, enum actor actor, struct award *out)
{
	if (award_find(req, id, out) || require_office(req, out) || check_actor(req, out, actor))
		return req->failed;
	req_about(req, out->nominated_by);
	return check_if_match(req, out->revision);
}

int64_t open_hold_on(struct request *req, int64_t person, const char *unit)
{
	struct stmt *q = person ? db_query(req->db,
					  "SELECT id FROM holds WHERE person = :x_subject"
					  " AND closed_on IS NULL ORDER BY id")
				: db_query(req->db,
					  "SELECT id FROM holds WHERE unit = :x_subject"
					  " AND closed_on IS NULL ORDER BY id");

	if (person)
		bind_int(q, ":x_subject", person);
	else
		bind_text(q, ":x_subject", unit);
	return query_int(req, q);
}

bool award_bars(const struct award *award, const char *event)
{
	const struct transition *step = machine_step(&award_machine, award->state, event);
	bool cluster_votes = machine_step(&award_machine, award->state, "cluster_vote_pass");

	if (!strncmp(event, "cluster_vote", 12))
		return !award->needs_cluster_vote;
	if (!strncmp(event, "council_vote", 12))
		return award->needs_cluster_vote && cluster_votes;
	if (step && step->actor == ACTOR_DECIDER && authority_rank(award->authority) > 0 &&
		machine_step(&award_machine, award->state, "submit_up"))
		return true;
	/* Orders and honorary titles, which the President gives; a certificate of the Prime Minister
	 * is revoked like any other (NĐ 91/2017 Đ.79). */
	if (!strcmp(event, "strip"))
		return strcmp(award->decider, "president") != 0;
	if (!strcmp(event, "review"))
		return !award->review_needed;
	return !strcmp(event, "open_opinion") &&
		(!award->needs_public_opinion || award->public_was_asked);
}

const char *award_possible(struct request *req, const struct award *award)
{
	const char *possible = "";

	for (size_t i = 0; i < award_machine.count; i++) {
		const struct transition *t = &award_machine.transitions[i];

		if (machine_step(&award_machine, award->state, t->event) == t &&
			!award_bars(award, t->event))
			possible =
				req_printf(req, "%s%s%s", possible, *possible ? "," : "", t->event);
	}
	return possible;
}

enum error award_may(struct request *req, const struct award *award, const char *event)
{
	if (req->failed || machine_step(&award_machine, award->state, event))
		return req->failed;
	if (!strcmp(award->state, "on_hold"))
		return fail_on_hold(req, open_hold_on(req, award->person, award->unit));
	const char *possible = award_possible(req, award);

	if (req->failed)
		return req->failed;
	return fail_award_state(req, award->id, event, award->state, possible);
}

/* The row of award_steps and the event; award->state is the new one. */
static enum error note_step(struct request *req, const struct award *award, const char *event,
	const char *from_state, const struct step *step)
{
	struct stmt *q = db_query(req->db,
		"INSERT INTO award_steps (case_id, at, event, from_state, to_state, by_unit,"
		" by_label, reason, document) VALUES (:x_case, :x_now, :x_event, :x_from, :x_to,"
		" :x_unit, :x_label, :x_reason, :x_document)");

	bind_int(q, ":x_case", award->id);
	bind_int(q, ":x_now", req->now);
	bind_text(q, ":x_event", event);
	bind_text(q, ":x_from", from_state);
	bind_text(q, ":x_to", award->state);
	bind_text(q, ":x_unit", req->caller.unit);
	bind_text(q, ":x_label", req->caller.label);
	bind_text(q, ":x_reason", step ? step->reason : NULL);
	bind_text(q, ":x_document", step ? step->document : NULL);
	if (query_run(req, q))
		return req->failed;
	return req_event(req, award->nominated_by,
		req_printf(req, "/awards/%lld", (long long)award->id),
		req_printf(req, "%lld %s %lld", (long long)award->id, award->state,
			(long long)award->revision));
}

/* The day of the nomination is kept with the first one. */
static enum error put_state(struct request *req, const struct award *award, bool nominated)
{
	struct stmt *q = db_query(req->db,
		"UPDATE all_award_cases SET state = :x_state, held_state = :x_held,"
		" nominated_on = CASE WHEN :x_nominated = 1 THEN :x_today ELSE nominated_on END,"
		" revision = :x_revision WHERE id = :x_id");

	bind_text(q, ":x_state", award->state);
	bind_text(q, ":x_held", award->held_state);
	bind_int(q, ":x_nominated", nominated);
	bind_text(q, ":x_today", req_today(req));
	bind_int(q, ":x_revision", award->revision);
	return query_run(req, bind_id(q, award->id));
}

enum error award_step(
	struct request *req, struct award *award, const char *event, const struct step *step)
{
	if (award_may(req, award, event))
		return req->failed;
	const char *from = award->state;
	const char *to = machine_step(&award_machine, from, event)->to;

	award->state = to ? to : award->held_state;
	award->held_state = strcmp(award->state, "on_hold") ? NULL : from;
	award->revision++;
	if (put_state(req, award, !strcmp(event, "nominate")))
		return req->failed;
	return note_step(req, award, event, from, step);
}

struct live_case award_live(struct request *req, const struct award_draft *draft)
{
	struct stmt *q = db_query(req->db,
		"SELECT id, state, nominated_by FROM award_cases WHERE award = :x_award AND year = :x_year"
		" AND occasion = :x_occasion AND COALESCE(person, 0) = :x_person"
		" AND COALESCE(unit, '') = :x_unit AND COALESCE(movement, 0) = :x_movement"
		" AND NOT " CASE_IS_DEAD " AND id <> :x_itself");
	struct live_case live = {0};

	bind_text(q, ":x_award", draft->award);
	bind_int(q, ":x_year", draft->year);
	bind_text(q, ":x_occasion", draft->occasion);
	bind_int(q, ":x_person", draft->person);
	bind_text(q, ":x_unit", draft->unit ? draft->unit : "");
	bind_int(q, ":x_movement", draft->movement);
	bind_int(q, ":x_itself", draft->id);
	if (db_row(q))
		live = (struct live_case){column_int(q, 0), req_text(req, column_text(q, 1)),
			req_text(req, column_text(q, 2))};
	req_fail(req, db_done(q));
	return live;
}

/* Of ended ones, too. An INSERT that returns what it made is dearer: SQLite keeps a copy of each page that
 * it touches. */
static int64_t next_case(struct request *req)
{
	return query_int(
		req, db_query(req->db, "SELECT COALESCE(max(id), 0) + 1 FROM all_award_cases"));
}

enum error award_store(struct request *req, const struct award_draft *draft, const char *event,
	const struct step *step, int64_t *out)
{
	struct stmt *q = db_query(req->db,
		"INSERT INTO all_award_cases (id, award, year, occasion, person, unit, nominated_by,"
		" movement, regime, authority, origin, state, merit, achievement_from,"
		" achievement_to, registered_on, nominated_on, received_on)"
		" VALUES (:x_id, :x_award, :x_year, :x_occasion, NULLIF(:x_person, 0), :x_unit,"
		" :x_nominated_by, NULLIF(:x_movement, 0), :x_regime, :x_authority, :x_origin,"
		" :x_state, :x_merit, :x_from, :x_to, :x_registered_on, :x_nominated_on,"
		" :x_received_on)");
	struct award award = {.id = next_case(req),
		.nominated_by = draft->nominated_by,
		.state = machine_step(&award_machine, NULL, event)->to,
		.revision = 1};
	const char *today = req_today(req);

	bind_text(q, ":x_award", draft->award);
	bind_int(q, ":x_year", draft->year);
	bind_text(q, ":x_occasion", draft->occasion);
	bind_int(q, ":x_person", draft->person);
	bind_text(q, ":x_unit", draft->unit);
	bind_text(q, ":x_nominated_by", draft->nominated_by);
	bind_int(q, ":x_movement", draft->movement);
	bind_text(q, ":x_regime", draft->regime);
	bind_text(q, ":x_authority", draft->authority);
	bind_text(q, ":x_origin", draft->origin);
	bind_text(q, ":x_state", award.state);
	bind_text(q, ":x_merit", draft->merit);
	bind_text(q, ":x_from", draft->achievement_from);
	bind_text(q, ":x_to", draft->achievement_to);
	bind_text(q, ":x_registered_on", strcmp(event, "register") ? NULL : today);
	bind_text(q, ":x_nominated_on", strcmp(event, "nominate") ? NULL : today);
	bind_text(q, ":x_received_on", draft->received_on);
	if (query_run(req, bind_id(q, award.id)) || note_step(req, &award, event, NULL, step))
		return req->failed;
	*out = award.id;
	return OK;
}
