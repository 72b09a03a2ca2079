/* What /metrics tells. */
#ifndef THIDUA_COUNTERS_H
#define THIDUA_COUNTERS_H

#include <stdint.h>

struct buffer;
struct problem_kind;
struct route;

/* `route` NULL: refused before routing. */
void counter_reply(const struct route *route, int status, int64_t microseconds);
void counter_problem(const struct problem_kind *kind);
void counter_group(int64_t jobs, int64_t microseconds); /* one group commit */
void counter_connections(int64_t delta);
void counter_parked(int64_t delta); /* requests that wait for their lane */
void counter_backup(int64_t at); /* the newest whole copy of the database is of that instant, ms */
void counter_backup_failed(void);
/* Prometheus text; thidua_requests_total{operation="..",status=".."} has a line for every
 * documented status, also at 0. */
void counters_print(struct buffer *out);

#endif
