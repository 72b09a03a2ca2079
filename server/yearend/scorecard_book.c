/* The figures of a card and of those that it is compared with, read once. What they give: scorecard_points.c. */
#include "yearend/scorecard_book.h"

#include <stdlib.h>
#include <string.h>

#include "request/query.h"
#include "yearend/criterion.h"

/* ---- Opening ---- */

static bool compares(const struct card_cells *cells)
{
	for (size_t i = 0; i < cells->count; i++)
		if (criterion_is(cells->leaves[i].kind, "leader relative"))
			return true;
	return false;
}

struct card_query scorecard_query(const struct scorecard *card, const struct card_cells *cells)
{
	return (struct card_query){
		.cluster = card->cluster,
		.audience = card->audience,
		.unit = compares(cells) ? NULL : card->unit,
		.sheet = card->sheet,
		.year = card->year,
		.cells = cells,
	};
}

static int by_unit(const void *key, const void *unit)
{
	return strcmp(key, ((const struct ledger_unit *)unit)->unit);
}

/* The number of units when it is not there. */
static size_t place_of(const struct ledger *ledger, const char *unit)
{
	const struct ledger_unit *found =
		bsearch(unit, ledger->units, ledger->unit_count, sizeof *ledger->units, by_unit);

	return found ? (size_t)(found - ledger->units) : ledger->unit_count;
}

/* Those that are compared: members that have a card of the sheet, or could have one. */
static enum error read_groups(
	struct request *req, const struct card_query *query, struct card_book *book)
{
	struct stmt *q = db_query(req->db,
		"SELECT m.unit, COALESCE(k.rank_group, '') FROM memberships m"
		" JOIN units u ON u.unit = m.unit LEFT JOIN scorecards k ON k.cluster = m.cluster"
		" AND k.unit = m.unit AND k.sheet = :x_sheet WHERE m.cluster = :x_cluster"
		" AND (k.id IS NOT NULL OR u.level = :x_audience)"
		" ORDER BY COALESCE(k.rank_group, '')");
	const char *group = NULL;

	bind_int(q, ":x_sheet", query->sheet);
	bind_text(q, ":x_cluster", query->cluster);
	bind_text(q, ":x_audience", query->audience);
	while (db_row(q)) {
		size_t at = place_of(book->ledger, column_text(q, 0));

		if (!group || strcmp(group, column_text(q, 1)) != 0) {
			group = req_text(req, column_text(q, 1));
			book->group_count++;
		}
		if (at < book->ledger->unit_count)
			book->group[at] = book->group_count;
	}
	return req_fail(req, db_done(q));
}

struct card_book *card_book_open(struct request *req, const struct card_query *query)
{
	const struct ledger_query figures = {
		.cluster = query->unit ? NULL : query->cluster,
		.unit = query->unit,
		.period = query->period,
		.has_year = true,
		.year = query->year,
		.all_members = true,
		.for_verdict = true,
	};
	const struct goal_filter filter = {.cluster = query->cluster, .unit = query->unit};
	struct card_book *book = req_alloc(req, sizeof *book);

	if (!book || !(book->ledger = ledger_open(req, &figures)) || ledger_read(book->ledger) ||
		goals_load(book->ledger, &filter, &book->goals))
		return NULL;
	book->cells = query->cells;
	book->group = req_alloc(req, (book->ledger->unit_count + 1) * sizeof *book->group);
	book->rivals = req_alloc(req, (book->cells->count + 1) * sizeof *book->rivals);
	if (!book->group || !book->rivals || read_groups(req, query, book))
		return NULL;
	return book;
}

/* ---- Asking ---- */

const struct computed *card_book_compute(const struct card_book *book, const char *unit)
{
	const struct card_cells *cells = book->cells;
	struct request *req = book->ledger->req;
	struct computed *computed = req_alloc(req, (cells->count + 1) * sizeof *computed);
	size_t at = place_of(book->ledger, unit);

	if (!computed || at == book->ledger->unit_count)
		return NULL;
	for (size_t i = 0; i < cells->count; i++) {
		computed[i] = (struct computed){.points = NO_NUMBER,
			.numerator = NO_NUMBER,
			.denominator = NO_NUMBER,
			.target = NO_NUMBER};
		if (leaf_is_computed(&cells->leaves[i]))
			card_book_points(book, at, &cells->leaves[i], &computed[i]);
	}
	return computed;
}

/* ---- What was read ---- */

const char *card_book_months(const struct card_book *book, uint32_t months)
{
	const struct ledger *ledger = book->ledger;
	const char *list = NULL;

	for (int slot = 0; slot < ledger->months; slot++)
		if (months & 1U << slot)
			list = list ? req_printf(ledger->req, "%s,%s", list,
					      ledger->period[slot].period)
				    : ledger->period[slot].period;
	return list ? list : ledger->period[SLOT_YEAR].period;
}

const char *card_book_reports(const struct card_book *book, const char *unit)
{
	const struct ledger *ledger = book->ledger;
	size_t at = place_of(ledger, unit);
	const char *list = NULL;

	for (int slot = 0; at < ledger->unit_count && slot < SLOT_COUNT; slot++) {
		const struct ledger_report *report = &ledger->units[at].report[slot];

		if (report->id)
			list = req_printf(ledger->req, "%s%s%lldv%lld", list ? list : "",
				list ? " " : "", (long long)report->id, (long long)report->version);
	}
	return list;
}
