/* The legal periods, one after the other. Their numbers are regime_params.c's. */
#include <string.h>

#include "awards/regime.h"
#include "calendar.h"
#include "gen/api.h"
#include "gen/problems.h"
#include "request/bind.h"
#include "request/import.h"
#include "request/journal.h"
#include "request/problem.h"
#include "request/query.h"
#include "request/reach.h"
#include "request/reply.h"

#define COLUMNS "regime, valid_from, valid_to, state_layer, sector_layer, note"
#define REGIMES                                                                                    \
	" FROM regimes WHERE (CAST(:valid_on AS TEXT) IS NULL OR (valid_from <= :valid_on"         \
	" AND (valid_to IS NULL OR valid_to >= :valid_on)))"

enum error list_regimes(struct request *req)
{
	return REPLY_PAGE1(req, COLUMNS, REGIMES, "valid_from", TEXT);
}

static enum error reply_regime(struct request *req, int status)
{
	struct stmt *q = db_query(req->db,
		"SELECT " COLUMNS ", revision AS _revision FROM regimes WHERE regime = :regime");
	struct stmt *params = db_query(req->db,
		"SELECT key, value, measure, evidence, note, version FROM regime_params"
		" WHERE regime = :regime AND superseded_at IS NULL ORDER BY key");

	reply_open(req, status);
	reply_columns(req, q);
	reply_member(req, "params", params);
	return reply_close(req);
}

enum error get_regime(struct request *req)
{
	return reply_regime(req, 200);
}

/* Before it is stored: it ends after it begins, and no other one begins on that day. */
static bool check_dates(struct request *req, const struct row *row, const char *regime)
{
	const char *from = row_text(row, "valid_from"), *to = row_text(row, "valid_to");
	struct stmt *q = db_query(req->db,
		"SELECT regime, valid_from FROM regimes"
		" WHERE valid_from = :x_from AND regime <> :x_regime");
	size_t faults = req_fault_count(req);

	if (to && strcmp(from, to) > 0)
		fault_dates_reversed(req, member_pointer(req, row, "valid_to"), from, to);
	bind_text(q, ":x_from", from);
	bind_text(q, ":x_regime", regime);
	if (db_row(q))
		fault_regimes_overlap(req, member_pointer(req, row, "valid_from"),
			column_text(q, 0), column_text(q, 1));
	req_fail(req, db_done(q));
	return req_clean_since(req, faults);
}

/* Once all rows are stored: a day belongs to one regime. */
static enum error check_overlap(struct request *req, const struct row *row, const char *regime)
{
	struct stmt *q = db_query(req->db,
		"SELECT o.regime, o.valid_from FROM regimes r JOIN regimes o ON o.regime <> r.regime"
		" AND (o.valid_to IS NULL OR o.valid_to >= r.valid_from)"
		" AND (r.valid_to IS NULL OR o.valid_from <= r.valid_to)"
		" WHERE r.regime = :x_regime ORDER BY o.valid_from LIMIT 1");

	bind_text(q, ":x_regime", regime);
	if (db_row(q))
		fault_regimes_overlap(req, member_pointer(req, row, "valid_from"),
			column_text(q, 0), column_text(q, 1));
	return req_fail(req, db_done(q));
}

static struct stmt *put_regime(struct request *req)
{
	return db_query(req->db,
		"INSERT INTO regimes (" COLUMNS ")"
		" VALUES (:regime, :valid_from, :valid_to, :state_layer, :sector_layer, :note)"
		" ON CONFLICT (regime) DO UPDATE SET valid_from = excluded.valid_from,"
		" valid_to = excluded.valid_to, state_layer = excluded.state_layer,"
		" sector_layer = excluded.sector_layer, note = excluded.note,"
		" revision = regimes.revision + 1");
}

static struct stmt *stored_regime(struct request *req)
{
	return db_query(req->db, "SELECT " COLUMNS " FROM regimes WHERE regime = :regime");
}

