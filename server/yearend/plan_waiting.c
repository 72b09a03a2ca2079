#include "yearend/plan_waiting.h"

#define OWN_TASKS                                                                                  \
	"SELECT t.id, u.unit, u.name_vi, NULL, t.year, t.state, t.due_on FROM units u"             \
	" JOIN tasks t ON"
#define OF_CALLER " WHERE u.unit = :caller_unit AND t.state IN ('adopted', 'in_progress')"

struct stmt *waiting_pacts(struct request *req, const struct transition *t)
{
	(void)t;
	return db_query(req->db,
		"SELECT p.id, u.unit, u.name_vi, NULL, m.year, p.state, NULL FROM memberships m"
		" JOIN pacts p ON p.cluster = m.cluster JOIN units u ON u.unit = m.unit"
		" WHERE m.unit = :caller_unit AND p.state = 'open_for_signing' AND NOT EXISTS"
		" (SELECT 1 FROM pact_signatures s WHERE s.pact = p.id AND s.unit = m.unit)");
}

struct stmt *waiting_tasks(struct request *req, const struct transition *t)
{
	(void)t;
	return db_query(req->db,
		OWN_TASKS " t.unit = u.unit" OF_CALLER " UNION ALL " OWN_TASKS
			  " t.cluster IN (SELECT m.cluster FROM memberships m"
			  " WHERE m.unit = u.unit AND m.role = 'lead')" OF_CALLER);
}
