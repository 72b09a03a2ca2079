/*
 * The headers of answers against the document that the server itself serves: those that it requires are
 * there, and none that it does not name.
 */
#ifndef THIDUA_TEST_PROMISE_H
#define THIDUA_TEST_PROMISE_H

#include "client.h"

/* Adds what is wrong to the answer's `faults`. The document is asked from the server with the first
 * answer of a program. */
void check_promise(struct client *client, const struct question *question, struct answer *answer);

#endif
