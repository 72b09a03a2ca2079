#include "yearend/scorecard_waiting.h"

#include "yearend/scorecard.h"

#define COLUMNS                                                                                    \
	"SELECT k.id, k.unit, u.name_vi, NULL, c.year, k.state, CASE k.state"                      \
	" WHEN 'draft' THEN s.self_due WHEN 'self_submitted' THEN s.cross_due"                     \
	" WHEN 'cross_checked' THEN s.appraisal_due END"
#define OF_CARD                                                                                    \
	" JOIN clusters c ON c.cluster = k.cluster JOIN score_sheets s ON s.id = k.sheet"          \
	" JOIN units u ON u.unit = k.unit"

/* Of the clusters that the caller's office leads, or is the deputy of. */
#define IN_LED_CLUSTER                                                                             \
	COLUMNS " FROM memberships l JOIN scorecards k ON k.cluster = l.cluster" OF_CARD           \
		" WHERE l.unit = :caller_unit AND l.role IN ('lead', 'deputy')"                    \
		" AND k.state = :x_state"

/* What is appraised waits until the office can no longer object. */
struct stmt *waiting_cards(struct request *req, const struct transition *t)
{
	switch (t->actor) {
	case ACTOR_CHECKER:
		return db_query(req->db,
			COLUMNS " FROM scorecards k" OF_CARD
				" WHERE k.checker = :caller_unit AND k.state = :x_state");
	case ACTOR_APPRAISER:
		return db_query(req->db, IN_LED_CLUSTER " AND l.unit = " SCORECARD_APPRAISER);
	case ACTOR_LEAD:
		return db_query(req->db,
			IN_LED_CLUSTER " AND l.role = 'lead' AND c.state <> 'handed_over'"
				       " AND k.objections_until < :today");
	case ACTOR_ISSUER:
		return db_query(req->db,
			COLUMNS " FROM clusters c JOIN scorecards k ON k.cluster = c.cluster"
				" JOIN score_sheets s ON s.id = k.sheet"
				" JOIN units u ON u.unit = k.unit"
				" WHERE c.issuer = :caller_unit AND k.state = :x_state");
	default:
		return db_query(req->db,
			COLUMNS " FROM scorecards k" OF_CARD
				" WHERE k.unit = :caller_unit AND k.state = :x_state");
	}
}
