/*
 * Rankings of clusters: computed from scorecards, ordered by people where cards are tied, published, kept or
 * published anew when something moves under them.
 */
#include "gen/api.h"
#include "gen/problems.h"
#include "lifecycle.h"
#include "request/bind.h"
#include "request/journal.h"
#include "request/problem.h"
#include "request/query.h"
#include "request/reply.h"
#include "request/row.h"
#include "yearend/ranking.h"

#define RANKINGS                                                                                   \
	" FROM rankings r JOIN clusters c ON c.cluster = r.cluster"                                \
	" JOIN score_sheets s ON s.id = r.sheet WHERE" RANKING_READABLE                            \
	" AND (CAST(:cluster AS TEXT) IS NULL OR r.cluster = :cluster)"                            \
	" AND (CAST(:unit AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM ranking_rows w"                \
	" WHERE w.ranking = r.id AND w.unit = :unit))"                                             \
	" AND (CAST(:year AS BIGINT) IS NULL OR c.year = :year)"                                   \
	" AND (CAST(:state AS TEXT) IS NULL OR r.state = :state)"                                  \
	" AND (CAST(:stale AS BIGINT) IS NULL OR r.stale = :stale)"

enum error list_rankings(struct request *req)
{
	return REPLY_PAGE2_DOWN(req, RANKING_COLUMNS, RANKINGS, "c.year", BIGINT, "r.id", BIGINT);
}

enum error get_ranking(struct request *req)
{
	const struct get_ranking_in *in = req->in;
	struct ranking ranking;

	if (ranking_see(req, in->id, &ranking) || reply_known(req, ranking.revision))
		return req->failed;
	return ranking_reply(req, 200, in->id);
}

enum error list_ranking_changes(struct request *req)
{
	const struct list_ranking_changes_in *in = req->in;
	struct ranking ranking;

	if (ranking_see(req, in->id, &ranking))
		return req->failed;
	return REPLY_PAGE3(req,
		"x.unit, u.name_vi AS unit_name, x.what, NULLIF(x.code, '') AS criterion, x.old, x.new",
		" FROM ranking_changes x JOIN units u ON u.unit = x.unit WHERE x.ranking = :id",
		"x.unit", TEXT, "x.what", TEXT, "x.code", TEXT);
}

/* ---- Drafts ---- */

/* What is to be ranked together: one score sheet and one rank group of the cluster. */
static void find_sheet(struct request *req, struct ranking *draft)
{
	struct stmt *q = db_query(req->db,
		"SELECT DISTINCT sheet FROM scorecards WHERE cluster = :cluster"
		" AND (CAST(:sheet AS BIGINT) IS NULL OR sheet = :sheet) ORDER BY sheet");
	const struct create_ranking_in *in = req->in;
	const char *sheets = NULL;

	bind_input(q, req);
	while (db_row(q)) {
		sheets = req_numbers_add(req, sheets, column_int(q, 0));
		draft->sheet = draft->sheet ? -1 : column_int(q, 0);
	}
	if (req_fail(req, db_done(q)))
		return;
	if (draft->sheet < 0)
		fault_sheets_differ(req, "/sheet", sheets);
	else if (!draft->sheet && in->has_sheet)
		fault_reference_unknown(
			req, "/sheet", req_printf(req, "%lld", (long long)in->sheet));
	else if (!draft->sheet)
		fault_cards_missing(req, "/cluster", in->cluster);
}

/* Without a name those who are in no group, or else the only group. */
static void find_group(struct request *req, struct ranking *draft)
{
	struct stmt *q = db_query(req->db,
		"SELECT DISTINCT rank_group FROM scorecards WHERE cluster = :cluster"
		" AND sheet = :x_sheet AND (CAST(:rank_group AS TEXT) IS NULL"
		" OR rank_group = :rank_group) ORDER BY rank_group");
	const struct create_ranking_in *in = req->in;
	const char *groups = NULL;
	size_t count = 0;

	bind_input(q, req);
	bind_int(q, ":x_sheet", draft->sheet);
	while (db_row(q)) {
		const char *group = req_text(req, column_text(q, 0));

		groups = count ? req_printf(req, "%s,%s", groups, group) : group;
		draft->rank_group = count++ ? draft->rank_group : group;
	}
	if (req_fail(req, db_done(q)))
		return;
	if (!count && in->rank_group)
		fault_reference_unknown(req, "/rank_group", in->rank_group);
	else if (count > 1 && *draft->rank_group)
		fault_rank_groups_differ(req, "/rank_group", groups);
}

/* The newest version of what is to be ranked. */
struct newest {
	int64_t id, version; /* 0: none */
	bool draft;
};

static struct newest newest_of(struct request *req, const struct ranking *draft)
{
	struct stmt *q = db_query(req->db,
		"SELECT id, version, state = 'draft' FROM rankings WHERE cluster = :x_cluster"
		" AND sheet = :x_sheet AND rank_group = :x_group ORDER BY version DESC LIMIT 1");
	struct newest newest = {0};

	bind_text(q, ":x_cluster", draft->cluster);
	bind_int(q, ":x_sheet", draft->sheet);
	bind_text(q, ":x_group", draft->rank_group);
	if (db_row(q))
		newest = (struct newest){column_int(q, 0), column_int(q, 1), column_int(q, 2) != 0};
	req_fail(req, db_done(q));
	return newest;
}

