/*
 * Many clients at once, slow ones and a server that stops, for tests/http.c. Each function counts
 * what it looked at.
 */
#ifndef THIDUA_TEST_SIEGE_H
#define THIDUA_TEST_SIEGE_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "kit/wire.h"

#define HEALTH "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"

/* siege.c. On a running server: more bodies than may be in memory; a hundred writers. */
void siege_bodies(int port);
void siege_writes(int port);

/* early.c. On a running server: long bodies that are refused before they are there. */
void siege_early_refusals(int port);

/* slow.c. On a server of their own, with this --idle-timeout: `each` of six kinds of tricklers, and slow readers; prints a
 * row when there are many. On a running one: clients that close their side. */
void siege_slow_clients(int each, int readers, int idle_seconds);
void siege_half_closed(int port);

/* scans.c. On a server of its own: files as large as are taken, many at once. */
void siege_scans(void);

/* crowd.c. On servers of their own: the limits of connections, descriptors and threads. */
void siege_crowds(void);

/* held.c. On servers of their own: a hundred writes that wait for five seconds, then SIGTERM. */
void siege_held_writes(void);

/* drain.c. On servers of their own: SIGTERM under load, so often. */
void siege_drains(int runs);

/* guests.c. On a server of its own: passwords, right and wrong. */
void siege_guests(void);

/* guesses.c, prefixes.c. On servers of their own: ten thousand guesses, from one address and from a hundred; the times of so many
 * refusals. Print rows. */
void siege_guesses(void);
void siege_prefixes(size_t count);

/* For all of them. */
void siege_sleep(long milliseconds);
long siege_since(int64_t start);
void siege_connect(struct wire *wire, int port);                    /* or ends the program */
int siege_status(struct wire *wire);                                /* of the next answer, or 0 */
void siege_say_import(struct wire *wire, int number, bool dry_run); /* of one area */
void siege_start(
	pthread_t *threads, int count, void *(*run)(void *), void *contexts, size_t context_size);
void siege_join(const pthread_t *threads, int count);

/* How much a process runs, in percent of a thread that does nothing else: so a busy machine does not make a busy loop
 * look idle. */
struct race {
	pid_t pid;
	long before; /* milliseconds of processor time */
	_Atomic bool over;
	long spun;
	pthread_t thread;
};

void race_start(struct race *race, pid_t pid);
long race_end(struct race *race);

#endif
