/* How a unit enters and changes the tree. No HTTP words and no replies here. */
#include "office/unit.h"

#include <string.h>

#include "calendar.h"
#include "gen/problems.h"
#include "request/query.h"
#include "request/reach.h"

bool unit_has_two_levels(const char *level)
{
	return !strcmp(level, "province") || !strcmp(level, "high") || !strcmp(level, "supreme");
}

bool unit_is_due_early(const char *level)
{
	return !strcmp(level, "district") || !strcmp(level, "region");
}

struct unit_before unit_before(struct request *req, const char *unit)
{
	struct stmt *q = db_query(
		req->db, "SELECT parent, name_vi, valid_from FROM units WHERE unit = :x_unit");
	struct unit_before before = {0};

	bind_text(q, ":x_unit", unit);
	if (db_row(q))
		before = (struct unit_before){true, req_text(req, column_text(q, 0)),
			req_text(req, column_text(q, 1)), req_text(req, column_text(q, 2))};
	req_fail(req, db_done(q));
	return before;
}

static int rank_of(const char *level)
{
	if (!strcmp(level, "supreme"))
		return 0;
	if (!strcmp(level, "high") || !strcmp(level, "province"))
		return 1;
	return strcmp(level, "dept") ? 2 : 3;
}

bool unit_is_below(struct request *req, const char *unit, const char *ancestor)
{
	struct stmt *q = db_query(req->db,
		"SELECT 1 FROM unit_below WHERE ancestor = :x_ancestor AND unit = :x_unit");

	bind_text(q, ":x_ancestor", ancestor);
	bind_text(q, ":x_unit", unit);
	return query_exists(req, q);
}

bool unit_is_top(struct request *req, const char *unit)
{
	struct stmt *q =
		db_query(req->db, "SELECT 1 FROM units WHERE unit = :x_unit AND parent IS NULL");

	bind_text(q, ":x_unit", unit);
	return query_exists(req, q);
}

struct unit_life unit_life(
	struct request *req, const char *unit, const char *since, const char *until)
{
	struct stmt *q = db_query(
		req->db, "SELECT valid_from, valid_to, successor FROM units WHERE unit = :x_unit");
	struct unit_life life = {0};

	bind_text(q, ":x_unit", unit);
	if (db_row(q)) {
		life.from = req_text(req, column_text(q, 0));
		life.to = req_text(req, column_text(q, 1));
		life.successor = req_text(req, column_text(q, 2));
		life.ended = life.to && strcmp(life.to, since) < 0;
		life.early = until && strcmp(life.from, until) > 0;
	}
	req_fail(req, db_done(q));
	return life;
}

bool unit_lives(struct request *req, const char *pointer, const char *unit, const char *day)
{
	struct unit_life life = unit_life(req, unit, day, day);

	if (life.ended)
		fault_unit_ended(req, pointer, unit, life.to, life.successor);
	else if (life.early)
		fault_unit_not_yet(req, pointer, unit, life.from);
	return !req->failed && !life.ended && !life.early;
}

/* Whether the unit may stand without a parent: the sector has one top. */
static bool may_be_top(struct request *req, const char *unit)
{
	struct stmt *q =
		db_query(req->db, "SELECT 1 FROM units WHERE parent IS NULL AND unit <> :x_unit");

	bind_text(q, ":x_unit", unit);
	return !query_exists(req, q);
}

/* The level of a unit that may become a parent; NULL when there is none in reach. */
static const char *parent_level(
	struct request *req, const char *parent, const struct unit_before *before)
{
	struct stmt *q = db_query(req->db, "SELECT level FROM units WHERE unit = :x_unit");
	bool stays = before->parent && !strcmp(parent, before->parent);

	bind_text(q, ":x_unit", parent);
	const char *level = query_text(req, q);

	return stays || in_reach(req, parent) ? level : NULL;
}

static void check_parent(struct request *req, const struct row *row, const char *unit,
	const struct unit_before *before)
{
	const char *level = row_text(row, "level"), *parent = row_text(row, "parent");
	const char *pointer = member_pointer(req, row, "parent");

	if (!parent) {
		if (rank_of(level) || !may_be_top(req, unit))
			fault_parent_mismatch(req, pointer, level);
		return;
	}
	const char *above = parent_level(req, parent, before);

	if (!above)
		fault_reference_unknown(req, pointer, parent);
	else if (unit_is_below(req, parent, unit))
		fault_unit_cycle(req, pointer, parent, unit);
	else if (rank_of(above) >= rank_of(level))
		fault_parent_mismatch(req, pointer, level);
}

