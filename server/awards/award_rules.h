/*
 * What an award asks of its subject, as GET /award-types/{award} shows it: the rows of award_rules
 * with their parameters in each regime.
 */
#ifndef THIDUA_AWARD_RULES_H
#define THIDUA_AWARD_RULES_H

#include "request/reply.h"

/* The member "rules" of the object that is being written. */
void reply_award_rules(struct request *req, const char *award);

/* Something that the award's object prints has changed: it gets a new revision. */
enum error award_type_touch(struct request *req, const char *award);

#endif
