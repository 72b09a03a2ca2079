/* What the hash of an event is made of: for those who write the chain, and for those who walk it. */
#ifndef THIDUA_JOURNAL_EVENT_H
#define THIDUA_JOURNAL_EVENT_H

#include <stdint.h>

#include "secret.h"

struct event {
	int64_t seq, at, token;
	const char *actor, *role, *unit, *action, *object;
	const uint8_t *before; /* NULL for the first event of an object */
	const uint8_t *after;
	const char *request_id, *address;
	const uint8_t *prev;
};

void journal_hash(const struct event *event, uint8_t out[SECRET_HASH_SIZE]);

#endif
