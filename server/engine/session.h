/*
 * From a token to a caller. Each thread keeps the tokens it has seen; a change of
 * EPOCH_TOKENS empties that cache.
 */
#ifndef THIDUA_SESSION_H
#define THIDUA_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "error.h"
#include "request/request.h"

/* `authorization` is the header's value. OK and *out, or E_UNAUTHENTICATED (absent, malformed,
 * unknown, expired, revoked: all alike). `epoch` is epoch_now(EPOCH_TOKENS), loaded before the snapshot
 * of `db` was chosen: what is read must be at least as new as the epoch under which it is kept. */
enum error session_find(
	struct db *db, const char *authorization, int64_t now, int64_t epoch, struct caller *out);

/* In the writer, when the epoch moved since: is the caller's token still good? */
enum error session_again(struct db *db, const struct caller *caller, int64_t now);

/* The rate of one token; false when it is over, with the seconds to wait. */
bool session_admit(const struct caller *caller, bool write, int64_t now, int *out_wait);

#endif
