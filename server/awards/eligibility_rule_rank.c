/* Where the unit stands in its cluster: advice, unless the regime asks for a rank (SR-25). */
#include "awards/cluster_rank.h"
#include "awards/eligibility_rule.h"

/* Without a ranking there is nothing to say where none is asked for. Who is excluded has no rank, and a rule of
 * its own. */
void judge_cluster_rank(struct judge *j)
{
	const struct candidate *c = j->candidate;
	int64_t asked = regime_number(j->req, c->regime, j->rule->extra, 0);
	struct cluster_rank found;

	if (cluster_rank_of(j->req, c->unit, c->year, &found))
		return;
	j->need = asked > 0 ? asked : 1;
	if (asked > 0)
		j->stops = STAGE_NOMINATION;
	if (found.rank) {
		j->have = found.rank;
		j->total = found.of;
		if (found.rank > j->need)
			RULE_FAILS(j, rank_not_first, c->unit, found.cluster, found.rank, j->need,
				found.version, j->rule->source);
	} else if (asked > 0 && !found.excluded) {
		RULE_FAILS(j, ranking_missing, c->unit, c->year, j->need, j->rule->source);
	} else {
		j->verdict = RULE_NOT_ASKED;
	}
}
