/*
 * Copies while offices write (T26), each brought to another machine: it has all that was acknowledged before it was asked
 * for, its chain ends where its manifest says, and that event is in the chain of the database; its rows are as its events
 * say, and with the pepper its tokens work. Meanwhile nobody but the writer wrote or checkpointed, and no second server
 * got in (T3).
 *
 *	build/faults/backups build/faults/thidua COPIES
 */
#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>

#include "backup/manifest.h"
#include "calendar.h"
#include "command/witness.h"
#include "kit/disk.h"
#include "kit/rounds.h"
#include "request/journal.h"

#define CLERKS      3
#define MOST_COPIES 100
#define MOST_POSTS  20000
#define TURNED_AWAY 100 /* milliseconds */

static struct disk *disk;
static struct clerk clerks[CLERKS];
static int64_t before[MOST_COPIES][CLERKS]; /* acknowledged when the copy was asked for */
static int64_t took[2][MOST_POSTS]; /* microseconds of a post, without and with a copy under way */
static size_t posts[2];
static _Atomic bool copying;

/* ---- Posts that are timed ---- */

static void *post_on(void *argument)
{
	struct asker *asker = argument;

	for (int i = 0;; i++) {
		char body[160];
		int64_t begin = calendar_monotonic();
		size_t when = copying;

		snprintf(body, sizeof body,
			"{\"unit\": \"kontum\", \"period\": \"2022-06\", \"reason\": \"rà soát lại số liệu\","
			" \"values\": [{\"element\": \"tb_new\", \"value\": %d}]}",
			i);
		if (!ask(asker, "/api/v1/reports", NULL, body))
			return NULL;
		if (posts[when] < MOST_POSTS)
			took[when][posts[when]++] = calendar_monotonic() - begin;
		pause_ms(1);
	}
}

static int by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static double p99(size_t when)
{
	qsort(took[when], posts[when], sizeof took[when][0], by_size);
	return posts[when] ? (double)took[when][posts[when] * 99 / 100] / 1000 : 0;
}

/* ---- Copies ---- */

static size_t count_copies(struct asker *asker)
{
	ask(asker, "/api/v1/backups", NULL, NULL);
	json_t *items = json_object_get(asker->json, "items"), *item;
	size_t i, whole = 0;

	json_array_foreach(items, i, item) whole +=
		!strcmp(json_string_value(json_object_get(item, "state")), "whole");
	return whole;
}

/* And then as long without one, for the comparison: as the database grows, so do the times. */
static void make_copy(struct asker *asker, size_t number)
{
	int64_t begin = calendar_monotonic();

	for (int i = 0; i < CLERKS; i++)
		before[number][i] = disk->acknowledged[i];
	copying = true;
	expect(ask(asker, "/api/v1/backups", NULL, "") == 202, "copy %zu is not taken on", number);
	for (int i = 0; i < 2000 && count_copies(asker) <= number; i++)
		pause_ms(10);
	copying = false;
	pause_ms((long)(calendar_monotonic() - begin) / 1000);
	expect(count_copies(asker) == number + 1, "copy %zu is not made", number);
}

/* The quickest of some tries, as others use the machine too. */
static void turn_away_another(void)
{
	const char *const arguments[] = {
		"thidua", "serve", "--db", victim.database, "--listen", "127.0.0.1:0", NULL};
	long best = LONG_MAX;

	for (int i = 0; i < 5; i++) {
		int64_t begin = calendar_monotonic();
		int status = victim_run(arguments, "/dev/null");
		long ms = (long)(calendar_monotonic() - begin) / 1000;

		expect(status == EX_TEMPFAIL, "a second server left with %d", status);
		best = ms < best ? ms : best;
	}
	expect(best < TURNED_AWAY, "a second server was turned away after %ld ms", best);
}

static void write_and_copy(size_t copies)
{
	static struct asker asker, poster;
	pthread_t thread;

	for (int i = 0; i < CLERKS; i++)
		clerks[i] = (struct clerk){.number = i, .told = &disk->acknowledged[i]};
	disk->watching = true;
	rounds_start(clerks, CLERKS);
	if (pthread_create(&thread, NULL, post_on, &poster))
		victim_give_up("no thread");
	for (size_t i = 0; i < copies; i++)
		make_copy(&asker, i);
	turn_away_another();
	disk->watching = false;
	victim_stop();
	pthread_join(thread, NULL);
	rounds_join(clerks, CLERKS);
	expect(disk->by_others == 0 && disk->by_writer > 1000,
		"%lld calls by the writer, %lld by others", (long long)disk->by_writer,
		(long long)disk->by_others);
	ask_end(&asker);
	ask_end(&poster);
}

/* ---- On another machine ---- */

