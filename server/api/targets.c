/*
 * Targets: what an indicator should reach in a year, by basis. A lower basis may be stricter, never
 * looser (R26); a row for a unit replaces the row for all units of the same basis.
 */
#include <string.h>

#include "gen/api.h"
#include "gen/problems.h"
#include "office/unit.h"
#include "reporting/goals.h"
#include "request/bind.h"
#include "request/import.h"
#include "request/journal.h"
#include "request/problem.h"
#include "request/query.h"
#include "request/reach.h"
#include "request/reply.h"
#include "yearend/ranking.h"

#define UNIT_NAME NAME_OF_UNIT("all_targets.unit")

#define COLUMNS                                                                                    \
	"id, year, indicator, unit, basis, comparator, value, doc_no, evidence, note, "            \
	"drafted_from, (SELECT i.name_vi FROM indicators i"                                        \
	" WHERE i.indicator = all_targets.indicator) AS indicator_name, " UNIT_NAME
#define TARGETS                                                                                    \
	" FROM all_targets WHERE (CAST(:year AS BIGINT) IS NULL OR year = :year)"                  \
	" AND (CAST(:indicator AS TEXT) IS NULL OR indicator = :indicator)"                        \
	" AND (CAST(:unit AS TEXT) IS NULL OR unit = :unit)"                                       \
	" AND (CAST(:basis AS TEXT) IS NULL OR basis = :basis)"                                    \
	" AND (CAST(:draft AS BIGINT) IS NULL"                                                     \
	" OR (drafted_from IS NOT NULL) = (CAST(:draft AS BIGINT) = 1))"
#define MOST_INFERIORS   10    /* as many are told of one target */
#define BEHIND_ALL_UNITS "'~'" /* in byte order */
#define SAME_INDICATOR                                                                             \
	"SELECT t.id, t.basis, t.comparator, t.value FROM targets t"                               \
	" WHERE t.year = :x_year AND t.indicator = :x_indicator"

struct aim {
	int64_t year;
	const char *indicator, *unit, *basis; /* unit NULL: every unit */
	const char *comparator;
	int64_t value; /* hundredths */
	bool draft;    /* holds for nobody yet, so it breaks no rule */
};

enum error list_targets(struct request *req)
{
	return REPLY_PAGE1(req, COLUMNS, TARGETS, "id", BIGINT);
}

static enum error reply_target(struct request *req, int status, int64_t id)
{
	struct stmt *q = db_query(req->db,
		"SELECT " COLUMNS ", revision AS _revision FROM all_targets WHERE id = :x_id");

	return reply_row(req, status, bind_id(q, id));
}

enum error get_target(struct request *req)
{
	const struct get_target_in *in = req->in;

	return reply_target(req, 200, in->id);
}

static struct aim target_of(const struct row *row)
{
	return (struct aim){row_int(row, "year", 0), row_text(row, "indicator"),
		row_text(row, "unit"), row_text(row, "basis"), row_text(row, "comparator"),
		row_int(row, "value", 0), row_int(row, "drafted_from", 0) != 0};
}

/* A local target of a unit is set by those who lead it or stand above; all others by the sector. */
static bool is_local(const struct aim *t)
{
	return t->unit && !strcmp(t->basis, "local");
}

static enum error require_sector_admin(struct request *req)
{
	if (req->caller.role != ROLE_ADMIN)
		return fail_sector_only(req);
	return require_sector(req);
}

static bool is_upward(const char *comparator)
{
	return !strcmp(comparator, "ge") || !strcmp(comparator, "gt");
}

/* Who meets it meets the other one, too. */
static bool is_stricter(const struct aim *t, const char *comparator, int64_t value)
{
	bool exact = !strcmp(t->comparator, "eq"), strict = !strcmp(t->comparator, "gt");

	if (!strcmp(comparator, "eq"))
		return exact && t->value == value;
	if (!is_upward(comparator))
		return (exact || !is_upward(t->comparator)) && t->value <= value;
	if (t->value == value)
		return strict ||
			(strcmp(comparator, "gt") != 0 && (exact || is_upward(t->comparator)));
	return (exact || is_upward(t->comparator)) && t->value > value;
}

