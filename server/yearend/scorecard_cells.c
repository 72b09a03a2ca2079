/* The cells of a card: read, added up, written. */
#include "yearend/scorecard_cells.h"

#include <string.h>

#include "request/bind.h"
#include "request/query.h"
#include "yearend/criterion.h"

const char *const card_stages[CARD_STAGES] = {"self", "cross", "appraisal", "council"};

static int64_t number_at(const struct stmt *q, int column)
{
	return column_is_null(q, column) ? NO_NUMBER : column_int(q, column);
}

static enum card_stage stage_of(const char *word)
{
	int stage = STAGE_SELF;

	while (stage < STAGE_COUNCIL && strcmp(card_stages[stage], word) != 0)
		stage++;
	return (enum card_stage)stage;
}

bool leaf_is_computed(const struct card_leaf *leaf)
{
	return criterion_is(leaf->kind, "met steps proportional excess leader relative");
}

bool leaf_is_counted(const struct card_leaf *leaf)
{
	return criterion_is(leaf->kind, "per_count bonus deduction knockout");
}

bool leaf_counts_in(const struct card_leaf *leaf)
{
	return !criterion_is(leaf->kind, "bonus deduction knockout");
}

struct card_leaf *scorecard_leaf(const struct card_cells *cells, const char *code)
{
	for (size_t i = 0; i < cells->count; i++)
		if (!strcmp(cells->leaves[i].code, code))
			return &cells->leaves[i];
	return NULL;
}

bool cell_speaks(const struct card_cell *cell)
{
	return cell->version > 0 &&
		(cell->points != NO_NUMBER || cell->count != NO_NUMBER || cell->dropped);
}

const struct card_cell *leaf_at(const struct card_leaf *leaf, enum card_stage stage)
{
	for (int i = (int)stage; i >= 0; i--)
		if (cell_speaks(&leaf->stage[i]))
			return &leaf->stage[i];
	return NULL;
}

bool cell_is_given(const struct card_cell *cell)
{
	return cell_speaks(cell) && cell->reason;
}

bool cell_is_overridden(const struct card_cell *cell)
{
	if (cell->computed == NO_NUMBER && !cell->dropped)
		return false;
	return cell->points != NO_NUMBER && cell->points != cell->computed;
}

bool cell_is_capped(const struct card_leaf *leaf, const struct card_cell *cell)
{
	return leaf->per_count != NO_NUMBER && cell->count != NO_NUMBER &&
		score_counted(cell->count, leaf->per_count, SCORE_NO_CAP) > cell->points;
}

/* ---- Reading ---- */

static enum error read_limits(struct request *req, int64_t sheet, struct sheet_limits *out)
{
	struct stmt *q = db_query(req->db,
		"SELECT total_max, bonus_cap, deduction_cap, grain FROM score_sheets"
		" WHERE id = :x_id");
	bool found = db_row(bind_id(q, sheet));

	if (found)
		*out = (struct sheet_limits){
			column_int(q, 0), column_int(q, 1), column_int(q, 2), column_int(q, 3)};
	return query_end(req, q, found);
}

static void read_leaf(struct request *req, const struct stmt *q, struct card_leaf *out)
{
	*out = (struct card_leaf){
		.code = req_text(req, column_text(q, 0)),
		.name = req_text(req, column_text(q, 1)),
		.kind = req_text(req, column_text(q, 2)),
		.steps = req_text(req, column_text(q, 3)),
		.indicator = req_text(req, column_text(q, 4)),
		.basis = req_text(req, column_text(q, 5)),
		.when_nothing_arose = req_text(req, column_text(q, 6)),
		.max = number_at(q, 7),
		.per_count = number_at(q, 8),
		.base = number_at(q, 9),
		.step = number_at(q, 10),
		.evidence_required = column_int(q, 11) != 0,
	};
}

