/* Titles over the years and over mergers. */
#include "awards/streak.h"

#include "awards/regime.h"
#include "gen/problems.h"

/* The unit and those whose titles it carries on. */
#define CHAIN                                                                                      \
	"WITH RECURSIVE chain (unit) AS (SELECT CAST(:unit AS TEXT) UNION"                         \
	" SELECT g.from_unit FROM chain c JOIN unit_lineage g ON g.to_unit = c.unit"               \
	" WHERE COALESCE(g.carries_streak, CAST(:carries AS BIGINT)) = 1) "
#define HELD                                                                                       \
	"l.award = :award AND l.status = 'in_force'"                                               \
	" AND l.award_year <= :year AND l.award_year > CAST(:year AS BIGINT) - 64"
_Static_assert(STREAK_YEARS == 64, "HELD says how many years fit");

/* What the regime says of mergers over which nobody ruled. */
static void bind_carries(struct stmt *q, struct request *req, const struct title_query *query)
{
	int64_t carries = regime_number(req, query->regime, "lineage_carries_streak_default", 0);

	bind_int(q, ":carries", carries);
	bind_text(q, ":unit", query->unit);
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

enum error titles_read(struct request *req, const struct title_query *query, struct titles *out)
{
	struct stmt *q = db_query(req->db,
		CHAIN "SELECT l.award_year, l.id, " LINE_IS_USED
		      " FROM (SELECT * FROM decision_lines"
		      " WHERE person = :person UNION ALL SELECT * FROM decision_lines"
		      " WHERE unit IN (SELECT unit FROM chain)) l WHERE " HELD
		      " ORDER BY l.award_year, l.id");

	*out = (struct titles){0};
	bind_carries(q, req, query);
	bind_text(q, ":award", query->award);
	bind_text(q, ":unused_by", query->unused_by);
	bind_int(q, ":year", query->year);
	if (query->person)
		bind_int(q, ":person", query->person);
	while (db_row(q))
		take_line(req, q, out);
	return req_fail(req, db_done(q));
}

enum error titles_warn(struct request *req, const struct title_query *query, const char *pointer)
{
	struct stmt *q = db_query(req->db,
		CHAIN "SELECT g.from_unit, g.to_unit FROM chain c"
		      " JOIN unit_lineage g ON g.to_unit = c.unit"
		      " WHERE g.carries_streak IS NULL AND EXISTS (SELECT 1 FROM decision_lines l"
		      " WHERE l.unit = g.from_unit AND " HELD ") ORDER BY g.to_unit, g.from_unit");

	bind_carries(q, req, query);
	bind_text(q, ":award", query->award);
	bind_int(q, ":year", query->year);
	while (db_row(q))
		warn_lineage_ruling_missing(req, pointer, column_text(q, 0), column_text(q, 1));
	return req_fail(req, db_done(q));
}
