/*
 * The socket side: libmicrohttpd, the header gate, parking, the reaper. The rest of the server sees
 * a struct call only.
 *
 *	http_start(&config);            -- serves; http_port() says where
 *	server.draining = true;         -- SIGTERM: /readyz says 503, answers close their connection
 *	sleep(config.drain_seconds);    -- for the proxy to notice
 *	http_drain(10);                 -- no new connections, the answers under way leave
 *	lane_stop(10);                  -- what is parked is answered, the database closes
 *	http_stop();
 */
#ifndef THIDUA_HTTP_H
#define THIDUA_HTTP_H

#include <stdbool.h>

#include "base/config.h"

/* Takes the address of --listen; false after logging why not. Before anything else is made, so that
 * an address that is taken costs nothing. Clients wait until http_start(). */
bool http_listen(const struct config *config);

/* Listens on config->listen, an IPv4 literal or an IPv6 literal in brackets with a port. False
 * after logging why not: not a literal, in use, or not loopback without --allow-public. Signals
 * must be blocked before, as the threads inherit the mask. */
bool http_start(const struct config *config);

/* The port that was bound; useful when the configured one is 0. */
int http_port(void);

/* Threads that run handlers, for lane_start(); known before http_start(). */
int http_threads(const struct config *config);

/* Accepts what waits in the backlog, closes the listener, lets every connection finish the request
 * it is at, and returns when none is left or after `seconds`. Later requests on connections that
 * are still open get 503. */
void http_drain(int seconds);

/* Ends all connections and threads. Calls that are still parked are answered 503 first. */
void http_stop(void);

#endif
