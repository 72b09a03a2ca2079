/*
 * The end of connections whose client may still be sending: of a request that was refused before its body was there, or
 * of one behind the last answer. close() would reset them, and a reset takes the answer along that the client, or the
 * proxy before it, has not read yet. So our side is closed and what still comes is dropped, until the client has closed
 * its side too, for a limited time and length (peers.h).
 */
#ifndef THIDUA_LINGER_H
#define THIDUA_LINGER_H

#include <stdbool.h>

struct peer;

/* False when there are no descriptors left. */
bool linger_start(void);

/* For libmicrohttpd's thread, before it closes `fd`. False when the connection may be closed as it is; else it goes on
 * here, on a descriptor of its own, and `peer` is not the caller's any more. */
bool linger_begin(struct peer *peer, int fd);

/* A descriptor that is readable when linger_read() has something to do; for one thread. */
int linger_descriptor(void);
void linger_read(void);

/* After the last connection has ended, and the thread that reads. */
void linger_stop(void);

#endif
