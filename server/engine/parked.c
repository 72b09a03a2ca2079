/* The list of parked calls and the moves of their state. */
#include "engine/parked.h"

#include <pthread.h>
#include <string.h>

#include "base/counters.h"
#include "engine/execute.h"
#include "request/call.h"
#include "request/request.h"

#define EXPIRE_BATCH 64

static pthread_mutex_t list_lock = PTHREAD_MUTEX_INITIALIZER;
static struct call *list;
static _Atomic int waiting;

static void list_add(struct call *call)
{
	pthread_mutex_lock(&list_lock);
	call->previous = NULL;
	call->next = list;
	if (list)
		list->previous = call;
	list = call;
	pthread_mutex_unlock(&list_lock);
}

static void list_remove(struct call *call)
{
	pthread_mutex_lock(&list_lock);
	if (call->next)
		call->next->previous = call->previous;
	if (call->previous)
		call->previous->next = call->next;
	else
		list = call->next;
	pthread_mutex_unlock(&list_lock);
}

static bool move(struct call *call, int from, int to)
{
	return atomic_compare_exchange_strong(&call->state, &from, to);
}

void call_drop(struct call *call)
{
	if (atomic_fetch_sub(&call->references, 1) > 1)
		return;
	call_end(call);
	if (call->discard)
		call->discard(call);
}

/* The lane is done with it; whoever resumed it has done so. */
static void leave(struct call *call)
{
	list_remove(call);
	call_drop(call);
}

static void resume(struct call *call)
{
	if (call->resume)
		call->resume(call);
	atomic_fetch_sub(&waiting, 1);
	counter_parked(-1);
}

void parked_add(struct call *call, int64_t deadline)
{
	atomic_fetch_add(&call->references, 1);
	atomic_fetch_add(&waiting, 1);
	counter_parked(1);
	call->deadline = deadline;
	/* Suspended before anybody else can find it: what is resumed must have been suspended. */
	if (call->park)
		call->park(call);
	atomic_store(&call->state, CALL_QUEUED);
	list_add(call);
}

bool parked_begin(struct call *call, struct call *work)
{
	if (!move(call, CALL_QUEUED, CALL_RUNNING)) {
		leave(call);
		return false;
	}
	/* The input and the id, but nothing of the answer, which housekeeping may be writing. */
	memcpy(work, call, offsetof(struct call, status));
	memset((char *)work + offsetof(struct call, status), 0,
		sizeof *work - offsetof(struct call, status));
	work->started = call->started;
	work->request = call->request;
	work->request->call = work;
	return true;
}

static void take_answer(struct call *call, struct call *work)
{
	buffer_free(&call->reply);
	call->reply = work->reply;
	work->reply = (struct buffer){0};
	call->in_file = work->in_file;
	call->file = work->file;
	call->file_size = work->file_size;
	call->status = work->status;
	call->content_type_out = work->content_type_out;
	call_take_headers(call, work);
	call->close |= work->close;
	call->omit_body |= work->omit_body;
	call->request->call = call;
}

void parked_finish(struct call *call, struct call *work)
{
	if (move(call, CALL_RUNNING, CALL_DONE)) {
		take_answer(call, work);
		resume(call);
	} else {
		buffer_free(&work->reply);
		call_drop_file(work);
	}
	leave(call);
}

/* True when it was ours to answer. */
static bool expire(struct call *call)
{
	if (move(call, CALL_QUEUED, CALL_DONE)) {
		execute_fail(call, E_BUSY);
		return true;
	}
	if (!move(call, CALL_RUNNING, CALL_DONE))
		return false;
	if (call->route->lane == LANE_WRITE)
		execute_refuse(call, "outcome_unknown");
	else
		execute_fail(call, E_BUSY);
	return true;
}

/* Up to EXPIRE_BATCH calls that are late, each with a reference of our own: answering and resuming
 * them takes locks of others, so it is not done under ours. */
static size_t find_late(int64_t now, struct call *out[EXPIRE_BATCH])
{
	size_t count = 0;

	pthread_mutex_lock(&list_lock);
	for (struct call *call = list; call && count < EXPIRE_BATCH; call = call->next)
		if (call->deadline <= now && atomic_load(&call->state) != CALL_DONE) {
			atomic_fetch_add(&call->references, 1);
			out[count++] = call;
		}
	pthread_mutex_unlock(&list_lock);
	return count;
}

void parked_expire(int64_t now)
{
	struct call *late[EXPIRE_BATCH];
	size_t count;

	while ((count = find_late(now, late)) > 0)
		for (size_t i = 0; i < count; i++) {
			if (expire(late[i]))
				resume(late[i]);
			call_drop(late[i]);
		}
}

int parked_count(void)
{
	return atomic_load(&waiting);
}
