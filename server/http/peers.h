/*
 * The open connections and how long each may stay as it is. libmicrohttpd only knows inactivity,
 * and any byte resets that; here a client has a total time for its headers, its body and for taking
 * the answer. All times follow from --idle-timeout: at its default of 15 s, 5 s for the first
 * headers, 10 s for a body and 30 s for an answer, with a second more for each 10 KiB of either when it is long.
 */
#ifndef THIDUA_PEERS_H
#define THIDUA_PEERS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

struct peer;

enum phase {
	PHASE_HEADERS, /* of the first request */
	PHASE_BODY,
	PHASE_WORK, /* parked or in a handler: its lane watches the time */
	PHASE_ANSWER,
	PHASE_IDLE /* between requests, the next headers included */
};

void peers_start(int64_t idle_seconds);

/* A connection was accepted, and counts from now on. False when memory is short. */
bool peer_arrive(int fd, const struct sockaddr *address);
/* libmicrohttpd did not take it, and has closed it. */
void peer_give_up(int fd);
/* libmicrohttpd serves it. NULL for one that did not arrive; the other functions take NULL. */
struct peer *peer_open(int fd);
/* The end. Must come before the descriptor is closed: until then it may be shut down here. */
void peer_close(struct peer *peer);

/* `bytes` is the announced size of the body, or that of an answer which waits in a file; ignored in other phases. Called by the thread that
 * serves the connection. */
void peer_enter(struct peer *peer, enum phase phase, uint64_t bytes);

/* One request more; true when it should be the last one on this connection. */
bool peer_is_worn(struct peer *peer);

const char *peer_address(const struct peer *peer); /* without port; "-" for NULL */

int peer_count(void);

/* Ends what is over its time, or waits for the rest of a request from a client that has closed its
 * side; counts off what libmicrohttpd dropped without a word. Every second. */
void peers_reap(void);

/* While draining: ends connections that have been idle for a quarter of a second. A request that is
 * already here is still read and answered. */
void peers_reap_idle(void);

/* The same, for a few of those that have been answered once, so that others find a place. */
void peers_make_room(void);

#endif
