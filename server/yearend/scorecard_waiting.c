#include "yearend/scorecard_waiting.h"

#define CARDS                                                                                      \
	"SELECT k.id, k.unit, u.name_vi, NULL, c.year, k.state, s.self_due FROM scorecards k"      \
	" JOIN clusters c ON c.cluster = k.cluster JOIN score_sheets s ON s.id = k.sheet"          \
	" JOIN units u ON u.unit = k.unit WHERE k.state = :x_state"

struct stmt *waiting_cards(struct request *req, const struct transition *t)
{
	(void)t;
	return db_query(req->db, CARDS " AND k.unit = :caller_unit");
}
