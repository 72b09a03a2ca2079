/*
 * Who is in a cluster and who leads it that year. A change is one of the cluster, too: its object
 * shows the members, so it gets a new revision.
 */
#include <string.h>

#include "gen/api.h"
#include "gen/problems.h"
#include "request/bind.h"
#include "request/import.h"
#include "request/journal.h"
#include "request/problem.h"
#include "request/query.h"
#include "request/reach.h"
#include "request/reply.h"
#include "yearend/leaders.h"

struct membership {
	const char *cluster, *unit, *role;
};

static void bind_membership(struct stmt *stmt, const struct membership *m)
{
	bind_text(stmt, ":x_cluster", m->cluster);
	bind_text(stmt, ":x_unit", m->unit);
}

/* Whether the unit may be in a cluster of this issuer: it is the issuer or below it. */
static bool is_below_issuer(struct request *req, const struct membership *m)
{
	struct stmt *q = db_query(req->db,
		"SELECT 1 FROM clusters c JOIN unit_below b ON b.ancestor = c.issuer"
		" WHERE c.cluster = :x_cluster AND b.unit = :x_unit");

	bind_membership(q, m);
	return query_exists(req, q);
}

/* BR-17: who was not considered for emulation in the year before is not made to lead; one that leads
 * already is not asked again. */
static void check_rotation(struct request *req, const struct membership *m, const char *pointer)
{
	struct stmt *q = db_query(req->db,
		"SELECT 1 FROM memberships WHERE cluster = :x_cluster AND unit = :x_unit"
		" AND role = :x_role");

	bind_membership(q, m);
	bind_text(q, ":x_role", m->role);
	if (!query_exists(req, q) && strcmp(m->role, "member") != 0)
		leaders_check_rotation(req, m->cluster, m->unit, pointer);
}

/* R28: one lead and one deputy in a cluster, one cluster for a unit per issuer, kind and year. */
static void check_membership(struct request *req, const struct row *row, const struct membership *m)
{
	struct stmt *q = db_query(req->db,
		"SELECT m.cluster AS cluster, m.unit AS unit FROM memberships m"
		" WHERE CAST(:x_role AS TEXT) <> 'member' AND m.cluster = :x_cluster"
		" AND m.role = :x_role AND m.unit <> :x_unit"
		" UNION ALL SELECT m.cluster, m.unit FROM clusters c JOIN memberships m"
		" ON m.issuer = c.issuer AND m.kind = c.kind AND m.year = c.year"
		" AND m.cluster <> c.cluster WHERE c.cluster = :x_cluster AND m.unit = :x_unit"
		" ORDER BY cluster, unit");
	const char *pointer = member_pointer(req, row, "role");

	bind_membership(q, m);
	bind_text(q, ":x_role", m->role);
	while (db_row(q)) {
		if (strcmp(column_text(q, 0), m->cluster) != 0)
			fault_unit_already_in_cluster(
				req, member_pointer(req, row, NULL), m->unit, column_text(q, 0));
		else if (!strcmp(m->role, "lead"))
			fault_lead_exists(req, pointer, m->cluster, column_text(q, 1));
		else
			fault_deputy_exists(req, pointer, m->cluster, column_text(q, 1));
	}
	req_fail(req, db_done(q));
	check_rotation(req, m, pointer);
}

static enum error touch_cluster(struct request *req, const struct membership *m)
{
	struct stmt *q = db_query(
		req->db, "UPDATE clusters SET revision = revision + 1 WHERE cluster = :x_cluster");

	bind_text(q, ":x_cluster", m->cluster);
	return query_run(req, q);
}

static enum error put_membership(struct request *req, const struct membership *m)
{
	struct stmt *put = db_query(req->db,
		"INSERT INTO memberships (cluster, issuer, kind, year, unit, role)"
		" SELECT cluster, issuer, kind, year, :x_unit, :x_role FROM clusters"
		" WHERE cluster = :x_cluster"
		" ON CONFLICT (cluster, unit) DO UPDATE SET role = excluded.role");

	bind_membership(put, m);
	bind_text(put, ":x_role", m->role);
	query_run(req, put);
	return touch_cluster(req, m);
}

/* What the cluster says of the unit so far. */
static enum error compare_membership(struct request *req, const struct row *row,
	const struct membership *m, enum import_outcome *out)
{
	struct stmt *old = db_query(req->db,
		"SELECT role FROM memberships WHERE cluster = :x_cluster AND unit = :x_unit");

	bind_membership(old, m);
	return import_compare(req, row, old, out);
}

/* The cluster, for an admin of its issuer or above, with If-Match. */
static enum error require_cluster(struct request *req)
{
	struct stmt *found = db_query(req->db,
		"SELECT c.revision FROM clusters c JOIN unit_below b ON b.unit = c.issuer"
		" WHERE c.cluster = :cluster AND b.ancestor = :caller_unit");

	return check_revision(req, found);
}

enum error set_member(struct request *req)
{
	const struct set_member_in *in = req->in;
	struct row row = body_row(req);
	struct membership m = {in->cluster, in->unit, in->role};
	struct stmt *q = db_query(req->db,
		"SELECT m.cluster AS cluster, m.unit AS unit, m.role AS role,"
		" c.revision AS _revision FROM memberships m"
		" JOIN clusters c ON c.cluster = m.cluster"
		" WHERE m.cluster = :cluster AND m.unit = :unit");
	enum import_outcome outcome;

