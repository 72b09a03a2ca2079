/* Computing a draft, ordering its tied units, and what stands against publishing it. */
#include <string.h>

#include "gen/problems.h"
#include "request/bind.h"
#include "request/problem.h"
#include "request/query.h"
#include "yearend/ranking_lineup.h"

/* ---- The order that people gave ---- */

static bool is_listed(const json_t *units, const char *unit)
{
	size_t i;
	json_t *item;

	json_array_foreach(units, i, item)
	{
		if (!strcmp(json_string_value(item), unit))
			return true;
	}
	return false;
}

static const struct standing *standing_of(const struct lineup *lineup, const char *unit)
{
	for (size_t i = 0; i < lineup->count; i++)
		if (!strcmp(lineup->units[lineup->standings[i].card].unit, unit))
			return &lineup->standings[i];
	return NULL;
}

/* All who share its rank are in the order. */
static void check_complete(const struct lineup *lineup, const json_t *units,
	const struct standing *own, const char *pointer)
{
	for (size_t i = 0; i < lineup->ranked; i++) {
		const char *other = lineup->units[lineup->standings[i].card].unit;

		if (lineup->standings[i].rank == own->rank && !is_listed(units, other))
			fault_order_incomplete(
				lineup->req, pointer, lineup->units[own->card].unit, other);
	}
}

/* The ranks without an order say who is tied. */
static enum error take_order(struct lineup *lineup, const json_t *units)
{
	struct request *req = lineup->req;
	size_t i;
	json_t *item;

	if (lineup_rank(lineup))
		return req->failed;
	json_array_foreach(units, i, item)
	{
		const char *unit = json_string_value(item);
		const char *pointer = req_printf(req, "/units/%zu", i);
		const struct standing *own = standing_of(lineup, unit);
		struct lineup_unit *ordered = lineup_find(lineup, unit);

		if (!own || !ordered || !own->rank || !own->shared || ordered->place) {
			fault_not_tied(req, pointer, unit);
			continue;
		}
		ordered->place = (int64_t)i + 1;
		check_complete(lineup, units, own, pointer);
	}
	return req_faults(req);
}

/* ---- Storing ---- */

static void bind_number(struct stmt *q, const char *name, bool there, int64_t number)
{
	if (there && number != NO_NUMBER)
		bind_int(q, name, number);
	else
		bind_null(q, name);
}

static const char *tie_word(const struct lineup *lineup, const struct standing *standing)
{
	if (!standing->rank || standing->decided_by == BY_TOTAL)
		return NULL;
	return standing->decided_by == BY_PEOPLE ? "people" : lineup->ties[standing->decided_by];
}

static enum error store_groups(const struct lineup *lineup, const struct lineup_unit *unit)
{
	struct request *req = lineup->req;

	for (size_t i = 0; !req->failed && unit->counts && i < lineup->group_count; i++) {
		struct stmt *q = db_query(req->db,
			"INSERT INTO ranking_groups (ranking, unit, code, points)"
			" VALUES (:x_id, :x_unit, :x_code, :x_points)");

		bind_text(q, ":x_unit", unit->unit);
		bind_text(q, ":x_code", lineup->groups[i]);
		bind_int(q, ":x_points", unit->groups[i]);
		query_run(req, bind_id(q, lineup->ranking->id));
	}
	return req->failed;
}

static enum error store_row(const struct lineup *lineup, size_t i)
{
	struct request *req = lineup->req;
	const struct standing *standing = &lineup->standings[i];
	const struct lineup_unit *unit = &lineup->units[standing->card];
	struct stmt *q = db_query(req->db,
		"INSERT INTO ranking_rows (ranking, unit, sort, rank, shared, total, bonus,"
		" deduction, exceeded, on_time, tie_break, place, note, note_reason, cells)"
		" VALUES (:x_id, :x_unit, :x_sort, NULLIF(:x_rank, 0), :x_shared, :x_total,"
		" :x_bonus, :x_deduction, :x_exceeded, :x_on_time, :x_tie, NULLIF(:x_place, 0),"
		" :x_note, :x_reason, :x_cells)");

