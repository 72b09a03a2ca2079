/* Disciplines and the titles that they cost. */
#include "awards/discipline.h"

#include "awards/regime.h"
#include "gen/problems.h"
#include "reporting/catalogue.h"
#include "request/query.h"

/* From the lightest to the gravest. */
static const char *const measures[] = {"khien-trach", "canh-cao", "ha-bac-luong", "giang-chuc",
	"cach-chuc", "buoc-thoi-viec", NULL};

bool discipline_weighs(const char *measure, const char *least)
{
	return catalogue_word(measures, measure) >= catalogue_word(measures, least);
}

void discipline_bind(struct request *req, struct stmt *q, const char *regime, const char *award)
{
	bind_text(q, ":award", award);
	bind_int(q, ":late", regime_number(req, regime, "late_discipline_costs_next_year", 0));
}

/* The least measure that the award looks at; NULL when it looks at none. */
static const char *least_measure(struct request *req, const char *regime, const char *award)
{
	struct stmt *q = db_query(req->db,
		"SELECT p.value FROM award_rules r JOIN regime_params p ON p.key = r.parameter"
		" WHERE r.award = :award AND r.rule = 'discipline' AND p.regime = :regime"
		" AND p.superseded_at IS NULL");

	bind_text(q, ":award", award);
	bind_text(q, ":regime", regime);
	return query_text(req, q);
}

enum error discipline_warn_late(struct request *req, const char *regime, const char *award,
	int64_t person, int64_t year, const char *pointer)
{
	const char *least = least_measure(req, regime, award);
	struct stmt *q = db_query(req->db,
		"SELECT d.id, d.measure, d.decision_date, " DISCIPLINE_COSTS(
			"l.person = d.person") " FROM disciplines d" DISCIPLINE_YEAR
					       "WHERE d.person = :person AND d.annulled_on IS NULL AND d.charged_year IS NULL"
					       " AND y.year = :year ORDER BY d.id");

	if (!least)
		return req->failed;
	bind_int(q, ":person", person);
	bind_int(q, ":year", year);
	discipline_bind(req, q, regime, award);
	while (db_row(q))
		if (column_int(q, 3) > year && discipline_weighs(column_text(q, 1), least))
			warn_disciplined_later(req, pointer, column_int(q, 0), column_text(q, 1),
				column_text(q, 2), column_int(q, 3));
	return req_fail(req, db_done(q));
}
