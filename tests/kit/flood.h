/*
 * Guessers at the door, each from an address of its own, and somebody who works inside meanwhile.
 *
 *	struct flood flood = {.port = port, .addresses = 100, .guesses = 10000};
 *	flood_start(&flood);
 *	..
 *	flood_join(&flood);    -- refused + put_off + lost == guesses
 */
#ifndef THIDUA_TEST_FLOOD_H
#define THIDUA_TEST_FLOOD_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#define FLOOD_CLIENTS 64

struct flood {
	int port;
	bool tokens; /* wrong tokens; else wrong passwords, each of another user who is not there */
	int addresses;
	bool behind_proxy; /* the addresses are what a trusted proxy tells */
	int guesses;
	int seconds; /* over which they come */
	_Atomic int next;
	_Atomic int refused; /* looked at: 401 */
	_Atomic int put_off; /* told to come again: 429 or 503 */
	_Atomic int lost;    /* anything else */
	pthread_t threads[FLOOD_CLIENTS];
};

void flood_start(struct flood *flood);
void flood_join(struct flood *flood);

#define RESIDENT_MOST 20000

/* Writes over one connection until it is told to end: the admin's token, an import of one area. */
struct resident {
	int port;
	_Atomic bool over;
	int good, bad;
	long times[RESIDENT_MOST]; /* microseconds of each, ascending in the end */
	pthread_t thread;
};

void resident_start(struct resident *resident, int port);
/* The 99th percentile, in microseconds. */
long resident_join(struct resident *resident);
/* The same of three seconds in which nobody else is there. */
long resident_quiet(int port);

#endif
