/* Which units stand in a ranking, and what their cards give. */
#include "yearend/ranking_lineup.h"

#include <stdlib.h>
#include <string.h>

#include "request/bind.h"
#include "request/query.h"
#include "secret.h"
#include "yearend/scorecard_book.h"
#include "yearend/tie_order.h"

/* ---- The sheet ---- */

/* The criterion at the top that a leaf stands in: "I" for "I.1.a". */
static size_t top_length(const char *code)
{
	return strcspn(code, ".");
}

static size_t find_group(const struct lineup *lineup, const char *code)
{
	size_t length = top_length(code), i = 0;

	while (i < lineup->group_count &&
		(strlen(lineup->groups[i]) != length ||
			strncmp(lineup->groups[i], code, length) != 0))
		i++;
	return i;
}

static void find_groups(struct lineup *lineup)
{
	struct request *req = lineup->req;
	size_t count = lineup->cells.count;

	lineup->groups = req_alloc(req, (count + 1) * sizeof *lineup->groups);
	lineup->group_of = req_alloc(req, (count + 1) * sizeof *lineup->group_of);
	for (size_t i = 0; lineup->groups && lineup->group_of && i < count; i++) {
		const struct card_leaf *leaf = &lineup->cells.leaves[i];

		if (!leaf_counts_in(leaf))
			continue;
		lineup->group_of[i] = find_group(lineup, leaf->code);
		if (lineup->group_of[i] == lineup->group_count)
			lineup->groups[lineup->group_count++] =
				req_printf(req, "%.*s", (int)top_length(leaf->code), leaf->code);
	}
}

static enum error read_sheet(struct lineup *lineup)
{
	struct request *req = lineup->req;
	struct stmt *q =
		db_query(req->db, "SELECT audience, tie_order FROM score_sheets WHERE id = :x_id");

	if (scorecard_leaves(req, lineup->ranking->sheet, &lineup->cells))
		return req->failed;
	if (db_row(bind_id(q, lineup->ranking->sheet))) {
		lineup->audience = req_text(req, column_text(q, 0));
		lineup->tie_count = tie_order_items(req, column_text(q, 1), lineup->ties);
	}
	if (!req_fail(req, db_done(q)))
		find_groups(lineup);
	return req->failed;
}

/* ---- The units ---- */

static void note_unit(struct lineup_unit *unit, const char *exclusion, bool hold)
{
	if (exclusion) {
		unit->note = "excluded";
		unit->note_reason = exclusion;
	} else if (!unit->card) {
		unit->note = "no_card";
	} else if (!unit->counts) {
		unit->note = "card_open";
	} else if (hold) {
		unit->note = "hold_open";
	}
}

static void add_unit(struct lineup *lineup, const struct stmt *q)
{
	struct request *req = lineup->req;
	struct lineup_unit *unit = &lineup->units[lineup->count++];

	*unit = (struct lineup_unit){
		.unit = req_text(req, column_text(q, 0)),
		.card = column_int(q, 1),
		.card_state = req_text(req, column_text(q, 2)),
		.excluded = !column_is_null(q, 3),
		.cells = "",
		.exceeded = NO_NUMBER,
		.on_time = NO_NUMBER,
		.groups = req_alloc(req, (lineup->group_count + 1) * sizeof *unit->groups),
		.points = req_alloc(req, (lineup->cells.count + 1) * sizeof *unit->points),
	};
	unit->counts = unit->card && scorecard_closed(unit->card_state) > (int)lineup->stage;
	note_unit(unit, req_text(req, column_text(q, 3)), column_int(q, 4) != 0);
}

/* Members with a card of the sheet in the rank group, and those of its audience that have no card. */
#define UNITS_OF_RANKING                                                                           \
	" FROM memberships m JOIN units u ON u.unit = m.unit"                                      \
	" LEFT JOIN scorecards k ON k.cluster = m.cluster AND k.unit = m.unit"                     \
	" AND k.sheet = :x_sheet WHERE m.cluster = :x_cluster"                                     \
	" AND (k.rank_group = :x_group OR (k.id IS NULL AND u.level = :x_audience"                 \
	" AND NOT EXISTS (SELECT 1 FROM scorecards o WHERE o.cluster = m.cluster"                  \
	" AND o.unit = m.unit)))"

