/* Scorecards: opened by the lead of a cluster, and who checks whom. Their cells are score_cells.c's, their steps
 * scorecard_steps.c's. */
#include <string.h>

#include "gen/api.h"
#include "gen/problems.h"
#include "office/unit.h"
#include "request/bind.h"
#include "request/import.h"
#include "request/journal.h"
#include "request/problem.h"
#include "request/query.h"
#include "request/reply.h"
#include "yearend/cluster.h"
#include "yearend/scorecard_cells.h"

#define CARDS                                                                                      \
	" FROM scorecards k JOIN clusters c ON c.cluster = k.cluster"                              \
	" JOIN units u ON u.unit = k.unit JOIN units o ON o.unit = k.checker"                      \
	" WHERE (CAST(:cluster AS TEXT) IS NULL OR k.cluster = :cluster)"                          \
	" AND (CAST(:unit AS TEXT) IS NULL OR k.unit = :unit)"                                     \
	" AND (CAST(:year AS BIGINT) IS NULL OR c.year = :year)"                                   \
	" AND (CAST(:state AS TEXT) IS NULL OR k.state = :state) AND" SCORECARD_READABLE

enum error list_scorecards(struct request *req)
{
	return REPLY_PAGE3(req,
		"k.id, k.cluster, k.unit, u.name_vi AS unit_name, c.year, k.sheet, k.checker,"
		" o.name_vi AS checker_name, k.rank_group, k.state, (SELECT s.total"
		" FROM scorecard_steps s WHERE s.card = k.id AND s.total IS NOT NULL"
		" ORDER BY s.number DESC LIMIT 1) AS total, k.objections_until",
		CARDS, "k.cluster", TEXT, "k.unit", TEXT, "k.sheet", BIGINT);
}

enum error get_scorecard(struct request *req)
{
	const struct get_scorecard_in *in = req->in;

	return scorecard_reply(req, 200, in->id);
}

static struct stmt *cards_of_cluster(struct request *req)
{
	struct stmt *q = db_query(req->db,
		"SELECT k.id, k.unit, " NAME_OF_UNIT(
			"k.unit") ", k.sheet, k.checker, k.state"
				  " FROM scorecards k WHERE k.cluster = :cluster ORDER BY k.unit, k.sheet");

	return bind_input(q, req);
}

enum error open_scorecards(struct request *req)
{
	const struct open_scorecards_in *in = req->in;
	struct card_opening opening = {.cluster = in->cluster, .sheet = in->sheet};

	if (scorecards_open(req, &opening))
		return req->failed;
	if (!opening.created)
		req_unchanged(req);
	reply_open(req, 200);
	reply_member_int(req, "created", opening.created);
	reply_member_int(req, "there", opening.there);
	reply_member(req, "cards", cards_of_cluster(req));
	return reply_close(req);
}

/* ---- All of them ---- */

/* The cards of a cluster that an adoption is about. */
struct adoption {
	int64_t *ids; /* of those that it adopts */
	size_t count;
	int64_t there;      /* adopted before */
	const char *latest; /* the day of the newest paper of those that it adopts */
	const char *open;   /* offices whose cards are not ready, as a list; NULL: none is */
};

static void take_card(struct request *req, const struct stmt *q, struct adoption *out)
{
	const char *day = column_text(q, 3);

	out->ids[out->count++] = column_int(q, 0);
	if (day && (!out->latest || strcmp(day, out->latest) > 0))
		out->latest = req_text(req, day);
}

static enum error read_cards(struct request *req, struct adoption *out)
{
	struct stmt *count =
		db_query(req->db, "SELECT count(*) FROM scorecards WHERE cluster = :cluster");
	struct stmt *q = db_query(req->db,
		"SELECT id, unit, state, stepped_on FROM scorecards WHERE cluster = :cluster"
		" ORDER BY unit, sheet");
	size_t room = (size_t)query_int(req, bind_input(count, req));

	out->ids = req_alloc(req, (room + 1) * sizeof *out->ids);
	bind_input(q, req);
	while (out->ids && out->count < room && db_row(q)) {
		const char *unit = column_text(q, 1), *state = column_text(q, 2);

		if (machine_step(&scorecard_machine, state, "adopt"))
			take_card(req, q, out);
		else if (scorecard_is_adopted(state))
			out->there++;
		else
			out->open = out->open ? req_printf(req, "%s,%s", out->open, unit)
					      : req_text(req, unit);
	}
	return req_fail(req, db_done(q));
}

