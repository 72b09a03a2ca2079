/*
 * A disk that fails when a test says so, and a clock that jumps, under the real program: tests/faults/shim.c stands before libc's calls in a program that is
 * linked with it (build/faults/thidua), and obeys a page of memory that it shares with the test. The file of the page is
 * named by the environment variable FAULTS_DISK; without it the disk is a good one.
 */
#ifndef THIDUA_TEST_DISK_H
#define THIDUA_TEST_DISK_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum disk_call { DISK_WRITE, DISK_SYNC, DISK_READ, DISK_TRUNCATE, DISK_MAP, DISK_CALLS };

/* The files of a database, told by the ends of their names. */
enum disk_file {
	DISK_MAIN = 1,
	DISK_LOG = 2,
	DISK_INDEX = 4, /* -shm */
	DISK_OTHER = 8, /* copies, manifests */
	DISK_ANY = 15
};

#define DISK_CLIENTS 8
#define DISK_CUTS    100 /* at most */

struct disk {
	/* What fails: the calls of one kind on these files, from the `first` to the `last` since `asked` was set
	 * to 0. errno of the failure; 0 kills the process in place of the call. */
	_Atomic int call, files, error;
	_Atomic int64_t first, last, asked;

	/* Power cuts: one of three syncs, before it begins, writes what would be there if the power went, as
	 * `<folder>/N.db` and `N.db-wal`, with the acknowledgements that were out before: every sector that was
	 * written since the last sync is there, or not, or half. */
	_Atomic int64_t cuts_wanted, cuts_made;
	_Atomic unsigned seed;
	/* As with synchronous=NORMAL: a sync of the log is put off until the database itself is written. */
	_Atomic bool lazy_log;
	char folder[100];
	_Atomic int64_t acknowledged[DISK_CLIENTS]; /* by the test */
	struct disk_cut {
		int64_t acknowledged[DISK_CLIENTS];
	} cut[DISK_CUTS];

	_Atomic int64_t clock; /* milliseconds that the wall clock is ahead */

	/* While this is set, writes, syncs and truncations of database and log by any thread but the first. */
	_Atomic bool watching;
	_Atomic int writer;
	_Atomic int64_t by_writer, by_others;
};

/* The test's side: makes the file `path` and shows it to the programs that it starts. NULL with errno. */
struct disk *disk_share(const char *path);
/* Lets the calls fail from now on; disk_mend() ends it. */
void disk_break(
	struct disk *disk, enum disk_call call, int files, int64_t first, int64_t last, int error);
void disk_mend(struct disk *disk);

#endif
