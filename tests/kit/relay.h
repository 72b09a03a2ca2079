/*
 * A bad network in front of a server on this machine: what goes through comes late, now and then much later, as after a lost
 * packet; or the connection is reset in the middle of a request or of an answer; or all further bytes vanish while it stays
 * open, until the client gives up.
 *
 *	struct relay relay = {.to = port, .delay = 300, .seed = 7};
 *	relay_start(&relay);
 *	..		-- clients connect to relay.port
 *	relay_stop(&relay);
 */
#ifndef THIDUA_TEST_RELAY_H
#define THIDUA_TEST_RELAY_H

#include <pthread.h>
#include <stdbool.h>

struct relay {
	int to;     /* port of the server */
	long delay; /* milliseconds, each way */
	unsigned seed;

	int port;
	int fd; /* that listens */
	pthread_t thread;
	_Atomic int connections; /* that are open */
	_Atomic int carried, late, cut_requests, cut_answers, lost_requests, lost_answers;
};

void relay_start(struct relay *relay); /* or ends the program */
void relay_stop(struct relay *relay);  /* when all clients have closed their connections */

#endif
