/*
 * The threads beside libmicrohttpd's: one writer, one for the rehearsals of long writes, one for passwords,
 * two readers for long reads, one for whole lists, and housekeeping, which keeps the deadlines. A deadline does
 * not stop a handler; it answers the client.
 */
#include "engine/lane.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#include "base/epoch.h"
#include "base/log.h"
#include "base/server.h"
#include "base/supervisor.h"
#include "calendar.h"
#include "db.h"
#include "engine/deadline.h"
#include "engine/execute.h"
#include "engine/parked.h"
#include "engine/queue.h"
#include "engine/reader.h"
#include "engine/rehearsal.h"
#include "engine/writer.h"
#include "request/call.h"
#include "request/request.h"

#define READERS      2
#define WRITE_PLACES QUEUE_PLACES /* they wait, up to their deadline */
#define SLOW_PLACES  1024
#define LIST_PLACES  64
#define LONG_PLACES  64 /* of long writes */
#define PROOF_PLACES 8
#define PROOF_LEFT   2 /* of them, for each kind of addresses that goes first */
#define TICK         100
#define FOLLOW_EVERY 200 /* what other processes have changed */
#define WAKE_EVERY   10000
#define STUCK_AFTER  (60 * INT64_C(1000000)) /* microseconds: the writer does not come back */
#define LAST_ANSWERS 500                     /* from a failed disk to the end of the process */
#define EXIT_DISK    70

static struct {
	struct db *writer, *follower;
	struct queue writes, reads, lists, rehearsals, proofs;
	pthread_t writer_thread, reader_threads[READERS], list_thread, rehearsal_thread,
		proof_thread, housekeeping_thread;
	_Atomic bool stop_housekeeping, disk_is_low;
} lane;

/* Whole lists have a reader of their own and go one after the other, so that nobody else waits for
 * them. */
static struct queue *read_queue(const struct call *call)
{
	return call->request->whole ? &lane.lists : &lane.reads;
}

static int read_deadline(const struct call *call)
{
	return call->request->whole ? LIST_DEADLINE : SLOW_DEADLINE;
}

/* Where a write waits before it waits for the writer; NULL when it need not. Its place with the writer it has
 * from the beginning. */
static struct queue *queue_before(struct call *call, enum lane which)
{
	if (which == LANE_PASSWORD)
		return &lane.proofs;
	return which == LANE_WRITE && db_nature.rehearses && rehearsal_is_due(call->request)
		? &lane.rehearsals
		: NULL;
}

static bool reserve(struct queue *queue, struct queue *before, size_t leave)
{
	if (!queue_reserve(queue, 0))
		return false;
	if (!before || queue_reserve(before, leave))
		return true;
	queue_give_back(queue);
	return false;
}

enum error lane_submit(struct call *call, enum lane which)
{
	bool write = which == LANE_WRITE || which == LANE_PASSWORD;
	struct queue *queue = write ? &lane.writes : read_queue(call);
	struct queue *before = queue_before(call, which);
	int64_t wait = write ? WRITE_DEADLINE : read_deadline(call);
	size_t leave =
		which == LANE_PASSWORD ? (size_t)call->request->proof->behind * PROOF_LEFT : 0;

	if (write && atomic_load(&server.poisoned))
		return E_BUSY;
	if (write && atomic_load(&lane.disk_is_low))
		return E_FULL;
	if (!reserve(queue, before, leave))
		return E_BUSY;
	parked_add(call, calendar_monotonic() + wait * 1000);
	queue_push(before ? before : queue, call);
	return OK;
}

static void *run_writer(void *unused)
{
	(void)unused;
	writer_run(lane.writer, &lane.writes);
	return NULL;
}

static void run_read(struct call *call)
{
	struct call work;

	if (!parked_begin(call, &work))
		return;
	struct db *db = work.request->whole ? reader_begin_list() : reader_begin_slow();

	if (db) {
		db_deadline(db, read_deadline(&work));
		execute(work.request, db);
		db_deadline(db, 0);
		reader_end();
	} else {
		execute_fail(&work, E_BUSY);
	}
	parked_finish(call, &work);
}

static void *run_reader(void *argument)
{
	struct queue *queue = argument;

	while (!queue_is_closed(queue)) {
		struct call *call = queue_wait(queue);

		if (call)
			run_read(call);
	}
	return NULL;
}

/* It stays queued for the writer meanwhile, with its place there. */
static void run_rehearsal(struct call *call)
{
	struct call settled, work;

	if (!rehearsal_settles(call, &settled)) {
		queue_push(&lane.writes, call);
		return;
	}
	queue_give_back(&lane.writes);
	if (!parked_begin(call, &work)) {
		buffer_free(&settled.reply);
		return;
	}
	work.status = settled.status;
	work.reply = settled.reply;
	work.content_type_out = settled.content_type_out;
	call_take_headers(&work, &settled);
	parked_finish(call, &work);
}

static void *run_rehearsals(void *unused)
{
	(void)unused;
	while (!queue_is_closed(&lane.rehearsals)) {
		struct call *call = queue_wait(&lane.rehearsals);

		if (call)
			run_rehearsal(call);
	}
	return NULL;
}

/* The password of a call that nobody waits for any more is not looked at. It stays queued for the writer. */
static void run_proof(struct call *call)
{
	struct request *req = call->request;
	struct db *db = atomic_load(&call->state) == CALL_QUEUED ? reader_begin_slow() : NULL;

	req->proof->failed = db ? req->route->prove(req, db, req->proof) : E_BUSY;
	if (db)
		reader_end();
	queue_push(&lane.writes, call);
}

