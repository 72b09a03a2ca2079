/*
 * A bounded queue of parked calls between HTTP threads and the thread of a lane. A place is
 * reserved before the call is parked, so that a parked call can always be pushed.
 *
 * Those whose token has few calls in it and those whose token has many take turns, so that whoever posts
 * over a thousand connections does not keep an office waiting that posts once.
 */
#ifndef THIDUA_QUEUE_H
#define THIDUA_QUEUE_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/counters.h"

#define QUEUE_PLACES 1024
#define QUEUE_TOKENS 256

struct call;

struct queue_ring {
	struct call *calls[QUEUE_PLACES];
	size_t head; /* index of the oldest */
	size_t count;
};

struct queue {
	pthread_mutex_t lock;
	pthread_cond_t ready;
	enum counted_queue name;
	struct queue_ring few, many; /* by how many calls of its token were there before it */
	/* Calls; tokens whose numbers end alike are taken for one. */
	uint16_t waiting[QUEUE_TOKENS];
	bool many_is_next;
	size_t places;   /* how many of QUEUE_PLACES this queue may use */
	size_t reserved; /* places taken: pushed ones and those on their way */
	int64_t asked_at;
	bool woken;
	bool closed;
};

void queue_open(struct queue *queue, enum counted_queue name, size_t places);
/* What is queued can still be taken; no new place is given. */
void queue_close(struct queue *queue);

bool queue_reserve(struct queue *queue, size_t leave); /* false when closed, or no more are free */
void queue_give_back(struct queue *queue);             /* a place that is not needed */
void queue_push(struct queue *queue, struct call *call); /* into a reserved place */

struct call *queue_take(struct queue *queue); /* NULL when empty; does not wait */
/* Waits for a call. NULL when somebody called queue_wake() or the queue is closed and empty. */
struct call *queue_wait(struct queue *queue);
void queue_wake(struct queue *queue);
/* When somebody last came for a call with queue_wait(); microseconds of calendar_monotonic(). */
int64_t queue_asked_at(struct queue *queue);
bool queue_is_closed(struct queue *queue);

#endif
