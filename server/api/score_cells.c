/* The cells of a scorecard: read as a table of stages, filled many at once. */
#include <stdlib.h>
#include <string.h>

#include "gen/api.h"
#include "gen/problems.h"
#include "request/bind.h"
#include "request/cursor.h"
#include "request/import.h"
#include "request/problem.h"
#include "request/query.h"
#include "request/reply.h"
#include "yearend/scorecard_book.h"

/* ---- Reading ---- */

static void put_points(struct request *req, const char *name, const struct card_cell *cell)
{
	if (cell && cell->points != NO_NUMBER)
		item_thousandths(req, name, cell->points);
	else
		item_null(req, name);
}

static void write_number(struct buffer *json, const char *name, int64_t number, int places)
{
	buffer_printf(json, ",\"%s\":", name);
	if (number == NO_NUMBER)
		buffer_text(json, "null");
	else if (places)
		buffer_decimal(json, number, places);
	else
		buffer_int(json, number);
}

static void write_text(struct buffer *json, const char *name, const char *text)
{
	buffer_printf(json, ",\"%s\":", name);
	if (text)
		buffer_json(json, text, strlen(text));
	else
		buffer_text(json, "null");
}

static void write_bool(struct buffer *json, const char *name, bool value)
{
	buffer_printf(json, ",\"%s\":%s", name, value ? "true" : "false");
}

static void write_evidence(struct request *req, struct buffer *json, int64_t card,
	const struct card_leaf *leaf, enum card_stage stage)
{
	struct stmt *q = db_query(req->db,
		"SELECT kind, number, text FROM score_evidence WHERE card = :x_id"
		" AND code = :x_code AND stage = :x_stage AND version = :x_version ORDER BY line");
	const char *comma = "";

	bind_text(q, ":x_code", leaf->code);
	bind_text(q, ":x_stage", card_stages[stage]);
	bind_int(q, ":x_version", leaf->stage[stage].version);
	bind_id(q, card);
	while (db_row(q)) {
		buffer_printf(json, "%s{\"kind\":\"%s\"", comma, column_text(q, 0));
		write_number(
			json, "number", column_is_null(q, 1) ? NO_NUMBER : column_int(q, 1), 0);
		write_text(json, "text", column_text(q, 2));
		buffer_char(json, '}');
		comma = ",";
	}
	req_fail(req, db_done(q));
}

static void write_stage(struct request *req, struct buffer *json, const struct scorecard *card,
	const struct card_leaf *leaf, enum card_stage stage)
{
	const struct card_cell *cell = &leaf->stage[stage];

	buffer_printf(json, "{\"stage\":\"%s\"", card_stages[stage]);
	write_number(json, "version", cell->version, 0);
	write_number(json, "count", cell->count, 0);
	write_number(json, "points", cell->points, 3);
	write_number(json, "computed", cell->computed, 3);
	write_bool(json, "overridden", cell_is_overridden(cell));
	write_bool(json, "capped", cell_is_capped(leaf, cell));
	write_bool(json, "dropped", cell->dropped);
	write_number(json, "numerator", cell->numerator, 0);
	write_number(json, "denominator", cell->denominator, 0);
	write_number(json, "target", cell->target, 2);
	write_text(json, "verdict", cell->verdict);
	write_text(json, "beside", cell->beside);
	write_text(json, "reports", cell->reports);
	write_text(json, "reason", cell->reason);
	buffer_text(json, ",\"at\":\"");
	buffer_instant(json, cell->at);
	buffer_char(json, '"');
	write_text(json, "by_unit", cell->by_unit);
	write_text(json, "by_label", cell->by_label);
	buffer_text(json, ",\"evidence\":[");
	if (cell->evidence)
		write_evidence(req, json, card->id, leaf, stage);
	buffer_text(json, "]}");
}

static const char *stages_json(
	struct request *req, const struct scorecard *card, const struct card_leaf *leaf)
{
	struct buffer json = {0};
	bool first = true;

	buffer_char(&json, '[');
	for (int stage = STAGE_SELF; stage < CARD_STAGES; stage++) {
		if (!leaf->stage[stage].version)
			continue;
		if (!first)
			buffer_char(&json, ',');
		first = false;
		write_stage(req, &json, card, leaf, (enum card_stage)stage);
	}
	buffer_char(&json, ']');
	return req_take(req, &json);
}

static const char *criterion_json(struct request *req, const struct card_leaf *leaf)
{
	struct buffer json = {0};

	buffer_printf(&json, "{\"kind\":\"%s\"", leaf->kind);
	write_text(&json, "indicator", leaf->indicator);
	write_number(&json, "per_count", leaf->per_count, 3);
	write_bool(&json, "evidence_required", leaf->evidence_required);
	buffer_char(&json, '}');
	return req_take(req, &json);
}

