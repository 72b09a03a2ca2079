/* What moved under a published ranking: each cell, exclusion and card beside what it would be today. */
#include <stdlib.h>
#include <string.h>

#include "request/bind.h"
#include "request/journal.h"
#include "request/query.h"
#include "secret.h"
#include "yearend/ranking_lineup.h"

#define TOUCH "UPDATE rankings SET touched = 1 WHERE state = 'published' AND "

enum error rankings_touch_unit(struct request *req, const char *unit, int64_t year)
{
	struct stmt *q = db_query(req->db,
		TOUCH "id IN (SELECT w.ranking FROM ranking_rows w WHERE w.unit = :x_unit)"
		      " AND cluster IN (SELECT c.cluster FROM clusters c WHERE c.year = :x_year)");

	bind_text(q, ":x_unit", unit);
	bind_int(q, ":x_year", year);
	return query_run(req, q);
}

/* The rankings in which the office of a report stands, of the report's year. */
#define OF_REPORT                                                                                  \
	"SELECT w.ranking FROM reports p JOIN periods t ON t.period = p.period"                    \
	" JOIN ranking_rows w ON w.unit = p.unit JOIN rankings r ON r.id = w.ranking"              \
	" JOIN clusters c ON c.cluster = r.cluster AND c.year = t.year WHERE p.id = :x_id"

enum error rankings_touch_report(struct request *req, int64_t report)
{
	return query_run(req, bind_id(db_query(req->db, TOUCH "id IN (" OF_REPORT ")"), report));
}

bool rankings_or_cases_rest(struct request *req, int64_t report, int64_t superseded)
{
	struct stmt *q = db_query(req->db,
		"SELECT 1 WHERE EXISTS (SELECT 1 FROM award_reports WHERE report = :x_superseded)"
		" OR EXISTS (" OF_REPORT ")");

	bind_int(q, ":x_superseded", superseded);
	return query_exists(req, bind_id(q, report));
}

enum error rankings_touch_year(struct request *req, int64_t year)
{
	struct stmt *q = db_query(req->db,
		TOUCH "cluster IN (SELECT c.cluster FROM clusters c WHERE c.year = :x_year)");

	bind_int(q, ":x_year", year);
	return query_run(req, q);
}

/* ---- What is stored, beside what it would be ---- */

struct comparison {
	struct request *req;
	const struct ranking *ranking;
	struct lineup lineup; /* of today */
	bool *stored;         /* of each unit: it stands in the ranking */
	size_t changes;
	bool order_changes;
	struct sha256 sum;
};

static void bind_points(struct stmt *q, const char *name, int64_t points)
{
	if (points == NO_NUMBER)
		bind_null(q, name);
	else
		bind_int(q, name, points);
}

static void tell(struct comparison *c, const char *unit, const char *what, const char *code,
	int64_t old, int64_t new)
{
	struct request *req = c->req;
	struct stmt *q = db_query(req->db,
		"INSERT INTO ranking_changes (ranking, unit, what, code, old, new)"
		" VALUES (:x_id, :x_unit, :x_what, :x_code, :x_old, :x_new)");

	if (old == new)
		return;
	const char *line = req_printf(
		req, "%s\t%s\t%s\t%lld\t%lld\n", unit, what, code, (long long)old, (long long)new);

	c->changes++;
	sha256_add(&c->sum, line, strlen(line));
	bind_text(q, ":x_unit", unit);
	bind_text(q, ":x_what", what);
	bind_text(q, ":x_code", code);
	bind_points(q, ":x_old", old);
	bind_points(q, ":x_new", new);
	query_run(req, bind_id(q, c->ranking->id));
}

/* A yes or no, as points: the column is one of numbers with three decimals. */
static int64_t whether(bool is)
{
	return is ? 1000 : 0;
}

/* The points of the next cell of "I.1=16000;I.2=-"; moves *at behind it. */
static int64_t next_points(const char **at)
{
	const char *value = *at + strcspn(*at, "=");
	int64_t points = *value && value[1] != '-' ? strtoll(value + 1, NULL, 10) : NO_NUMBER;

	*at += strcspn(*at, ";");
	*at += **at == ';';
	return points;
}

static void compare_cells(struct comparison *c, const struct lineup_unit *unit, const char *cells)
{
	for (size_t i = 0; unit->counts && *cells && i < c->lineup.cells.count; i++)
		tell(c, unit->unit, "cell", c->lineup.cells.leaves[i].code, next_points(&cells),
			unit->points[i]);
}

static int64_t rank_of(const struct lineup *lineup, const struct lineup_unit *unit)
{
	for (size_t i = 0; i < lineup->count; i++)
		if (lineup->standings[i].card == (size_t)(unit - lineup->units))
			return lineup->standings[i].rank;
	return 0;
}

