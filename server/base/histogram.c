#include "base/histogram.h"

#include <stdatomic.h>
#include <stddef.h>

#include "buffer.h"

/* Upper ends, and as Prometheus prints them. */
static const struct end {
	int64_t value;
	const char *text;
} ends[][HISTOGRAM_BUCKETS] = {
	[HISTOGRAM_SECONDS] = {{1000, "0.001"}, {5000, "0.005"}, {25000, "0.025"}, {100000, "0.1"},
		{500000, "0.5"}, {2500000, "2.5"}},
	[HISTOGRAM_PIECES] = {{1, "1"}, {4, "4"}, {16, "16"}, {64, "64"}, {128, "128"},
		{256, "256"}},
};

static void add(_Atomic int64_t *counter, int64_t value)
{
	atomic_fetch_add_explicit(counter, value, memory_order_relaxed);
}

static int64_t get(const _Atomic int64_t *counter)
{
	return atomic_load_explicit(counter, memory_order_relaxed);
}

void histogram_add(struct histogram *histogram, enum histogram_unit unit, int64_t value)
{
	size_t i = 0;

	while (i < HISTOGRAM_BUCKETS && value > ends[unit][i].value)
		i++;
	add(&histogram->by_bucket[i], 1);
	add(&histogram->sum, value);
}

bool histogram_is_empty(const struct histogram *histogram)
{
	for (size_t i = 0; i <= HISTOGRAM_BUCKETS; i++)
		if (get(&histogram->by_bucket[i]))
			return false;
	return true;
}

static void print_sum(struct buffer *out, enum histogram_unit unit, int64_t sum)
{
	if (unit == HISTOGRAM_SECONDS)
		buffer_printf(out, "%lld.%06lld\n", (long long)(sum / 1000000),
			(long long)(sum % 1000000));
	else
		buffer_printf(out, "%lld\n", (long long)sum);
}

void histogram_print(struct buffer *out, const struct histogram *histogram,
	enum histogram_unit unit, const char *name, const char *labels)
{
	const char *comma = *labels ? "," : "", *open = *labels ? "{" : "",
		   *close = *labels ? "}" : "";
	int64_t count = 0;

	for (size_t i = 0; i <= HISTOGRAM_BUCKETS; i++) {
		count += get(&histogram->by_bucket[i]);
		buffer_printf(out, "%s_bucket{%s%sle=\"%s\"} %lld\n", name, labels, comma,
			i < HISTOGRAM_BUCKETS ? ends[unit][i].text : "+Inf", (long long)count);
	}
	buffer_printf(out, "%s_count%s%s%s %lld\n", name, open, labels, close, (long long)count);
	buffer_printf(out, "%s_sum%s%s%s ", name, open, labels, close);
	print_sum(out, unit, get(&histogram->sum));
}
