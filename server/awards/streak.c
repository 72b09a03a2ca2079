/* Titles over the years and over mergers. */
#include "awards/streak.h"

#include "awards/regime.h"
#include "gen/problems.h"
#include "request/reply.h"

/* Units, as `roots` selects each with itself, and those whose titles they carry on. */
#define CHAIN(roots)                                                                               \
	"WITH RECURSIVE chain (root, unit) AS (" roots " UNION"                                    \
	" SELECT c.root, g.from_unit FROM chain c JOIN unit_lineage g ON g.to_unit = c.unit"       \
	" WHERE COALESCE(g.carries_streak, CAST(:x_carries AS BIGINT)) = 1)"
#define CHAIN_OF_ONE CHAIN("SELECT CAST(:x_unit AS TEXT), CAST(:x_unit AS TEXT)") " "
#define HELD                                                                                       \
	"l.award = :x_award AND l.status = 'in_force'"                                             \
	" AND l.award_year <= :year AND l.award_year > CAST(:year AS BIGINT) - 64"
_Static_assert(STREAK_YEARS == 64, "HELD says how many years fit");

/* With what the regime says of mergers over which nobody ruled. */
static void bind_title(struct stmt *q, struct request *req, const struct title_query *query)
{
	int64_t carries = regime_number(req, query->regime, "lineage_carries_streak_default", 0);

	bind_int(q, ":x_carries", carries);
	bind_text(q, ":x_award", query->award);
}

static void take_line(struct request *req, struct stmt *q, struct titles *out)
{
	int64_t year = column_int(q, 0), line = column_int(q, 1);

	if (column_int(q, 2)) {
		out->used = req_numbers_add(req, out->used, line);
		return;
	}
	if (out->count && out->years[out->count - 1] == year)
		return;
	out->years[out->count] = year;
	out->lines[out->count++] = line;
}

#define TITLES_OF(whose)                                                                           \
	"SELECT l.award_year, l.id, " LINE_IS_USED " FROM decision_lines l WHERE " whose           \
	" AND " HELD " ORDER BY l.award_year, l.id"

/* A person carries on nobody's titles: rows of an import ask for nothing else. */
static struct stmt *titles_of(struct request *req, const struct title_query *query)
{
	struct stmt *q;

	if (query->person) {
		q = db_query(req->db, TITLES_OF("l.person = :x_person"));
		bind_int(q, ":x_person", query->person);
		bind_text(q, ":x_award", query->award);
		return q;
	}
	q = db_query(req->db, CHAIN_OF_ONE TITLES_OF("l.unit IN (SELECT unit FROM chain)"));
	bind_title(q, req, query);
	bind_text(q, ":x_unit", query->unit);
	return q;
}

enum error titles_read(struct request *req, const struct title_query *query, struct titles *out)
{
	struct stmt *q = titles_of(req, query);

	*out = (struct titles){0};
	bind_text(q, ":unused_by", query->unused_by);
	bind_int(q, ":year", query->year);
	while (db_row(q))
		take_line(req, q, out);
	return req_fail(req, db_done(q));
}

enum error titles_warn(struct request *req, const struct title_query *query, const char *pointer)
{
	struct stmt *q = db_query(req->db,
		CHAIN_OF_ONE
		"SELECT g.from_unit, g.to_unit FROM chain c"
		" JOIN unit_lineage g ON g.to_unit = c.unit"
		" WHERE g.carries_streak IS NULL AND EXISTS (SELECT 1 FROM decision_lines l"
		" WHERE l.unit = g.from_unit AND " HELD ") ORDER BY g.to_unit, g.from_unit");

	bind_title(q, req, query);
	bind_text(q, ":x_unit", query->unit);
	bind_int(q, ":year", query->year);
	while (db_row(q))
		warn_lineage_ruling_missing(req, pointer, column_text(q, 0), column_text(q, 1));
	return req_fail(req, db_done(q));
}

/* Below the unit that is asked for, as far as the caller reaches. */
#define SCOPE                                                                                      \
	"SELECT s.unit FROM unit_below s JOIN unit_below r ON r.unit = s.unit"                     \
	" WHERE r.ancestor = :caller_unit"                                                         \
	" AND s.ancestor = COALESCE(CAST(:unit AS TEXT), CAST(:caller_unit AS TEXT))"
/* Counted from the newest, years in a row all have the same sum of year and place: that of the year that
 * is asked for is one more than it. */
#define STREAKS                                                                                    \
	CHAIN("SELECT s.unit, s.unit FROM (" SCOPE ") s")                                          \
	", held (home, person, year) AS ("                                                         \
	"SELECT p.unit, p.id, l.award_year FROM (" SCOPE ") s JOIN persons p ON p.unit = s.unit"   \
	" JOIN decision_lines l ON l.person = p.id WHERE " HELD                                    \
	" UNION SELECT c.root, 0, l.award_year FROM chain c"                                       \
	" JOIN decision_lines l ON l.unit = c.unit WHERE " HELD "),"                               \
	" placed AS (SELECT home, person, year,"                                                   \
	" year + row_number() OVER (PARTITION BY home, person ORDER BY year DESC) AS run"          \
	" FROM held),"                                                                             \
	" streaks AS (SELECT home, person, count(*) AS streak, min(year) AS since FROM placed"     \
	" WHERE run = CAST(:year AS BIGINT) + 1 GROUP BY home, person"                             \
	" HAVING count(*) >= :years) "

enum error streaks_reply(struct request *req, const struct title_query *query)
{
	struct stmt *count = db_query(req->db, STREAKS "SELECT count(*) FROM streaks");
	struct stmt *page = db_query(req->db,
		STREAKS
		"SELECT p.id AS person, p.full_name, s.home AS unit, u.name_vi AS unit_name,"
		" s.streak, s.since, s.home AS _1, s.person AS _2 FROM streaks s"
		" JOIN units u ON u.unit = s.home LEFT JOIN persons p ON p.id = s.person"
		" WHERE (s.home, s.person) > (" AFTER(1, TEXT) ", " AFTER(
			2, BIGINT) ") ORDER BY s.home, s.person LIMIT :limit");

	bind_title(count, req, query);
	bind_title(page, req, query);
	return reply_page(req, count, page);
}
