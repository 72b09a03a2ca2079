#include "standing.h"

#include <stdlib.h>

#define NO_DIFFERENCE (BY_PEOPLE + 1)

/* Where the first difference of two ranked cards is. */
static int first_difference(const struct standing *a, const struct standing *b)
{
	if (a->total != b->total)
		return BY_TOTAL;
	for (int i = 0; i < RANK_TIES; i++)
		if (a->tie[i] != b->tie[i])
			return i;
	return a->place != b->place ? BY_PEOPLE : NO_DIFFERENCE;
}

static bool is_better(const struct standing *a, const struct standing *b, int at)
{
	if (at == BY_TOTAL)
		return a->total > b->total;
	return at == BY_PEOPLE ? a->place < b->place : a->tie[at] > b->tie[at];
}

static int better_first(const void *left, const void *right)
{
	const struct standing *a = left, *b = right;

	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	int at = first_difference(a, b);

	if (at == NO_DIFFERENCE)
		return a->card < b->card ? -1 : a->card > b->card;
	return is_better(a, b, at) ? -1 : 1;
}

static bool are_tied(const struct standing *a, const struct standing *b)
{
	return a->kind == b->kind && first_difference(a, b) >= BY_PEOPLE;
}

/* Of tied cards that lie side by side all have a place, or none. */
static void drop_partial_orders(struct standing *standings, size_t count)
{
	for (size_t i = 0, end; i < count; i = end) {
		bool whole = true;

		for (end = i; end < count && are_tied(&standings[i], &standings[end]); end++)
			whole = whole && standings[end].place;
		for (size_t k = i; k < end && !whole; k++)
			standings[k].place = 0;
	}
}

static void tell_equal_totals(struct standing *standings, size_t count)
{
	for (size_t i = count; i-- > 1;)
		if (standings[i - 1].decided_by == BY_TOTAL &&
			standings[i - 1].total == standings[i].total)
			standings[i - 1].decided_by = standings[i].decided_by;
}

size_t rank_standings(struct standing *standings, size_t count)
{
	size_t ranked = 0;

	if (!count)
		return 0;
	qsort(standings, count, sizeof *standings, better_first);
	drop_partial_orders(standings, count);
	qsort(standings, count, sizeof *standings, better_first);
	while (ranked < count && standings[ranked].kind == STANDING_RANKED)
		ranked++;
	for (size_t i = 0; i < count; i++) {
		struct standing *own = &standings[i], *before = own - (i > 0);
		int at = i > 0 && i < ranked ? first_difference(before, own) : BY_TOTAL;

		own->shared = at == NO_DIFFERENCE;
		own->rank = i >= ranked ? 0 : own->shared ? before->rank : (int)i + 1;
		own->decided_by = own->shared ? before->decided_by : at;
		before->shared = before->shared || own->shared;
	}
	tell_equal_totals(standings, ranked);
	return ranked;
}
