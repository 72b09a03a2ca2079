/*
 * How often something took how long, or was how large, as Prometheus counts it: atomic additions without a lock.
 * One that is all zeroes is empty and ready.
 */
#ifndef THIDUA_HISTOGRAM_H
#define THIDUA_HISTOGRAM_H

#include <stdbool.h>
#include <stdint.h>

struct buffer;

#define HISTOGRAM_BUCKETS 6

enum histogram_unit {
	HISTOGRAM_SECONDS,
	HISTOGRAM_PIECES
}; /* values: microseconds, or a number of things */

struct histogram {
	_Atomic int64_t by_bucket[HISTOGRAM_BUCKETS + 1]; /* the last one is without an end */
	_Atomic int64_t sum;
};

void histogram_add(struct histogram *histogram, enum histogram_unit unit, int64_t value);
bool histogram_is_empty(const struct histogram *histogram);
/* Its lines, without the head. `labels` are as `operation="x",status="200"`, or "". */
void histogram_print(struct buffer *out, const struct histogram *histogram,
	enum histogram_unit unit, const char *name, const char *labels);

#endif
