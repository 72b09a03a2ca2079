/* What /metrics tells. */
#ifndef THIDUA_COUNTERS_H
#define THIDUA_COUNTERS_H

#include <stdbool.h>
#include <stdint.h>

struct buffer;
struct problem_kind;
struct route;

/* Queues of calls before the threads of the lanes. */
enum counted_queue {
	COUNTED_WRITES,
	COUNTED_READS,
	COUNTED_LISTS,
	COUNTED_REHEARSALS,
	COUNTED_PASSWORDS,
	COUNTED_QUEUES
};

/* `route` NULL: refused before routing. */
void counter_reply(const struct route *route, int status, int64_t microseconds);
void counter_problem(const struct problem_kind *kind);
void counter_group(int64_t jobs, int64_t microseconds); /* one group commit */
void counter_commit(int64_t microseconds);              /* its COMMIT alone */
void counter_checkpoint(int64_t microseconds, bool failed);
void counter_connections(int64_t delta);
void counter_parked(int64_t delta); /* requests that wait for their lane */
void counter_queued(enum counted_queue queue, int64_t delta);
void counter_backup(int64_t at); /* the newest whole copy of the database is of that instant, ms */
void counter_backup_failed(void);
/* Prometheus text. An operation has lines for the statuses that it answered; a problem that says how the server is, and so
 * may raise an alarm, has its line from the start: the first one must be seen as an increase. */
void counters_print(struct buffer *out);

#endif
