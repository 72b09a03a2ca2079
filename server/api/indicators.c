/* Indicators: counts and ratios made of elements. */
#include <string.h>

#include "gen/api.h"
#include "gen/problems.h"
#include "request/bind.h"
#include "request/import.h"
#include "request/reach.h"
#include "request/reply.h"

#define COLUMNS                                                                                    \
	"indicator, area, name_vi, name_en, kind, numerator, denominator, measure, direction,"     \
	" subset, valid_from, valid_to, evidence"
#define INDICATORS                                                                                 \
	" FROM indicators WHERE (CAST(:area AS TEXT) IS NULL OR area = :area)"                     \
	" AND (CAST(:kind AS TEXT) IS NULL OR kind = :kind)"                                       \
	" AND (CAST(:direction AS TEXT) IS NULL OR direction = :direction)"                        \
	" AND (CAST(:valid_on AS TEXT) IS NULL OR (valid_from <= :valid_on"                        \
	" AND (valid_to IS NULL OR valid_to >= :valid_on)))"                                       \
	" AND (CAST(:q AS TEXT) IS NULL"                                                           \
	" OR " HAS_Q("replace(lower(indicator), '-', ' ')") " OR " HAS_Q("name_key") ")"

enum error list_indicators(struct request *req)
{
	return REPLY_PAGE1(req, COLUMNS, INDICATORS, "indicator", TEXT);
}

enum error get_indicator(struct request *req)
{
	struct stmt *q = db_query(req->db,
		"SELECT " COLUMNS ", revision AS _revision"
		" FROM indicators WHERE indicator = :indicator");

	return reply_row(req, 200, q);
}

static bool refers_well(struct request *req, const struct row *row)
{
	bool area = row_refers(
		req, row, "area", db_query(req->db, "SELECT 1 FROM areas WHERE area = :area"));
	bool numerator = row_refers(req, row, "numerator",
		db_query(req->db, "SELECT 1 FROM elements WHERE element = :numerator"));
	bool denominator = row_refers(req, row, "denominator",
		db_query(req->db, "SELECT 1 FROM elements WHERE element = :denominator"));

	return area && numerator && denominator;
}

/* A ratio has a denominator, a count none; and it does not end before it begins. */
static bool is_well_formed(struct request *req, const struct row *row)
{
	const char *kind = row_text(row, "kind");
	const char *from = row_text(row, "valid_from"), *to = row_text(row, "valid_to");
	bool fits = !strcmp(kind, "ratio") == (row_text(row, "denominator") != NULL);
	bool ordered = !to || strcmp(from, to) <= 0;

	if (!fits)
		fault_denominator_mismatch(req, member_pointer(req, row, "denominator"), kind);
	if (!ordered)
		fault_dates_reversed(req, member_pointer(req, row, "valid_to"), from, to);
	return fits && ordered;
}

static enum error import_indicator(struct request *req, const struct row *row)
{
	struct stmt *old = db_query(
		req->db, "SELECT " COLUMNS " FROM indicators WHERE indicator = :indicator");
	struct stmt *put = db_query(req->db,
		"INSERT INTO indicators (" COLUMNS ", name_key)"
		" VALUES (:indicator, :area, :name_vi, :name_en, :kind, :numerator, :denominator,"
		" :measure, :direction, :subset, :valid_from, :valid_to, :evidence, :name_vi_key)"
		" ON CONFLICT (indicator) DO UPDATE SET area = excluded.area,"
		" name_vi = excluded.name_vi, name_key = excluded.name_key,"
		" name_en = excluded.name_en, kind = excluded.kind,"
		" numerator = excluded.numerator, denominator = excluded.denominator,"
		" measure = excluded.measure, direction = excluded.direction,"
		" subset = excluded.subset, valid_from = excluded.valid_from,"
		" valid_to = excluded.valid_to, evidence = excluded.evidence,"
		" revision = indicators.revision + 1");
	const char *object = req_printf(req, "/indicators/%s", row_text(row, "indicator"));

	if (import_fill(req, row, bind_row(old, req, row)))
		return req->failed;
	bool refers = refers_well(req, row);

	if (!is_well_formed(req, row) || !refers)
		return req->failed;
	return import_upsert(req, row, old, put, object, NULL);
}

enum error import_indicators(struct request *req)
{
	enum error error = require_sector(req);

	req_changed(req, EPOCH_CATALOGUE);
	return error ? error : import_rows(req, import_indicator);
}
