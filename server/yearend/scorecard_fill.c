/* What people put into a cell: the limits of its criterion, and where a reason or evidence is due. */
#include <string.h>

#include "gen/problems.h"
#include "request/bind.h"
#include "request/import.h"
#include "request/problem.h"
#include "request/query.h"
#include "yearend/scorecard_book.h"

/* A row as it is checked, with what the stage said before in place of what it does not say. */
struct put {
	const struct row *row;
	struct card_leaf *leaf;
	int64_t computed; /* by the figures; NO_NUMBER where they do not suffice or it leaves the card */
	const json_t *evidence;         /* NULL: as it was */
	const struct card_cell *before; /* what the stage before says; NULL: nothing */
	struct card_cell cell;
};

/* ---- Evidence ---- */

static bool is_there(
	struct request *req, const struct scorecard *card, const char *kind, int64_t id)
{
	struct stmt *q;

	if (!strcmp(kind, "report"))
		q = db_query(req->db,
			"SELECT 1 FROM reports o JOIN unit_below b ON b.unit = o.unit"
			" WHERE o.id = :x_id AND b.ancestor = :x_unit");
	else if (!strcmp(kind, "initiative"))
		q = db_query(req->db,
			"SELECT 1 FROM initiatives o JOIN unit_below b ON b.unit = o.unit"
			" WHERE o.id = :x_id AND b.ancestor = :x_unit");
	else
		q = db_query(req->db,
			"SELECT 1 FROM movements o JOIN unit_below b ON b.ancestor = o.unit"
			" WHERE o.id = :x_id AND b.unit = :x_unit AND o.state <> 'drafted'");
	bind_text(q, ":x_unit", card->unit);
	return query_exists(req, bind_id(q, id));
}

static void check_line(
	struct request *req, const struct scorecard *card, const char *pointer, const json_t *line)
{
	const char *kind = json_string_value(json_object_get(line, "kind"));
	const char *text = json_string_value(json_object_get(line, "text"));
	int64_t number = json_integer_value(json_object_get(line, "number"));
	bool by_text = !strcmp(kind, "document") || !strcmp(kind, "url");

	if (by_text != (text != NULL) || by_text != (number == 0))
		fault_evidence_is_number(req, pointer, kind);
	else if (!by_text && !is_there(req, card, kind, number))
		fault_reference_unknown(req, pointer, req_printf(req, "%lld", (long long)number));
}

static void check_evidence(struct request *req, const struct scorecard *card, const struct row *row,
	const json_t *evidence)
{
	size_t i;
	json_t *line;

	json_array_foreach(evidence, i, line) check_line(req, card,
		req_printf(req, "%s/%zu", member_pointer(req, row, "evidence"), i), line);
}

static bool has_line(struct request *req, const struct card_filling *f, const struct put *put,
	size_t at, const json_t *line)
{
	struct stmt *q = db_query(req->db,
		"SELECT 1 FROM score_evidence WHERE card = :x_id AND code = :x_code"
		" AND stage = :x_stage AND version = :x_version AND line = :x_line AND kind = :x_kind"
		" AND COALESCE(number, 0) = :x_number AND COALESCE(text, '') = :x_text");
	const char *text = json_string_value(json_object_get(line, "text"));

	bind_text(q, ":x_code", put->leaf->code);
	bind_text(q, ":x_stage", card_stages[f->stage]);
	bind_int(q, ":x_version", put->leaf->stage[f->stage].version);
	bind_int(q, ":x_line", (int64_t)at + 1);
	bind_text(q, ":x_kind", json_string_value(json_object_get(line, "kind")));
	bind_int(q, ":x_number", json_integer_value(json_object_get(line, "number")));
	bind_text(q, ":x_text", text ? text : "");
	return query_exists(req, bind_id(q, f->card->id));
}

static bool is_same_evidence(
	struct request *req, const struct card_filling *f, const struct put *put)
{
	size_t i;
	json_t *line;
	bool same = !put->evidence || put->cell.evidence == put->leaf->stage[f->stage].evidence;

	json_array_foreach(put->evidence, i, line) same = same && has_line(req, f, put, i, line);
	return same;
}

/* ---- The cell ---- */

static void check_counted(struct request *req, struct put *put)
{
	const struct card_leaf *leaf = put->leaf;
	bool yes = !strcmp(leaf->kind, "knockout") && put->cell.count > 0;
	bool agrees = put->before && put->before->count == put->cell.count;

	if (put->cell.points != NO_NUMBER)
		fault_criterion_takes_no(
			req, member_pointer(req, put->row, "points"), leaf->kind, "points");
	put->cell.points = NO_NUMBER;
	if (put->cell.count == NO_NUMBER)
		return;
	if (leaf->per_count != NO_NUMBER)
		put->cell.points = score_counted(put->cell.count, leaf->per_count,
			leaf->max == NO_NUMBER ? SCORE_NO_CAP : leaf->max);
	if (yes && put->cell.count > 1)
		fault_knockout_yes_or_no(
			req, member_pointer(req, put->row, "count"), leaf->code, put->cell.count);
	else if (yes && !agrees && (!put->cell.reason || !put->cell.evidence))
		fault_knockout_needs_document(
			req, member_pointer(req, put->row, "reason"), leaf->code);
}

static void check_points(struct request *req, const struct card_filling *f, struct put *put)
{
	const char *pointer = member_pointer(req, put->row, "points");
	const struct card_leaf *leaf = put->leaf;

	if (put->cell.count != NO_NUMBER)
		fault_criterion_takes_no(
			req, member_pointer(req, put->row, "count"), leaf->kind, "count");
	put->cell.count = NO_NUMBER;
	if (put->cell.points == NO_NUMBER)
		return;
	if (put->cell.points > leaf->max)
		fault_above_maximum(req, pointer, leaf->code, put->cell.points, leaf->max);
	if (put->cell.points % f->cells->limits.grain != 0)
		fault_not_a_multiple(
			req, pointer, leaf->code, put->cell.points, f->cells->limits.grain);
}