static void check_rows(struct db *db, size_t number, const struct manifest *manifest)
{
	struct witness witness;
	int64_t count, bad;
	char hash[2 * SECRET_HASH_SIZE + 1];

	expect(db_verify(db) == OK, "copy %zu: %s", number, db_message(db));
	expect(journal_verify(db, &count, &bad) == OK && bad == 0 && journal_open(db) == OK,
		"copy %zu: the chain breaks at %lld", number, (long long)bad);
	digest_hex(journal_head().hash, hash);
	expect(journal_head().seq == manifest->event_seq && !strcmp(hash, manifest->event_hash),
		"copy %zu: another head than its manifest has", number);
	expect(witness_verify(db, &witness) == OK && !*witness.finding, "copy %zu: %s", number,
		witness.finding);
	int64_t lost = rounds_compare(db, clerks, CLERKS, before[number]);

	expect(lost == 0, "copy %zu lacks %lld that were acknowledged before it", number,
		(long long)lost);
}

static void check_copy(const char *copy, size_t number, struct db *source, const char *restored)
{
	const char *const arguments[] = {"thidua", "restore", "--db", restored, copy, NULL};
	struct manifest manifest;
	struct db *db = NULL;
	bool known = false;

	expect(manifest_read(copy, &manifest) == OK, "copy %zu has no manifest", number);
	expect(journal_has(source, manifest.event_seq, manifest.event_hash, &known) == OK && known,
		"copy %zu: its head is not in the chain of the database", number);
	expect(victim_run(arguments, "/dev/null") == 0, "copy %zu is not restored", number);
	if (db_open(restored, DB_WRITER, &db)) {
		expect(false, "copy %zu: %s", number, db_message(NULL));
		return;
	}
	check_rows(db, number, &manifest);
	db_close(db);
}

/* Without the pepper it does not start; with it the tokens work, and writing goes on. */
static void live_on(const char *restored)
{
	const char *const arguments[] = {
		"thidua", "serve", "--db", restored, "--listen", "127.0.0.1:0", NULL};
	static struct asker asker;
	char command[500];

	expect(victim_run(arguments, "/dev/null") == EX_CONFIG, "it starts without its pepper");
	snprintf(command, sizeof command, "cp %s.pepper %s.pepper", victim.database, restored);
	if (system(command))
		victim_give_up("no pepper");
	snprintf(victim.database, sizeof victim.database, "%s", restored);
	victim_start();
	expect(ask(&asker, "/api/v1/me", NULL, NULL) == 200,
		"the token of the old machine does not work");
	clerks[0] = (struct clerk){.number = 7, .asker = clerks[0].asker};
	for (int i = 0; i < ROUND_STEPS; i++)
		rounds_step(&clerks[0]);
	expect(clerks[0].acknowledged == ROUND_STEPS, "writing does not go on");
	victim_stop();
	ask_end(&asker);
}

static void bring_elsewhere(size_t copies)
{
	char folder[100], restored[120], pattern[140];
	struct db *source = NULL;
	glob_t found;

	snprintf(folder, sizeof folder, "%s/machine", victim.folder);
	mkdir(folder, 0700);
	snprintf(restored, sizeof restored, "%s/thidua.db", folder);
	snprintf(pattern, sizeof pattern, "%s.backups/*.db", victim.database);
	expect(glob(pattern, 0, NULL, &found) == 0 && found.gl_pathc == copies,
		"not %zu copies are there", copies);
	if (db_open(victim.database, DB_READER, &source))
		victim_give_up(db_message(NULL));
	for (size_t i = 0; i < found.gl_pathc; i++)
		check_copy(found.gl_pathv[i], i, source, restored);
	db_close(source);
	globfree(&found);
	live_on(restored);
}

int main(int argc, char **argv)
{
	int copies = argc > 2 ? atoi(argv[2]) : 0;
	static struct asker asker;
	char page[120], keep[12];

	if (copies < 1 || copies > MOST_COPIES) {
		printf("usage: backups PROGRAM COPIES\n0 passed, 1 failed\n");
		return 1;
	}
	victim.unhurried = true;
	victim_prepare(argv[1]);
	snprintf(page, sizeof page, "%s/page", victim.folder);
	snprintf(keep, sizeof keep, "%d", copies);
	setenv("THIDUA_BACKUP_KEEP", keep, 1);
	disk = disk_share(page);
	if (!disk || !secret_start())
		victim_give_up("no page");
	victim_new_database(0);
	victim_start();
	rounds_prepare(&asker);
	ask_end(&asker);
	write_and_copy((size_t)copies);
	bring_elsewhere((size_t)copies);
	double without = p99(0), beside = p99(1);

	printf("backups: %d copies; a post took 99 %% of the time less than %.1f ms (%zu posts), beside a copy %.1f ms"
	       " (%zu posts)\n",
		copies, without, posts[0], beside, posts[1]);
	expect(copies < MOST_COPIES || beside <= 2 * without,
		"more than twice as long beside a copy");
	for (int i = 0; i < CLERKS; i++)
		rounds_end(&clerks[i]);
	return victim_end();
}
