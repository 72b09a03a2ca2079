#include "yearend/leaders.h"

#include <string.h>

#include "gen/problems.h"
#include "request/problem.h"
#include "request/query.h"

static struct stmt *bind_place(struct stmt *q, const char *cluster, const char *unit)
{
	bind_text(q, ":x_cluster", cluster);
	bind_text(q, ":x_unit", unit);
	return q;
}

void leaders_check_rotation(
	struct request *req, const char *cluster, const char *unit, const char *pointer)
{
	struct stmt *q = db_query(req->db,
		"SELECT x.year FROM clusters c JOIN unit_exclusions x ON x.year = c.year - 1"
		" WHERE c.cluster = :x_cluster AND x.unit = :x_unit AND x.lifted_on IS NULL");
	int64_t year = query_int(req, bind_place(q, cluster, unit));

	if (year)
		fault_rotation_barred(req, pointer, unit, year);
}

static void check_member(
	struct request *req, const char *cluster, const char *unit, const char *pointer)
{
	struct stmt *q = db_query(
		req->db, "SELECT 1 FROM memberships WHERE cluster = :x_cluster AND unit = :x_unit");

	if (!query_exists(req, bind_place(q, cluster, unit)) && !req->failed)
		fault_not_a_member(req, pointer, unit, cluster);
}

void leaders_check(struct request *req, const char *cluster, const char *lead, const char *deputy)
{
	check_member(req, cluster, lead, "/lead");
	check_member(req, cluster, deputy, "/deputy");
	if (!strcmp(lead, deputy))
		fault_lead_equals_deputy(req, "/deputy", deputy);
}

static enum error set_role(
	struct request *req, const char *cluster, const char *unit, const char *role)
{
	struct stmt *q = db_query(req->db,
		"UPDATE memberships SET role = :x_role WHERE cluster = :x_cluster"
		" AND (CAST(:x_unit AS TEXT) IS NULL OR unit = :x_unit)");

	bind_text(q, ":x_role", role);
	return query_run(req, bind_place(q, cluster, unit));
}

enum error leaders_set(
	struct request *req, const char *cluster, const char *lead, const char *deputy)
{
	struct stmt *touch = db_query(
		req->db, "UPDATE clusters SET revision = revision + 1 WHERE cluster = :x_cluster");

	bind_text(touch, ":x_cluster", cluster);
	set_role(req, cluster, NULL, "member");
	set_role(req, cluster, lead, "lead");
	set_role(req, cluster, deputy, "deputy");
	return query_run(req, touch);
}
