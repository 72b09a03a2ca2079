/* Two records of one person become one. */
#ifndef THIDUA_MERGE_H
#define THIDUA_MERGE_H

#include "request/request.h"

/* The record that is to be merged away, as person_require() has it; else person_merged, when it was
 * merged already. */
enum error merge_require(struct request *req, int64_t id);

/* Faults at /into of what differs or collides between the two (merge_conflict), or when the other is
 * the same, merged already or not within reach. */
void merge_check(struct request *req, int64_t from, int64_t into);

/* The record merged away is ended and what it has is the other's; each object that moves has its
 * event. merge_check() found nothing. */
enum error merge_run(struct request *req, int64_t from, int64_t into, const char *reason);

#endif