/* The statement stands on a row: unit, rank, note, cells. */
static void compare_row(struct comparison *c, const struct stmt *row)
{
	const char *name = column_text(row, 0), *note = column_text(row, 2);
	const char *cells = column_text(row, 3);
	const struct lineup_unit *unit = lineup_find(&c->lineup, name);

	tell(c, name, "card", "", whether(*cells), whether(unit && unit->counts));
	if (!unit)
		return;
	c->stored[unit - c->lineup.units] = true;
	tell(c, name, "excluded", "", whether(note && !strcmp(note, "excluded")),
		whether(unit->excluded));
	compare_cells(c, unit, cells);
	c->order_changes = c->order_changes || rank_of(&c->lineup, unit) != column_int(row, 1);
}

static enum error compare_rows(struct comparison *c)
{
	struct request *req = c->req;
	struct stmt *q = db_query(req->db,
		"SELECT unit, COALESCE(rank, 0), note, cells FROM ranking_rows"
		" WHERE ranking = :x_id ORDER BY unit");

	bind_id(q, c->ranking->id);
	while (!req->failed && db_row(q))
		compare_row(c, q);
	if (req_fail(req, db_done(q)))
		return req->failed;
	for (size_t i = 0; i < c->lineup.count; i++)
		if (!c->stored[i] && c->lineup.units[i].counts)
			tell(c, c->lineup.units[i].unit, "card", "", whether(false), whether(true));
	return req->failed;
}

/* ---- What came of it ---- */

static const char *digest_of(struct comparison *c)
{
	uint8_t hash[SECRET_HASH_SIZE];
	char hex[2 * SECRET_HASH_SIZE + 1];

	sha256_add(&c->sum, c->order_changes ? "order" : "", c->order_changes ? 5 : 0);
	sha256_end(&c->sum, hash);
	digest_hex(hash, hex);
	return req_text(c->req, hex);
}

static bool same_text(const char *a, const char *b)
{
	return a && b && !strcmp(a, b);
}

static enum error conclude(struct comparison *c)
{
	struct request *req = c->req;
	const struct ranking *ranking = c->ranking;
	bool moved = c->changes || c->order_changes;
	const char *digest = moved ? digest_of(c) : "";
	bool news = strcmp(digest, ranking->changes_sha256 ? ranking->changes_sha256 : "") != 0;
	struct stmt *q = db_query(req->db,
		"UPDATE rankings SET stale = :x_stale, order_changes = :x_order,"
		" changes_sha256 = NULLIF(:x_digest, ''), touched = 0, revision = revision + :x_news"
		" WHERE id = :x_id");

	bind_int(q, ":x_stale", moved && !same_text(digest, ranking->kept_sha256));
	bind_int(q, ":x_order", c->order_changes);
	bind_text(q, ":x_digest", digest);
	bind_int(q, ":x_news", news);
	if (query_run(req, bind_id(q, ranking->id)) || !news)
		return req->failed;
	return req_event_beside(req, ranking->lead,
		req_printf(req, "/rankings/%lld", (long long)ranking->id),
		req_printf(req, "%lld moved %s", (long long)ranking->id, digest));
}

static enum error compare(struct request *req, int64_t id)
{
	struct stmt *clear = db_query(req->db, "DELETE FROM ranking_changes WHERE ranking = :x_id");
	struct ranking ranking;
	struct comparison c = {.req = req, .ranking = &ranking};

	if (ranking_find(req, id, &ranking) || query_run(req, bind_id(clear, id)) ||
		lineup_load(req, &ranking, LINEUP_OF_TODAY, &c.lineup) ||
		lineup_keep_order(&c.lineup) || lineup_rank(&c.lineup))
		return req->failed;
	c.stored = req_alloc(req, (c.lineup.count + 1) * sizeof *c.stored);
	sha256_start(&c.sum);
	if (!c.stored || compare_rows(&c))
		return req->failed;
	return conclude(&c);
}

enum error rankings_compare(struct request *req)
{
	struct stmt *q =
		db_query(req->db, "SELECT id FROM rankings WHERE touched = 1 ORDER BY id LIMIT 1");
	int64_t id;

	while ((id = query_int(req, q)) && !compare(req, id))
		;
	return req->failed;
}

enum error ranking_keep(struct request *req, const struct ranking *ranking, const char *reason)
{
	struct stmt *q = db_query(req->db,
		"UPDATE rankings SET stale = 0, kept_sha256 = changes_sha256,"
		" kept_reason = :x_reason, kept_at = :x_now, revision = revision + 1"
		" WHERE id = :x_id");

	bind_text(q, ":x_reason", reason);
	bind_int(q, ":x_now", req->now);
	return query_run(req, bind_id(q, ranking->id));
}
