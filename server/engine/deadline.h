/* How long a request may take until it is answered otherwise, in milliseconds. */
#ifndef THIDUA_DEADLINE_H
#define THIDUA_DEADLINE_H

/* So many times as long, in a build whose program valgrind runs (tests/long.sh). */
#ifndef DEADLINE_TIMES
#define DEADLINE_TIMES 1
#endif

#define INLINE_DEADLINE (500 * DEADLINE_TIMES)   /* on a thread that answers */
#define SLOW_DEADLINE   (2000 * DEADLINE_TIMES)  /* of a long read */
#define LIST_DEADLINE   (30000 * DEADLINE_TIMES) /* of a whole list */
#define WRITE_DEADLINE  (5000 * DEADLINE_TIMES)

#endif
