/*
 * Many clients at once, slow ones and a server that stops, for tests/http.c. Each function counts
 * what it looked at.
 */
#ifndef THIDUA_TEST_SIEGE_H
#define THIDUA_TEST_SIEGE_H

/* On a running server: more bodies than may be in memory; a hundred writers. */
void siege_bodies(int port);
void siege_writes(int port);

/* On servers of their own: tricklers and slow readers; the limits of connections; SIGTERM under
 * load. */
void siege_slow_clients(void);
void siege_limits(void);
void siege_drains(void);

#endif
