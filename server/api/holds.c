/*
 * Holds. While one is open the cases of its subject wait where they are; a hold is no refusal. It
 * reaches neither the members of a unit nor the unit of a member (NĐ 152/2025).
 */
#include <string.h>

#include "awards/award.h"
#include "awards/violation_due.h"
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

#define UNIT_NAME NAME_OF_UNIT("h.unit")

#define COLUMNS                                                                                    \
	"h.id, h.person, h.unit, " UNIT_NAME                                                       \
	", h.kind, h.opened_on, h.opened_by, h.reason, h.document,"                                \
	" h.closed_on, h.outcome, h.conclusion"
/* The office of a subject is the unit itself, or the one that keeps the person. */
#define IN_REACH                                                                                   \
	" FROM holds h LEFT JOIN persons p ON p.id = h.person"                                     \
	" JOIN unit_below b ON b.unit = COALESCE(h.unit, p.unit) AND b.ancestor = :caller_unit"
#define LISTED                                                                                     \
	IN_REACH " WHERE (CAST(:open AS BIGINT) IS NULL"                                           \
		 " OR (CAST(:open AS BIGINT) = 1) = (h.closed_on IS NULL))"                        \
		 " AND (CAST(:person AS BIGINT) IS NULL OR h.person = :person)"                    \
		 " AND (CAST(:unit AS TEXT) IS NULL OR h.unit = :unit)"                            \
		 " AND (CAST(:year AS BIGINT) IS NULL OR EXISTS (SELECT 1 FROM work_years w"       \
		 " WHERE w.year = :year AND h.opened_on <= w.end_date"                             \
		 " AND COALESCE(h.closed_on, w.start_date) >= w.start_date))"

enum error list_holds(struct request *req)
{
	return REPLY_PAGE1(req, COLUMNS, LISTED, "h.id", BIGINT);
}

enum error get_hold(struct request *req)
{
	struct stmt *q = db_query(req->db,
		"SELECT " COLUMNS ", h.revision AS _revision" IN_REACH " WHERE h.id = :id");

	return reply_row(req, 200, q);
}

struct hold {
	int64_t id;
	int64_t person;     /* 0: on a unit */
	const char *unit;   /* NULL: on a person */
	const char *office; /* the unit, or the one that keeps the person */
	const char *opened_on, *closed_on, *outcome;
	int64_t revision;
	const char *kind;
};

/* No unit judges itself, but for the sector's top, which has none above. */
static enum error require_above(struct request *req, const struct hold *hold)
{
	if (!hold->unit || strcmp(hold->unit, req->caller.unit) != 0 ||
		unit_is_top(req, hold->unit))
		return req->failed;
	return req->failed ? req->failed : fail_own_hold(req);
}

/* ---- The cases ---- */

static void bind_subject(struct stmt *q, const struct hold *hold)
{
	if (hold->person)
		bind_int(q, ":x_person", hold->person);
	bind_text(q, ":x_unit", hold->unit);
}

struct moved {
	int64_t *ids;
	size_t count;
};

/* The cases of the subject that can take this event. */
static enum error cases_for(
	struct request *req, const struct hold *hold, const char *event, struct moved *out)
{
	struct stmt *count = db_query(req->db,
		"SELECT count(*) FROM award_cases WHERE person = :x_person OR unit = :x_unit");
	struct stmt *q = db_query(req->db,
		"SELECT id, state FROM award_cases WHERE person = :x_person OR unit = :x_unit"
		" ORDER BY id");

	bind_subject(count, hold);
	size_t room = (size_t)query_int(req, count);

	if (req->failed)
		return req->failed;
	*out = (struct moved){req_alloc(req, (room + 1) * sizeof *out->ids), 0};
	if (!out->ids)
		return req->failed;
	bind_subject(q, hold);
	while (db_row(q))
		if (machine_step(&award_machine, column_text(q, 1), event))
			out->ids[out->count++] = column_int(q, 0);
	return req_fail(req, db_done(q));
}

static enum error move_cases(
	struct request *req, const struct moved *cases, const char *event, const struct step *step)
{
	struct award award;

	for (size_t i = 0; i < cases->count; i++)
		if (award_find(req, cases->ids[i], &award) || award_step(req, &award, event, step))
			return req->failed;
	return OK;
}

/* The person and the cases that show the hold, those it does not move among them. */
static enum error touch_readers(struct request *req, const struct hold *hold)
{
	struct stmt *person = db_query(
		req->db, "UPDATE all_persons SET revision = revision + 1 WHERE id = :x_person");
	struct stmt *cases = db_query(req->db,
		"UPDATE all_award_cases SET revision = revision + 1"
		" WHERE person = :x_person OR unit = :x_unit");

	if (hold->person)
		bind_int(person, ":x_person", hold->person);
	query_run(req, person);
	bind_subject(cases, hold);
	return query_run(req, cases);
}

static void reply_case(struct request *req, int64_t id, struct buffer *out)
{
	struct award award;

	if (award_find(req, id, &award))
		return;
	buffer_printf(out, "%s{\"id\":%lld,\"state\":\"%s\"}", out->length > 1 ? "," : "",
		(long long)id, award.state);
}

/* The hold with the cases that it moved. Their steps have events of their own, so the hold's must
 * be told, too. */
static enum error reply_step(
	struct request *req, int status, const struct hold *hold, const struct moved *cases)
{
	struct stmt *q = db_query(req->db,
		"SELECT " COLUMNS ", h.revision AS _revision FROM holds h WHERE h.id = :x_id");
	struct buffer list = {0};