static void check_end(struct request *req, const struct row *row, const char *unit)
{
	const char *from = row_text(row, "valid_from"), *to = row_text(row, "valid_to");
	const char *successor = row_text(row, "successor");
	const char *pointer = member_pointer(req, row, "successor");

	if (to && strcmp(from, to) > 0)
		fault_dates_reversed(req, member_pointer(req, row, "valid_to"), from, to);
	if (!successor)
		return;
	if (!to)
		fault_successor_without_end(req, pointer, successor);
	if (!strcmp(successor, unit))
		fault_unit_cycle(req, pointer, successor, unit);
	else
		row_refers(req, row, "successor",
			db_query(req->db, "SELECT 1 FROM units WHERE unit = :successor"));
}

/* The new name in the row, if it has one: with the day on which it begins. */
static const char *new_name_day(const struct row *row, const struct unit_before *before)
{
	if (!before->exists || !strcmp(row_text(row, "name_vi"), before->name))
		return NULL;
	return row_text(row, "name_valid_from");
}

static void check_name(struct request *req, const struct row *row, const char *unit,
	const struct unit_before *before)
{
	const char *day = new_name_day(row, before);
	struct stmt *q = db_query(req->db,
		"SELECT valid_from FROM unit_names WHERE unit = :x_unit AND valid_to IS NULL");

	if (!day)
		return;
	bind_text(q, ":x_unit", unit);
	if (db_row(q) && strcmp(day, column_text(q, 0)) <= 0)
		fault_name_date_order(
			req, member_pointer(req, row, "name_valid_from"), column_text(q, 0));
	req_fail(req, db_done(q));
}

void unit_check(struct request *req, const struct row *row, const char *unit,
	const struct unit_before *before)
{
	check_parent(req, row, unit, before);
	check_end(req, row, unit);
	check_name(req, row, unit, before);
}

static enum error begin_tree(struct request *req, const char *unit)
{
	struct stmt *q = db_query(
		req->db, "INSERT INTO unit_below (ancestor, unit) VALUES (:x_unit, :x_unit)");

	bind_text(q, ":x_unit", unit);
	return query_run(req, q);
}

/* Both walks of the tree in one statement each: a unit moves with everything below it. */
static enum error leave_tree(struct request *req, const char *unit)
{
	struct stmt *q = db_query(req->db,
		"DELETE FROM unit_below"
		" WHERE unit IN (SELECT unit FROM unit_below WHERE ancestor = :x_unit)"
		" AND ancestor NOT IN (SELECT unit FROM unit_below WHERE ancestor = :x_unit)");

	bind_text(q, ":x_unit", unit);
	return query_run(req, q);
}

static enum error enter_tree(struct request *req, const char *unit, const char *parent)
{
	struct stmt *q = db_query(req->db,
		"INSERT INTO unit_below (ancestor, unit)"
		" SELECT above.ancestor, moved.unit FROM unit_below above, unit_below moved"
		" WHERE above.unit = :x_parent AND moved.ancestor = :x_unit");

	bind_text(q, ":x_unit", unit);
	bind_text(q, ":x_parent", parent);
	return query_run(req, q);
}

/* The lineage by merger follows successor and valid_to: it begins the day after the end. A ruling
 * stays with its successor. */
static enum error follow_successor(struct request *req, const struct row *row, const char *unit)
{
	struct stmt *withdraw = db_query(req->db,
		"DELETE FROM unit_lineage WHERE from_unit = :x_unit AND kind = 'merge'"
		" AND to_unit IS DISTINCT FROM CAST(:successor AS TEXT)");
	struct stmt *move = db_query(req->db,
		"UPDATE unit_lineage SET effective_date = :x_day, revision = revision + 1"
		" WHERE from_unit = :x_unit AND to_unit = :successor AND kind = 'merge'"
		" AND effective_date <> :x_day");
	struct stmt *add = db_query(req->db,
		"INSERT INTO unit_lineage (from_unit, to_unit, kind, effective_date)"
		" SELECT :x_unit, :successor, 'merge', :x_day WHERE NOT EXISTS (SELECT 1"
		" FROM unit_lineage WHERE from_unit = :x_unit AND to_unit = :successor)");
	char day[CALENDAR_DAY_SIZE];
	int64_t end;

