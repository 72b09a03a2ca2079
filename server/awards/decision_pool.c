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
	const char *office; /* within whose pool it is counted; NULL: all of the issuer's */
};

/* Collectives each stand for themselves: of which office's pool they are is not known before all rows
 * stand. */
static bool is_of(const struct pool *pool, const struct candidate *candidate)
{
	return !candidate->unit && !strcmp(pool->first.award, candidate->award) &&
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
	*pool = (struct pool){*pools, *candidate, pointer, NULL};
	*pools = pool;
}

static bool is_same(const struct pool *a, const struct pool *b)
{
	return !strcmp(a->first.award, b->first.award) && a->first.year == b->first.year &&
		!strcmp(a->first.issuer, b->first.issuer) &&
		!strcmp(a->first.authority, b->first.authority) &&
		!strcmp(a->office ? a->office : "", b->office ? b->office : "");
}

/* The earliest row of a pool speaks for it. */
static bool is_told_later(const struct pool *pool)
{
	for (const struct pool *next = pool->next; next; next = next->next)
		if (is_same(pool, next))
			return true;
	return false;
}

enum error pools_warn(struct request *req, struct pool *pools)
{
	for (struct pool *pool = pools; pool; pool = pool->next)
		if (pool->first.unit)
			pool->office = eligibility_quota_office(req, &pool->first);
	for (; pools; pools = pools->next)
		if (!is_told_later(pools))
			eligibility_warn(req, &pools->first, "quota", pools->pointer);
	return req->failed;
}
