/*
 * The open connections and how long each may stay as it is. libmicrohttpd only knows inactivity,
 * and any byte resets that; here a client has a total time for its headers, its body and for taking
 * the answer. All times follow from --idle-timeout: at its default of 15 s, 5 s for the first
 * headers, 10 s for a body and 30 s for an answer, with a second more for each 10 KiB of either when it is long; and 30 s
 * for the client to end a connection that has been answered to the end.
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
	PHASE_REFUSED, /* answered before all was read: only the end is to come */
	PHASE_IDLE     /* between requests, the next headers included */
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

/* What was answered last was a request of which not all has been read. */
bool peer_is_refused(const struct peer *peer);
/* The connection goes on under a descriptor of the caller's own, with all that is left: its end. */
void peer_linger(struct peer *peer, int fd);
int peer_descriptor(const struct peer *peer);
/* Drops what has come on it. False at the end: of what the client sends, of its time, or after 64 MiB. */
bool peer_drop_input(struct peer *peer);

/* One request more; true when it should be the last one on this connection. */
bool peer_is_worn(struct peer *peer);

const char *peer_address(const struct peer *peer); /* without port; "-" for NULL */

int peer_count(void);
struct peer *peers_last(void); /* of those open; NULL when there is none */

/* Ends what is over its time, or waits for the rest of a request from a client that has closed its
 * side; counts off what libmicrohttpd dropped without a word. Every second. */
void peers_reap(void);

/* While draining: ends connections that have been idle for a quarter of a second. A request that is
 * already here is still read and answered. */
void peers_reap_idle(void);

/* The same, for a few of those that have been answered once, so that others find a place. */
void peers_make_room(void);

#endif
