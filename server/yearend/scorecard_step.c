/* A step of a card: its new state, the row that tells of it, and what the card said then. */
#include <string.h>

#include "gen/problems.h"
#include "request/bind.h"
#include "request/journal.h"
#include "request/query.h"
#include "secret.h"
#include "yearend/scorecard_cells.h"

/* ---- Snapshots ---- */

static void put_number(struct buffer *out, const char *name, int64_t number)
{
	if (number != NO_NUMBER)
		buffer_printf(out, " %s %lld", name, (long long)number);
}

static void put_text(struct buffer *out, const char *name, const char *text)
{
	if (text)
		buffer_printf(out, " %s %s", name, text);
}

static void put_cell(struct buffer *out, const struct card_leaf *leaf, const struct card_cell *cell,
	enum card_stage stage)
{
	buffer_text(out, leaf->code);
	buffer_printf(out, " %s v%lld", card_stages[stage], (long long)cell->version);
	put_number(out, "count", cell->count);
	put_number(out, "points", cell->points);
	put_number(out, "computed", cell->computed);
	buffer_text(out, cell->dropped ? " dropped" : "");
	put_number(out, "numerator", cell->numerator);
	put_number(out, "denominator", cell->denominator);
	put_number(out, "target", cell->target);
	put_text(out, "verdict", cell->verdict);
	put_text(out, "beside", cell->beside);
	put_text(out, "reports", cell->reports);
	put_number(out, "evidence", cell->evidence ? cell->evidence : NO_NUMBER);
	put_text(out, "reason", cell->reason);
	buffer_char(out, '\n');
}

static const char *snapshot_of(
	struct request *req, const struct card_cells *cells, enum card_stage stage)
{
	struct buffer text = {0};

	for (size_t i = 0; i < cells->count; i++)
		for (int s = STAGE_SELF; s <= (int)stage; s++)
			if (cells->leaves[i].stage[s].version)
				put_cell(&text, &cells->leaves[i], &cells->leaves[i].stage[s],
					(enum card_stage)s);
	return req_take(req, &text);
}

static const char *sha256_of(struct request *req, const char *text)
{
	uint8_t hash[SECRET_HASH_SIZE];
	char hex[2 * SECRET_HASH_SIZE + 1];
	struct sha256 sum;

	sha256_start(&sum);
	sha256_add(&sum, text, strlen(text));
	sha256_end(&sum, hash);
	digest_hex(hash, hex);
	return req_text(req, hex);
}

/* ---- The step ---- */

enum error scorecard_note(struct request *req, const struct scorecard *card, const char *event,
	const struct card_note *note, const struct card_closing *closing)
{
	struct stmt *q = db_query(req->db,
		"INSERT INTO scorecard_steps (card, number, event, from_state, to_state, at, on_day,"
		" by_unit, by_label, reason, document, total, cells, sha256)"
		" SELECT :x_id, COALESCE(max(s.number), 0) + 1, :x_event, :x_from, :x_to, :x_now,"
		" :x_day, :x_unit, :x_label, :x_reason, :x_document, :x_total, :x_cells, :x_sha256"
		" FROM scorecard_steps s WHERE s.card = :x_id");
	const char *cells = closing ? snapshot_of(req, closing->cells, closing->stage) : NULL;

	bind_id(q, card->id);
	bind_text(q, ":x_event", event);
	bind_text(q, ":x_from", card->state);
	bind_text(q, ":x_to", card->next);
	bind_int(q, ":x_now", req->now);
	bind_text(q, ":x_day", note->day ? note->day : req_today(req));
	bind_text(q, ":x_unit", req->caller.unit);
	bind_text(q, ":x_label", req->caller.label);
	bind_text(q, ":x_reason", note->reason);
	bind_text(q, ":x_document", note->document);
	if (closing)
		bind_int(q, ":x_total", scorecard_total(closing->cells, closing->stage).total);
	else
		bind_null(q, ":x_total");
	bind_text(q, ":x_cells", cells);
	bind_text(q, ":x_sha256", cells ? sha256_of(req, cells) : NULL);
	if (query_run(req, q))
		return req->failed;
	return req_event(req, card->unit, req_printf(req, "/scorecards/%lld", (long long)card->id),
		req_printf(req, "%lld %s", (long long)card->id, card->next));
}

enum error scorecard_step(struct request *req, const struct scorecard *card, const char *event,
	const struct card_note *note, const struct card_closing *closing)
{
	struct stmt *q = db_query(req->db,
		"UPDATE scorecards SET state = :x_state, stepped_on = COALESCE(:x_day, stepped_on),"
		" computed_at = CASE WHEN :x_event = 'submit_self' THEN :x_now ELSE computed_at END,"
		" revision = revision + 1 WHERE id = :x_id");

	bind_text(q, ":x_state", card->next);
	bind_text(q, ":x_day", note->day);
	bind_text(q, ":x_event", event);
	bind_int(q, ":x_now", req->now);
	if (query_run(req, bind_id(q, card->id)))
		return req->failed;
	return scorecard_note(req, card, event, note, closing);
}