static bool differs_from_before(const struct put *put)
{
	return put->before && cell_speaks(&put->cell) &&
		(put->before->points != put->cell.points || put->before->count != put->cell.count);
}

/* Whoever leaves the figures says why, and shows it; who only agrees with the stage before does not. */
static void check_computed(struct request *req, const struct put *put)
{
	const char *pointer = member_pointer(req, put->row, "points");
	bool agrees = put->before && !differs_from_before(put);

	if (put->cell.points == NO_NUMBER || put->cell.points == put->computed || agrees ||
		(put->cell.reason && put->cell.evidence))
		return;
	if (put->computed == NO_NUMBER)
		fault_computed_cell_open(req, pointer, put->leaf->code);
	else
		fault_computed_cell(req, pointer, put->leaf->code, put->computed);
}

static int64_t shown(const struct card_cell *cell)
{
	if (cell->points != NO_NUMBER)
		return cell->points;
	return cell->count == NO_NUMBER ? 0 : cell->count * 1000;
}

static void check_difference(struct request *req, const struct put *put)
{
	if (differs_from_before(put) && !put->cell.reason)
		fault_score_reason_required(req, member_pointer(req, put->row, "reason"),
			put->leaf->code, shown(put->before), shown(&put->cell));
}

static void check(struct request *req, const struct card_filling *f, struct put *put)
{
	check_evidence(req, f->card, put->row, put->evidence);
	if (leaf_is_counted(put->leaf))
		check_counted(req, put);
	else
		check_points(req, f, put);
	if (leaf_is_computed(put->leaf))
		check_computed(req, put);
	check_difference(req, put);
}

static struct stmt *select_given(
	struct request *req, const struct card_filling *f, const struct card_leaf *leaf)
{
	struct stmt *q = db_query(req->db,
		"SELECT count, CASE WHEN count IS NULL THEN points END AS points, reason"
		" FROM score_cells WHERE card = :x_id AND code = :x_code AND stage = :x_stage"
		" ORDER BY version DESC LIMIT 1");

	bind_text(q, ":x_code", leaf->code);
	bind_text(q, ":x_stage", card_stages[f->stage]);
	return bind_id(q, f->card->id);
}

/* Once it is submitted the figures are those that were taken then. */
static int64_t computed_of(const struct card_filling *f, const struct card_leaf *leaf)
{
	if (f->stage != STAGE_SELF)
		return leaf->stage[STAGE_SELF].computed;
	return f->computed ? f->computed[leaf - f->cells->leaves].points : NO_NUMBER;
}

static struct put read_row(
	const struct card_filling *f, struct card_leaf *leaf, const struct row *row)
{
	const struct card_cell *stored = &leaf->stage[f->stage];
	struct put put = {
		.row = row,
		.leaf = leaf,
		.computed = computed_of(f, leaf),
		.evidence = json_object_get(row->json, "evidence"),
		.before = f->stage == STAGE_SELF ? NULL
						 : leaf_at(leaf, (enum card_stage)(f->stage - 1)),
		.cell = {.version = stored->version + 1,
			.count = row_int(row, "count", NO_NUMBER),
			.points = row_int(row, "points", NO_NUMBER),
			.computed = computed_of(f, leaf),
			.numerator = NO_NUMBER,
			.denominator = NO_NUMBER,
			.target = NO_NUMBER,
			.reason = row_text(row, "reason"),
			.evidence = stored->evidence},
	};

	if (put.evidence)
		put.cell.evidence = (int64_t)json_array_size(put.evidence);
	if (put.before)
		put.cell.dropped = put.before->dropped;
	return put;
}

static enum error fill(struct request *req, struct card_filling *f, struct card_leaf *leaf,
	const struct row *row, enum import_outcome *out)
{
	size_t faults = req_fault_count(req);

	if (import_fill(req, row, select_given(req, f, leaf)))
		return req->failed;
	struct put put = read_row(f, leaf, row);

	check(req, f, &put);
	if (!req_clean_since(req, faults) ||
		import_compare(req, row, select_given(req, f, leaf), out))
		return req->failed;
	if (*out == IMPORT_UNCHANGED && !is_same_evidence(req, f, &put))
		*out = IMPORT_UPDATED;
	if (*out == IMPORT_UNCHANGED)
		return OK;
	f->changed = true;
	return scorecard_put_cell(req, f->card->id, leaf, f->stage, &put.cell, put.evidence);
}

enum error scorecard_fill(struct request *req, struct card_filling *filling, const struct row *row,
	enum import_outcome *out)
{
	const char *code = row_text(row, "code"), *pointer = member_pointer(req, row, "code");
	struct card_leaf *leaf = scorecard_leaf(filling->cells, code);

	*out = IMPORT_UNCHANGED;
	if (!leaf) {
		fault_reference_unknown(req, pointer, code);
		return req->failed;
	}
	if (leaf->named) {
		fault_cell_named_twice(req, pointer, code);
		return req->failed;
	}
	leaf->named = true;
	return fill(req, filling, leaf, row, out);
}

enum error scorecard_fill_rows(struct request *req, struct card_filling *filling)
{
	const struct property *rows = schema_property(req->route->body, "rows");
	enum import_outcome outcome;
	size_t i;
	json_t *json;

	json_array_foreach(json_object_get(req->body, "rows"), i, json)
	{
		if (req->failed || req_faults_full(req))
			break;
		scorecard_fill(req, filling, &(struct row){i, json, rows->schema->items}, &outcome);
	}
	return req->failed;
}
