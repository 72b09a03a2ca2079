/* Read connections that keep their snapshot while nothing changes. */
#include "engine/reader.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include "base/log.h"
#include "base/server.h"
#include "calendar.h"
#include "db.h"
#include "engine/deadline.h"

/* Microseconds. */
#define LONGEST_READ ((SLOW_DEADLINE + 500) * INT64_C(1000))

struct reader {
	struct db *db;
	pthread_mutex_t mutex; /* between its thread and housekeeping; hardly ever waited for */
	bool is_used;          /* by a request, where none may see what another one saw */
	int64_t commits;       /* server.commits when the snapshot began */
	bool slow;             /* of a thread of long reads; the first ones */
	_Atomic bool lists; /* of the one for whole lists, which take too long to be waited for */
};

static struct reader *readers;
static int opened, slow_count;
static _Atomic int given, slow_given;
static _Atomic int64_t wanted_until; /* reader_hold() found a long read; monotonic */
static _Thread_local struct reader *own;

enum error reader_open(const char *path, int count, int slow)
{
	enum error error = OK;

	readers = calloc((size_t)count + (size_t)slow, sizeof *readers);
	if (!readers)
		return E_MEMORY;
	slow_count = slow;
	for (int i = 0; !error && i < count + slow; i++) {
		error = db_open(path, DB_READER, &readers[i].db);
		if (error)
			break;
		pthread_mutex_init(&readers[i].mutex, NULL);
		readers[i].slow = i < slow;
		opened++;
	}
	return error;
}

static void end_snapshot(struct reader *reader)
{
	if (db_in_transaction(reader->db) && db_commit(reader->db))
		db_rollback(reader->db);
}

static bool is_newest(const struct reader *reader)
{
	return db_in_transaction(reader->db) && !reader->is_used &&
		reader->commits == atomic_load(&server.commits);
}

/* False inside a snapshot that could not be ended: nobody is shown what has changed since. */
static bool renew_snapshot(struct reader *reader)
{
	/* Before the snapshot: one that is newer than it says is only ended early. */
	reader->commits = atomic_load(&server.commits);
	reader->is_used = false;
	return !db_begin_anew(reader->db);
}

static void take_own(bool slow)
{
	if (own)
		return;
	int mine =
		slow ? atomic_fetch_add(&slow_given, 1) : slow_count + atomic_fetch_add(&given, 1);

	if (mine < (slow ? slow_count : opened))
		own = &readers[mine];
}

struct db *reader_begin_slow(void)
{
	take_own(true);
	while (reader_is_wanted())
		nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
	return reader_begin();
}

struct db *reader_begin_list(void)
{
	take_own(true);
	if (own)
		atomic_store(&own->lists, true);
	return reader_begin_slow();
}

struct db *reader_begin(void)
{
	take_own(false);
	if (!own) {
		log_error("reader", "message", "more threads than reader_open() was told", NULL);
		return NULL;
	}
	pthread_mutex_lock(&own->mutex);
	if (is_newest(own) || renew_snapshot(own))
		return own->db;
	log_error("reader", "message", db_message(own->db), NULL);
	pthread_mutex_unlock(&own->mutex);
	return NULL;
}

void reader_end(void)
{
	own->is_used = !db_nature.keeps_snapshots;
	pthread_mutex_unlock(&own->mutex);
}

void reader_release(void)
{
	for (int i = 0; i < opened; i++) {
		if (pthread_mutex_trylock(&readers[i].mutex))
			continue;
		if (!is_newest(&readers[i]))
			end_snapshot(&readers[i]);
		pthread_mutex_unlock(&readers[i].mutex);
	}
}

static void let_go(bool slow)
{
	for (int i = 0; i < opened; i++)
		if (readers[i].slow == slow)
			pthread_mutex_unlock(&readers[i].mutex);
}

/* All or none, without waiting: a long read may take seconds. Then no further one begins for a
 * while, unless it is a list that is in the way. */
static bool hold_slow(void)
{
	for (int i = 0; i < opened; i++) {
		if (!readers[i].slow || !pthread_mutex_trylock(&readers[i].mutex))
			continue;
		if (!atomic_load(&readers[i].lists))
			atomic_store(&wanted_until, calendar_monotonic() + LONGEST_READ);
		while (--i >= 0)
			if (readers[i].slow)
				pthread_mutex_unlock(&readers[i].mutex);
		return false;
	}
	return true;
}

bool reader_hold(void)
{
	if (!hold_slow())
		return false;
	for (int i = 0; i < opened; i++) {
		if (!readers[i].slow)
			pthread_mutex_lock(&readers[i].mutex);
		end_snapshot(&readers[i]);
	}
	return true;
}

bool reader_is_wanted(void)
{
	return atomic_load(&wanted_until) > calendar_monotonic();
}

void reader_resume(void)
{
	let_go(false);
	let_go(true);
	atomic_store(&wanted_until, 0);
}

void reader_close(void)
{
	for (int i = 0; i < opened; i++) {
		/* A thread of the front may be about to leave the read of a call that was answered since. */
		pthread_mutex_lock(&readers[i].mutex);
		end_snapshot(&readers[i]);
		db_close(readers[i].db);
		pthread_mutex_unlock(&readers[i].mutex);
		pthread_mutex_destroy(&readers[i].mutex);
	}
	free(readers);
	readers = NULL;
	own = NULL;
	opened = 0;
	atomic_store(&given, 0);
	atomic_store(&slow_given, 0);
}