static void bind_target(struct stmt *stmt, const struct aim *t)
{
	bind_int(stmt, ":x_year", t->year);
	bind_text(stmt, ":x_indicator", t->indicator);
	bind_text(stmt, ":x_unit", t->unit);
}

/* R26, upwards: the targets of higher bases that hold for the same unit. */
static void check_superiors(struct request *req, const struct row *row, const struct aim *t)
{
	if (t->draft)
		return;
	struct stmt *q = db_query(req->db,
		SAME_INDICATOR
		" AND COALESCE(t.unit, '') IN ('', COALESCE(CAST(:x_unit AS TEXT), ''))"
		" AND (t.unit IS NOT NULL OR NOT EXISTS (SELECT 1 FROM targets s"
		" WHERE s.year = t.year AND s.indicator = t.indicator AND s.basis = t.basis"
		" AND COALESCE(s.unit, '') = :x_unit)) ORDER BY t.id");

	bind_target(q, t);
	while (db_row(q))
		if (catalogue_word(goal_bases, column_text(q, 1)) <
				catalogue_word(goal_bases, t->basis) &&
			!is_stricter(t, column_text(q, 2), column_int(q, 3)))
			fault_looser_than_superior(req, member_pointer(req, row, "value"),
				column_int(q, 0), column_text(q, 1), column_text(q, 2),
				column_int(q, 3));
	req_fail(req, db_done(q));
}

/* R26, downwards: what a higher basis sets is not refused for a lower one's sake, but told. In the
 * order of the index, so that the first are found without the rest. */
static void warn_of_inferiors(struct request *req, const struct row *row, const struct aim *t)
{
	struct stmt *q = db_query(req->db,
		SAME_INDICATOR
		" AND COALESCE(t.unit, '') BETWEEN COALESCE(CAST(:x_unit AS TEXT), '')"
		" AND COALESCE(CAST(:x_unit AS TEXT), " BEHIND_ALL_UNITS ")"
		" ORDER BY COALESCE(t.unit, ''), t.basis");
	int told = t->draft ? MOST_INFERIORS : 0;

	bind_target(q, t);
	while (told < MOST_INFERIORS && db_row(q)) {
		struct aim lower = {.comparator = column_text(q, 2), .value = column_int(q, 3)};

		if (catalogue_word(goal_bases, column_text(q, 1)) >
				catalogue_word(goal_bases, t->basis) &&
			!is_stricter(&lower, t->comparator, t->value)) {
			told++;
			warn_inferior_looser(req, member_pointer(req, row, "value"),
				column_int(q, 0), column_text(q, 1), column_text(q, 2),
				column_int(q, 3));
		}
	}
	req_fail(req, db_done(q));
}

/* False when the row has faults or the request failed: the caller may not set it, it names what is
 * not there, or it is looser than a superior target. */
static bool check_target(struct request *req, const struct row *row, const struct aim *t)
{
	size_t faults = req_fault_count(req);

	if (!is_local(t) && require_sector_admin(req))
		return false;
	row_refers(
		req, row, "year", db_query(req->db, "SELECT 1 FROM work_years WHERE year = :year"));
	row_refers(req, row, "indicator",
		db_query(req->db, "SELECT 1 FROM indicators WHERE indicator = :indicator"));
	if (row_refers(req, row, "unit",
		    db_query(req->db, "SELECT 1 FROM units WHERE unit = :unit")) &&
		t->unit && !in_reach(req, t->unit))
		fault_reference_unknown(req, member_pointer(req, row, "unit"), t->unit);
	check_superiors(req, row, t);
	return req_clean_since(req, faults);
}

/* The number of the target with the same key; 0 when there is none. */
static int64_t target_id(struct request *req, const struct aim *t)
{
	struct stmt *q = db_query(req->db,
		"SELECT id FROM all_targets WHERE year = :x_year AND indicator = :x_indicator"
		" AND COALESCE(unit, '') = COALESCE(CAST(:x_unit AS TEXT), '')"
		" AND basis = :x_basis");

	bind_target(q, t);
	bind_text(q, ":x_basis", t->basis);
	return query_int(req, q);
}

