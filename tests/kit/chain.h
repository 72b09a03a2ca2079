/* The log tells of each object one story: chain.c reads it whole. */
#ifndef THIDUA_TEST_CHAIN_H
#define THIDUA_TEST_CHAIN_H

#include "client.h"

/* On the server of a scenario that has ended: the state before each event is the one after the event before it of the
 * same object, and the first event of an object has none. */
void chain_tells_states(struct client *client);

#endif