	bind_id(q, lineup->ranking->id);
	bind_text(q, ":x_unit", unit->unit);
	bind_int(q, ":x_sort", (int64_t)i + 1);
	bind_int(q, ":x_rank", standing->rank);
	bind_int(q, ":x_shared", standing->rank && standing->shared);
	bind_number(q, ":x_total", unit->counts, unit->total);
	bind_number(q, ":x_bonus", unit->counts, unit->bonus);
	bind_number(q, ":x_deduction", unit->counts, unit->deduction);
	bind_number(q, ":x_exceeded", true, unit->exceeded);
	bind_number(q, ":x_on_time", true, unit->on_time);
	bind_text(q, ":x_tie", tie_word(lineup, standing));
	bind_int(q, ":x_place", standing->place);
	bind_text(q, ":x_note", unit->note);
	bind_text(q, ":x_reason", unit->note_reason);
	bind_text(q, ":x_cells", unit->cells);
	return query_run(req, q) ? req->failed : store_groups(lineup, unit);
}

static enum error clear(struct request *req, int64_t id)
{
	struct stmt *rows = db_query(req->db, "DELETE FROM ranking_rows WHERE ranking = :x_id");
	struct stmt *groups = db_query(req->db, "DELETE FROM ranking_groups WHERE ranking = :x_id");

	query_run(req, bind_id(rows, id));
	return query_run(req, bind_id(groups, id));
}

static enum error store(const struct lineup *lineup)
{
	struct request *req = lineup->req;
	struct stmt *q = db_query(req->db,
		"UPDATE rankings SET sha256 = :x_sha256, computed_at = :x_now,"
		" revision = revision + 1 WHERE id = :x_id");

	clear(req, lineup->ranking->id);
	for (size_t i = 0; !req->failed && i < lineup->count; i++)
		store_row(lineup, i);
	bind_text(q, ":x_sha256", lineup_sha256(lineup));
	bind_int(q, ":x_now", req->now);
	return query_run(req, bind_id(q, lineup->ranking->id));
}

static void warn_of_knockouts(const struct lineup *lineup)
{
	for (size_t i = 0; i < lineup->count; i++)
		if (lineup->units[i].knockout && !lineup->units[i].excluded)
			warn_knockout_without_exclusion(
				lineup->req, "", lineup->units[i].unit, lineup->units[i].knockout);
}

/* The first version is what the cards say; a later one is there because something moved since. */
static enum lineup_of source_of(const struct ranking *ranking)
{
	return ranking->version > 1 ? LINEUP_OF_TODAY : LINEUP_OF_CARDS;
}

enum error ranking_compute(struct request *req, const struct ranking *ranking, const json_t *order)
{
	struct lineup lineup;

	if (lineup_load(req, ranking, source_of(ranking), &lineup))
		return req->failed;
	if (order ? take_order(&lineup, order) : lineup_keep_order(&lineup))
		return req->failed;
	if (lineup_rank(&lineup) || store(&lineup))
		return req->failed;
	warn_of_knockouts(&lineup);
	return OK;
}

/* ---- Publishing ---- */

static bool is_adopted(const struct lineup_unit *unit)
{
	return unit->card &&
		(!strcmp(unit->card_state, "adopted") || !strcmp(unit->card_state, "final"));
}

static void check_members(const struct lineup *lineup)
{
	const char *units = NULL;

	for (size_t i = 0; i < lineup->count; i++) {
		const struct lineup_unit *unit = &lineup->units[i];

		if (unit->excluded || is_adopted(unit))
			continue;
		units = units ? req_printf(lineup->req, "%s,%s", units, unit->unit) : unit->unit;
	}
	if (units)
		fault_ranking_incomplete(lineup->req, "/reason", units);
}

enum error ranking_check_publication(
	struct request *req, const struct ranking *ranking, const char *reason)
{
	struct lineup lineup;

	if (lineup_load(req, ranking, source_of(ranking), &lineup) || lineup_keep_order(&lineup) ||
		lineup_rank(&lineup))
		return req->failed;
	if (strcmp(lineup_sha256(&lineup), ranking->sha256) != 0)
		return fail_ranking_outdated(req, ranking->version);
	if (!reason)
		check_members(&lineup);
	warn_of_knockouts(&lineup);
	return req_faults(req);
}
