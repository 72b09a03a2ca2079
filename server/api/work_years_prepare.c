/*
 * The year after another one: its periods, the clusters with their members, the targets as drafts. What
 * stands already is left as it is, so that the call can be repeated.
 */
#include "gen/api.h"
#include "gen/problems.h"
#include "reporting/work_year.h"
#include "request/bind.h"
#include "request/journal.h"
#include "request/problem.h"
#include "request/query.h"
#include "request/reach.h"
#include "request/reply.h"

#define MONTHS 12

/* On the first day of :x_year the unit of the table `t` is gone. */
#define HAS_ENDED(t)                                                                               \
	"EXISTS (SELECT 1 FROM units e JOIN work_years w ON w.year = :x_year"                      \
	" WHERE e.unit = " t ".unit AND e.valid_to < w.start_date)"
/* In the cluster :x_cluster of the next year stand the members m of the cluster o. */
#define MEMBERS                                                                                    \
	" FROM clusters n JOIN clusters o ON o.issuer = n.issuer AND o.kind = n.kind"              \
	" AND o.number = n.number AND o.year = :year"                                              \
	" JOIN memberships m ON m.cluster = o.cluster"

/* What is there of a year. */
struct stock {
	int64_t work_years, periods, clusters, members, targets;
};

static struct stock stock_of(struct request *req, int64_t year)
{
	struct stmt *q = db_query(req->db,
		"SELECT (SELECT count(*) FROM work_years WHERE year = :x_year),"
		" (SELECT count(*) FROM periods WHERE year = :x_year),"
		" (SELECT count(*) FROM clusters WHERE year = :x_year),"
		" (SELECT count(*) FROM memberships WHERE year = :x_year),"
		" (SELECT count(*) FROM all_targets WHERE year = :x_year)");
	struct stock stock = {0};

	bind_int(q, ":x_year", year);
	if (db_row(q))
		stock = (struct stock){column_int(q, 0), column_int(q, 1), column_int(q, 2),
			column_int(q, 3), column_int(q, 4)};
	req_fail(req, db_done(q));
	return stock;
}

/* It begins where this one ends. Years follow each other without a gap, so none lies behind it yet. */
static enum error add_year(struct request *req, int64_t year)
{
	struct stmt *last = db_query(req->db, "SELECT end_date FROM work_years WHERE year = :year");
	struct stmt *put = db_query(req->db,
		"INSERT INTO work_years (year, start_date, end_date, n_periods)"
		" VALUES (:x_year, :x_start, :x_end, :x_months)");
	int64_t end = 0;

	calendar_parse_day(query_text(req, bind_input(last, req)), &end);
	struct work_year w = work_year_from(year, end + 1, MONTHS);

	bind_int(put, ":x_year", w.year);
	bind_text(put, ":x_start", w.start_date);
	bind_text(put, ":x_end", w.end_date);
	bind_int(put, ":x_months", w.months);
	if (query_run(req, put) || work_year_add_periods(req, &w))
		return req->failed;
	return req_event(
		req, NULL, req_printf(req, "/work-years/%lld", (long long)year), "prepared");
}

static void bind_cluster(struct stmt *q, struct request *req, int64_t year, const char *cluster)
{
	bind_input(q, req);
	bind_int(q, ":x_year", year);
	bind_text(q, ":x_cluster", cluster);
}

/* Members who are not carried on are told of. */
static void warn_of_left_out(struct request *req, int64_t year, const char *cluster)
{
	struct stmt *ended = db_query(req->db,
		"SELECT m.unit, u.valid_to, u.successor" MEMBERS
		" JOIN units u ON u.unit = m.unit WHERE n.cluster = :x_cluster AND " HAS_ENDED(
			"m") " ORDER BY m.unit");
	struct stmt *taken = db_query(req->db,
		"SELECT m.unit, t.cluster" MEMBERS
		" JOIN memberships t ON t.issuer = n.issuer AND t.kind = n.kind"
		" AND t.year = n.year AND t.unit = m.unit AND t.cluster <> n.cluster"
		" WHERE n.cluster = :x_cluster AND NOT " HAS_ENDED("m") " ORDER BY m.unit");

	bind_cluster(ended, req, year, cluster);
	while (db_row(ended))
		warn_unit_ended(req, "", column_text(ended, 0), column_text(ended, 1),
			column_text(ended, 2));
	req_fail(req, db_done(ended));
	bind_cluster(taken, req, year, cluster);
	while (db_row(taken))
		warn_unit_already_in_cluster(req, "", column_text(taken, 0), column_text(taken, 1));
	req_fail(req, db_done(taken));
}

