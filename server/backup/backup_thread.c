/*
 * The thread that makes the copies. Nobody waits for it: it reads a snapshot of its own, and whoever asks the
 * server goes first. It also says once a day in the log where the chain of events stands, so that whoever keeps the log
 * elsewhere can hold the database against it (thidua verify --head).
 */
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "backup/backup.h"
#include "base/counters.h"
#include "base/epoch.h"
#include "base/log.h"
#include "base/server.h"
#include "calendar.h"
#include "request/journal.h"

#define TICK  200                    /* milliseconds */
#define HOUR  (3600 * INT64_C(1000)) /* milliseconds */
#define RETRY (600 * INT64_C(1000))  /* after one that failed; milliseconds */

static struct {
	pthread_t thread;
	pthread_mutex_t mutex;
	pthread_cond_t ended;
	_Atomic bool stop;
	_Atomic int64_t done; /* the epoch that the last copy served */
	_Atomic bool busy;
	_Atomic int64_t failed_at;
	_Atomic int failure;
	int64_t newest;    /* of the whole copies; 0 without any */
	int64_t head_told; /* when the log said the chain's head */
	int lock;          /* of the folder; 0 before it is taken */
} watch = {.mutex = PTHREAD_MUTEX_INITIALIZER};

static bool go_on(void)
{
	return !atomic_load(&watch.stop);
}

static enum error say_errno(char why[BACKUP_WHY_SIZE], const char *what)
{
	snprintf(why, BACKUP_WHY_SIZE, "%s %s: %s", what, server.config.backup_to, strerror(errno));
	return errno == ENOSPC ? E_FULL : E_FAULT;
}

/* Two servers with one folder would take each other's copies for their own. */
static enum error take_folder(const char *folder, char why[BACKUP_WHY_SIZE])
{
	char path[PATH_MAX];

	if (mkdir(folder, 0700) != 0 && errno != EEXIST)
		return say_errno(why, "cannot make the folder");
	if (watch.lock)
		return OK;
	snprintf(path, sizeof path, "%s/thidua", folder);
	enum error error = db_lock(path, &watch.lock);
	if (error)
		snprintf(why, BACKUP_WHY_SIZE, "%s", db_message(NULL));
	return error;
}

static enum error make(struct manifest *out, char file[BACKUP_NAME_SIZE], char why[BACKUP_WHY_SIZE])
{
	const char *folder = server.config.backup_to;
	char path[PATH_MAX];
	enum error error = take_folder(folder, why);

	if (error)
		return error;
	backup_sweep(folder);
	backup_name(folder, calendar_now(), file);
	if (snprintf(path, sizeof path, "%s/%s", folder, file) >= (int)sizeof path) {
		errno = ENAMETOOLONG;
		return say_errno(why, "cannot use the folder");
	}
	error = backup_make(server.config.db, server.config.pepper_file, path, go_on, out, why);
	if (error)
		backup_sweep(folder);
	return error;
}

static void note_failure(enum error error, const char *why)
{
	atomic_store(&watch.failure, error == E_FULL ? BACKUP_DISK_FULL : BACKUP_STORAGE_FAILED);
	atomic_store(&watch.failed_at, calendar_now());
	counter_backup_failed();
	log_error("backup_failed", "message", why, NULL);
}

static void note_success(const char *file, const struct manifest *manifest, int64_t took)
{
	char ms[24], seq[24];

	snprintf(ms, sizeof ms, "%lld", (long long)took / 1000);
	snprintf(seq, sizeof seq, "%lld", (long long)manifest->event_seq);
	atomic_store(&watch.failure, BACKUP_FINE);
	watch.newest = manifest->at;
	counter_backup(manifest->at);
	log_info("backup", "file", file, "sha256", manifest->sha256, "seq", seq, "hash",
		manifest->event_hash, "ms", ms, NULL);
}

/* What was asked for before it begins is served by it. */
static void run_one(void)
{
	int64_t asked = epoch_now(EPOCH_BACKUPS), begin = calendar_monotonic();
	char file[BACKUP_NAME_SIZE], why[BACKUP_WHY_SIZE] = "";
	struct manifest manifest;

	atomic_store(&watch.busy, true);
	enum error error = make(&manifest, file, why);

	atomic_store(&watch.busy, false);
	if (atomic_load(&watch.stop))
		return;
	if (error)
		note_failure(error, why);
	else
		note_success(file, &manifest, calendar_monotonic() - begin);
	atomic_store(&watch.done, asked);
	if (!error)
		backup_retire(server.config.backup_to, server.config.backup_keep);
}

static bool is_due(void)
{
	int64_t every = server.config.backup_every * HOUR, now = calendar_now();
	bool failed = atomic_load(&watch.failure) != BACKUP_FINE;

	if (epoch_now(EPOCH_BACKUPS) != atomic_load(&watch.done))
		return true;
	return db_nature.copies && every && now - watch.newest >= every &&
		!(failed && now - atomic_load(&watch.failed_at) < RETRY);
}

static void find_newest(void)
{
	struct backup *list;
	size_t count;

	if (backup_list(server.config.backup_to, &list, &count))
		return;
	if (count) {
		watch.newest = list->manifest.at;
		counter_backup(watch.newest);
	}
	free(list);
}

static void tell_head(void)
{
	struct journal_head head = {0};
	char seq[24], hash[2 * SECRET_HASH_SIZE + 1];
	struct db *db = NULL;

	if (calendar_now() - watch.head_told < 24 * HOUR)
		return;
	watch.head_told = calendar_now();
	if (!db_open(server.config.db, DB_READER, &db) && !journal_newest(db, &head)) {
		snprintf(seq, sizeof seq, "%lld", (long long)head.seq);
		digest_hex(head.hash, hash);
		log_info("chain_head", "seq", seq, "hash", hash, NULL);
	}
	db_close(db);
}

static void wait_a_tick(void)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += TICK * 1000000L;
	until.tv_sec += until.tv_nsec / 1000000000;
	until.tv_nsec %= 1000000000;
	pthread_mutex_lock(&watch.mutex);
	if (!atomic_load(&watch.stop))
		pthread_cond_timedwait(&watch.ended, &watch.mutex, &until);
	pthread_mutex_unlock(&watch.mutex);
}

static void *keep_watch(void *unused)
{
	(void)unused;
	server_be_polite();
	while (!atomic_load(&watch.stop)) {
		tell_head();
		if (is_due())
			run_one();
		wait_a_tick();
	}
	return NULL;
}

bool backup_start(void)
{
	pthread_condattr_t attributes;

	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&watch.ended, &attributes);
	pthread_condattr_destroy(&attributes);
	atomic_store(&watch.done, epoch_now(EPOCH_BACKUPS));
	find_newest();
	tell_head(); /* before anybody is answered */
	return pthread_create(&watch.thread, NULL, keep_watch, NULL) == 0;
}

void backup_stop(void)
{
	pthread_mutex_lock(&watch.mutex);
	atomic_store(&watch.stop, true);
	pthread_cond_signal(&watch.ended);
	pthread_mutex_unlock(&watch.mutex);
	pthread_join(watch.thread, NULL);
}

struct backup_state backup_state(void)
{
	return (struct backup_state){
		.waiting = epoch_now(EPOCH_BACKUPS) != atomic_load(&watch.done) ||
			atomic_load(&watch.busy),
		.failed_at = atomic_load(&watch.failed_at),
		.failure = atomic_load(&watch.failure),
	};
}
