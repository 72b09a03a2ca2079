/*
 * A year as one file: every list that is about a year, and of each of its periods what is about a
 * period, as the contract says and as the caller may read them. A list that is added later comes in by itself.
 */
#include "gen/api.h"
#include "gen/problems.h"
#include "request/bind.h"
#include "request/inner.h"
#include "request/query.h"
#include "request/reply_archive.h"

static bool is_work_year(struct request *req)
{
	struct stmt *q = db_query(req->db, "SELECT 1 FROM work_years WHERE year = :year");

	return query_exists(req, bind_input(q, req));
}

static void add_year(struct request *req, struct archive *archive, int64_t year)
{
	const char *text = req_printf(req, "%lld", (long long)year);

	for (size_t i = 0; i < api_route_count && !req->failed; i++)
		if (inner_suits(req, &api_routes[i], "year"))
			reply_archive_list(archive, &api_routes[i], "year", text);
}

/* What has no list of the year. */
static void add_period(struct request *req, struct archive *archive, const char *period)
{
	for (size_t i = 0; i < api_route_count && !req->failed; i++)
		if (inner_suits(req, &api_routes[i], "period") &&
			!inner_suits(req, &api_routes[i], "year"))
			reply_archive_list(archive, &api_routes[i], "period", period);
}

/* The period after `last` in the year, NULL behind the last one. */
static const char *next_period(struct request *req, const char *last)
{
	struct stmt *q = db_query(req->db,
		"SELECT period FROM periods WHERE year = :year AND period > :x_last"
		" ORDER BY period LIMIT 1");

	bind_text(q, ":x_last", last);
	return query_text(req, bind_input(q, req));
}

enum error get_archive(struct request *req)
{
	const struct get_archive_in *in = req->in;

	if (!is_work_year(req))
		return req->failed ? req->failed : fail_not_found(req);
	struct archive *archive = reply_archive_open(req);

	if (archive)
		add_year(req, archive, in->year);
	for (const char *p = ""; archive && (p = next_period(req, p));)
		add_period(req, archive, p);
	return reply_archive_close(req, archive);
}
