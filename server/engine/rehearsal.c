#include "engine/rehearsal.h"

#include <stdlib.h>
#include <string.h>

#include "base/epoch.h"
#include "base/log.h"
#include "base/server.h"
#include "calendar.h"
#include "db.h"
#include "engine/as_read.h"
#include "engine/execute.h"
#include "engine/idempotency.h"
#include "engine/reader.h"
#include "request/problem.h"

#define LONG_BODY 16384 /* bytes: some five hundred rows, or 10 to 50 milliseconds */
#define MOST_RUNS 2     /* the log may begin anew once in one, hardly ever in two in a row */

bool rehearsal_is_due(const struct request *req)
{
	return req->call->body.length >= LONG_BODY;
}

/* A request of its own for the handler, with the same input: rows are filled up while they are
 * compared, so the body is a copy. */
static struct request *copy_of(const struct call *call, struct call *work)
{
	const struct request *from = call->request;
	struct request *req = calloc(1, sizeof *req);
	json_t *body = json_deep_copy(from->body);

	if (!req || (from->body && !body)) {
		free(req);
		json_decref(body);
		return NULL;
	}
	memset(work, 0, sizeof *work);
	memcpy(work, call, offsetof(struct call, status));
	/* What everybody reads, but nothing of what handlers keep. */
	memcpy(req, from, offsetof(struct request, faults));
	req->body = body;
	req->now = calendar_now();
	req->rehearsed = true;
	req->call = work;
	problem_copy(req, from);
	work->request = req;
	return req;
}

static void drop(struct request *req)
{
	json_decref(req->body);
	problem_forget(req);
	req_free_memory(req);
	free(req);
}

/* As the writer runs it, but for what only a change has: event and stored answer. True when this is the answer. */
static bool run(struct request *req, struct db *db)
{
	bool idempotent = idempotency_applies(req), replayed = false;
	enum error error = OK;

	req->db = db;
	if (idempotent)
		error = idempotency_find(req, &replayed);
	if (replayed)
		return false;
	if (!error)
		error = as_read_compare(req);
	if (error && !req->call->status)
		execute_fail(req->call, error);
	if (!error)
		error = execute(req, db);
	epoch_touch(req->changed);
	if (error)
		return error != E_FAULT && error != E_MEMORY;
	return req->dry_run || (req_is_unchanged(req) && !idempotent && !db_rehearsal_changed(db));
}

enum outcome { SETTLED, TO_BE_WRITTEN, NOT_SEEN };

static enum outcome rehearse(const struct call *call, struct db *db, struct call *out)
{
	struct request *req = copy_of(call, out);
	enum outcome outcome = TO_BE_WRITTEN;

	if (!req)
		return outcome;
	db_deadline(db, (call->deadline - calendar_monotonic()) / 1000);
	if (!db_begin(db) && run(req, db))
		outcome = SETTLED;
	if (!db_rehearsal_holds(db))
		outcome = NOT_SEEN;
	drop(req);
	out->request = NULL;
	if (outcome != SETTLED)
		buffer_free(&out->reply);
	return outcome;
}

/* A reader's snapshot keeps what the rehearsal reads; a transaction has one once it has read. */
static bool hold_snapshot(struct db *reader)
{
	return reader && !db_run(db_query(reader, "SELECT 1 FROM units WHERE parent IS NULL"));
}

static enum outcome rehearse_once(const struct call *call, struct call *out)
{
	enum outcome outcome = TO_BE_WRITTEN;
	struct db *reader = reader_begin_slow(), *db = NULL;

	if (!hold_snapshot(reader) || db_open(server.config.db, DB_REHEARSAL, &db))
		log_error("rehearsal", "message", db_message(NULL), NULL);
	else
		outcome = rehearse(call, db, out);
	db_close(db);
	if (reader)
		reader_end();
	return outcome;
}

bool rehearsal_settles(const struct call *call, struct call *out)
{
	enum outcome outcome = NOT_SEEN;

	for (int i = 0; outcome == NOT_SEEN && i < MOST_RUNS; i++)
		outcome = rehearse_once(call, out);
	return outcome == SETTLED;
}
