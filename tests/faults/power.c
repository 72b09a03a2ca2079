/*
 * The power goes (T2): what was written since the last sync is there, or not, or half, sector by sector. Nothing that was
 * acknowledged before is lost, and what is there is whole: the file, the chain of events, and the rows that it saw. The
 * same disk with the log synced late, as with synchronous=NORMAL, must lose something, or all this proves nothing.
 *
 *	build/faults/power build/faults/thidua CUTS [SEED]
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "command/witness.h"
#include "kit/disk.h"
#include "kit/rounds.h"
#include "request/journal.h"
#include "secret.h"

#define CLERKS 4
#define BATCH  50 /* cuts of one server */

static struct disk *disk;
static char base[120];
static struct clerk clerks[CLERKS];

static void check_whole(struct db *db, int64_t n)
{
	struct witness witness;
	int64_t count, bad;

	expect(db_verify(db) == OK, "cut %lld: %s", (long long)n, db_message(db));
	expect(journal_verify(db, &count, &bad) == OK && bad == 0,
		"cut %lld: the chain of events breaks at %lld", (long long)n, (long long)bad);
	expect(witness_verify(db, &witness) == OK && !*witness.finding, "cut %lld: %s",
		(long long)n, witness.finding);
}

/* How many requests were acknowledged before the cut and are not there after it. */
static int64_t look_at(int64_t n)
{
	char path[140];
	struct db *db = NULL;
	int64_t lost = 0;

	snprintf(path, sizeof path, "%s/%lld.db", disk->folder, (long long)n);
	if (db_open(path, DB_WRITER, &db)) {
		expect(false, "cut %lld cannot be opened: %s", (long long)n, db_message(NULL));
		return 0;
	}
	check_whole(db, n);
	lost = rounds_compare(db, clerks, CLERKS, disk->cut[n].acknowledged);
	db_close(db);
	db_remove(path);
	return lost;
}

static void live_until_dark(int64_t cuts)
{
	victim_copy_database(base);
	victim_start();
	for (int i = 0; i < CLERKS; i++) {
		disk->acknowledged[i] = 0;
		clerks[i] = (struct clerk){
			.number = i, .asker = clerks[i].asker, .told = &disk->acknowledged[i]};
	}
	disk->cuts_made = 0;
	disk->cuts_wanted = cuts;
	rounds_start(clerks, CLERKS);
	while (disk->cuts_made < cuts)
		pause_ms(2);
	victim_stop();
	rounds_join(clerks, CLERKS);
	disk->cuts_wanted = 0;
}

/* How many of the cuts lost something. */
static int64_t cut(int64_t cuts, bool lazy, int64_t *out_acknowledged)
{
	int64_t losers = 0;

	disk->lazy_log = lazy;
	for (int64_t done = 0; done < cuts; done += BATCH) {
		int64_t now = cuts - done < BATCH ? cuts - done : BATCH;

		live_until_dark(now);
		for (int64_t n = 0; n < now; n++)
			losers += look_at(n) > 0;
		for (int i = 0; i < CLERKS; i++)
			*out_acknowledged += clerks[i].acknowledged;
	}
	return losers;
}

static void prepare(const char *program, unsigned seed)
{
	static struct asker asker;
	char page[120];

	victim.unhurried = true;
	victim_prepare(program);
	snprintf(page, sizeof page, "%s/page", victim.folder);
	disk = disk_share(page);
	if (!disk || !secret_start())
		victim_give_up("no page");
	snprintf(disk->folder, sizeof disk->folder, "%s/cuts", victim.folder);
	mkdir(disk->folder, 0700);
	disk->seed = seed;
	victim_new_database(0);
	victim_start();
	rounds_prepare(&asker);
	ask_end(&asker);
	victim_stop();
	snprintf(base, sizeof base, "%s", victim.database);
	snprintf(victim.database, sizeof victim.database, "%s/trial.db", victim.folder);
}

int main(int argc, char **argv)
{
	unsigned seed = argc > 3 ? (unsigned)strtoul(argv[3], NULL, 10) : (unsigned)time(NULL);
	int64_t cuts = argc > 2 ? atoi(argv[2]) : 0, acknowledged = 0, ignored = 0;

	if (cuts < 1) {
		printf("usage: power PROGRAM CUTS [SEED]\n0 passed, 1 failed\n");
		return 1;
	}
	printf("power: %lld cuts, seed %u\n", (long long)cuts, seed);
	prepare(argv[1], seed);
	int64_t losers = cut(cuts, false, &acknowledged);

	expect(losers == 0, "%lld of %lld cuts lost what was acknowledged", (long long)losers,
		(long long)cuts);
	int64_t lazy = cut(BATCH, true, &ignored);

	expect(lazy > 0, "a log that is synced late lost nothing: the cuts prove nothing");
	printf("power: %lld acknowledged; a log that is synced late loses in %lld of %d cuts\n",
		(long long)acknowledged, (long long)lazy, BATCH);
	for (int i = 0; i < CLERKS; i++)
		rounds_end(&clerks[i]);
	return victim_end();
}
