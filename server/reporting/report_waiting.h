/*
 * Reports that wait for the caller's office, as statements for /inbox. Their columns: what stands behind the path
 * of the object, unit, unit_name, period, year, state, due_district, due_province, and the level of the unit, which
 * says which of the two counts.
 */
#ifndef THIDUA_REPORT_WAITING_H
#define THIDUA_REPORT_WAITING_H

#include "request/request.h"

struct transition;

/* Months of this work year and the one before that are over, not locked, and not reported by the office. */
struct stmt *waiting_months(struct request *req, const struct transition *t);
struct stmt *waiting_drafts(struct request *req, const struct transition *t);
/* Its newest version was sent back, and no draft of the next is there. */
struct stmt *waiting_corrections(struct request *req, const struct transition *t);
/* Submitted by an office right below; and, for the head of a cluster's lead or deputy, by those that it judges. */
struct stmt *waiting_below(struct request *req, const struct transition *t);
struct stmt *waiting_in_cluster(struct request *req, const struct transition *t);

#endif
