/* A card as it is answered: its sums, what newer figures would give, its objections and steps. */
#include <string.h>

#include "awards/possible.h"
#include "gen/problems.h"
#include "office/unit.h"
#include "request/bind.h"
#include "request/query.h"
#include "request/reply.h"
#include "yearend/scorecard_book.h"

static void put_points(struct request *req, const char *name, bool known, int64_t points)
{
	struct buffer json = {0};

	if (!known || points == NO_NUMBER) {
		reply_member_null(req, name);
		return;
	}
	buffer_decimal(&json, points, 3);
	reply_member_buffer(req, name, &json);
}

static void put_sums(
	struct request *req, const struct scorecard *card, const struct card_cells *cells)
{
	const struct card_total total = scorecard_total(cells, scorecard_stage(card->state));
	bool shown = scorecard_shows_cells(req, card);

	put_points(req, "groups", shown, total.sums.groups);
	put_points(req, "bonus", shown, total.sums.bonus);
	put_points(req, "deduction", shown, total.sums.deduction);
	put_points(req, "dropped", shown, total.sums.dropped);
	put_points(req, "total", shown && total.complete, total.total);
	put_points(req, "total_max", true, cells->limits.total_max);
	reply_member_bool(req, "bonus_capped", shown && total.sums.bonus > cells->limits.bonus_cap);
	reply_member_bool(req, "deduction_capped",
		shown && total.sums.deduction > cells->limits.deduction_cap);
}

static void put_knockouts(
	struct request *req, const struct scorecard *card, const struct card_cells *cells)
{
	struct buffer json = {0};
	const char *comma = "";

	buffer_char(&json, '[');
	for (size_t i = 0; i < cells->count && scorecard_shows_cells(req, card); i++) {
		const struct card_leaf *leaf = &cells->leaves[i];
		const struct card_cell *cell = leaf_at(leaf, scorecard_stage(card->state));

		if (strcmp(leaf->kind, "knockout") != 0 || !cell || cell->count <= 0)
			continue;
		buffer_text(&json, comma);
		buffer_json(&json, leaf->code, strlen(leaf->code));
		comma = ",";
	}
	buffer_char(&json, ']');
	reply_member_buffer(req, "knockouts", &json);
}

static void write_points(struct buffer *json, int64_t points)
{
	if (points == NO_NUMBER)
		buffer_text(json, "null");
	else
		buffer_decimal(json, points, 3);
}

static void write_moved(struct request *req, const struct scorecard *card,
	const struct card_cells *cells, struct buffer *json)
{
	const struct card_query query = scorecard_query(card, cells);
	struct card_book *book = card_book_open(req, &query);
	const struct computed *computed = book ? card_book_compute(book, card->unit) : NULL;
	const char *comma = "";

	for (size_t i = 0; computed && i < cells->count; i++) {
		const struct card_leaf *leaf = &cells->leaves[i];

		if (!leaf_is_computed(leaf) ||
			computed[i].points == leaf->stage[STAGE_SELF].computed)
			continue;
		buffer_printf(json, "%s{\"code\":", comma);
		buffer_json(json, leaf->code, strlen(leaf->code));
		buffer_text(json, ",\"old\":");
		write_points(json, leaf->stage[STAGE_SELF].computed);
		buffer_text(json, ",\"new\":");
		write_points(json, computed[i].points);
		buffer_char(json, '}');
		comma = ",";
	}
}

static void put_moved(
	struct request *req, const struct scorecard *card, const struct card_cells *cells)
{
	struct buffer json = {0};

	buffer_char(&json, '[');
	if (card->has_newer)
		write_moved(req, card, cells, &json);
	buffer_char(&json, ']');
	reply_member_buffer(req, "moved", &json);
}

enum error scorecard_reply(struct request *req, int status, int64_t id)
{
	struct stmt *head = db_query(req->db,
		"SELECT k.id, k.cluster, k.unit, u.name_vi AS unit_name, c.year, k.sheet,"
		" s.version AS sheet_version, k.checker, o.name_vi AS checker_name, k.rank_group,"
		" k.state, k.objections_until, " SCORECARD_REVISION
		" AS _revision FROM scorecards k JOIN clusters c ON c.cluster = k.cluster"
		" JOIN units u ON u.unit = k.unit JOIN units o ON o.unit = k.checker"
		" JOIN score_sheets s ON s.id = k.sheet WHERE k.id = :x_id");
	struct stmt *objections = db_query(req->db,
		"SELECT code, reason, objected_at, answer, answered_at FROM score_objections"
		" WHERE card = :x_id ORDER BY objected_at, code");
	struct stmt *steps = db_query(req->db,
		"SELECT number, event, from_state, to_state, at, on_day, by_unit, by_label, reason,"
		" document, total, sha256 FROM scorecard_steps WHERE card = :x_id"
		" ORDER BY number");
	struct card_cells cells;
	struct scorecard card;

	if (scorecard_see(req, id, &card) || scorecard_cells_load(req, &card, &cells))
		return req->failed;
	const char *possible = possible_events(req, &scorecard_machine, card.state);

	reply_open(req, status);
	reply_columns(req, bind_id(head, id));
	reply_member_text(req, "appraiser", card.appraiser);
	put_sums(req, &card, &cells);
	put_knockouts(req, &card, &cells);
	reply_member_json(req, "possible", possible_json(req, possible));
	put_moved(req, &card, &cells);
	reply_member(req, "objections", bind_id(objections, id));
	reply_member(req, "steps", bind_id(steps, id));
	return reply_close(req);
}
