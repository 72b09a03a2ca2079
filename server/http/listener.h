/* The listening socket. */
#ifndef THIDUA_LISTENER_H
#define THIDUA_LISTENER_H

#include <stdbool.h>

/* A non-blocking listening socket at `address`: "127.0.0.1:8080" or "[::1]:8080", port 0 for any
 * free one; *out_port is the port that it got. -1 after logging why not; an address that is not
 * loopback needs `allow_public`, because what we speak is plain HTTP. The caller closes it. */
int listener_open(const char *address, bool allow_public, int *out_port);

#endif