static void *run_proofs(void *unused)
{
	(void)unused;
	server_be_polite();
	while (!queue_is_closed(&lane.proofs)) {
		struct call *call = queue_wait(&lane.proofs);

		if (call)
			run_proof(call);
	}
	return NULL;
}

static void look_at_disk(void)
{
	struct statvfs found;

	if (statvfs(server.config.db, &found))
		return;
	uint64_t free_mib = (uint64_t)found.f_bavail * found.f_frsize >> 20;
	bool low = free_mib < (uint64_t)server.config.min_free_mib;

	if (low != atomic_exchange(&lane.disk_is_low, low))
		log_error("disk_space", "database", server.config.db, "writes",
			low ? "refused" : "taken again", NULL);
}

/* The disk failed: the answers that say so may leave, then the next process reads it again. */
static void end_when_poisoned(int64_t now)
{
	static int64_t since;

	if (!atomic_load(&server.poisoned))
		return;
	if (!since)
		since = now;
	if (now - since >= LAST_ANSWERS)
		_exit(EXIT_DISK);
}

/* So that a token that another process revoked is refused here as well, at once. */
static void follow(void)
{
	if (epoch_follow(lane.follower))
		log_error("follow", "message", db_message(lane.follower), NULL);
}

/* All reads may be well while no write ends; then the supervisor has to hear nothing. */
static void tell_supervisor(void)
{
	if (calendar_monotonic() - queue_asked_at(&lane.writes) < STUCK_AFTER)
		supervisor_alive();
}

static void *keep_house(void *unused)
{
	(void)unused;
	for (int64_t tick = 0; !atomic_load(&lane.stop_housekeeping); tick++) {
		parked_expire(calendar_monotonic());
		end_when_poisoned(calendar_monotonic() / 1000);
		if (tick % (1000 / TICK) == 0) {
			look_at_disk();
			reader_release();
		}
		if (lane.follower && tick % (FOLLOW_EVERY / TICK) == 0)
			follow();
		/* A writer without work would let long reads wait for it past their deadline. */
		if (tick % (WAKE_EVERY / TICK) == 0 || reader_is_wanted())
			queue_wake(&lane.writes);
		if (tick % (WAKE_EVERY / TICK) == 0)
			tell_supervisor();
		nanosleep(&(struct timespec){.tv_nsec = TICK * 1000000L}, NULL);
	}
	return NULL;
}

static bool start_thread(pthread_t *out, void *(*run)(void *), void *argument)
{
	return pthread_create(out, NULL, run, argument) == 0;
}

enum error lane_start(struct db *writer, int http_threads)
{
	lane.writer = writer;
	queue_open(&lane.writes, COUNTED_WRITES, WRITE_PLACES);
	queue_open(&lane.reads, COUNTED_READS, SLOW_PLACES);
	queue_open(&lane.lists, COUNTED_LISTS, LIST_PLACES);
	queue_open(&lane.rehearsals, COUNTED_REHEARSALS, LONG_PLACES);
	queue_open(&lane.proofs, COUNTED_PASSWORDS, PROOF_PLACES);
	enum error error = writer_open(writer);

	if (!error)
		/* One more, for whoever starts the lanes. */
		error = reader_open(server.config.db, http_threads + 1, READERS + 3);
	if (!error && db_nature.is_shared)
		error = db_open(server.config.db, DB_READER, &lane.follower);
	if (error)
		return error;
	look_at_disk();
	bool started = start_thread(&lane.writer_thread, run_writer, NULL);

	for (int i = 0; started && i < READERS; i++)
		started = start_thread(&lane.reader_threads[i], run_reader, &lane.reads);
	started = started && start_thread(&lane.list_thread, run_reader, &lane.lists);
	started = started && start_thread(&lane.rehearsal_thread, run_rehearsals, NULL);
	started = started && start_thread(&lane.proof_thread, run_proofs, NULL);
	return started && start_thread(&lane.housekeeping_thread, keep_house, NULL) ? OK : E_MEMORY;
}

static void wait_until_answered(int seconds)
{
	int64_t end = calendar_monotonic() + seconds * INT64_C(1000000);

	while (parked_count() > 0 && calendar_monotonic() < end)
		nanosleep(&(struct timespec){.tv_nsec = 5000000L}, NULL);
	parked_expire(INT64_MAX);
}

void lane_stop(int seconds)
{
	queue_close(&lane.writes);
	queue_close(&lane.reads);
	queue_close(&lane.lists);
	queue_close(&lane.rehearsals);
	queue_close(&lane.proofs);
	wait_until_answered(seconds);
	pthread_join(lane.writer_thread, NULL);
	for (int i = 0; i < READERS; i++)
		pthread_join(lane.reader_threads[i], NULL);
	pthread_join(lane.list_thread, NULL);
	pthread_join(lane.rehearsal_thread, NULL);
	pthread_join(lane.proof_thread, NULL);
	atomic_store(&lane.stop_housekeeping, true);
	pthread_join(lane.housekeeping_thread, NULL);
	reader_close(); /* their snapshots would keep the log */
	if (!atomic_load(&server.poisoned) && db_checkpoint(lane.writer, DB_SAVE_ALL_AND_CUT))
		log_error("checkpoint", "message", db_message(lane.writer), NULL);
	db_close(lane.writer);
	db_close(lane.follower);
	lane.follower = NULL;
}

void lane_write_here(struct db *db, struct call *call)
{
	if (!call->request) /* refused before it had one */
		return;
	if (writer_open(db))
		execute_fail(call, E_FAULT);
	else
		writer_run_here(db, call);
}
