/*
 * The thread that accepts connections, hands them to libmicrohttpd and ends those that take too
 * long (peers.h).
 *
 * We accept ourselves. libmicrohttpd cannot stop listening while its pool runs (MHD_quiesce_daemon
 * races with the workers), so with a listener of its own a drain would reset what waits in the
 * backlog; and it spins when descriptors run out.
 *
 * When no connection can be taken, for want of a place or of a descriptor, kept connections without
 * a request end for those that wait. Who has waited for a second all the same is answered 503:
 * a monitor learns more from that than from silence.
 */
#ifndef THIDUA_DOOR_H
#define THIDUA_DOOR_H

#include <microhttpd.h>
#include <stdbool.h>

/* Takes `listener` over. At most `limit` connections are open at a time. False after logging why
 * not. */
bool door_open(int listener, struct MHD_Daemon *daemon, int limit);

/* Begins to close the listener: whoever has begun to connect is still let in. */
void door_shut(void);
bool door_is_shut(void);

/* Ends the thread, and shuts the door if it is open. */
void door_stop(void);

/* For libmicrohttpd: it begins and ends to serve a connection. */
void door_passed(void *context, struct MHD_Connection *connection, void **peer,
	enum MHD_ConnectionNotificationCode code);

#endif
