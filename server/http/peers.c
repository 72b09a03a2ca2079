/*
 * The table of open connections and their deadlines. Descriptors are only shut down here, never
 * closed: they belong to libmicrohttpd.
 *
 * A connection counts from the moment it is accepted. libmicrohttpd may drop one that it has taken
 * before it ever tells us of it, when memory is short: its place comes back when the descriptor is
 * not that socket any more.
 */
#include "http/peers.h"

#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/counters.h"
#include "base/server.h"

#define SECOND 1000000LL

#define BYTES_PER_SECOND 10240
#define PEER_REQUESTS    1000
#define PEER_LIFETIME    (600 * SECOND)
#define SHORT_IDLE       (SECOND / 4)
#define MAKE_ROOM        32                 /* connections that end for others at a time */
#define MOST_DROPPED     ((size_t)64 << 20) /* bytes behind the last answer: the longest body of all */
#define DROPPED_AT_ONCE  ((size_t)1 << 20)

struct peer {
	struct peer *next, *previous;
	int fd;
	ino_t socket;
	int64_t half_closed; /* `since` of the phase in which the client was seen to send no more */
	int requests;        /* touched by the serving thread only, like `opened` */
	int64_t opened;
	size_t dropped;
	_Atomic int64_t since; /* of the phase, monotonic microseconds */
	_Atomic int64_t deadline;
	_Atomic int phase;
	char address[INET6_ADDRSTRLEN];
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct peer *peers;
static struct peer **arriving; /* by descriptor: handed over, and not begun yet */
static size_t arriving_size;
static size_t arriving_count;
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

void peers_start(int64_t idle_seconds)
{
	int64_t idle = idle_seconds * SECOND;

	limit[PHASE_HEADERS] = least(5 * SECOND, idle / 3);
	limit[PHASE_BODY] = least(10 * SECOND, idle * 2 / 3);
	limit[PHASE_WORK] = INT64_MAX;
	limit[PHASE_ANSWER] = least(30 * SECOND, idle * 2);
	limit[PHASE_REFUSED] = limit[PHASE_ANSWER];
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

/* Which socket a number stands for; 0 for none. By its name, as libmicrohttpd may be closing the descriptor. */
static ino_t socket_of(int fd)
{
	char path[32];
	struct stat found;

	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	return stat(path, &found) == 0 && S_ISSOCK(found.st_mode) ? found.st_ino : 0;
}

static void forget(struct peer *peer)
{
	free(peer);
	atomic_fetch_sub(&count, 1);
	counter_connections(-1);
}

/* NULL when there is none. */
static struct peer *take_arriving(int fd)
{
	struct peer *peer = (size_t)fd < arriving_size ? arriving[fd] : NULL;

	if (peer) {
		arriving[fd] = NULL;
		arriving_count--;
	}
	return peer;
}

static bool put_arriving(struct peer *peer)
{
	size_t size = (size_t)peer->fd < arriving_size ? arriving_size : 2 * (size_t)peer->fd + 64;

	if (size > arriving_size) {
		struct peer **grown = realloc(arriving, size * sizeof(struct peer *));

		if (!grown)
			return false;
		memset(grown + arriving_size, 0, (size - arriving_size) * sizeof(struct peer *));
		arriving = grown;
		arriving_size = size;
	}
	arriving[peer->fd] = peer;
	arriving_count++;
	return true;
}

bool peer_arrive(int fd, const struct sockaddr *address)
{
	struct peer *peer = calloc(1, sizeof *peer);

	if (!peer)
		return false;
	peer->fd = fd;
	peer->socket = socket_of(fd);
	peer->opened = now_roughly();
	print_address(address, peer->address);

	pthread_mutex_lock(&lock);
	/* The number was given out again, so that connection has ended. */
	struct peer *lost = take_arriving(fd);
	bool good = put_arriving(peer);

	pthread_mutex_unlock(&lock);
	if (lost)
		forget(lost);
	if (!good) {
		free(peer);
		return false;
	}
	atomic_fetch_add(&count, 1);
	counter_connections(1);
	return true;
}

struct peer *peer_open(int fd)
{
	pthread_mutex_lock(&lock);
	struct peer *peer = take_arriving(fd);

	if (peer) {
		peer_enter(peer, PHASE_HEADERS, 0);
		peer->next = peers;
		if (peers)
			peers->previous = peer;
		peers = peer;
	}
	pthread_mutex_unlock(&lock);
	return peer;
}

void peer_give_up(int fd)
{
	pthread_mutex_lock(&lock);
	struct peer *peer = take_arriving(fd);

	pthread_mutex_unlock(&lock);
	if (peer)
		forget(peer);
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
	forget(peer);
}

void peer_enter(struct peer *peer, enum phase phase, uint64_t bytes)
{
	if (!peer)
		return;

	int64_t now = now_roughly();
	int64_t time = limit[phase];

	if (phase == PHASE_BODY || phase == PHASE_ANSWER)
		time += (int64_t)(bytes / BYTES_PER_SECOND) * SECOND;
	atomic_store_explicit(&peer->phase, (int)phase, memory_order_relaxed);
	atomic_store_explicit(&peer->since, now, memory_order_relaxed);
	atomic_store_explicit(
		&peer->deadline, time == INT64_MAX ? INT64_MAX : now + time, memory_order_release);
}

bool peer_is_refused(const struct peer *peer)
{
	return atomic_load_explicit(&peer->phase, memory_order_relaxed) == PHASE_REFUSED;
}

void peer_linger(struct peer *peer, int fd)
{
	pthread_mutex_lock(&lock);
	peer->fd = fd;
	pthread_mutex_unlock(&lock);
	peer_enter(peer, PHASE_REFUSED, 0);
}

int peer_descriptor(const struct peer *peer)
{
	return peer->fd;
}

bool peer_drop_input(struct peer *peer)
{
	ssize_t got = recv(peer->fd, NULL, DROPPED_AT_ONCE, MSG_TRUNC | MSG_DONTWAIT);

	if (got < 0)
		return errno == EAGAIN || errno == EINTR;
	peer->dropped += (size_t)got;
	return got > 0 && peer->dropped < MOST_DROPPED;
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

struct peer *peers_last(void)
{
	return peers;
}

static void forget_lost(void)
{
	for (size_t fd = 0; arriving_count > 0 && fd < arriving_size; fd++)
		if (arriving[fd] && arriving[fd]->socket != socket_of((int)fd))
			forget(take_arriving((int)fd));
}

/* The client has sent its last byte, and the request is not complete: libmicrohttpd overlooks that
 * when the end comes together with what is before it. Looked at twice, a second apart: when a body
 * has just been read, and the next phase not begun, it only seems so. */
static bool has_given_up(struct peer *peer)
{
	int64_t since = atomic_load_explicit(&peer->since, memory_order_relaxed);
	int phase = atomic_load_explicit(&peer->phase, memory_order_relaxed);
	bool seen = peer->half_closed == since;
	char byte;

	if (phase == PHASE_WORK || phase == PHASE_ANSWER)
		return false;
	if (recv(peer->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) != 0)
		return false;
	peer->half_closed = since;
	return seen;
}

void peers_reap(void)
{
	int64_t now = now_roughly();

	pthread_mutex_lock(&lock);
	forget_lost();
	for (struct peer *peer = peers; peer; peer = peer->next)
		if (atomic_load_explicit(&peer->deadline, memory_order_acquire) <= now ||
			has_given_up(peer))
			shutdown(peer->fd, SHUT_RDWR);
	pthread_mutex_unlock(&lock);
}

static bool is_idle(const struct peer *peer, bool fresh_too, int64_t before)
{
	int phase = atomic_load_explicit(&peer->phase, memory_order_relaxed);

	return (phase == PHASE_IDLE || (fresh_too && phase == PHASE_HEADERS)) &&
		atomic_load_explicit(&peer->since, memory_order_relaxed) <= before;
}

/* Only the reading side: what the client has sent is delivered before the end of file, so that a
 * request which crossed with us is answered. */
static void end_idle(bool fresh_too, int most)
{
	int64_t before = now_roughly() - SHORT_IDLE;

	for (struct peer *peer = peers; peer && most > 0; peer = peer->next)
		if (is_idle(peer, fresh_too, before)) {
			shutdown(peer->fd, SHUT_RD);
			most--;
		}
}

void peers_reap_idle(void)
{
	pthread_mutex_lock(&lock);
	forget_lost();
	end_idle(true, INT_MAX);
	pthread_mutex_unlock(&lock);
}

void peers_make_room(void)
{
	pthread_mutex_lock(&lock);
	end_idle(false, MAKE_ROOM);
	pthread_mutex_unlock(&lock);
}
