/*
 * Where handlers run: inline on the HTTP thread with its own read connection, on the one writer
 * thread with group commit, or on a reader thread.
 */
#ifndef THIDUA_LANE_H
#define THIDUA_LANE_H

#include <stdbool.h>

#include "contract.h"
#include "error.h"

struct call;
struct db;

/* Opens the read connections and starts the writer, reader and housekeeping threads. `writer` is
 * the migrated writer connection, given away. */
enum error lane_start(struct db *writer, int http_threads);

/* Parks the call and queues it; of LANE_PASSWORD with its request's `proof`. E_BUSY when the lane has no free place or stops, E_FULL when a
 * write finds too little space on the disk (answer 503 or 507 at once, the call was not parked).
 * From here to resume() the call belongs to the lane: the caller touches nothing of it any more. */
enum error lane_submit(struct call *call, enum lane which);

/* No new work; waits until every parked call is answered (after `seconds` by us, with 503), then
 * stops the threads, truncates the log and closes all connections: after http_drain(), so that no
 * HTTP thread uses its reader any more. */
void lane_stop(int seconds);

/* Runs one write right here on `db`, in its own transaction, without threads: the catalogue at init
 * and the sub-commands. The answer is in `call`. */
void lane_write_here(struct db *db, struct call *call);

#endif
