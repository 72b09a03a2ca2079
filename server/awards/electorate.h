/* Who has a vote on a case. A unit's meeting and a council are counted; a cluster's voters are its
 * member units, each once (TT 01/2019/TT-VKSTC Đ.20). */
#ifndef THIDUA_ELECTORATE_H
#define THIDUA_ELECTORATE_H

#include "awards/award.h"

/* The cluster of the candidate in the work year of the case, set up by the office above it: its cụm,
 * else its khối. Texts live as long as the request. */
struct electorate {
	const char *cluster; /* NULL: there is none */
	const char *issuer;  /* the office that set it up */
	const char *lead;    /* or NULL */
	bool handed_over;    /* the rights of the lead have ended */
	const char
		*excluded; /* the candidate, where a regime has it not vote for itself; else "" */
	int64_t members;   /* those who vote */
};
enum error electorate_of(struct request *req, const struct award *award, struct electorate *out);

bool electorate_has(struct request *req, const struct electorate *electorate, const char *voter);

#endif
