#include "yearend/ranking_waiting.h"

struct stmt *waiting_rankings(struct request *req, const struct transition *t)
{
	(void)t;
	return db_query(req->db,
		"SELECT r.id, u.unit, u.name_vi, NULL, c.year, r.state, NULL FROM rankings r"
		" JOIN clusters c ON c.cluster = r.cluster JOIN units u ON u.unit = :caller_unit"
		" WHERE r.state = :x_state AND (r.state = 'draft' OR r.stale = 1)"
		" AND (CASE WHEN c.state = 'handed_over' THEN c.issuer ELSE COALESCE((SELECT m.unit"
		" FROM memberships m WHERE m.cluster = c.cluster AND m.role = 'lead'), c.issuer) END)"
		" = :caller_unit");
}
