/* The listening socket. */
#ifndef THIDUA_LISTENER_H
#define THIDUA_LISTENER_H

#include <stdbool.h>

#define LISTENER_BACKLOG 1024 /* connections that may wait to be accepted */

/* A non-blocking listening socket at `address`: "127.0.0.1:8080" or "[::1]:8080", port 0 for any
 * free one; *out_port is the port that it got. -1 after logging why not; an address that is not
 * loopback needs `allow_public`, because what we speak is plain HTTP. The caller closes it. */
int listener_open(const char *address, bool allow_public, int *out_port);

/* Whoever has not begun to connect is not answered any more, and tries again a second later;
 * connections that have begun still arrive. close() alone resets those that arrive between the last
 * accept() and itself. False where the system has no such filter. */
bool listener_refuse_new(int fd);

#endif
