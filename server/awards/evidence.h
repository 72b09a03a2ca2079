/*
 * What a case rests on: the reports of a unit's targets, the lines and initiatives that its rules
 * asked for. When something of it falls, the cases are marked for people to look at again; each
 * gets an event, none another state.
 */
#ifndef THIDUA_EVIDENCE_H
#define THIDUA_EVIDENCE_H

#include "awards/award.h"

/* The report versions that a unit's case rests on (award_reports), when a rule of its award looks at
 * targets, and the ranking (award_rankings), when one looks at ranks; at nomination and again at the
 * grant. */
enum error evidence_remember(struct request *req, const struct award *award);

/* A report version was superseded (0: none): evidence_restated of whatever case rests on it. */
enum error evidence_restated(struct request *req, int64_t report);

/* BR-10: a line was revoked or stripped, an initiative annulled: review_needed of the granted cases
 * that rest on it. */
enum error evidence_line_fell(struct request *req, int64_t line);
enum error evidence_initiative_fell(struct request *req, int64_t initiative);

#endif
