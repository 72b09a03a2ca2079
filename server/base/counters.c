/*
 * What /metrics tells, in Prometheus' text format: requests by operation and status with their times,
 * problems by code, the writer and its queue, and the state of the process. Plain atomic additions;
 * nothing here is exact to the request while it is read.
 */
#include "base/counters.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/counters_machine.h"
#include "base/histogram.h"
#include "base/server.h"
#include "buffer.h"
#include "calendar.h"
#include "contract.h"
#include "gen/api.h"
#include "gen/problems.h"

#define NO_SPACE 507

/* Every status that we know to answer; others are counted as 0. */
static const int statuses[] = {200, 201, 202, 204, 304, 400, 401, 403, 404, 405, 409, 410, 412, 413,
	415, 422, 428, 429, 431, 500, 503, 507, 0};
#define STATUSES (sizeof statuses / sizeof *statuses)

typedef struct histogram tally[STATUSES];

static const char *const queue_names[COUNTED_QUEUES] = {
	[COUNTED_WRITES] = "writes",
	[COUNTED_READS] = "reads",
	[COUNTED_LISTS] = "lists",
	[COUNTED_REHEARSALS] = "rehearsals",
	[COUNTED_PASSWORDS] = "passwords",
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static tally *tallies;                   /* of api_routes, and one of what had no route */
static _Atomic int64_t *problem_tallies; /* of problem_kinds */
static struct histogram group_jobs, group_times, commit_times, checkpoint_times;
static _Atomic int64_t checkpoints_failed, connections, parked, queued[COUNTED_QUEUES], backup_at,
	backups_failed, refused_at;

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

void counter_reply(const struct route *route, int status, int64_t microseconds)
{
	pthread_once(&once, allocate);
	size_t i = route ? (size_t)(route - api_routes) : api_route_count;

	histogram_add(&tallies[i][status_index(status)], HISTOGRAM_SECONDS, microseconds);
}

void counter_problem(const struct problem_kind *kind)
{
	pthread_once(&once, allocate);
	for (size_t i = 0; i < problem_kind_count; i++)
		if (problem_kinds[i] == kind)
			add(&problem_tallies[i], 1);
	if (kind->status == NO_SPACE)
		atomic_store(&refused_at, calendar_now());
}

void counter_group(int64_t jobs, int64_t microseconds)
{
	histogram_add(&group_jobs, HISTOGRAM_PIECES, jobs);
	histogram_add(&group_times, HISTOGRAM_SECONDS, microseconds);
}

void counter_commit(int64_t microseconds)
{
	histogram_add(&commit_times, HISTOGRAM_SECONDS, microseconds);
}

void counter_checkpoint(int64_t microseconds, bool failed)
{
	histogram_add(&checkpoint_times, HISTOGRAM_SECONDS, microseconds);
	add(&checkpoints_failed, failed);
}

void counter_queued(enum counted_queue queue, int64_t delta)
{
	add(&queued[queue], delta);
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

static void print_head(struct buffer *out, const char *name, const char *type, const char *help)
{
	buffer_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void print_requests(struct buffer *out)
{
	static const char name[] = "thidua_request_seconds";
	char labels[160];

	print_head(
		out, name, "histogram", "Answered requests, from the request line to the answer.");
	for (size_t i = 0; i <= api_route_count; i++)
		for (size_t s = 0; s < STATUSES; s++) {
			if (histogram_is_empty(&tallies[i][s]))
				continue;
			snprintf(labels, sizeof labels, "operation=\"%s\",status=\"%d\"",
				i < api_route_count ? api_routes[i].operation : "none",
				statuses[s]);
			histogram_print(out, &tallies[i][s], HISTOGRAM_SECONDS, name, labels);
		}
}

/* Something of the server, or somebody who guesses, and no fault of an input. */
static bool may_alarm(const struct problem_kind *kind)
{
	return kind->status >= 500 || kind->status == 401 || kind->status == 429;
}

static void print_problems(struct buffer *out)
{
	print_head(out, "thidua_problems_total", "counter", "Problems answered, by code.");
	for (size_t i = 0; i < problem_kind_count; i++) {
		int64_t count = get(&problem_tallies[i]);

		if (count || may_alarm(problem_kinds[i]))
			buffer_printf(out, "thidua_problems_total{code=\"%s\"} %lld\n",
				problem_kinds[i]->code, (long long)count);
	}
}

static void print_one_histogram(struct buffer *out, const struct histogram *histogram,
	enum histogram_unit unit, const char *name, const char *help)
{
	print_head(out, name, "histogram", help);
	histogram_print(out, histogram, unit, name, "");
}

static void print_writer(struct buffer *out)
{
	print_one_histogram(out, &group_jobs, HISTOGRAM_PIECES, "thidua_group_jobs",
		"Writes that share a transaction.");
	print_one_histogram(out, &group_times, HISTOGRAM_SECONDS, "thidua_group_seconds",
		"Such a transaction, with its COMMIT.");
	print_one_histogram(out, &commit_times, HISTOGRAM_SECONDS, "thidua_commit_seconds",
		"The COMMIT alone, which waits until the disk has it.");
	print_one_histogram(out, &checkpoint_times, HISTOGRAM_SECONDS, "thidua_checkpoint_seconds",
		"Moving the log of commits into the database.");
	counters_print_one(out, "thidua_checkpoint_failures_total", "counter",
		"Times that this was not possible.", get(&checkpoints_failed));
}

static void print_queues(struct buffer *out)
{
	print_head(out, "thidua_queue_depth", "gauge", "Requests that wait for a thread.");
	for (size_t i = 0; i < COUNTED_QUEUES; i++)
		buffer_printf(out, "thidua_queue_depth{queue=\"%s\"} %lld\n", queue_names[i],
			(long long)get(&queued[i]));
}

void counters_print(struct buffer *out)
{
	pthread_once(&once, allocate);
	print_requests(out);
	print_problems(out);
	print_writer(out);
	print_queues(out);
	counters_print_one(
		out, "thidua_connections", "gauge", "Open connections.", get(&connections));
	counters_print_one(
		out, "thidua_parked", "gauge", "Requests that wait, or are run.", get(&parked));
	counters_print_one(out, "thidua_write_refused_timestamp_seconds", "gauge",
		"When a write was last refused for want of space, in seconds since 1970; 0: never.",
		get(&refused_at) / 1000);
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