static enum error insert_draft(struct request *req, struct ranking *draft)
{
	struct stmt *q = db_query(req->db,
		"INSERT INTO rankings (cluster, sheet, rank_group, version, stage, state, reason,"
		" sha256, computed_at) VALUES (:cluster, :x_sheet, :x_group, :x_version, :stage,"
		" :x_state, :reason, '', :now) RETURNING id");

	bind_input(q, req);
	bind_int(q, ":x_sheet", draft->sheet);
	bind_text(q, ":x_group", draft->rank_group);
	bind_int(q, ":x_version", draft->version);
	bind_text(q, ":x_state", machine_step(&ranking_machine, NULL, "draft")->to);
	draft->id = query_int(req, q);
	return req->failed;
}

enum error create_ranking(struct request *req)
{
	const struct create_ranking_in *in = req->in;
	const struct property *reason = schema_property(req->route->body, "reason");
	struct stmt *year = db_query(req->db, "SELECT year FROM clusters WHERE cluster = :cluster");
	struct ranking draft = {.cluster = in->cluster, .stage = in->stage, .rank_group = ""};

	draft.year = query_int(req, bind_input(year, req));
	if (!draft.year) {
		fault_reference_unknown(req, "/cluster", in->cluster);
		return req_faults(req);
	}
	if (ranking_may_lead(req, in->cluster))
		return req->failed;
	find_sheet(req, &draft);
	if (draft.sheet > 0)
		find_group(req, &draft);
	if (req_faults(req))
		return req->failed;
	struct newest before = newest_of(req, &draft);

	if (before.draft)
		return fail_already_exists(
			req, req_printf(req, "/rankings/%lld", (long long)before.id));
	if (before.version && !in->reason)
		fault_reason_required(
			req, "/reason", before.version, (int64_t)reason->schema->min_length);
	draft.version = before.version + 1;
	if (req_faults(req) || insert_draft(req, &draft) || ranking_compute(req, &draft, NULL))
		return req->failed;
	req_created(req, "/rankings/%lld", (long long)draft.id);
	return ranking_reply(req, 201, draft.id);
}

enum error compute_ranking(struct request *req)
{
	const struct compute_ranking_in *in = req->in;
	struct ranking ranking;

	if (ranking_lead(req, in->id, "compute", &ranking) || ranking_compute(req, &ranking, NULL))
		return req->failed;
	return ranking_reply(req, 200, in->id);
}

enum error order_ranking(struct request *req)
{
	const struct order_ranking_in *in = req->in;
	struct stmt *q =
		db_query(req->db, "UPDATE rankings SET order_minutes = :minutes WHERE id = :id");
	struct ranking ranking;

	if (ranking_lead(req, in->id, "order", &ranking))
		return req->failed;
	if (!in->minutes)
		fault_minutes_required(req, "/minutes");
	if (ranking_compute(req, &ranking, json_object_get(req->body, "units")))
		return req->failed;
	query_run(req, bind_input(q, req));
	return ranking_reply(req, 200, in->id);
}

/* ---- Published ---- */

static enum error supersede(struct request *req, const struct ranking *ranking)
{
	struct stmt *q = db_query(req->db,
		"UPDATE rankings SET state = :x_state, revision = revision + 1"
		" WHERE cluster = :x_cluster AND sheet = :x_sheet AND rank_group = :x_group"
		" AND state = 'published' RETURNING id");

	bind_text(q, ":x_state", machine_step(&ranking_machine, "published", "supersede")->to);
	bind_text(q, ":x_cluster", ranking->cluster);
	bind_int(q, ":x_sheet", ranking->sheet);
	bind_text(q, ":x_group", ranking->rank_group);
	int64_t before = query_int(req, q);

	if (req->failed || !before)
		return req->failed;
	return req_event_beside(
		req, NULL, req_printf(req, "/rankings/%lld", (long long)before), "superseded");
}

enum error publish_ranking(struct request *req)
{
	const struct publish_ranking_in *in = req->in;
	struct stmt *q = db_query(req->db,
		"UPDATE rankings SET state = :x_state, minutes = :minutes,"
		" reason = COALESCE(:reason, reason), published_at = :now, touched = 1,"
		" revision = revision + 1 WHERE id = :id");
	struct ranking ranking;

	if (ranking_lead(req, in->id, "publish", &ranking) ||
		ranking_check_publication(req, &ranking, in->reason) || supersede(req, &ranking))
		return req->failed;
	bind_input(q, req);
	bind_text(q, ":x_state", ranking.next);
	if (query_run(req, q) || rankings_compare(req))
		return req->failed;
	return ranking_reply(req, 200, in->id);
}

enum error keep_ranking(struct request *req)
{
	const struct keep_ranking_in *in = req->in;
	struct ranking ranking;

	if (ranking_lead(req, in->id, "keep", &ranking))
		return req->failed;
	if (!ranking.stale)
		return fail_ranking_not_stale(req, ranking.version);
	ranking_keep(req, &ranking, in->reason);
	return ranking_reply(req, 200, in->id);
}
