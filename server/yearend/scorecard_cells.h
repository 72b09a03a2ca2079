/*
 * What stands in a card: each criterion of its sheet that is no group, with what each stage said of it. Points are
 * thousandths.
 */
#ifndef THIDUA_SCORECARD_CELLS_H
#define THIDUA_SCORECARD_CELLS_H

#include "request/import.h"
#include "scoring.h"
#include "yearend/scorecard.h"

#define NO_NUMBER INT64_MIN

struct card_cell {
	int64_t version;                 /* 0: this stage never said anything */
	int64_t count, points, computed; /* or NO_NUMBER, as those of the next line */
	int64_t numerator, denominator, target;
	bool dropped;                                    /* nothing arose and it leaves the card */
	const char *verdict, *beside, *reports, *reason; /* or NULL */
	int64_t evidence;                                /* how many lines */
	int64_t at;                                      /* milliseconds */
	const char *by_unit, *by_label;
};

struct card_leaf {
	const char *code, *name, *kind;
	const char *steps, *indicator, *basis, *when_nothing_arose; /* or NULL */
	int64_t max, per_count, base, step;                         /* or NO_NUMBER */
	bool evidence_required;
	bool named; /* by a row of this request */
	struct card_cell stage[CARD_STAGES];
};

struct card_cells {
	struct card_leaf *leaves; /* in the order of the sheet */
	size_t count;
	struct sheet_limits limits;
};

/* The criteria of a sheet, without anything said. */
enum error scorecard_leaves(struct request *req, int64_t sheet, struct card_cells *out);
/* The same with the newest version of each stage of a card. */
enum error scorecard_cells_load(
	struct request *req, const struct scorecard *card, struct card_cells *out);

bool leaf_is_computed(const struct card_leaf *leaf);
/* per_count, bonus, deduction and knockout: people give how many times. */
bool leaf_is_counted(const struct card_leaf *leaf);
/* Inside the maxima of the sheet. */
bool leaf_counts_in(const struct card_leaf *leaf);
/* The leaf of a code; NULL when the sheet has none, or a group. */
struct card_leaf *scorecard_leaf(const struct card_cells *cells, const char *code);

/* It says something: points, a count, or that it leaves the card. */
bool cell_speaks(const struct card_cell *cell);
/* What holds at the end of a stage: the newest that speaks up to it; NULL when none does. */
const struct card_cell *leaf_at(const struct card_leaf *leaf, enum card_stage stage);
/* Of a draft's computed criterion: people gave points in its place. */
bool cell_is_given(const struct card_cell *cell);
/* People gave other points than the figures. */
bool cell_is_overridden(const struct card_cell *cell);
/* The count is worth more than its maximum. */
bool cell_is_capped(const struct card_leaf *leaf, const struct card_cell *cell);

struct card_total {
	struct card_sums sums;
	int64_t total;
	bool complete; /* each leaf speaks */
};
struct card_total scorecard_total(const struct card_cells *cells, enum card_stage stage);

/* Stores `cell` as the next version of a stage, and sets it in the leaf. Its evidence is a checked list of the
 * contract; NULL: that of the version before. */
enum error scorecard_put_cell(struct request *req, int64_t card, struct card_leaf *leaf,
	enum card_stage stage, const struct card_cell *cell, const json_t *evidence);

/* ---- scorecard_fill.c ---- */

struct computed;

/* Rows of the contract's score_cell_row, put into a stage. */
struct card_filling {
	const struct scorecard *card;
	const struct card_cells *cells;
	enum card_stage stage;
	const struct computed
		*computed; /* of a draft, where a row names a computed criterion; else NULL */
	bool changed;      /* something was stored */
};
/* Checks a row and stores it as the next version, unless it says what is there. *out is IMPORT_UNCHANGED where it had
 * a fault. */
enum error scorecard_fill(struct request *req, struct card_filling *filling, const struct row *row,
	enum import_outcome *out);
/* The same for all `rows` of the body, where nobody counts them. */
enum error scorecard_fill_rows(struct request *req, struct card_filling *filling);

/* ---- scorecard_submit.c ---- */

/* Fills the computed cells of a draft from the figures of the whole year; then the faults of what is not filled, or
 * lacks its evidence. */
enum error scorecard_complete(
	struct request *req, const struct scorecard *card, struct card_cells *cells);

#endif
