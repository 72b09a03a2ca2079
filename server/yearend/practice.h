/* Practices: what an office found out for others to learn from. */
#ifndef THIDUA_PRACTICE_H
#define THIDUA_PRACTICE_H

#include "request/reach.h"
#include "yearend/step.h"

/* Of `practices p`: a draft is read by its office, those above it, and the heads of the lead and of the deputy
 * of its cluster in its year; what was shared by all members as well. */
#define PRACTICE_READABLE                                                                          \
	" (" REACHES("p.unit") " OR" OF_CLUSTER("p.year",                                          \
		"= p.unit") " OR (p.state <> 'draft' AND" PEER_OF("p.year", "p.unit") "))"

extern const struct kind practice_kind;

/* Its object tells of its adoptions: a new revision. */
enum error practice_touch(struct request *req, int64_t id);

#endif
