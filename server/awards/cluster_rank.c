/* Read from the rows of rankings alone: who computes and publishes them is no affair of awards. */
#include "awards/cluster_rank.h"

#include <string.h>

#include "gen/problems.h"
#include "request/bind.h"
#include "request/query.h"

/* How many have a rank beside a row of `rankings r`. */
#define RANKED_OF                                                                                  \
	"(SELECT count(*) FROM ranking_rows o WHERE o.ranking = r.id AND o.rank IS NOT NULL)"

enum error cluster_rank_of(
	struct request *req, const char *unit, int64_t year, struct cluster_rank *out)
{
	struct stmt *q = db_query(req->db,
		"SELECT r.id, r.version, r.cluster, COALESCE(w.rank, 0), " RANKED_OF
		", w.note, r.stale FROM ranking_rows w JOIN rankings r ON r.id = w.ranking"
		" JOIN clusters c ON c.cluster = r.cluster WHERE w.unit = :x_unit"
		" AND r.state = 'published' AND c.year = :x_year"
		" ORDER BY r.published_at DESC, r.id DESC LIMIT 1");

	*out = (struct cluster_rank){0};
	bind_text(q, ":x_unit", unit);
	bind_int(q, ":x_year", year);
	if (db_row(q)) {
		const char *note = column_text(q, 5);

		*out = (struct cluster_rank){.ranking = column_int(q, 0),
			.version = column_int(q, 1),
			.cluster = req_text(req, column_text(q, 2)),
			.rank = column_int(q, 3),
			.of = column_int(q, 4),
			.excluded = note && !strcmp(note, "excluded"),
			.stale = column_int(q, 6) != 0};
	}
	return req_fail(req, db_done(q));
}

enum error cluster_rank_remember(
	struct request *req, int64_t case_id, const char *unit, int64_t year)
{
	struct stmt *q = db_query(req->db,
		"INSERT INTO award_rankings (case_id, ranking) VALUES (:x_id, :x_ranking)"
		" ON CONFLICT DO NOTHING");
	struct cluster_rank found;

	if (cluster_rank_of(req, unit, year, &found) || !found.ranking)
		return req->failed;
	bind_int(q, ":x_ranking", found.ranking);
	return query_run(req, bind_id(q, case_id));
}

struct stmt *cluster_rank_of_case(struct request *req, int64_t case_id)
{
	struct stmt *q = db_query(req->db,
		"SELECT r.id AS ranking, r.version, w.rank, " RANKED_OF
		" AS of, r.stale FROM award_rankings a JOIN rankings r ON r.id = a.ranking"
		" JOIN award_cases c ON c.id = a.case_id"
		" JOIN ranking_rows w ON w.ranking = r.id AND w.unit = c.unit"
		" WHERE a.case_id = :x_id");

	return bind_id(q, case_id);
}

enum error cluster_rank_warn(struct request *req, int64_t case_id)
{
	struct stmt *q = db_query(req->db,
		"SELECT r.version, max(n.version) FROM award_rankings a"
		" JOIN rankings r ON r.id = a.ranking JOIN rankings n ON n.cluster = r.cluster"
		" AND n.sheet = r.sheet AND n.rank_group = r.rank_group AND n.state = 'published'"
		" WHERE a.case_id = :x_id AND r.state = 'superseded' GROUP BY r.version");

	if (db_row(bind_id(q, case_id)))
		warn_ranking_restated(req, "/cluster_rank", column_int(q, 0), column_int(q, 1));
	return req_fail(req, db_done(q));
}