/* The newest regime, if it is still open, ends the day before the new one begins. */
static enum error end_newest(struct request *req, const char *valid_from)
{
	struct stmt *q = db_query(req->db,
		"UPDATE regimes SET valid_to = :x_eve, revision = revision + 1"
		" WHERE valid_to IS NULL AND valid_from < :valid_from RETURNING regime");
	char eve[CALENDAR_DAY_SIZE];
	const char *ended = NULL;
	int64_t day = 0;

	calendar_parse_day(valid_from, &day);
	calendar_print_day(day - 1, eve);
	bind_input(q, req);
	bind_text(q, ":x_eve", eve);
	if (db_row(q))
		ended = req_printf(req, "/regimes/%s", column_text(q, 0));
	if (req_fail(req, db_done(q)) || !ended)
		return req->failed;
	return req_event(req, NULL, ended, eve);
}

/* Copies of the parameters in force in another regime. What a document said of that one is only
 * inferred of this one. Base salaries are looked up over all regimes: one copy of them is enough. */
static enum error copy_params(struct request *req, const struct row *row)
{
	struct stmt *q = db_query(req->db,
		"INSERT INTO regime_params"
		" (regime, key, version, value, measure, evidence, note, reason, recorded_at)"
		" SELECT :regime, key, 1, value, measure,"
		" CASE evidence WHEN 'source' THEN 'inferred' ELSE evidence END, note,"
		" 'copied from ' || regime, :now FROM regime_params"
		" WHERE regime = :params_from AND superseded_at IS NULL"
		" AND NOT " IS_BASE_SALARY);

	return query_run(req, bind_row(q, req, row));
}

static bool copies_well(struct request *req, const struct row *row)
{
	return row_refers(req, row, "params_from",
		db_query(req->db, "SELECT 1 FROM regimes WHERE regime = :params_from"));
}

enum error create_regime(struct request *req)
{
	const struct create_regime_in *in = req->in;
	struct row row = body_row(req);
	struct stmt *old = stored_regime(req);
	enum import_outcome outcome;

	if (require_sector(req) || import_compare(req, &row, bind_input(old, req), &outcome))
		return req->failed;
	if (outcome != IMPORT_CREATED)
		return fail_already_exists(req, in->regime);
	check_dates(req, &row, in->regime);
	copies_well(req, &row);
	if (req_faults(req) || end_newest(req, in->valid_from))
		return req->failed;
	struct stmt *put = put_regime(req);

	if (query_run(req, bind_input(put, req)) || check_overlap(req, &row, in->regime) ||
		req_faults(req))
		return req->failed;
	if (in->params_from)
		copy_params(req, &row);
	req_event(req, NULL, req_printf(req, "/regimes/%s", in->regime), NULL);
	req_created(req, "/regimes/%s", in->regime);
	return reply_regime(req, 201);
}

enum error replace_regime(struct request *req)
{
	const struct replace_regime_in *in = req->in;
	struct row row = body_row(req);
	struct stmt *found =
		db_query(req->db, "SELECT revision FROM regimes WHERE regime = :regime");

	if (require_sector(req) || check_revision(req, found))
		return req->failed;
	check_dates(req, &row, in->regime);
	if (row_replace(req, stored_regime(req), put_regime(req)) &&
		(check_overlap(req, &row, in->regime) || req_faults(req)))
		return req->failed;
	return reply_regime(req, 200);
}

static enum error import_regime(struct request *req, const struct row *row)
{
	const char *regime = row_text(row, "regime");

	struct stmt *found = db_query(req->db, "SELECT 1 FROM regimes WHERE regime = :regime");
	bool opens = !query_exists(req, bind_row(found, req, row)) && row_text(row, "params_from");

	if (import_fill(req, row, bind_row(stored_regime(req), req, row)) ||
		!check_dates(req, row, regime) || !copies_well(req, row))
		return req->failed;
	if (import_upsert(req, row, stored_regime(req), put_regime(req),
		    req_printf(req, "/regimes/%s", regime), NULL))
		return req->failed;
	return opens ? copy_params(req, row) : OK;
}

static enum error check_stored(struct request *req, const struct row *row)
{
	return check_overlap(req, row, row_text(row, "regime"));
}

enum error import_regimes(struct request *req)
{
	enum error error = require_sector(req);

	return error ? error : import_rows_twice(req, import_regime, check_stored);
}
