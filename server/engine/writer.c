/*
 * Group commit. Every call of a group runs in its own savepoint; a refusal or a dry run undoes its
 * savepoint and keeps its answer. When the transaction is lost, all answers of the group are: they
 * were judged on data that never existed. A long write is a group by itself and needs no savepoint,
 * inside which the engine would keep every page again for each of its statements.
 */
#include "engine/writer.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/counters.h"
#include "base/epoch.h"
#include "base/log.h"
#include "base/server.h"
#include "calendar.h"
#include "db.h"
#include "engine/as_read.h"
#include "engine/execute.h"
#include "engine/idempotency.h"
#include "engine/parked.h"
#include "engine/queue.h"
#include "engine/rehearsal.h"
#include "engine/session.h"
#include "engine/writer_chores.h"
#include "engine/writer_commit.h"
#include "engine/writer_log.h"
#include "gen/problems.h"
#include "request/call.h"
#include "request/journal.h"
#include "request/request.h"

#define MOST_JOBS    256
#define SLOW_JOB     50000 /* microseconds: the others wait meanwhile */
#define CHORES_EVERY 10000 /* milliseconds */

struct job {
	struct call *call; /* the parked one */
	struct call work;  /* what the handler sees; its answer is not out yet */
};

struct group {
	struct job *jobs;
	size_t count;
	bool alone;               /* one call, of which all or nothing is committed */
	struct journal_head head; /* as it was before */
	enum error lost;          /* why nothing of the group can be kept */
	bool unknown;             /* lost in COMMIT: the disk may or may not have it */
	unsigned changed;         /* epochs */
};

static int64_t last_instant; /* of the newest write, milliseconds */

enum error writer_open(struct db *db)
{
	enum error error = journal_open(db);

	if (!error && journal_head().at > last_instant)
		last_instant = journal_head().at;
	return error;
}

/* Instants of writes strictly increase, whatever the clock does: "as of" has one answer. */
static int64_t next_instant(void)
{
	int64_t now = server_now();

	last_instant = now > last_instant ? now : last_instant + 1;
	return last_instant;
}

static enum error check_token(struct request *req, const struct group *group)
{
	if (!(group->changed & CHANGED(EPOCH_TOKENS)) &&
		req->token_epoch == epoch_now(EPOCH_TOKENS))
		return OK;
	enum error error = session_again(req->db, &req->caller, server_now());

	if (error != E_UNAUTHENTICATED)
		return error;
	call_set_header(req->call, "WWW-Authenticate", "Bearer");
	return fail_unauthenticated(req);
}

/* What belongs to a change and is kept or undone with it. */
static enum error record(struct request *req)
{
	enum error error = OK;

	if (!req_is_unchanged(req) && !journal_has_event(req))
		error = journal_operation(req);
	if (!error && idempotency_applies(req))
		error = idempotency_store(req);
	return error;
}

/* In a savepoint. The answer is complete in req->call in every case; *out_keep when the savepoint
 * holds a change. */
static enum error answer(struct request *req, const struct group *group, bool *out_keep)
{
	bool replayed = false;
	enum error error = check_token(req, group);

	if (!error && idempotency_applies(req))
		error = idempotency_find(req, &replayed);
	if (!error && !replayed)
		error = as_read_compare(req);
	if (error && !req->call->status)
		execute_fail(req->call, error);
	if (error || replayed)
		return error;
	error = execute(req, req->db);
	bool keep = error ? req->kept && error != E_FAULT && error != E_MEMORY : !req->dry_run;
	enum error late = !error && keep ? record(req) : OK;
	enum error behind = db_settle(req->db);

	/* What was answered on top of a change that failed since has no ground. */
	late = behind ? behind : late;
	if (late)
		execute_explain(req->call, late, db_message(req->db));
	*out_keep = keep && !late;
	return late ? late : error;
}

/* A password that was no wrong one counts nowhere. */
static void welcome(const struct request *req)
{
	if (req->proof && req->proof->limited && !req->kept)
		session_welcome(req->call->address, req->call->status < 300, req->now);
}

static void run_job(struct group *group, struct db *db, struct request *req)
{
	struct journal_head before = journal_head();
	bool keep = false;

	if (!group->alone)
		group->lost = db_savepoint(db);
	if (group->lost)
		return;
	req->db = db;
	req->now = next_instant();
	enum error error = answer(req, group, &keep);

	epoch_touch(req->changed);
	welcome(req);
	/* Out of space, out of memory or a broken disk: the engine may have rolled all back. */
	if (!db_in_transaction(db)) {
		group->lost = error ? error : E_FAULT;
		return;
	}
	if (!group->alone)
		group->lost = keep ? db_release(db) : db_rollback_to(db);
	else if (!keep)
		db_rollback(db);
	if (!keep) {
		journal_restore(before);
		return;
	}
	group->changed |= req->changed;
}