static struct stmt *bind_lineup(struct stmt *q, const struct lineup *lineup)
{
	bind_text(q, ":x_cluster", lineup->ranking->cluster);
	bind_text(q, ":x_group", lineup->ranking->rank_group);
	bind_text(q, ":x_audience", lineup->audience);
	bind_int(q, ":x_sheet", lineup->ranking->sheet);
	return q;
}

static enum error read_units(struct lineup *lineup)
{
	struct request *req = lineup->req;
	struct stmt *count = db_query(req->db, "SELECT count(*)" UNITS_OF_RANKING);
	size_t room = (size_t)query_int(req, bind_lineup(count, lineup));

	lineup->units = req_alloc(req, (room + 1) * sizeof *lineup->units);
	if (req->failed)
		return req->failed;
	struct stmt *q = db_query(req->db,
		"SELECT m.unit, COALESCE(k.id, 0), k.state, (SELECT x.reason FROM unit_exclusions x"
		" WHERE x.unit = m.unit AND x.year = :x_year AND x.lifted_on IS NULL),"
		" (SELECT count(*) FROM holds h WHERE h.unit = m.unit AND h.closed_on IS NULL)" UNITS_OF_RANKING
		" ORDER BY m.unit");

	bind_int(q, ":x_year", lineup->ranking->year);
	bind_lineup(q, lineup);
	while (!req->failed && lineup->count < room && db_row(q))
		add_unit(lineup, q);
	return req_fail(req, db_done(q));
}

/* ---- The points ---- */

static int64_t at_most(int64_t points, int64_t cap)
{
	return points < cap ? points : cap;
}

static const char *cells_as_text(const struct lineup *lineup, const struct lineup_unit *unit)
{
	struct buffer out = {0};

	for (size_t i = 0; i < lineup->cells.count; i++) {
		if (i)
			buffer_char(&out, ';');
		buffer_text(&out, lineup->cells.leaves[i].code);
		buffer_char(&out, '=');
		if (unit->points[i] == NO_NUMBER)
			buffer_char(&out, '-');
		else
			buffer_int(&out, unit->points[i]);
	}
	return req_take(lineup->req, &out);
}

/* What the leaves of the lineup say now, which are those of the unit's card. */
static void take_points(struct lineup *lineup, struct lineup_unit *unit, enum card_stage stage)
{
	const struct sheet_limits *limits = &lineup->cells.limits;
	struct card_total total = scorecard_total(&lineup->cells, stage);

	unit->total = total.total;
	unit->bonus = at_most(total.sums.bonus, limits->bonus_cap);
	unit->deduction = at_most(total.sums.deduction, limits->deduction_cap);
	for (size_t i = 0; i < lineup->cells.count; i++) {
		const struct card_leaf *leaf = &lineup->cells.leaves[i];
		const struct card_cell *cell = leaf_at(leaf, stage);

		unit->points[i] = cell ? cell->points : NO_NUMBER;
		if (cell && cell->points != NO_NUMBER && leaf_counts_in(leaf))
			unit->groups[lineup->group_of[i]] += cell->points;
		if (cell && !strcmp(leaf->kind, "knockout") && cell->count > 0)
			unit->knockout = leaf->code;
	}
	unit->cells = cells_as_text(lineup, unit);
}

/* What the figures give today takes the place of what they gave, unless people gave other points. */
static void bring_up_to_date(
	struct lineup *lineup, const struct computed *computed, enum card_stage stage)
{
	for (size_t i = 0; computed && i < lineup->cells.count; i++) {
		struct card_leaf *leaf = &lineup->cells.leaves[i];
		const struct card_cell *cell = leaf_at(leaf, stage);

		if (!leaf_is_computed(leaf) || !cell || cell_is_overridden(cell))
			continue;
		struct card_cell today = *cell;

		today.dropped = computed[i].outcome == OUTCOME_DROPPED;
		today.points = computed[i].outcome == OUTCOME_POINTS ? computed[i].points
			: today.dropped                              ? NO_NUMBER
								     : 0;
		leaf->stage[stage] = today;
	}
}

