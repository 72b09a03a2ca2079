/*
 * What a long write would answer is found out before its turn: a write whose body is long runs here
 * first, whole, on a transaction of which nothing stays (db.h), beside the writer and in nobody's way.
 * When it is refused, tried only (dry_run=true) or changes nothing, the rehearsal's answer is its
 * answer, as if it had run at that moment: what cannot be stored never takes the writer. When it would
 * change something it takes its turn and runs again there, on what is then stored. So handlers know
 * nothing of this: their rules are judged once more where it counts, and a long list of faults costs
 * the others nothing.
 */
#ifndef THIDUA_REHEARSAL_H
#define THIDUA_REHEARSAL_H

#include <stdbool.h>

#include "request/call.h"
#include "request/request.h"

/* The body is so long that its checks may keep others waiting. */
bool rehearsal_is_due(const struct request *req);

/* For the thread of rehearsals: runs the write of a queued call, which stays as it is. True when that
 * settles it: *out then has the answer, whose reply is the caller's. */
bool rehearsal_settles(const struct call *call, struct call *out);

#endif