/* Who leads is decided anew each year. */
static void add_members(struct request *req, int64_t year, const char *cluster)
{
	struct stmt *put = db_query(req->db,
		"INSERT INTO memberships (cluster, issuer, kind, year, unit, role)"
		" SELECT n.cluster, n.issuer, n.kind, n.year, m.unit, 'member'" MEMBERS
		" WHERE n.cluster = :x_cluster AND NOT " HAS_ENDED(
			"m") " AND NOT EXISTS (SELECT 1 FROM memberships t"
			     " WHERE t.issuer = n.issuer AND t.kind = n.kind AND t.year = n.year"
			     " AND t.unit = m.unit) RETURNING unit");

	bind_cluster(put, req, year, cluster);
	while (db_row(put))
		req_event(req, column_text(put, 0),
			req_printf(req, "/clusters/%s/members/%s", cluster, column_text(put, 0)),
			"member");
	req_fail(req, db_done(put));
	warn_of_left_out(req, year, cluster);
}

/* A name may hold the year. */
static void add_clusters(struct request *req, int64_t year)
{
	struct stmt *put = db_query(req->db,
		"INSERT INTO clusters (cluster, issuer, kind, number, year, name_vi, name_key,"
		" evidence) SELECT c.issuer || '-' || c.kind || '-' || c.number || '-' || :x_digits,"
		" c.issuer, c.kind, c.number, :x_year, replace(c.name_vi, :x_before, :x_digits),"
		" replace(c.name_key, :x_before, :x_digits), 'assumed: as in ' || :x_before"
		" FROM clusters c JOIN units u ON u.unit = c.issuer WHERE c.year = :year"
		" AND NOT EXISTS (SELECT 1 FROM clusters n WHERE n.issuer = c.issuer"
		" AND n.kind = c.kind AND n.number = c.number AND n.year = :x_year)"
		" AND NOT " HAS_ENDED("u") " RETURNING cluster, issuer");

	bind_input(put, req);
	bind_int(put, ":x_year", year);
	bind_text(put, ":x_digits", req_printf(req, "%lld", (long long)year));
	bind_text(put, ":x_before", req_printf(req, "%lld", (long long)year - 1));
	while (db_row(put)) {
		const char *cluster = req_text(req, column_text(put, 0));

		req_event(req, column_text(put, 1), req_printf(req, "/clusters/%s", cluster),
			"prepared");
		add_members(req, year, cluster);
	}
	req_fail(req, db_done(put));
}

/* The paper that set it was of the year before. */
static void add_targets(struct request *req, int64_t year)
{
	struct stmt *put = db_query(req->db,
		"INSERT INTO all_targets (year, indicator, unit, basis, comparator, value,"
		" evidence, drafted_from) SELECT :x_year, t.indicator, t.unit, t.basis,"
		" t.comparator, t.value, 'assumed: as in ' || :x_before, t.year"
		" FROM targets t WHERE t.year = :year AND NOT " HAS_ENDED(
			"t") " AND NOT EXISTS (SELECT 1 FROM all_targets n WHERE n.year = :x_year"
			     " AND n.indicator = t.indicator AND n.basis = t.basis"
			     " AND COALESCE(n.unit, '') = COALESCE(t.unit, ''))"
			     " ORDER BY t.id RETURNING id, unit");

	bind_input(put, req);
	bind_int(put, ":x_year", year);
	bind_text(put, ":x_before", req_printf(req, "%lld", (long long)year - 1));
	while (db_row(put))
		req_event(req, column_text(put, 1),
			req_printf(req, "/targets/%lld", (long long)column_int(put, 0)), "draft");
	req_fail(req, db_done(put));
}

static void reply_stock(struct request *req, const char *name, const struct stock *stock)
{
	reply_member_json(req, name,
		req_printf(req,
			"{\"work_years\":%lld,\"periods\":%lld,\"clusters\":%lld,"
			"\"members\":%lld,\"targets\":%lld}",
			(long long)stock->work_years, (long long)stock->periods,
			(long long)stock->clusters, (long long)stock->members,
			(long long)stock->targets));
}

static enum error reply_prepared(
	struct request *req, int64_t year, const struct stock *before, const struct stock *after)
{
	struct stock created = {after->work_years - before->work_years,
		after->periods - before->periods, after->clusters - before->clusters,
		after->members - before->members, after->targets - before->targets};

	if (!created.work_years && !created.clusters && !created.targets)
		req_unchanged(req);
	reply_open(req, 200);
	reply_member_int(req, "year", year);
	reply_stock(req, "created", &created);
	reply_stock(req, "there", before);
	return reply_close(req);
}

enum error prepare_work_year(struct request *req)
{
	const struct prepare_work_year_in *in = req->in;
	int64_t year = in->year + 1;

	if (require_sector(req))
		return req->failed;
	if (!stock_of(req, in->year).work_years)
		return req->failed ? req->failed : fail_not_found(req);
	struct stock before = stock_of(req, year);

	if (!before.work_years)
		add_year(req, year);
	add_clusters(req, year);
	add_targets(req, year);
	struct stock after = stock_of(req, year);

	return reply_prepared(req, year, &before, &after);
}
