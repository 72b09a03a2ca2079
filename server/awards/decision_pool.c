/*
 * The pools that an import filled. A quota is a share of lines that may stand further down in the
 * same file, so it is looked at when all rows stand; and what was decided on paper is told, not
 * refused.
 */
#include <string.h>

#include "awards/decision.h"
#include "awards/eligibility.h"

struct pool {
	struct pool *next;
	struct candidate first; /* of its lines */
	const char *pointer;
};

static bool is_of(const struct pool *pool, const struct candidate *candidate)
{
	return !strcmp(pool->first.award, candidate->award) &&
		pool->first.year == candidate->year &&
		!strcmp(pool->first.issuer, candidate->issuer) &&
		!strcmp(pool->first.authority, candidate->authority);
}

void pool_note(struct request *req, struct pool **pools, const struct candidate *candidate,
	const char *pointer)
{
	struct pool *pool = *pools;

	while (pool && !is_of(pool, candidate))
		pool = pool->next;
	if (pool)
		return;
	pool = req_alloc(req, sizeof *pool);
	if (!pool)
		return;
	*pool = (struct pool){*pools, *candidate, pointer};
	*pools = pool;
}

enum error pools_warn(struct request *req, const struct pool *pools)
{
	for (; pools; pools = pools->next)
		eligibility_warn(req, &pools->first, "quota", pools->pointer);
	return req->failed;
}
