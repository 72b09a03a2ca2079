/* The offices: their list, each of them, and how they are added and changed. */
#include <string.h>

#include "gen/api.h"
#include "gen/problems.h"
#include "office/unit.h"
#include "request/bind.h"
#include "request/journal.h"
#include "request/problem.h"
#include "request/reach.h"
#include "request/reply.h"

#define COLUMNS                                                                                    \
	"unit, level, parent, name_vi, admin_code, valid_from, valid_to, successor, evidence"
/* Papers write in full what names here have in short. */
#define IN_FULL "replace(n.name_key, 'vksnd', 'vksnd vien kiem sat nhan dan')"
#define HAS_NAME                                                                                   \
	" EXISTS (SELECT 1 FROM unit_names n WHERE n.unit = units.unit AND " HAS_Q(IN_FULL) ")"
#define UNITS                                                                                      \
	" FROM units WHERE (CAST(:level AS TEXT) IS NULL OR level = :level)"                       \
	" AND (CAST(:parent AS TEXT) IS NULL OR parent = :parent)"                                 \
	" AND (CAST(:valid_on AS TEXT) IS NULL OR (valid_from <= :valid_on"                        \
	" AND (valid_to IS NULL OR valid_to >= :valid_on)))"                                       \
	" AND (CAST(:q AS TEXT) IS NULL OR " HAS_Q("replace(unit, '-', ' ')") " OR" HAS_NAME ")"

enum error list_units(struct request *req)
{
	const struct list_units_in *in = req->in;

	if (!strcmp(in->sort, "name"))
		return REPLY_PAGE2(req, COLUMNS, UNITS, "name_key", TEXT, "unit", TEXT);
	return REPLY_PAGE1(req, COLUMNS, UNITS, "unit", TEXT);
}

static enum error reply_unit(struct request *req, int status)
{
	struct stmt *q = db_query(req->db,
		"SELECT " COLUMNS ", full_name_vi, place_vi, revision AS _revision FROM units"
		" WHERE unit = :unit");

	return reply_row(req, status, q);
}

enum error get_unit(struct request *req)
{
	return reply_unit(req, 200);
}

enum error create_unit(struct request *req)
{
	const struct create_unit_in *in = req->in;
	struct row row = body_row(req);
	struct unit_before before = unit_before(req, in->unit);

	if (before.exists)
		return fail_already_exists(req, in->unit);
	unit_check(req, &row, in->unit, &before);
	enum error error = req_faults(req);

	if (!error)
		error = unit_add(req, &row, in->unit);
	if (error)
		return error;
	req_about(req, in->unit);
	req_created(req, "/units/%s", in->unit);
	return reply_unit(req, 201);
}

static struct stmt *stored_unit(struct request *req, const char *unit)
{
	struct stmt *q = db_query(req->db, "SELECT " COLUMNS " FROM units WHERE unit = :x_unit");

	bind_text(q, ":x_unit", unit);
	return q;
}

enum error replace_unit(struct request *req)
{
	const struct replace_unit_in *in = req->in;
	struct row row = body_row(req);
	struct stmt *found = db_query(req->db, "SELECT revision FROM units WHERE unit = :unit");
	enum import_outcome outcome = IMPORT_UNCHANGED;

	enum error error = check_revision(req, found);

	if (error || require_reach(req, in->unit))
		return req->failed;
	struct unit_before before = unit_before(req, in->unit);

	unit_check(req, &row, in->unit, &before);
	if (req_faults(req) || import_compare(req, &row, stored_unit(req, in->unit), &outcome))
		return req->failed;
	if (outcome == IMPORT_UPDATED)
		unit_change(req, &row, in->unit, &before);
	else
		req_unchanged(req);
	req_about(req, in->unit);
	return reply_unit(req, 200);
}

static enum error import_unit(struct request *req, const struct row *row)
{
	const char *unit = row_text(row, "unit");
	struct unit_before before = unit_before(req, unit);
	size_t faults = req_fault_count(req);
	enum import_outcome outcome;

	if (before.exists && !in_reach(req, unit))
		fault_reference_unknown(req, member_pointer(req, row, "unit"), unit);
	if (import_fill(req, row, stored_unit(req, unit)))
		return req->failed;
	unit_check(req, row, unit, &before);
	if (!req_clean_since(req, faults) ||
		import_compare(req, row, stored_unit(req, unit), &outcome))
		return req->failed;
	if (outcome == IMPORT_CREATED)
		unit_add(req, row, unit);
	else if (outcome == IMPORT_UPDATED)
		unit_change(req, row, unit, &before);
	return import_stored(req, row, outcome, req_printf(req, "/units/%s", unit), unit);
}

enum error import_units(struct request *req)
{
	return import_rows(req, import_unit);
}
