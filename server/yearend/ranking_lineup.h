/*
 * The cards that a ranking is made of, as they are at this instant, and who stands where with them. Only
 * ranking*.c includes this.
 *
 *	struct lineup lineup;
 *
 *	if (lineup_load(req, ranking, LINEUP_OF_CARDS, &lineup))
 *		return req->failed;
 *	lineup_rank(&lineup);
 */
#ifndef THIDUA_RANKING_LINEUP_H
#define THIDUA_RANKING_LINEUP_H

#include "standing.h"
#include "yearend/ranking.h"
#include "yearend/scorecard_cells.h"

struct lineup_unit {
	const char *unit;
	int64_t card;           /* 0: none */
	const char *card_state; /* NULL: none */
	bool excluded;
	const char *note, *note_reason; /* of ranking_note; or NULL */
	const char *knockout;           /* a criterion that was answered with yes; or NULL */
	bool counts;                    /* the card reached the stage */
	int64_t total, bonus, deduction;
	int64_t *groups; /* one for each of the lineup */
	int64_t *points; /* one for each leaf; NO_NUMBER: it left the card, or says nothing */
	const char *
		cells; /* "I.1=16000;I.2=-": the same as text, - for none; "" of what does not count */
	int64_t tie[RANK_TIES];
	int64_t exceeded,
		on_time; /* NO_NUMBER where no tie is broken by them; hundredths of a percent */
	int64_t place;   /* that people gave it among equals; 0: none */
};

struct lineup {
	struct request *req;
	const struct ranking *ranking;
	enum card_stage stage;   /* of the ranking */
	struct card_cells cells; /* the leaves of the sheet */
	size_t *group_of; /* of each leaf: an index of `groups`; of those outside the maxima none */
	const char **groups; /* what its criteria stand in at the top, in its order */
	size_t group_count;
	const char *ties[RANK_TIES]; /* as the sheet says them */
	size_t tie_count;
	const char *audience;
	struct lineup_unit *units; /* by code */
	size_t count;
	struct standing
		*standings; /* lineup_rank(): the best first; `card` is an index of `units` */
	size_t ranked;
};

/* LINEUP_OF_TODAY has what computed criteria give today where people did not give other points, and the
 * council's word where there is one. */
enum lineup_of { LINEUP_OF_CARDS, LINEUP_OF_TODAY };

enum error lineup_load(
	struct request *req, const struct ranking *ranking, enum lineup_of of, struct lineup *out);
/* The places that people gave to units of the ranking as it is stored. */
enum error lineup_keep_order(struct lineup *lineup);
/* By totals, ties and the places of the units. */
enum error lineup_rank(struct lineup *lineup);
/* NULL: it has no such unit. */
struct lineup_unit *lineup_find(const struct lineup *lineup, const char *unit);
/* SHA-256 in hex of what the contract says. */
const char *lineup_sha256(const struct lineup *lineup);

/* ranking_ties.c: fills the ties of all units, by the order of the sheet. */
enum error lineup_load_ties(struct lineup *lineup);

#endif
