/*
 * The open connections and how long each may stay as it is. libmicrohttpd only knows inactivity,
 * and any byte resets that; here a client has a total time for its headers, its body and for taking
 * the answer. All times follow from --idle-timeout: at its default of 15 s, 5 s for the first
 * headers, 10 s and a second for each 10 KiB for a body, 30 s for an answer.
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

void reaper_start(int64_t idle_seconds);

/* A connection begins and ends. The end must come before the descriptor is closed: until then the
 * reaper may shut it down. NULL when memory is short; the other functions take NULL. */
struct peer *peer_open(int fd, const struct sockaddr *address);
void peer_close(struct peer *peer);

/* `bytes` is the body's announced size, and ignored in other phases. Called by the thread that
 * serves the connection. */
void peer_enter(struct peer *peer, enum phase phase, uint64_t bytes);

/* One request more; true when it should be the last one on this connection. */
bool peer_is_worn(struct peer *peer);

const char *peer_address(const struct peer *peer); /* without port; "-" for NULL */

int peer_count(void);

/* Ends what is over its time. Every second. */
void reap(void);

/* While draining: ends connections that have been idle for a quarter of a second. A request that is
 * already here is still read and answered. */
void reap_idle(void);

#endif