	if (require_cluster(req))
		return req->failed;
	if (!is_below_issuer(req, &m))
		return fail_not_found(req);
	check_membership(req, &row, &m);
	if (req_faults(req) || compare_membership(req, &row, &m, &outcome))
		return req->failed;
	if (outcome == IMPORT_UNCHANGED)
		req_unchanged(req);
	else
		put_membership(req, &m);
	req_about(req, in->unit);
	return reply_row(req, 200, q);
}

/* The lead and the deputy as they are. */
static struct stmt *leaders_of(struct request *req)
{
	struct stmt *q = db_query(req->db,
		"SELECT c.cluster AS cluster, l.unit AS lead, d.unit AS deputy,"
		" c.revision AS _revision FROM clusters c"
		" LEFT JOIN memberships l ON l.cluster = c.cluster AND l.role = 'lead'"
		" LEFT JOIN memberships d ON d.cluster = c.cluster AND d.role = 'deputy'"
		" WHERE c.cluster = :cluster");

	bind_input(q, req);
	return q;
}

/* BR-18: lead and deputy are two members. */
enum error set_leaders(struct request *req)
{
	const struct set_leaders_in *in = req->in;
	struct row row = body_row(req);
	struct membership lead = {in->cluster, in->lead, "lead"};
	struct membership deputy = {in->cluster, in->deputy, "deputy"};
	enum import_outcome outcome;

	if (require_cluster(req))
		return req->failed;
	leaders_check(req, in->cluster, in->lead, in->deputy);
	check_rotation(req, &lead, "/lead");
	check_rotation(req, &deputy, "/deputy");
	if (req_faults(req) || import_compare(req, &row, leaders_of(req), &outcome))
		return req->failed;
	if (outcome == IMPORT_UNCHANGED)
		req_unchanged(req);
	else
		leaders_set(req, in->cluster, in->lead, in->deputy);
	return reply_row(req, 200, leaders_of(req));
}

enum error remove_member(struct request *req)
{
	const struct remove_member_in *in = req->in;
	struct membership m = {in->cluster, in->unit, NULL};
	struct stmt *q = db_query(req->db,
		"SELECT c.state FROM memberships m JOIN clusters c ON c.cluster = m.cluster"
		" WHERE m.cluster = :cluster AND m.unit = :unit");
	struct stmt *remove = db_query(
		req->db, "DELETE FROM memberships WHERE cluster = :cluster AND unit = :unit");

	if (require_cluster(req))
		return req->failed;
	const char *state = query_text(req, bind_input(q, req));

	if (!state)
		return fail_not_found(req);
	if (strcmp(state, "planned") != 0)
		return fail_cluster_started(req, in->cluster, state);
	query_run(req, bind_input(remove, req));
	touch_cluster(req, &m);
	req_about(req, in->unit);
	return reply_nothing(req);
}

static bool refers_well(struct request *req, const struct row *row, const struct membership *m)
{
	struct stmt *q =
		db_query(req->db, "SELECT issuer FROM clusters WHERE cluster = :x_cluster");

	bind_text(q, ":x_cluster", m->cluster);
	const char *issuer = query_text(req, q);

	if (!issuer || !in_reach(req, issuer)) {
		fault_reference_unknown(req, member_pointer(req, row, "cluster"), m->cluster);
		return false;
	}
	if (is_below_issuer(req, m))
		return true;
	fault_reference_unknown(req, member_pointer(req, row, "unit"), m->unit);
	return false;
}

static enum error import_membership(struct request *req, const struct row *row)
{
	struct membership m = {
		row_text(row, "cluster"), row_text(row, "unit"), row_text(row, "role")};
	size_t faults = req_fault_count(req);
	enum import_outcome outcome;

	if (!refers_well(req, row, &m))
		return req->failed;
	check_membership(req, row, &m);
	if (!req_clean_since(req, faults) || compare_membership(req, row, &m, &outcome))
		return req->failed;
	if (outcome != IMPORT_UNCHANGED)
		put_membership(req, &m);
	return import_stored(req, row, outcome,
		req_printf(req, "/clusters/%s/members/%s", m.cluster, m.unit), m.unit);
}

static enum error import_member(struct request *req, const struct row *row)
{
	return strcmp(row_text(row, "role"), "member") ? OK : import_membership(req, row);
}

static enum error import_leader(struct request *req, const struct row *row)
{
	return strcmp(row_text(row, "role"), "member") ? import_membership(req, row) : OK;
}

#define MEMBERSHIPS                                                                                \
	" FROM memberships m JOIN units u ON u.unit = m.unit"                                      \
	" WHERE (CAST(:year AS BIGINT) IS NULL OR m.year = :year)"                                 \
	" AND (CAST(:cluster AS TEXT) IS NULL OR m.cluster = :cluster)"                            \
	" AND (CAST(:unit AS TEXT) IS NULL OR m.unit = :unit)"

enum error list_memberships(struct request *req)
{
	return REPLY_PAGE2(req,
		"m.cluster AS cluster, m.unit AS unit, u.name_vi AS unit_name, m.role AS role",
		MEMBERSHIPS, "m.cluster", TEXT, "m.unit", TEXT);
}

enum error import_memberships(struct request *req)
{
	return import_rows_twice(req, import_member, import_leader);
}
