/* What a card would say today: the figures as they are, with what people gave so far. Nothing is stored. */
#include <string.h>

#include "gen/api.h"
#include "gen/problems.h"
#include "office/unit.h"
#include "request/bind.h"
#include "request/problem.h"
#include "request/query.h"
#include "request/reach.h"
#include "request/reply.h"
#include "yearend/score_sheet.h"
#include "yearend/scorecard_book.h"

struct preview {
	struct scorecard card; /* its id is 0 without one */
	struct card_cells cells;
	struct card_book *book;
	const struct computed *computed;
};

/* The cluster of the unit in the sheet's year, set up by the sheet's issuer or an office below it. */
static const char *cluster_of(struct request *req)
{
	struct stmt *q = db_query(req->db,
		"SELECT m.cluster FROM score_sheets s JOIN unit_below b ON b.ancestor = s.issuer"
		" JOIN memberships m ON m.issuer = b.unit AND m.year = s.year AND m.unit = :unit"
		" WHERE s.id = :sheet ORDER BY m.cluster LIMIT 1");

	return query_text(req, bind_input(q, req));
}

static int64_t card_of(struct request *req)
{
	struct stmt *q = db_query(req->db,
		"SELECT id FROM scorecards WHERE unit = :unit AND sheet = :sheet ORDER BY id LIMIT 1");

	return query_int(req, bind_input(q, req));
}

static enum error find_card(struct request *req, struct preview *preview)
{
	const struct preview_scorecard_in *in = req->in;
	struct score_sheet sheet;
	int64_t id = card_of(req);

	if (require_reach(req, in->unit) || score_sheet_see(req, in->sheet, &sheet))
		return req->failed;
	if (id && scorecard_see(req, id, &preview->card))
		return req->failed;
	if (!id)
		preview->card = (struct scorecard){
			.sheet = sheet.id,
			.year = sheet.year,
			.cluster = cluster_of(req),
			.unit = in->unit,
			.state = "draft",
			.audience = sheet.audience,
		};
	if (!preview->card.cluster)
		return req->failed ? req->failed
				   : fail_sheet_does_not_fit(req, in->sheet, in->unit, "issuer");
	if (id && scorecard_shows_cells(req, &preview->card))
		return scorecard_cells_load(req, &preview->card, &preview->cells);
	return scorecard_leaves(req, in->sheet, &preview->cells);
}

/* The last month that is over; of a year that has just begun its first. */
static const char *month_that_is_over(struct request *req, int64_t year)
{
	struct stmt *q = db_query(req->db,
		"SELECT period FROM periods WHERE year = :x_year AND kind = 'month'"
		" ORDER BY CASE WHEN end_date < :today THEN 0 ELSE 1 END,"
		" CASE WHEN end_date < :today THEN -seq ELSE seq END LIMIT 1");

	bind_input(q, req);
	bind_int(q, ":x_year", year);
	return query_text(req, q);
}

static bool is_over(struct request *req, int64_t year)
{
	struct stmt *q = db_query(req->db,
		"SELECT 1 FROM periods WHERE year = :x_year AND kind = 'year' AND end_date < :today");

	bind_input(q, req);
	bind_int(q, ":x_year", year);
	return query_exists(req, q);
}

/* The figures take their places among the cells, unless people gave other points. */
static void place_figures(struct request *req, struct preview *preview)
{
	for (size_t i = 0; i < preview->cells.count; i++) {
		const struct computed *computed = &preview->computed[i];
		struct card_leaf *leaf = &preview->cells.leaves[i];
		struct card_cell *cell = &leaf->stage[STAGE_SELF];

		if (computed->outcome == OUTCOME_HAS_TARGET)
			fault_has_target(req, "", leaf->code, preview->card.unit, leaf->indicator);
		if (!leaf_is_computed(leaf))
			continue;
		if (!cell_is_given(cell))
			*cell = (struct card_cell){
				.version = 1, .count = NO_NUMBER, .points = computed->points};
		cell->computed = computed->points;
		cell->dropped = computed->outcome == OUTCOME_DROPPED;
	}
}

