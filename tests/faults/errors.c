/*
 * A disk that is full (T4) or fails (T5), at the n-th write, sync, read, truncation or mapping while an office works, once
 * or from there on: no crash, nothing acknowledged is lost, nothing refused is stored. A full disk stops writing alone,
 * and writing goes on by itself when there is space; after a failed sync or commit the process ends, and the next one
 * has all.
 *
 *	build/faults/errors build/faults/thidua STRIDE [SEED]
 *
 * STRIDE 1 tries every n, 7 every seventh, beginning by the seed.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>

#include "calendar.h"
#include "kit/disk.h"
#include "kit/rounds.h"

#define RECOVERS_IN 5000 /* milliseconds after there is space again */
#define ENDS_IN     3000 /* milliseconds after a failure that ends it */

static struct disk *disk;
static char base[120];
static struct clerk clerk;
static struct asker reader;
static int stride;

static const struct fault {
	const char *name;
	enum disk_call call;
	int files, error;
	bool sticky, at_start; /* armed before the start, not after it */
} faults[] = {
	{"sync, once", DISK_SYNC, DISK_MAIN | DISK_LOG, EIO, false, false},
	{"sync, for good", DISK_SYNC, DISK_MAIN | DISK_LOG, EIO, true, false},
	{"write, full, once", DISK_WRITE, DISK_MAIN | DISK_LOG, ENOSPC, false, false},
	{"write, full, for good", DISK_WRITE, DISK_MAIN | DISK_LOG, ENOSPC, true, false},
	{"write, once", DISK_WRITE, DISK_MAIN | DISK_LOG, EIO, false, false},
	{"write, for good", DISK_WRITE, DISK_MAIN | DISK_LOG, EIO, true, false},
	{"read, once", DISK_READ, DISK_MAIN | DISK_LOG, EIO, false, false},
	{"read, for good", DISK_READ, DISK_MAIN | DISK_LOG, EIO, true, false},
	{"start, write", DISK_WRITE, DISK_ANY, EIO, false, true},
	{"start, write, full", DISK_WRITE, DISK_ANY, ENOSPC, true, true},
	{"start, sync", DISK_SYNC, DISK_ANY, EIO, false, true},
	{"start, read", DISK_READ, DISK_ANY, EIO, false, true},
	{"start, truncation", DISK_TRUNCATE, DISK_ANY, EIO, false, true},
	{"start, mapping", DISK_MAP, DISK_ANY, ENOMEM, false, true},
};

/* What ends the process by itself, if anything does: its own exit, never a signal. */
static void check_end(const struct fault *fault, int64_t n, int status)
{
	bool may_end = fault->at_start || fault->error != ENOSPC;

	expect(may_end && status > 0 && status < 128, "%s, %lld: the server ended with %d",
		fault->name, (long long)n, status);
}

static void check_reads(const struct fault *fault, int64_t n)
{
	static const char *const paths[] = {
		"/api/v1/units?limit=5", "/api/v1/reports?limit=5&unit=gialai"};

	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
		int status = ask(&reader, paths[i], NULL, NULL);
		bool refused =
			fault->error != ENOSPC && (status == 0 || status == 500 || status == 503);

		expect(status == 200 || refused, "%s, %lld: %s got %d", fault->name, (long long)n,
			paths[i], status);
	}
}

/* Without help: by itself while it runs, or in the process that takes its place. */
static void check_recovery(const struct fault *fault, int64_t n)
{
	int64_t begin = calendar_monotonic(), before = clerk.acknowledged;
	bool answers = true;
	int status = -1;

	while (clerk.acknowledged == before && status < 0 &&
		calendar_monotonic() - begin < RECOVERS_IN * INT64_C(1000)) {
		pause_ms(2);
		answers = rounds_step(&clerk) != 0;
		status = victim_wait(answers ? 0 : ENDS_IN);
	}
	if (clerk.acknowledged > before)
		return;
	expect(status >= 0, "%s, %lld: nothing is taken any more, and it does not end", fault->name,
		(long long)n);
	if (status < 0)
		victim_kill();
	else
		check_end(fault, n, status);
	victim_start();
	rounds_settle(&clerk);
	if (!rounds_step(&clerk))
		expect(false, "%s, %lld: the next process does not take a write", fault->name,
			(long long)n);
}

/* What a disk holds that failed to sync only a new process can tell. */
static void check_sync(const struct fault *fault, int64_t n)
{
	int status = victim_wait(ENDS_IN);

	expect(status == EX_SOFTWARE, "%s, %lld: the server went on, or ended with %d", fault->name,
		(long long)n, status);
	if (status < 0)
		victim_kill();
}

static void work(const struct fault *fault, int64_t n)
{
	for (int i = 0; i < ROUND_STEPS; i++)
		if (rounds_step(&clerk))
			check_reads(fault, n);
}

static void start_broken(const struct fault *fault, int64_t n)
{
	if (victim_try())
		return;
	int status = victim_wait(ENDS_IN);

	expect(status >= 0, "%s, %lld: it neither starts nor ends", fault->name, (long long)n);
	if (status < 0)
		victim_kill();
	else
		check_end(fault, n, status);
}

/* False when there is no n-th call. */
static bool meet(const struct fault *fault, int64_t n)
{
	memset(&clerk.fates, 0, sizeof clerk.fates);
	clerk = (struct clerk){.asker = clerk.asker};
	victim_copy_database(base);
	if (!fault->at_start)
		victim_start();
	disk_break(disk, fault->call, fault->files, n, fault->sticky ? INT64_MAX : n, fault->error);
	if (fault->at_start)
		start_broken(fault, n);
	else
		work(fault, n);
	bool met = disk->asked >= n;

	disk_mend(disk);
	if (met && fault->call == DISK_SYNC && !fault->at_start)
		check_sync(fault, n);
	if (!victim.pid)
		victim_start();
	check_recovery(fault, n);
	victim_stop();
	rounds_check(victim.database, &clerk, 1);
	return met;
}

static void prepare(const char *program)
{
	char page[120];

	victim.unhurried = true;
	victim_prepare(program);
	snprintf(page, sizeof page, "%s/page", victim.folder);
	disk = disk_share(page);
	if (!disk)
		victim_give_up("no page");
	victim_new_database(0);
	victim_start();
	rounds_prepare(&reader);
	victim_stop();
	snprintf(base, sizeof base, "%s", victim.database);
	snprintf(victim.database, sizeof victim.database, "%s/trial.db", victim.folder);
}

int main(int argc, char **argv)
{
	unsigned seed = argc > 3 ? (unsigned)strtoul(argv[3], NULL, 10) : (unsigned)time(NULL);
	int64_t trials = 0;

	stride = argc > 2 ? atoi(argv[2]) : 0;
	if (stride < 1) {
		printf("usage: errors PROGRAM STRIDE [SEED]\n0 passed, 1 failed\n");
		return 1;
	}
	printf("errors: every %d., seed %u\n", stride, seed);
	prepare(argv[1]);
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
		int64_t n = 1 + (int64_t)(seed + i) % stride, before = trials;
		int64_t begin = calendar_monotonic();

		for (; meet(&faults[i], n); n += stride)
			trials++;
		printf("%s: %lld of %lld places, %lld ms\n", faults[i].name,
			(long long)(trials - before), (long long)n,
			(long long)(calendar_monotonic() - begin) / 1000);
		fflush(stdout);
	}
	ask_end(&reader);
	rounds_end(&clerk);
	printf("errors: %lld places failed\n", (long long)trials);
	return victim_end();
}
