/* A draft that is handed over: the figures are taken, and nothing is missing. */
#include <string.h>

#include "gen/problems.h"
#include "request/bind.h"
#include "request/problem.h"
#include "request/query.h"
#include "yearend/criterion.h"
#include "yearend/scorecard_book.h"

static void refuse_computed(struct request *req, const struct card_book *book,
	const struct card_leaf *leaf, const char *unit, const struct computed *computed)
{
	switch (computed->outcome) {
	case OUTCOME_NO_DATA:
		fault_cell_incomplete(req, "", leaf->code, leaf->indicator,
			card_book_months(book, computed->missing));
		break;
	case OUTCOME_NO_TARGET:
		fault_target_missing(
			req, "", leaf->code, leaf->kind, leaf->indicator, book->ledger->year);
		break;
	case OUTCOME_HAS_TARGET:
		fault_has_target(req, "", leaf->code, unit, leaf->indicator);
		break;
	default:
		break;
	}
}

static bool is_known(const struct computed *computed)
{
	return computed->outcome == OUTCOME_POINTS || computed->outcome == OUTCOME_DROPPED;
}

/* What people gave in place of the figures stays, and the figures stand beside it. */
static enum error take_figures(struct request *req, const struct scorecard *card,
	struct card_leaf *leaf, const struct computed *computed, const char *reports)
{
	const struct card_cell *given = &leaf->stage[STAGE_SELF];
	bool overridden = cell_is_given(given);
	struct card_cell cell = {
		.count = NO_NUMBER,
		.points = overridden ? given->points : computed->points,
		.computed = computed->points,
		.dropped = computed->outcome == OUTCOME_DROPPED,
		.numerator = computed->numerator,
		.denominator = computed->denominator,
		.target = computed->target,
		.verdict = computed->verdict,
		.beside = computed->beside,
		.reports = reports,
		.reason = overridden ? given->reason : NULL,
		.evidence = given->evidence,
	};

	return scorecard_put_cell(req, card->id, leaf, STAGE_SELF, &cell, NULL);
}

static enum error fill_computed(
	struct request *req, const struct scorecard *card, struct card_cells *cells)
{
	const struct card_query query = scorecard_query(card, cells);
	struct card_book *book = card_book_open(req, &query);
	const struct computed *computed = book ? card_book_compute(book, card->unit) : NULL;
	const char *reports = computed ? card_book_reports(book, card->unit) : NULL;

	for (size_t i = 0; computed && i < cells->count && !req->failed; i++) {
		struct card_leaf *leaf = &cells->leaves[i];

		if (!leaf_is_computed(leaf))
			continue;
		if (!is_known(&computed[i]) && !cell_is_given(&leaf->stage[STAGE_SELF]))
			refuse_computed(req, book, leaf, card->unit, &computed[i]);
		else
			take_figures(req, card, leaf, &computed[i], reports);
	}
	return req->failed;
}

static int64_t evidence_needed(const struct card_leaf *leaf, const struct card_cell *cell)
{
	if (!leaf->evidence_required)
		return 0;
	return leaf_is_counted(leaf) ? cell->count : cell->points > 0;
}

static void check_given(struct request *req, const struct card_leaf *leaf)
{
	const struct card_cell *cell = &leaf->stage[STAGE_SELF];

	if (!cell_speaks(cell)) {
		fault_cell_empty(req, "", leaf->code);
		return;
	}
	int64_t need = evidence_needed(leaf, cell);

	if (cell->evidence < need)
		fault_evidence_missing(req, "", leaf->code, cell->evidence, need);
}

/* An initiative proves something once it is recognised. */
static void check_initiatives(struct request *req, const struct scorecard *card)
{
	struct stmt *q = db_query(req->db,
		"SELECT e.code, i.id, i.state FROM score_evidence e"
		" JOIN initiatives i ON i.id = e.number WHERE e.card = :x_id"
		" AND e.kind = 'initiative' AND e.stage = 'self' AND i.state <> 'recognised'"
		" AND e.version = (SELECT max(s.version) FROM score_cells s WHERE s.card = e.card"
		" AND s.code = e.code AND s.stage = e.stage) ORDER BY e.code, e.line");

	bind_id(q, card->id);
	while (db_row(q))
		fault_evidence_not_valid(
			req, "", column_text(q, 0), column_int(q, 1), column_text(q, 2));
	req_fail(req, db_done(q));
}

enum error scorecard_complete(
	struct request *req, const struct scorecard *card, struct card_cells *cells)
{
	if (fill_computed(req, card, cells))
		return req->failed;
	for (size_t i = 0; i < cells->count; i++)
		if (!leaf_is_computed(&cells->leaves[i]))
			check_given(req, &cells->leaves[i]);
	check_initiatives(req, card);
	return req_faults(req);
}
