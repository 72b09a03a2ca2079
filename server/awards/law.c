/* Old law and new law: which one judges. */
#include "awards/law.h"

#include <string.h>

/* The newest regime that says so, with the one before it, when `regime` is one of the two. */
static bool find_pair(struct request *req, const char *regime, struct law *out)
{
	struct stmt *q = db_query(req->db,
		"SELECT o.regime, n.regime, n.valid_from FROM regimes n JOIN regimes o"
		" ON o.valid_from = (SELECT max(x.valid_from) FROM regimes x"
		" WHERE x.valid_from < n.valid_from)"
		" WHERE (o.regime = :x_regime OR n.regime = :x_regime) AND EXISTS (SELECT 1"
		" FROM regime_params p WHERE p.regime = n.regime AND p.key = '" LAW_BY_RECEIPT "'"
		" AND p.value = '1' AND p.superseded_at IS NULL) ORDER BY n.valid_from DESC LIMIT 1");

	bind_text(q, ":x_regime", regime);
	bool found = db_row(q);

	if (found) {
		out->old_law = req_text(req, column_text(q, 0));
		out->new_law = req_text(req, column_text(q, 1));
		out->new_from = req_text(req, column_text(q, 2));
	}
	return !req_fail(req, db_done(q)) && found &&
		regime_param(req, out->new_law, LAW_BY_RECEIPT, &out->rule);
}

enum error law_of(struct request *req, const char *regime, const char *received_on, struct law *out)
{
	*out = (struct law){.used = regime, .why = "in_force", .received_on = received_on};
	if (!find_pair(req, regime, out))
		return req->failed;
	if (!received_on) {
		out->why = "not_received";
	} else if (strcmp(received_on, out->new_from) < 0) {
		out->why = "received_before";
		out->used = out->old_law;
		if (regime_number(req, out->new_law, LAW_BETTER_RULE, 0))
			out->better = out->new_law;
	} else {
		out->why = "received_since";
		out->used = out->new_law;
	}
	return req->failed;
}

const char *law_used(struct request *req, const char *regime, const char *received_on)
{
	struct law law;

	if (!regime || !received_on)
		return regime;
	return law_of(req, regime, received_on, &law) ? NULL : law.used;
}
