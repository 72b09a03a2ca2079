/* Where an office came from and what became of it, with the rulings on streaks of its titles. */
#include "gen/api.h"
#include "request/import.h"
#include "request/journal.h"
#include "request/reach.h"
#include "request/reply.h"

#define COLUMNS "from_unit, to_unit, kind, effective_date, decree, carries_streak, ruling_note"

enum error get_unit_lineage(struct request *req)
{
	struct stmt *q = db_query(req->db, "SELECT unit FROM units WHERE unit = :unit");
	struct stmt *names = db_query(req->db,
		"SELECT name_vi, valid_from, valid_to FROM unit_names WHERE unit = :unit"
		" ORDER BY valid_from");
	struct stmt *from = db_query(req->db,
		"SELECT " COLUMNS " FROM unit_lineage WHERE to_unit = :unit"
		" ORDER BY effective_date, from_unit");
	struct stmt *to = db_query(req->db,
		"SELECT " COLUMNS " FROM unit_lineage WHERE from_unit = :unit"
		" ORDER BY effective_date, to_unit");

	reply_open(req, 200);
	reply_columns(req, q);
	reply_member(req, "names", names);
	reply_member(req, "predecessors", from);
	reply_member(req, "successors", to);
	return reply_close(req);
}

static enum error reply_link(struct request *req)
{
	struct stmt *q = db_query(req->db,
		"SELECT " COLUMNS ", revision AS _revision FROM unit_lineage"
		" WHERE from_unit = :unit AND to_unit = :to ORDER BY effective_date");

	return reply_row(req, 200, q);
}

enum error get_lineage_link(struct request *req)
{
	return reply_link(req);
}

/* A successor who ruled over its own streak would be judge in its own case: the sector rules. */
enum error rule_on_lineage(struct request *req)
{
	const struct rule_on_lineage_in *in = req->in;
	struct stmt *found = db_query(req->db,
		"SELECT revision FROM unit_lineage WHERE from_unit = :unit AND to_unit = :to"
		" ORDER BY effective_date");
	struct stmt *old = db_query(req->db,
		"SELECT carries_streak, ruling_note FROM unit_lineage"
		" WHERE from_unit = :unit AND to_unit = :to");
	struct stmt *put = db_query(req->db,
		"UPDATE unit_lineage SET carries_streak = :carries_streak,"
		" ruling_note = :ruling_note, revision = revision + 1"
		" WHERE from_unit = :unit AND to_unit = :to");

	if (require_sector(req))
		return req->failed;
	if (check_revision(req, found))
		return req->failed;
	row_replace(req, old, put);
	req_about(req, in->unit);
	return reply_link(req);
}
