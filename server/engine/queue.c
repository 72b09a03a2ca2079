/* Two rings under one mutex: a push or a take holds it for a few instructions. */
#include "engine/queue.h"

#include <assert.h>

#include "calendar.h"
#include "request/call.h"
#include "request/request.h"

#define FEW 8 /* calls of one token */

void queue_open(struct queue *queue, enum counted_queue name, size_t places)
{
	assert(places <= QUEUE_PLACES);
	*queue = (struct queue){.name = name, .places = places, .asked_at = calendar_monotonic()};
	pthread_mutex_init(&queue->lock, NULL);
	pthread_cond_init(&queue->ready, NULL);
}

void queue_close(struct queue *queue)
{
	pthread_mutex_lock(&queue->lock);
	queue->closed = true;
	pthread_cond_broadcast(&queue->ready);
	pthread_mutex_unlock(&queue->lock);
}

bool queue_reserve(struct queue *queue, size_t leave)
{
	pthread_mutex_lock(&queue->lock);
	bool free = !queue->closed && queue->reserved + leave < queue->places;

	if (free)
		queue->reserved++;
	pthread_mutex_unlock(&queue->lock);
	return free;
}

void queue_give_back(struct queue *queue)
{
	pthread_mutex_lock(&queue->lock);
	queue->reserved--;
	if (queue->closed)
		pthread_cond_broadcast(&queue->ready);
	pthread_mutex_unlock(&queue->lock);
}

static uint16_t *waiting_of(struct queue *queue, const struct call *call)
{
	int64_t token = call->request ? call->request->caller.token : 0;

	return &queue->waiting[(uint64_t)token % QUEUE_TOKENS];
}

void queue_push(struct queue *queue, struct call *call)
{
	pthread_mutex_lock(&queue->lock);
	uint16_t *waiting = waiting_of(queue, call);
	struct queue_ring *ring = *waiting < FEW ? &queue->few : &queue->many;

	ring->calls[(ring->head + ring->count) % QUEUE_PLACES] = call;
	ring->count++;
	(*waiting)++;
	counter_queued(queue->name, 1);
	pthread_cond_signal(&queue->ready);
	pthread_mutex_unlock(&queue->lock);
}

static bool is_empty(const struct queue *queue)
{
	return !queue->few.count && !queue->many.count;
}

static struct call *take(struct queue *queue)
{
	if (is_empty(queue))
		return NULL;
	bool many = !queue->few.count || (queue->many.count && queue->many_is_next);
	struct queue_ring *ring = many ? &queue->many : &queue->few;
	struct call *call = ring->calls[ring->head];

	ring->head = (ring->head + 1) % QUEUE_PLACES;
	ring->count--;
	queue->many_is_next = !many;
	queue->reserved--;
	(*waiting_of(queue, call))--;
	counter_queued(queue->name, -1);
	return call;
}

struct call *queue_take(struct queue *queue)
{
	pthread_mutex_lock(&queue->lock);
	struct call *call = take(queue);

	pthread_mutex_unlock(&queue->lock);
	return call;
}

struct call *queue_wait(struct queue *queue)
{
	pthread_mutex_lock(&queue->lock);
	queue->asked_at = calendar_monotonic();
	/* Closed, but a place is reserved: its call is parked already and comes at once. */
	while (is_empty(queue) && !queue->woken && !(queue->closed && queue->reserved == 0))
		pthread_cond_wait(&queue->ready, &queue->lock);
	queue->woken = false;
	struct call *call = take(queue);

	pthread_mutex_unlock(&queue->lock);
	return call;
}

void queue_wake(struct queue *queue)
{
	pthread_mutex_lock(&queue->lock);
	queue->woken = true;
	pthread_cond_broadcast(&queue->ready);
	pthread_mutex_unlock(&queue->lock);
}

int64_t queue_asked_at(struct queue *queue)
{
	pthread_mutex_lock(&queue->lock);
	int64_t at = queue->asked_at;

	pthread_mutex_unlock(&queue->lock);
	return at;
}

bool queue_is_closed(struct queue *queue)
{
	pthread_mutex_lock(&queue->lock);
	bool closed = queue->closed && queue->reserved == 0;

	pthread_mutex_unlock(&queue->lock);
	return closed;
}