	bind_row(withdraw, req, row);
	bind_text(withdraw, ":x_unit", unit);
	query_run(req, withdraw);
	if (!row_text(row, "successor") || !calendar_parse_day(row_text(row, "valid_to"), &end))
		return req->failed;
	calendar_print_day(end + 1, day);
	bind_row(move, req, row);
	bind_text(move, ":x_unit", unit);
	bind_text(move, ":x_day", day);
	query_run(req, move);
	bind_row(add, req, row);
	bind_text(add, ":x_unit", unit);
	bind_text(add, ":x_day", day);
	return query_run(req, add);
}

enum error unit_add(struct request *req, const struct row *row, const char *unit)
{
	struct stmt *put = db_query(req->db,
		"INSERT INTO units (unit, level, parent, name_vi, name_key, admin_code,"
		" valid_from, valid_to, successor, evidence) VALUES (:x_unit, :level, :parent,"
		" :name_vi, :name_vi_key, :admin_code, :valid_from, :valid_to, :successor,"
		" :evidence)");
	struct stmt *name = db_query(req->db,
		"INSERT INTO unit_names (unit, name_vi, name_key, valid_from)"
		" VALUES (:x_unit, :name_vi, :name_vi_key, :valid_from)");

	bind_row(put, req, row);
	bind_text(put, ":x_unit", unit);
	query_run(req, put);
	unit_write_paper_names(req, unit);
	bind_row(name, req, row);
	bind_text(name, ":x_unit", unit);
	query_run(req, name);
	begin_tree(req, unit);
	enter_tree(req, unit, row_text(row, "parent"));
	return follow_successor(req, row, unit);
}

/* The present name is corrected; the first name begins with the unit. */
static enum error correct_name(struct request *req, const struct row *row, const char *unit,
	const struct unit_before *before)
{
	struct stmt *begin = db_query(req->db,
		"UPDATE unit_names SET valid_from = :valid_from"
		" WHERE unit = :x_unit AND valid_from = :x_before");
	struct stmt *spell = db_query(req->db,
		"UPDATE unit_names SET name_vi = :name_vi, name_key = :name_vi_key"
		" WHERE unit = :x_unit AND valid_to IS NULL");

	bind_row(begin, req, row);
	bind_text(begin, ":x_unit", unit);
	bind_text(begin, ":x_before", before->valid_from);
	query_run(req, begin);
	bind_row(spell, req, row);
	bind_text(spell, ":x_unit", unit);
	return query_run(req, spell);
}

/* A new name from a day on: the present one ends the day before. */
static enum error rename_unit(
	struct request *req, const struct row *row, const char *unit, const char *first_day)
{
	struct stmt *end = db_query(req->db,
		"UPDATE unit_names SET valid_to = :x_day WHERE unit = :x_unit"
		" AND valid_to IS NULL");
	struct stmt *begin = db_query(req->db,
		"INSERT INTO unit_names (unit, name_vi, name_key, valid_from)"
		" VALUES (:x_unit, :name_vi, :name_vi_key, :name_valid_from)");
	char last_day[CALENDAR_DAY_SIZE];
	int64_t first;

	if (!calendar_parse_day(first_day, &first))
		return req_fail(req, E_FAULT);
	calendar_print_day(first - 1, last_day);
	bind_text(end, ":x_unit", unit);
	bind_text(end, ":x_day", last_day);
	query_run(req, end);
	bind_row(begin, req, row);
	bind_text(begin, ":x_unit", unit);
	return query_run(req, begin);
}

enum error unit_change(struct request *req, const struct row *row, const char *unit,
	const struct unit_before *before)
{
	struct stmt *put = db_query(req->db,
		"UPDATE units SET level = :level, parent = :parent, name_vi = :name_vi,"
		" name_key = :name_vi_key, admin_code = :admin_code, valid_from = :valid_from,"
		" valid_to = :valid_to, successor = :successor, evidence = :evidence,"
		" revision = revision + 1 WHERE unit = :x_unit");
	const char *parent = row_text(row, "parent");

	bind_row(put, req, row);
	bind_text(put, ":x_unit", unit);
	query_run(req, put);
	unit_write_paper_names(req, unit);
	if (parent && (!before->parent || strcmp(parent, before->parent) != 0)) {
		leave_tree(req, unit);
		enter_tree(req, unit, parent);
	}
	const char *first_day = new_name_day(row, before);

	if (first_day)
		rename_unit(req, row, unit, first_day);
	else
		correct_name(req, row, unit, before);
	return follow_successor(req, row, unit);
}
