/* The table of open connections and their deadlines. Descriptors are only shut down here, never
 * closed: they belong to libmicrohttpd. */
#include "http/peers.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/counters.h"
#include "base/server.h"

#define SECOND 1000000LL

#define BODY_BYTES_PER_SECOND 10240
#define PEER_REQUESTS         1000
#define PEER_LIFETIME         (600 * SECOND)
#define DRAIN_IDLE            (SECOND / 4)

struct peer {
	struct peer *next, *previous;
	int fd;
	int requests; /* touched by the serving thread only, like `opened` */
	int64_t opened;
	_Atomic int64_t since; /* of the phase, monotonic microseconds */
	_Atomic int64_t deadline;
	_Atomic int phase;
	char address[INET6_ADDRSTRLEN];
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct peer *peers;
static _Atomic int count;
static int64_t limit[PHASE_IDLE + 1];

/* Monotonic microseconds, exact to a few milliseconds: asked for several times in each request, and
 * ten times cheaper than the exact clock. */
static int64_t now_roughly(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &time);
	return time.tv_sec * SECOND + time.tv_nsec / 1000;
}

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

void reaper_start(int64_t idle_seconds)
{
	int64_t idle = idle_seconds * SECOND;

	limit[PHASE_HEADERS] = least(5 * SECOND, idle / 3);
	limit[PHASE_BODY] = least(10 * SECOND, idle * 2 / 3);
	limit[PHASE_WORK] = INT64_MAX;
	limit[PHASE_ANSWER] = least(30 * SECOND, idle * 2);
	limit[PHASE_IDLE] = idle + limit[PHASE_HEADERS];
}

static void print_address(const struct sockaddr *address, char out[INET6_ADDRSTRLEN])
{
	const void *bytes = NULL;

	if (address->sa_family == AF_INET)
		bytes = &((const struct sockaddr_in *)(const void *)address)->sin_addr;
	else if (address->sa_family == AF_INET6)
		bytes = &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
	if (!bytes || !inet_ntop(address->sa_family, bytes, out, INET6_ADDRSTRLEN))
		snprintf(out, INET6_ADDRSTRLEN, "-");
}

struct peer *peer_open(int fd, const struct sockaddr *address)
{
	struct peer *peer = calloc(1, sizeof *peer);

	if (!peer)
		return NULL;
	peer->fd = fd;
	peer->opened = now_roughly();
	print_address(address, peer->address);
	peer_enter(peer, PHASE_HEADERS, 0);

	pthread_mutex_lock(&lock);
	peer->next = peers;
	if (peers)
		peers->previous = peer;
	peers = peer;
	pthread_mutex_unlock(&lock);
	atomic_fetch_add(&count, 1);
	counter_connections(1);
	return peer;
}

void peer_close(struct peer *peer)
{
	if (!peer)
		return;
	pthread_mutex_lock(&lock);
	if (peer->next)
		peer->next->previous = peer->previous;
	if (peer->previous)
		peer->previous->next = peer->next;
	else
		peers = peer->next;
	pthread_mutex_unlock(&lock);
	free(peer);
	atomic_fetch_sub(&count, 1);
	counter_connections(-1);
}

void peer_enter(struct peer *peer, enum phase phase, uint64_t bytes)
{
	if (!peer)
		return;

	int64_t now = now_roughly();
	int64_t time = limit[phase];

	if (phase == PHASE_BODY)
		time += (int64_t)(bytes / BODY_BYTES_PER_SECOND) * SECOND;
	atomic_store_explicit(&peer->phase, (int)phase, memory_order_relaxed);
	atomic_store_explicit(&peer->since, now, memory_order_relaxed);
	atomic_store_explicit(
		&peer->deadline, time == INT64_MAX ? INT64_MAX : now + time, memory_order_release);
}

bool peer_is_worn(struct peer *peer)
{
	return peer &&
		(++peer->requests >= PEER_REQUESTS || now_roughly() - peer->opened > PEER_LIFETIME);
}

const char *peer_address(const struct peer *peer)
{
	return peer ? peer->address : "-";
}

int peer_count(void)
{
	return atomic_load(&count);
}

void reap(void)
{
	int64_t now = now_roughly();

	pthread_mutex_lock(&lock);
	for (struct peer *peer = peers; peer; peer = peer->next)
		if (atomic_load_explicit(&peer->deadline, memory_order_acquire) <= now)
			shutdown(peer->fd, SHUT_RDWR);
	pthread_mutex_unlock(&lock);
}

/* Only the reading side: what the client has sent is delivered before the end of file, so that a
 * request which crossed with us is answered. */
void reap_idle(void)
{
	int64_t before = now_roughly() - DRAIN_IDLE;

	pthread_mutex_lock(&lock);
	for (struct peer *peer = peers; peer; peer = peer->next) {
		int phase = atomic_load_explicit(&peer->phase, memory_order_relaxed);

		if ((phase == PHASE_IDLE || phase == PHASE_HEADERS) &&
			atomic_load_explicit(&peer->since, memory_order_relaxed) <= before)
			shutdown(peer->fd, SHUT_RD);
	}
	pthread_mutex_unlock(&lock);
}