static enum error put_target(struct request *req, const struct row *row)
{
	struct stmt *put = db_query(req->db,
		"INSERT INTO all_targets AS t (year, indicator, unit, basis, comparator, value, doc_no,"
		" evidence, note, drafted_from) VALUES (:year, :indicator, :unit, :basis,"
		" :comparator, :value, :doc_no, :evidence, :note, :drafted_from)"
		" ON CONFLICT (year, indicator, COALESCE(unit, ''), basis) DO UPDATE SET"
		" comparator = excluded.comparator, value = excluded.value,"
		" doc_no = excluded.doc_no, evidence = excluded.evidence, note = excluded.note,"
		" drafted_from = excluded.drafted_from, revision = t.revision + 1");

	return query_run(req, bind_row(put, req, row));
}

/* Scores that rest on what is aimed at. */
static enum error restate(struct request *req, const struct aim *t)
{
	return t->unit ? rankings_touch_unit(req, t->unit, t->year)
		       : rankings_touch_year(req, t->year);
}

enum error create_target(struct request *req)
{
	struct row row = body_row(req);
	struct aim t = target_of(&row);

	if (!check_target(req, &row, &t))
		return req_faults(req);
	int64_t id = target_id(req, &t);

	if (id)
		return fail_already_exists(req, req_printf(req, "/targets/%lld", (long long)id));
	warn_of_inferiors(req, &row, &t);
	if (put_target(req, &row) || restate(req, &t) || rankings_compare(req))
		return req->failed;
	id = target_id(req, &t);
	req_about(req, t.unit);
	req_created(req, "/targets/%lld", (long long)id);
	return reply_target(req, 201, id);
}

/* The target as it will be: its key is what is stored. */
static struct aim target_after(struct request *req, const struct replace_target_in *in)
{
	struct stmt *q = db_query(
		req->db, "SELECT year, indicator, unit, basis FROM all_targets WHERE id = :id");
	struct aim t = {
		.comparator = in->comparator, .value = in->value, .draft = in->has_drafted_from};

	bind_input(q, req);
	if (db_row(q)) {
		t.year = column_int(q, 0);
		t.indicator = req_text(req, column_text(q, 1));
		t.unit = req_text(req, column_text(q, 2));
		t.basis = req_text(req, column_text(q, 3));
	}
	req_fail(req, db_done(q));
	return t;
}

enum error replace_target(struct request *req)
{
	const struct replace_target_in *in = req->in;
	struct row row = body_row(req);
	struct stmt *found = db_query(req->db, "SELECT revision FROM all_targets WHERE id = :id");
	struct stmt *old = db_query(req->db,
		"SELECT comparator, value, doc_no, evidence, note, drafted_from FROM all_targets"
		" WHERE id = :id");
	struct stmt *put = db_query(req->db,
		"UPDATE all_targets SET comparator = :comparator, value = :value, doc_no = :doc_no,"
		" evidence = :evidence, note = :note, drafted_from = :drafted_from, revision = revision + 1 WHERE id = :id");

	if (check_revision(req, found))
		return req->failed;
	struct aim t = target_after(req, in);

	if (req->failed || (is_local(&t) ? require_reach(req, t.unit) : require_sector_admin(req)))
		return req->failed;
	check_superiors(req, &row, &t);
	if (row_replace(req, old, put)) {
		warn_of_inferiors(req, &row, &t);
		restate(req, &t);
	}
	req_about(req, t.unit);
	return rankings_compare(req) ? req->failed : reply_target(req, 200, in->id);
}

static enum error import_target(struct request *req, const struct row *row)
{
	struct aim t = target_of(row);
	struct stmt *old = db_query(req->db,
		"SELECT " COLUMNS " FROM all_targets WHERE year = :year AND indicator = :indicator"
		" AND COALESCE(unit, '') = COALESCE(CAST(:unit AS TEXT), '') AND basis = :basis");
	enum import_outcome outcome;

	if (!check_target(req, row, &t))
		return req->failed;
	if (import_compare(req, row, bind_row(old, req, row), &outcome))
		return req->failed;
	if (outcome != IMPORT_UNCHANGED) {
		warn_of_inferiors(req, row, &t);
		put_target(req, row);
		restate(req, &t);
	}
	return import_stored(req, row, outcome,
		req_printf(req, "/targets/%lld", (long long)target_id(req, &t)), t.unit);
}

enum error import_targets(struct request *req)
{
	return import_rows(req, import_target) ? req->failed : rankings_compare(req);
}
