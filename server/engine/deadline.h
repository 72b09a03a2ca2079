/* How long a request may take until it is answered otherwise, in milliseconds. */
#ifndef THIDUA_DEADLINE_H
#define THIDUA_DEADLINE_H

/* Times as long, in a build whose program valgrind runs (tests/long.sh). */
#ifndef PATIENCE
#define PATIENCE 1
#endif

#define INLINE_DEADLINE (500 * PATIENCE)   /* on a thread that answers */
#define SLOW_DEADLINE   (2000 * PATIENCE)  /* of a long read */
#define LIST_DEADLINE   (30000 * PATIENCE) /* of a whole list */
#define WRITE_DEADLINE  (5000 * PATIENCE)

#endif