static void run_timed(struct group *group, struct db *db, struct request *req)
{
	int64_t begin = calendar_monotonic();
	char ms[24];

	run_job(group, db, req);
	int64_t took = calendar_monotonic() - begin;

	if (took < SLOW_JOB)
		return;
	snprintf(ms, sizeof ms, "%lld", (long long)(took / 1000));
	log_info("slow", "request", req->call->id, "operation", req->route->operation, "ms", ms,
		NULL);
}

static void commit(struct group *group, struct db *db)
{
	if (group->lost || !db_in_transaction(db))
		return;
	int64_t begin = calendar_monotonic();

	group->lost = epoch_store(db, group->changed);
	if (!group->lost)
		group->lost = writer_commit(db, group->head, &group->unknown);
	counter_commit(calendar_monotonic() - begin);
}

static void publish(const struct group *group)
{
	atomic_fetch_add(&server.commits, 1);
	epoch_publish(group->changed);
}

static void undo(struct group *group, struct db *db)
{
	log_error("group_lost", "message", db_message(db), NULL);
	if (db_in_transaction(db))
		db_rollback(db);
	journal_restore(group->head);
	epoch_touch(group->changed);
}

static void refuse(const struct group *group, struct call *call)
{
	if (group->unknown)
		execute_refuse(call, "outcome_unknown");
	else if (group->lost == E_FULL || group->lost == E_MEMORY)
		execute_fail(call, group->lost);
	else
		execute_fail(call, E_BUSY);
}

/* What other processes have committed since the last group. */
static enum error catch_up(struct db *db)
{
	enum error error = writer_open(db);

	return error ? error : epoch_follow(db);
}

static void start(struct group *group, struct db *db)
{
	group->lost = atomic_load(&server.poisoned) ? E_BUSY : db_begin(db);
	if (!group->lost && db_nature.is_shared)
		group->lost = catch_up(db);
	group->head = journal_head();
}

static void finish(struct group *group, struct db *db)
{
	commit(group, db);
	if (!group->lost) {
		publish(group);
		return;
	}
	undo(group, db);
	for (size_t i = 0; i < group->count; i++)
		refuse(group, &group->jobs[i].work);
}

/* The next call, if it may share the transaction; else it is left for the next one. */
static struct call *take_next(struct queue *queue, struct call **out_left)
{
	struct call *call = queue_take(queue);

	if (!call || !rehearsal_is_due(call->request))
		return call;
	*out_left = call;
	return NULL;
}

/* Returns a call that was taken from the queue, but not run: the next one. */
static struct call *run_group(
	struct db *db, struct queue *queue, struct call *call, struct job *jobs)
{
	struct group group = {.jobs = jobs, .alone = rehearsal_is_due(call->request)};
	struct call *left = NULL;
	int64_t begin = calendar_monotonic();

	do {
		struct job *job = &jobs[group.count];

		if (!parked_begin(call, &job->work))
			continue;
		job->call = call;
		/* Not for calls that nobody waits for: another process may hold the database. */
		if (group.count++ == 0) {
			start(&group, db);
			begin = calendar_monotonic(); /* the wait is no handler's time */
		}
		if (group.lost)
			welcome(job->work.request);
		else
			run_timed(&group, db, job->work.request);
	} while (!group.lost && !group.alone && group.count < MOST_JOBS &&
		calendar_monotonic() - begin < db_nature.longest_group &&
		(call = take_next(queue, &left)));
	if (!group.count)
		return left;
	finish(&group, db);
	counter_group((int64_t)group.count, calendar_monotonic() - begin);
	for (size_t i = 0; i < group.count; i++)
		parked_finish(jobs[i].call, &jobs[i].work);
	return left;
}

/* Between groups, by the connection that also writes: no other one ever checkpoints. */
static void checkpoint(struct db *db)
{
	enum error error = writer_save_log(db);

	if (error == E_FAULT)
		writer_give_up(db);
	else if (error) /* another process reads, or memory or space is short: the next one saves */
		log_error("checkpoint", "message", db_message(db), NULL);
}

void writer_run(struct db *db, struct queue *queue)
{
	struct job *jobs = calloc(MOST_JOBS, sizeof *jobs);
	int64_t next_chores = 0;

	if (!jobs)
		abort(); /* before the listen socket opens */
	while (!queue_is_closed(queue)) {
		struct call *call = queue_wait(queue);

		while (call)
			call = run_group(db, queue, call, jobs);
		if (atomic_load(&server.poisoned))
			continue;
		if (calendar_monotonic() / 1000 >= next_chores) {
			writer_do_chores(db);
			next_chores = calendar_monotonic() / 1000 + CHORES_EVERY;
		}
		if (!atomic_load(&server.poisoned))
			checkpoint(db);
	}
	free(jobs);
}

void writer_run_here(struct db *db, struct call *call)
{
	struct group group = {.alone = true};

	start(&group, db);
	if (!group.lost)
		run_job(&group, db, call->request);
	finish(&group, db);
	if (group.lost)
		refuse(&group, call);
}
