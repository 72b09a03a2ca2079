/*
 * What /metrics tells, in Prometheus' text format: requests by operation and status, their times,
 * problems by code, group commits, and the state of the process. Plain atomic additions; nothing
 * here is exact to the request while it is read.
 */
#include "base/counters.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/counters_machine.h"
#include "base/server.h"
#include "buffer.h"
#include "contract.h"
#include "gen/api.h"
#include "gen/problems.h"

/* Every status that we know to answer; others are counted as 0. */
static const int statuses[] = {200, 201, 202, 204, 304, 400, 401, 403, 404, 405, 409, 410, 412, 413,
	415, 422, 428, 429, 431, 500, 503, 507, 0};
#define STATUSES (sizeof statuses / sizeof *statuses)

/* Upper ends in microseconds, as Prometheus prints them. */
static const struct {
	int64_t end;
	const char *text;
} buckets[] = {{1000, "0.001"}, {5000, "0.005"}, {25000, "0.025"}, {100000, "0.1"}, {500000, "0.5"},
	{2500000, "2.5"}};
#define BUCKETS (sizeof buckets / sizeof *buckets)

struct tally {
	_Atomic int64_t by_status[STATUSES];
	_Atomic int64_t by_bucket[BUCKETS + 1]; /* the last one is without an end */
	_Atomic int64_t microseconds;
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct tally *tallies;            /* of api_routes, and one of what had no route */
static _Atomic int64_t *problem_tallies; /* of problem_kinds */
static _Atomic int64_t groups, group_jobs, group_microseconds, connections, parked, backup_at,
	backups_failed;

static void allocate(void)
{
	tallies = calloc(api_route_count + 1, sizeof *tallies);
	problem_tallies = calloc(problem_kind_count, sizeof *problem_tallies);
	if (!tallies || !problem_tallies)
		abort(); /* with the first request of the process */
}

static void add(_Atomic int64_t *counter, int64_t value)
{
	atomic_fetch_add_explicit(counter, value, memory_order_relaxed);
}

static int64_t get(const _Atomic int64_t *counter)
{
	return atomic_load_explicit(counter, memory_order_relaxed);
}

static size_t status_index(int status)
{
	size_t i = 0;

	while (statuses[i] && statuses[i] != status)
		i++;
	return i;
}

static size_t bucket_index(int64_t microseconds)
{
	size_t i = 0;

	while (i < BUCKETS && microseconds > buckets[i].end)
		i++;
	return i;
}

void counter_reply(const struct route *route, int status, int64_t microseconds)
{
	pthread_once(&once, allocate);

	struct tally *tally = &tallies[route ? (size_t)(route - api_routes) : api_route_count];

	add(&tally->by_status[status_index(status)], 1);
	add(&tally->by_bucket[bucket_index(microseconds)], 1);
	add(&tally->microseconds, microseconds);
}

void counter_problem(const struct problem_kind *kind)
{
	pthread_once(&once, allocate);
	for (size_t i = 0; i < problem_kind_count; i++)
		if (problem_kinds[i] == kind)
			add(&problem_tallies[i], 1);
}

void counter_group(int64_t jobs, int64_t microseconds)
{
	add(&groups, 1);
	add(&group_jobs, jobs);
	add(&group_microseconds, microseconds);
}

void counter_connections(int64_t delta)
{
	add(&connections, delta);
}

void counter_parked(int64_t delta)
{
	add(&parked, delta);
}

void counter_backup(int64_t at)
{
	atomic_store(&backup_at, at);
}

void counter_backup_failed(void)
{
	add(&backups_failed, 1);
}

static void print_seconds(struct buffer *out, int64_t microseconds)
{
	buffer_printf(out, "%lld.%06lld\n", (long long)(microseconds / 1000000),
		(long long)(microseconds % 1000000));
}

static bool is_documented(const struct route *route, int status)
{
	for (size_t i = 0; route && i < route->reply_count; i++)
		if (route->replies[i].status == status)
			return true;
	return false;
}

/* Of index api_route_count: what had no route. */
static const struct route *route_at(size_t i)
{
	return i < api_route_count ? &api_routes[i] : NULL;
}

static const char *operation_at(size_t i)
{
	return i < api_route_count ? api_routes[i].operation : "none";
}

static void print_requests(struct buffer *out)
{
	buffer_text(out,
		"# HELP thidua_requests_total Answered requests.\n"
		"# TYPE thidua_requests_total counter\n");
	for (size_t i = 0; i <= api_route_count; i++)
		for (size_t s = 0; s < STATUSES; s++) {
			int64_t count = get(&tallies[i].by_status[s]);

			if (count || is_documented(route_at(i), statuses[s]))
				buffer_printf(out,
					"thidua_requests_total{operation=\"%s\","
					"status=\"%d\"} %lld\n",
					operation_at(i), statuses[s], (long long)count);
		}
}

static void print_times_of(struct buffer *out, const struct tally *tally, const char *operation)
{
	int64_t count = 0;

	for (size_t b = 0; b <= BUCKETS; b++) {
		count += get(&tally->by_bucket[b]);
		buffer_printf(out,
			"thidua_request_seconds_bucket{operation=\"%s\",le=\"%s\"} %lld\n",
			operation, b < BUCKETS ? buckets[b].text : "+Inf", (long long)count);
	}
	buffer_printf(out, "thidua_request_seconds_count{operation=\"%s\"} %lld\n", operation,
		(long long)count);
	buffer_printf(out, "thidua_request_seconds_sum{operation=\"%s\"} ", operation);
	print_seconds(out, get(&tally->microseconds));
}

static bool was_used(const struct tally *tally)
{
	for (size_t b = 0; b <= BUCKETS; b++)
		if (get(&tally->by_bucket[b]))
			return true;
	return false;
}

static void print_times(struct buffer *out)
{
	buffer_text(out,
		"# HELP thidua_request_seconds From the request line to the answer.\n"
		"# TYPE thidua_request_seconds histogram\n");
	for (size_t i = 0; i <= api_route_count; i++)
		if (was_used(&tallies[i]))
			print_times_of(out, &tallies[i], operation_at(i));
}

static void print_problems(struct buffer *out)
{
	buffer_text(out,
		"# HELP thidua_problems_total Problems answered, by code.\n"
		"# TYPE thidua_problems_total counter\n");
	for (size_t i = 0; i < problem_kind_count; i++)
		buffer_printf(out, "thidua_problems_total{code=\"%s\"} %lld\n",
			problem_kinds[i]->code, (long long)get(&problem_tallies[i]));
}

static void print_groups(struct buffer *out)
{
	counters_print_one(out, "thidua_group_commits_total", "counter",
		"Transactions of the writer.", get(&groups));
	counters_print_one(out, "thidua_group_jobs_total", "counter",
		"Writes in those transactions.", get(&group_jobs));
	buffer_text(out,
		"# HELP thidua_group_seconds_total Time of the writer in transactions.\n"
		"# TYPE thidua_group_seconds_total counter\nthidua_group_seconds_total ");
	print_seconds(out, get(&group_microseconds));
}

void counters_print(struct buffer *out)
{
	pthread_once(&once, allocate);
	print_requests(out);
	print_times(out);
	print_problems(out);
	print_groups(out);
	counters_print_one(
		out, "thidua_connections", "gauge", "Open connections.", get(&connections));
	counters_print_one(
		out, "thidua_parked", "gauge", "Requests that wait for their lane.", get(&parked));
	counters_print_one(out, "thidua_draining", "gauge", "1 while the server stops.",
		atomic_load(&server.draining));
	counters_print_one(out, "thidua_backup_timestamp_seconds", "gauge",
		"When the newest whole copy of the database was made, in seconds since 1970; 0: never.",
		get(&backup_at) / 1000);
	counters_print_one(out, "thidua_backup_failures_total", "counter",
		"Copies of the database that failed.", get(&backups_failed));
	counters_print_machine(out);
	buffer_printf(out,
		"# HELP thidua_build_info The version.\n# TYPE thidua_build_info gauge\n"
		"thidua_build_info{version=\"%s\"} 1\n",
		API_VERSION);
}