static void put_points(struct request *req, const char *name, int64_t points)
{
	if (points == NO_NUMBER)
		item_null(req, name);
	else
		item_thousandths(req, name, points);
}

static void put_number(struct request *req, const char *name, int64_t number)
{
	if (number == NO_NUMBER)
		item_null(req, name);
	else
		item_int(req, name, number);
}

static void write_cell(struct request *req, const struct preview *preview, size_t i)
{
	const struct card_leaf *leaf = &preview->cells.leaves[i];
	const struct card_cell *cell = &leaf->stage[STAGE_SELF];
	const struct computed *computed = &preview->computed[i];

	item_open(req);
	item_text(req, "code", leaf->code);
	item_text(req, "name", leaf->name);
	item_text(req, "kind", leaf->kind);
	put_points(req, "max", leaf->max);
	put_points(req, "points", cell->version ? cell->points : NO_NUMBER);
	put_points(req, "computed", computed->points);
	item_bool(req, "overridden", cell->version && cell_is_overridden(cell));
	item_bool(req, "dropped", computed->outcome == OUTCOME_DROPPED);
	put_number(req, "numerator", computed->numerator);
	put_number(req, "denominator", computed->denominator);
	if (computed->target == NO_NUMBER)
		item_null(req, "target");
	else
		item_hundredths(req, "target", computed->target);
	item_text(req, "verdict", computed->verdict);
	item_text(req, "beside", computed->beside);
	item_json(req, "missing", ledger_months_json(preview->book->ledger, computed->missing));
	item_close(req);
}

static bool is_provisional(struct request *req, const struct preview *preview)
{
	bool provisional = preview->book->ledger->through < preview->book->ledger->months ||
		!is_over(req, preview->card.year);

	for (size_t i = 0; i < preview->cells.count; i++)
		provisional = provisional || preview->computed[i].provisional;
	return provisional;
}

static void put_member_points(struct request *req, const char *name, int64_t points)
{
	struct buffer json = {0};

	buffer_decimal(&json, points, 3);
	reply_member_buffer(req, name, &json);
}

static enum error reply(struct request *req, const struct preview *preview, bool provisional)
{
	const struct card_total total = scorecard_total(&preview->cells, STAGE_SELF);
	const struct ledger *ledger = preview->book->ledger;
	struct stmt *name = db_query(
		req->db, "SELECT unit, name_vi AS unit_name FROM units WHERE unit = :unit");

	reply_list_open(req);
	for (size_t i = 0; i < preview->cells.count; i++)
		write_cell(req, preview, i);
	reply_list_end(req, NULL);
	reply_columns(req, bind_input(name, req));
	reply_member_text(req, "cluster", preview->card.cluster);
	reply_member_int(req, "sheet", preview->card.sheet);
	if (preview->card.id)
		reply_member_int(req, "card", preview->card.id);
	else
		reply_member_null(req, "card");
	reply_member_text(req, "through", ledger->period[ledger->slot].period);
	reply_member_bool(req, "provisional", provisional);
	put_member_points(req, "groups", total.sums.groups);
	put_member_points(req, "bonus", total.sums.bonus);
	put_member_points(req, "deduction", total.sums.deduction);
	put_member_points(req, "dropped", total.sums.dropped);
	put_member_points(req, "total", total.total);
	put_member_points(req, "total_max", preview->cells.limits.total_max);
	return reply_close(req);
}

enum error preview_scorecard(struct request *req)
{
	const struct preview_scorecard_in *in = req->in;
	struct preview preview = {0};

	if (find_card(req, &preview))
		return req->failed;
	struct card_query query = scorecard_query(&preview.card, &preview.cells);

	query.period = in->through ? in->through : month_that_is_over(req, preview.card.year);
	preview.book = card_book_open(req, &query);
	if (preview.book)
		preview.computed = card_book_compute(preview.book, in->unit);
	if (!preview.book || !preview.computed)
		return req->failed ? req->failed : fail_not_found(req);
	place_figures(req, &preview);
	bool provisional = is_provisional(req, &preview);

	return req_faults(req) ? req->failed : reply(req, &preview, provisional);
}