	reply_open(req, status);
	reply_columns(req, bind_id(q, hold->id));
	buffer_char(&list, '[');
	for (size_t i = 0; i < cases->count; i++)
		reply_case(req, cases->ids[i], &list);
	buffer_char(&list, ']');
	reply_member_buffer(req, "cases", &list);
	reply_close(req);
	return req_event(
		req, hold->office, req_printf(req, "/holds/%lld", (long long)hold->id), NULL);
}

/* ---- Opening ---- */

/* The office of the subject, when it is in reach; else a fault. */
static const char *office_of(struct request *req, const struct open_hold_in *in)
{
	struct stmt *q = db_query(req->db,
		"SELECT b.unit FROM unit_below b WHERE b.ancestor = :caller_unit AND b.unit ="
		" COALESCE(:unit, (SELECT p.unit FROM persons p WHERE p.id = :person))");

	const char *office = query_text(req, bind_input(q, req));

	if (office)
		return office;
	if (in->unit)
		fault_reference_unknown(req, "/unit", in->unit);
	else
		fault_reference_unknown(
			req, "/person", req_printf(req, "%lld", (long long)in->person));
	return NULL;
}

static enum error check_hold(struct request *req, const struct open_hold_in *in, struct hold *hold)
{
	if (in->has_person && in->unit)
		fault_only_one_of(req, "/unit", "person,unit");
	else if (!in->has_person && !in->unit)
		fault_missing_member(req, "/unit");
	else
		hold->office = office_of(req, in);
	if (hold->office && require_above(req, hold))
		return req->failed;
	check_past_day(req, "/opened_on", in->opened_on, NULL);
	return req_faults(req);
}

enum error open_hold(struct request *req)
{
	const struct open_hold_in *in = req->in;
	struct hold hold = {.person = in->person, .unit = in->unit};
	struct moved cases;
	struct stmt *put = db_query(req->db,
		"INSERT INTO holds (person, unit, kind, opened_on, opened_by, reason, document)"
		" VALUES (:person, :unit, :kind, :opened_on, :caller_unit, :reason, :document)"
		" RETURNING id");

	if (check_hold(req, in, &hold))
		return req->failed;
	hold.id = query_int(req, bind_input(put, req));
	if (req->failed || touch_readers(req, &hold) ||
		cases_for(req, &hold, "place_hold", &cases) ||
		move_cases(req, &cases, "place_hold",
			&(struct step){.reason = in->reason, .document = in->document}))
		return req->failed;
	req_created(req, "/holds/%lld", (long long)hold.id);
	return reply_step(req, 201, &hold, &cases);
}

/* ---- Closing ---- */

static enum error load_hold(struct request *req, int64_t id, struct hold *out)
{
	struct stmt *q = db_query(req->db,
		"SELECT h.person, h.unit, b.unit, h.opened_on, h.closed_on, h.outcome,"
		" h.revision, h.kind" IN_REACH " WHERE h.id = :id");

	bind_input(q, req);
	bool found = db_row(q);

	if (found)
		*out = (struct hold){id, column_int(q, 0), req_text(req, column_text(q, 1)),
			req_text(req, column_text(q, 2)), req_text(req, column_text(q, 3)),
			req_text(req, column_text(q, 4)), req_text(req, column_text(q, 5)),
			column_int(q, 6), req_text(req, column_text(q, 7))};
	return query_end(req, q, found);
}

static enum error check_conclusion(
	struct request *req, const struct close_hold_in *in, const struct hold *hold)
{
	if (strcmp(in->closed_on, hold->opened_on) < 0)
		fault_dates_reversed(req, "/closed_on", hold->opened_on, in->closed_on);
	check_past_day(req, "/closed_on", in->closed_on, NULL);
	return req_faults(req);
}

/* BR-21: cleared cases go on where they were, unless another hold keeps them; a violation ends
 * them all. */
static enum error release_cases(struct request *req, const struct close_hold_in *in,
	const struct hold *hold, struct moved *out)
{
	bool cleared = !strcmp(in->outcome, "cleared");
	const char *event = cleared ? "clear_hold" : "confirm_violation";

	*out = (struct moved){0};
	if ((cleared && open_hold_on(req, hold->person, hold->unit)) || req->failed)
		return req->failed;
	if (cases_for(req, hold, event, out))
		return req->failed;
	return move_cases(req, out, event, &(struct step){.document = in->conclusion});
}

enum error close_hold(struct request *req)
{
	const struct close_hold_in *in = req->in;
	struct stmt *put = db_query(req->db,
		"UPDATE holds SET outcome = :outcome, closed_on = :closed_on,"
		" conclusion = :conclusion, revision = revision + 1 WHERE id = :id");
	struct hold hold = {.opened_on = ""};
	struct moved cases;

	if (load_hold(req, in->id, &hold) || require_above(req, &hold) ||
		check_if_match(req, hold.revision))
		return req->failed;
	if (hold.closed_on)
		return fail_hold_closed(req, hold.outcome, hold.closed_on);
	if (check_conclusion(req, in, &hold))
		return req->failed;
	if (query_run(req, bind_input(put, req)) || touch_readers(req, &hold) ||
		release_cases(req, in, &hold, &cases))
		return req->failed;
	if (!strcmp(in->outcome, "violation"))
		warn_of_violation(
			req, &(struct violation){hold.person, hold.unit, hold.kind, in->closed_on});
	return reply_step(req, 200, &hold, &cases);
}