enum error scorecard_leaves(struct request *req, int64_t sheet, struct card_cells *out)
{
	struct stmt *count = db_query(
		req->db, "SELECT count(*) FROM criteria WHERE sheet = :x_id AND kind <> 'group'");
	size_t room = (size_t)query_int(req, bind_id(count, sheet));

	*out = (struct card_cells){.leaves = req_alloc(req, (room + 1) * sizeof *out->leaves)};
	if (req->failed || read_limits(req, sheet, &out->limits))
		return req->failed;
	struct stmt *q = db_query(req->db,
		"SELECT code, name_vi, kind, steps, indicator, basis, when_nothing_arose, max,"
		" per_count, base, step, evidence_required FROM criteria"
		" WHERE sheet = :x_id AND kind <> 'group' ORDER BY sort, code");

	bind_id(q, sheet);
	while (out->count < room && db_row(q))
		read_leaf(req, q, &out->leaves[out->count++]);
	return req_fail(req, db_done(q));
}

static struct card_cell read_cell(struct request *req, const struct stmt *q)
{
	return (struct card_cell){
		.version = column_int(q, 2),
		.count = number_at(q, 3),
		.points = number_at(q, 4),
		.computed = number_at(q, 5),
		.dropped = column_int(q, 6) != 0,
		.numerator = number_at(q, 7),
		.denominator = number_at(q, 8),
		.target = number_at(q, 9),
		.verdict = req_text(req, column_text(q, 10)),
		.beside = req_text(req, column_text(q, 11)),
		.reports = req_text(req, column_text(q, 12)),
		.reason = req_text(req, column_text(q, 13)),
		.evidence = column_int(q, 14),
		.at = column_int(q, 15),
		.by_unit = req_text(req, column_text(q, 16)),
		.by_label = req_text(req, column_text(q, 17)),
	};
}

enum error scorecard_cells_load(
	struct request *req, const struct scorecard *card, struct card_cells *out)
{
	struct stmt *q = db_query(req->db,
		"SELECT s.code, s.stage, s.version, s.count, s.points, s.computed, s.dropped,"
		" s.numerator, s.denominator, s.target, s.verdict, s.beside, s.reports, s.reason,"
		" (SELECT count(*) FROM score_evidence e WHERE e.card = s.card AND e.code = s.code"
		" AND e.stage = s.stage AND e.version = s.version), s.at, s.by_unit, s.by_label"
		" FROM score_cells s WHERE s.card = :x_id AND s.version = (SELECT max(o.version)"
		" FROM score_cells o WHERE o.card = s.card AND o.code = s.code"
		" AND o.stage = s.stage)");

	if (scorecard_leaves(req, card->sheet, out))
		return req->failed;
	bind_id(q, card->id);
	while (db_row(q)) {
		struct card_leaf *leaf = scorecard_leaf(out, column_text(q, 0));

		if (leaf)
			leaf->stage[stage_of(column_text(q, 1))] = read_cell(req, q);
	}
	return req_fail(req, db_done(q));
}

/* ---- The card ---- */

static void add(struct card_sums *sums, const struct card_leaf *leaf, const struct card_cell *cell)
{
	if (cell->dropped && cell->points == NO_NUMBER)
		sums->dropped += leaf->max;
	else if (leaf_counts_in(leaf))
		sums->groups += cell->points;
	else if (!strcmp(leaf->kind, "bonus"))
		sums->bonus += cell->points;
	else if (!strcmp(leaf->kind, "deduction"))
		sums->deduction += cell->points;
}

struct card_total scorecard_total(const struct card_cells *cells, enum card_stage stage)
{
	struct card_total total = {.complete = true};

	for (size_t i = 0; i < cells->count; i++) {
		const struct card_cell *cell = leaf_at(&cells->leaves[i], stage);

		if (cell)
			add(&total.sums, &cells->leaves[i], cell);
		total.complete = total.complete && cell;
	}
	total.total = score_total(&cells->limits, &total.sums);
	return total;
}

/* ---- Writing ---- */

static void bind_number(struct stmt *q, const char *name, int64_t number)
{
	if (number == NO_NUMBER)
		bind_null(q, name);
	else
		bind_int(q, name, number);
}