static const char *reason_of(const struct card_leaf *leaf)
{
	for (int stage = STAGE_COUNCIL; stage >= STAGE_SELF; stage--)
		if (leaf->stage[stage].reason)
			return leaf->stage[stage].reason;
	return NULL;
}

static void write_item(
	struct request *req, const struct scorecard *card, const struct card_leaf *leaf)
{
	int closed = scorecard_closed(card->state);

	item_open(req);
	item_text(req, "code", leaf->code);
	item_text(req, "name", leaf->name);
	if (leaf->max == NO_NUMBER)
		item_null(req, "max");
	else
		item_thousandths(req, "max", leaf->max);
	for (int stage = STAGE_SELF; stage < CARD_STAGES; stage++) {
		bool said = stage < closed || cell_speaks(&leaf->stage[stage]);

		put_points(req, card_stages[stage],
			said ? leaf_at(leaf, (enum card_stage)stage) : NULL);
	}
	item_text(req, "reason", reason_of(leaf));
	item_json(req, "criterion", criterion_json(req, leaf));
	item_json(req, "stages", stages_json(req, card, leaf));
	item_close(req);
}

enum error list_score_cells(struct request *req)
{
	const struct list_score_cells_in *in = req->in;
	const char *after = cursor_keys(req)[0];
	struct card_cells cells;
	struct scorecard card;

	if (scorecard_see(req, in->id, &card))
		return req->failed;
	if (!scorecard_shows_cells(req, &card))
		return fail_not_found(req);
	if (scorecard_cells_load(req, &card, &cells))
		return req->failed;
	size_t at = after ? (size_t)strtoull(after, NULL, 10) : 0;
	size_t end = cells.count;

	if (at < end && end - at > (uint64_t)req_limit(req))
		end = at + (size_t)req_limit(req);
	reply_list_open(req);
	for (; at < end; at++)
		write_item(req, &card, &cells.leaves[at]);
	return reply_list_close(req,
		end < cells.count ? reply_cursor(req, req_printf(req, "%zu", end), NULL, NULL)
				  : NULL);
}

/* ---- Filling ---- */

static const char *stage_event(struct request *req, enum card_stage stage)
{
	return req_printf(req, "fill_%s", card_stages[stage]);
}

static enum card_stage stage_named(const char *word)
{
	int stage = STAGE_SELF;

	while (strcmp(card_stages[stage], word) != 0)
		stage++;
	return (enum card_stage)stage;
}

/* What the figures give today, where a row of a draft names a computed criterion; else NULL. */
static const struct computed *compute(struct request *req, const struct scorecard *card,
	const struct card_cells *cells, const json_t *rows)
{
	const struct card_query query = scorecard_query(card, cells);
	bool asked = false;
	size_t i;
	json_t *row;

	json_array_foreach(rows, i, row)
	{
		const struct card_leaf *leaf =
			scorecard_leaf(cells, json_string_value(json_object_get(row, "code")));

		asked = asked || (leaf && leaf_is_computed(leaf));
	}
	struct card_book *book = asked ? card_book_open(req, &query) : NULL;

	return book ? card_book_compute(book, card->unit) : NULL;
}

static enum error fill_row(struct request *req, struct card_filling *filling, const struct row *row)
{
	size_t faults = req_fault_count(req);
	enum import_outcome outcome;

	if (scorecard_fill(req, filling, row, &outcome) || !req_clean_since(req, faults))
		return req->failed;
	return import_stored(req, row, outcome,
		req_printf(req, "/scorecards/%lld/cells/%s", (long long)filling->card->id,
			row_text(row, "code")),
		filling->card->unit);
}

static enum error touch(struct request *req, int64_t id)
{
	struct stmt *q =
		db_query(req->db, "UPDATE scorecards SET revision = revision + 1 WHERE id = :x_id");

	return query_run(req, bind_id(q, id));
}

static enum error fill_rows(struct request *req)
{
	const struct put_score_cells_in *in = req->in;
	const json_t *rows = json_object_get(req->body, req->route->csv_member);
	enum card_stage stage = stage_named(in->stage);
	struct card_cells cells;
	struct scorecard card;
	size_t i;
	json_t *json;

	if (scorecard_lead(req, in->id, stage_event(req, stage), &card) ||
		scorecard_cells_load(req, &card, &cells))
		return req->failed;
	struct card_filling filling = {.card = &card, .cells = &cells, .stage = stage};

	if (stage == STAGE_SELF)
		filling.computed = compute(req, &card, &cells, rows);
	json_array_foreach(rows, i, json)
	{
		if (req->failed || req_faults_full(req))
			break;
		fill_row(req, &filling, &(struct row){i, json, req->route->csv_row});
	}
	if (filling.changed)
		touch(req, in->id);
	/* The answer counts rows; its ETag is that of the card. */
	if (!req->failed && !req_fault_count(req))
		reply_known(req, card.revision + filling.changed);
	return req->failed;
}

enum error put_score_cells(struct request *req)
{
	return import_whole(req, fill_rows);
}
