/*
 * What the figures of a year give for the computed criteria of a sheet. One book holds the figures of all members
 * that are compared; they are read once.
 *
 *	struct card_book *book = card_book_open(req, &query);
 *	const struct computed *computed = book ? card_book_compute(book, unit) : NULL;
 *
 * Everything belongs to the request.
 */
#ifndef THIDUA_SCORECARD_BOOK_H
#define THIDUA_SCORECARD_BOOK_H

#include "reporting/goals.h"
#include "yearend/scorecard_cells.h"

struct card_query {
	const char *cluster, *audience;
	const char *
		unit; /* of one office alone, where no criterion compares it with others; NULL: all members */
	const char *period; /* up to it; NULL: the whole year */
	int64_t sheet, year;
	const struct card_cells *cells; /* the leaves of the sheet; they outlive the book */
};

/* Whom one criterion compares. */
struct rivals {
	struct contender *of; /* each unit of the ledger; its target is 0 where it is not compared;
			       * NULL: nobody asked yet */
	const struct contender **best; /* of each group, one of `of`; NULL: nobody is compared */
};

struct card_book {
	struct ledger *ledger;
	struct goals goals;
	const struct card_cells *cells;
	size_t *group; /* of each unit of the ledger, from 1 on; 0: it is not scored by this sheet */
	size_t group_count;
	struct rivals *rivals; /* of each leaf */
};

enum outcome {
	OUTCOME_NONE,      /* not computed */
	OUTCOME_POINTS,    /* `points` */
	OUTCOME_DROPPED,   /* nothing arose, and it leaves the card */
	OUTCOME_NO_DATA,   /* see `missing` */
	OUTCOME_NO_TARGET, /* it needs one that this unit does not have */
	OUTCOME_HAS_TARGET /* it compares units without a target, and this one has one */
};

struct computed {
	enum outcome outcome;
	int64_t points, numerator, denominator, target; /* or NO_NUMBER */
	const char *verdict, *beside;                   /* or NULL */
	uint32_t missing;                               /* months, as in struct verdict */
	bool provisional; /* a report that was used is not accepted yet */
};

/* Of the card's unit, with those that it is compared with. */
struct card_query scorecard_query(const struct scorecard *card, const struct card_cells *cells);
/* NULL when the request has failed. */
struct card_book *card_book_open(struct request *req, const struct card_query *query);
/* One for each leaf; NULL when the request has failed, or the unit is not in the book. */
const struct computed *card_book_compute(const struct card_book *book, const char *unit);

/* One of them, which is computed: of the unit at this place of the ledger. scorecard_points.c */
void card_book_points(const struct card_book *book, size_t unit, const struct card_leaf *leaf,
	struct computed *out);

/* "2021-03,2021-04"; the year's report where no month would do. */
const char *card_book_months(const struct card_book *book, uint32_t months);
/* The reports that were read of a unit, each with its version: "17v2 18v1". */
const char *card_book_reports(const struct card_book *book, const char *unit);

#endif