/* Whose step it is was asked of the cluster, and an If-Match has no meaning for many cards. */
static enum error adopt(struct request *req, int64_t id, const struct card_note *note)
{
	struct card_cells cells;
	struct scorecard card;

	if (scorecard_see(req, id, &card) || scorecard_cells_load(req, &card, &cells))
		return req->failed;
	card.next = machine_step(&scorecard_machine, card.state, "adopt")->to;
	return scorecard_step(
		req, &card, "adopt", note, &(struct card_closing){&cells, STAGE_APPRAISAL});
}

static bool knows_cluster(struct request *req)
{
	struct row row = body_row(req);

	return row_refers(req, &row, "cluster",
		db_query(req->db, "SELECT 1 FROM clusters WHERE cluster = :cluster"));
}

enum error adopt_scorecards(struct request *req)
{
	const struct adopt_scorecards_in *in = req->in;
	struct card_note note = {.document = in->minutes, .day = in->signed_on};
	struct adoption adoption = {0};
	struct cluster cluster;

	if (!knows_cluster(req))
		return req_faults(req);
	if (cluster_lead(req, in->cluster, &cluster) || read_cards(req, &adoption))
		return req->failed;
	if (adoption.open)
		return fail_cards_open(req, adoption.open);
	if (!adoption.count && !adoption.there)
		return fail_cards_missing(req, in->cluster);
	scorecard_check_day(
		req, &(struct scorecard){.stepped_on = adoption.latest}, "/signed_on", &note);
	if (req_faults(req))
		return req->failed;
	for (size_t i = 0; i < adoption.count && !req->failed; i++)
		adopt(req, adoption.ids[i], &note);
	if (!adoption.count)
		req_unchanged(req);
	reply_open(req, 200);
	reply_member_int(req, "adopted", (int64_t)adoption.count);
	reply_member_int(req, "there", adoption.there);
	reply_member(req, "cards", cards_of_cluster(req));
	return reply_close(req);
}

/* ---- Who checks whom ---- */

/* Two members check each other only where there are no others. */
static bool is_mutual(struct request *req, const struct scorecard *card, const char *checker)
{
	struct stmt *q = db_query(req->db,
		"SELECT 1 FROM scorecards k WHERE k.cluster = :x_cluster AND k.unit = :x_checker"
		" AND k.checker = :x_unit AND (SELECT count(*) FROM memberships m"
		" WHERE m.cluster = k.cluster) > 2");

	bind_text(q, ":x_cluster", card->cluster);
	bind_text(q, ":x_checker", checker);
	bind_text(q, ":x_unit", card->unit);
	return query_exists(req, q);
}

static void check_checker(struct request *req, const struct scorecard *card, const char *checker)
{
	struct stmt *q = db_query(
		req->db, "SELECT 1 FROM memberships WHERE cluster = :x_cluster AND unit = :x_unit");

	bind_text(q, ":x_cluster", card->cluster);
	bind_text(q, ":x_unit", checker);
	if (!query_exists(req, q))
		fault_not_a_member(req, "/checker", checker, card->cluster);
	else if (!strcmp(checker, card->unit))
		fault_checker_is_unit(req, "/checker", checker);
	else if (is_mutual(req, card, checker))
		fault_checker_mutual(req, "/checker", card->unit, checker);
}

enum error replace_scorecard(struct request *req)
{
	const struct replace_scorecard_in *in = req->in;
	struct scorecard card;

	if (scorecard_lead(req, in->id, "amend", &card))
		return req->failed;
	check_checker(req, &card, in->checker);
	struct stmt *old =
		db_query(req->db, "SELECT checker, rank_group FROM scorecards WHERE id = :id");
	struct stmt *put = db_query(req->db,
		"UPDATE scorecards SET checker = :checker, rank_group = :rank_group,"
		" revision = revision + 1 WHERE id = :id");

	row_replace(req, old, put);
	return req->failed ? req->failed : scorecard_reply(req, 200, in->id);
}