static struct card_book *open_book(struct lineup *lineup)
{
	const struct card_query query = {
		.cluster = lineup->ranking->cluster,
		.audience = lineup->audience,
		.sheet = lineup->ranking->sheet,
		.year = lineup->ranking->year,
		.cells = &lineup->cells,
	};

	return card_book_open(lineup->req, &query);
}

/* What the council said counts today, whatever stage was ranked. */
static bool is_final(const struct lineup_unit *unit)
{
	return unit->card && scorecard_closed(unit->card_state) == CARD_STAGES;
}

static enum error read_points(struct lineup *lineup, const struct card_book *book)
{
	struct request *req = lineup->req;

	for (size_t i = 0; !req->failed && i < lineup->count; i++) {
		struct lineup_unit *unit = &lineup->units[i];
		enum card_stage stage = book && is_final(unit) ? STAGE_COUNCIL : lineup->stage;

		if (!unit->counts || scorecard_points_read(req, unit->card, &lineup->cells))
			continue;
		if (book)
			bring_up_to_date(lineup, card_book_compute(book, unit->unit), stage);
		take_points(lineup, unit, stage);
	}
	return req->failed;
}

enum error lineup_load(
	struct request *req, const struct ranking *ranking, enum lineup_of of, struct lineup *out)
{
	const struct card_book *book = NULL;

	*out = (struct lineup){.req = req, .ranking = ranking};
	while (strcmp(card_stages[out->stage], ranking->stage) != 0)
		out->stage++;
	if (read_sheet(out) || read_units(out))
		return req->failed;
	if (of == LINEUP_OF_TODAY && !(book = open_book(out)))
		return req->failed;
	if (read_points(out, book))
		return req->failed;
	return lineup_load_ties(out);
}

/* ---- The order ---- */

static int by_unit(const void *key, const void *unit)
{
	return strcmp(key, ((const struct lineup_unit *)unit)->unit);
}

struct lineup_unit *lineup_find(const struct lineup *lineup, const char *unit)
{
	return bsearch(unit, lineup->units, lineup->count, sizeof *lineup->units, by_unit);
}

enum error lineup_keep_order(struct lineup *lineup)
{
	struct request *req = lineup->req;
	struct stmt *q = db_query(req->db,
		"SELECT unit, place FROM ranking_rows WHERE ranking = :x_id AND place IS NOT NULL");

	bind_id(q, lineup->ranking->id);
	while (db_row(q)) {
		struct lineup_unit *unit = lineup_find(lineup, column_text(q, 0));

		if (unit)
			unit->place = column_int(q, 1);
	}
	return req_fail(req, db_done(q));
}

static struct standing standing_of(const struct lineup *lineup, size_t i)
{
	const struct lineup_unit *unit = &lineup->units[i];
	struct standing standing = {
		.card = i,
		.kind = unit->excluded ? STANDING_EXCLUDED
			: unit->counts ? STANDING_RANKED
				       : STANDING_NO_CARD,
		.total = unit->total,
		.place = unit->place,
	};

	memcpy(standing.tie, unit->tie, sizeof standing.tie);
	return standing;
}

enum error lineup_rank(struct lineup *lineup)
{
	struct request *req = lineup->req;

	lineup->standings = req_alloc(req, (lineup->count + 1) * sizeof *lineup->standings);
	if (!lineup->standings)
		return req->failed;
	for (size_t i = 0; i < lineup->count; i++)
		lineup->standings[i] = standing_of(lineup, i);
	lineup->ranked = rank_standings(lineup->standings, lineup->count);
	return OK;
}

/* ---- What it rests on, as text ---- */

const char *lineup_sha256(const struct lineup *lineup)
{
	uint8_t hash[SECRET_HASH_SIZE];
	char hex[2 * SECRET_HASH_SIZE + 1];
	struct sha256 sum;

	sha256_start(&sum);
	for (size_t i = 0; i < lineup->count; i++) {
		const struct standing *standing = &lineup->standings[i];
		const struct lineup_unit *unit = &lineup->units[standing->card];
		const char *line = req_printf(lineup->req, "%s\t%d\t%lld\t%s\n", unit->unit,
			standing->rank, (long long)unit->total, unit->cells);

		sha256_add(&sum, line, strlen(line));
	}
	sha256_end(&sum, hash);
	digest_hex(hash, hex);
	return req_text(lineup->req, hex);
}
