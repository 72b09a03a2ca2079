/* What a running server says of itself, read from its /metrics. */
#ifndef THIDUA_RUNNING_H
#define THIDUA_RUNNING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buffer;

/* Asks the server that listens on ADDRESS:PORT; false when none answers within some seconds. The caller frees
 * *out. */
bool running_metrics(const char *address, struct buffer *out);
/* Does it take work? */
bool running_is_ready(const char *address);
/* The value of a metric, with its labels in the name; -1 when it is not there. */
int64_t running_metric(const struct buffer *metrics, const char *name);
/* Answers of one operation that took more than half a second. Goes to the next operation that has some: `at`
 * begins as 0. False behind the last one. */
bool running_next_slow(const struct buffer *metrics, size_t *at, char operation[64], int64_t *out);

#endif