static void bind_key(struct stmt *q, int64_t card, const struct card_leaf *leaf,
	enum card_stage stage, int64_t version)
{
	bind_int(q, ":x_card", card);
	bind_text(q, ":x_code", leaf->code);
	bind_text(q, ":x_stage", card_stages[stage]);
	bind_int(q, ":x_version", version);
}

static enum error copy_evidence(struct request *req, int64_t card, const struct card_leaf *leaf,
	enum card_stage stage, int64_t version)
{
	struct stmt *q = db_query(req->db,
		"INSERT INTO score_evidence (card, code, stage, version, line, kind, number, text)"
		" SELECT card, code, stage, version + 1, line, kind, number, text"
		" FROM score_evidence WHERE card = :x_card AND code = :x_code"
		" AND stage = :x_stage AND version = :x_version");

	bind_key(q, card, leaf, stage, version);
	return query_run(req, q);
}

static enum error put_evidence(struct request *req, int64_t card, struct card_leaf *leaf,
	enum card_stage stage, const json_t *evidence)
{
	size_t i;
	json_t *line;

	leaf->stage[stage].evidence = (int64_t)json_array_size(evidence);
	json_array_foreach(evidence, i, line)
	{
		struct stmt *q = db_query(req->db,
			"INSERT INTO score_evidence (card, code, stage, version, line, kind,"
			" number, text) VALUES (:x_card, :x_code, :x_stage, :x_version, :x_line,"
			" :x_kind, NULLIF(:x_number, 0), :x_text)");

		bind_key(q, card, leaf, stage, leaf->stage[stage].version);
		bind_int(q, ":x_line", (int64_t)i + 1);
		bind_text(q, ":x_kind", json_string_value(json_object_get(line, "kind")));
		bind_int(q, ":x_number", json_integer_value(json_object_get(line, "number")));
		bind_text(q, ":x_text", json_string_value(json_object_get(line, "text")));
		if (query_run(req, q))
			break;
	}
	return req->failed;
}

enum error scorecard_put_cell(struct request *req, int64_t card, struct card_leaf *leaf,
	enum card_stage stage, const struct card_cell *cell, const json_t *evidence)
{
	struct stmt *q = db_query(req->db,
		"INSERT INTO score_cells (card, code, stage, version, count, points, computed,"
		" dropped, numerator, denominator, target, verdict, beside, reports, reason, at,"
		" by_unit, by_label) VALUES (:x_card, :x_code, :x_stage, :x_version, :x_count,"
		" :x_points, :x_computed, :x_dropped, :x_numerator, :x_denominator, :x_target,"
		" :x_verdict, :x_beside, :x_reports, :x_reason, :x_now, :x_unit, :x_label)");
	int64_t before = leaf->stage[stage].version;

	bind_key(q, card, leaf, stage, before + 1);
	bind_number(q, ":x_count", cell->count);
	bind_number(q, ":x_points", cell->points);
	bind_number(q, ":x_computed", cell->computed);
	bind_int(q, ":x_dropped", cell->dropped);
	bind_number(q, ":x_numerator", cell->numerator);
	bind_number(q, ":x_denominator", cell->denominator);
	bind_number(q, ":x_target", cell->target);
	bind_text(q, ":x_verdict", cell->verdict);
	bind_text(q, ":x_beside", cell->beside);
	bind_text(q, ":x_reports", cell->reports);
	bind_text(q, ":x_reason", cell->reason);
	bind_int(q, ":x_now", req->now);
	bind_text(q, ":x_unit", req->caller.unit);
	bind_text(q, ":x_label", req->caller.label);
	if (query_run(req, q))
		return req->failed;
	leaf->stage[stage] = *cell;
	leaf->stage[stage].version = before + 1;
	if (evidence)
		return put_evidence(req, card, leaf, stage, evidence);
	return before ? copy_evidence(req, card, leaf, stage, before) : OK;
}
