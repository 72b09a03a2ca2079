/*
 * Who stands where among the cards of one list: by totals, then by what breaks ties, then by the order
 * that people gave to equals. Pure functions over int64 thousandths of a point.
 */
#ifndef THIDUA_STANDING_H
#define THIDUA_STANDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RANK_TIES 8

enum { BY_TOTAL = -1, BY_PEOPLE = RANK_TIES };

struct standing {
	size_t card; /* the caller's own number */
	/* Excluded units and those without a card have no rank: they come last, in this order. */
	enum standing_kind { STANDING_RANKED, STANDING_EXCLUDED, STANDING_NO_CARD } kind;
	int64_t total;
	int64_t tie[RANK_TIES]; /* more is better, and may be negative; unused ones are equal */
	/* Among equals, by people, from 1; 0: none. Where one of the equals has none, none has. */
	int64_t place;
	int rank; /* from 1; equals share it, and the next leave a gap; 0: none */
	bool shared;
	/* What parts it from the card before, or, where that is the total, from an equal total behind
	 * it: BY_TOTAL, an index of `tie`, or BY_PEOPLE. */
	int decided_by;
};

/* Sorts them, the best first and equals by `card`, and fills rank, shared and decided_by. Returns how
 * many have a rank. */
size_t rank_standings(struct standing *standings, size_t count);

#endif
