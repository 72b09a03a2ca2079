/*
 * From a token, or the cookie of a session, to a caller. Each thread keeps those it has seen; a change
 * of EPOCH_TOKENS empties that cache.
 */
#ifndef THIDUA_SESSION_H
#define THIDUA_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "error.h"
#include "request/request.h"

/* What a request shows: the values of its headers, or NULL. */
struct session_proof {
	const char *authorization;
	const char *cookie; /* which is not looked at beside the other one */
};

/* OK and *out, or E_UNAUTHENTICATED (absent, malformed, unknown, expired, idle, revoked: all alike). `epoch` is epoch_now(EPOCH_TOKENS), loaded before the snapshot
 * of `db` was chosen: what is read must be at least as new as the epoch under which it is kept. */
enum error session_find(struct db *db, const struct session_proof *proof, int64_t now,
	int64_t epoch, struct caller *out);

/* In the writer, when the epoch moved since: is the caller's token still good? */
enum error session_again(struct db *db, const struct caller *caller, int64_t now);

/* The rate of one token; false when it is over, with the seconds to wait. */
bool session_admit(const struct caller *caller, bool write, int64_t now, int *out_wait);

/* The same for passwords that come from one address, on their way to be looked at: what was not looked at is given
 * back. Of IPv6 the network counts, as one machine may have all of its addresses. */
bool session_admit_password(const char *address, int64_t now, int *out_wait);
void session_give_back(const char *address, int64_t now);

/* The same for wrong tokens. A right one is not kept out by others of its address: nobody guesses 256 bits, and a
 * forgotten script must not stop a whole office. */
bool session_admit_wrong_token(const char *address, int64_t now, int *out_wait);

/* Counts a password, looked at or not, and says how many kinds of addresses go first: 0 for one where a password was right
 * lately, 1 for one that comes seldom, 2 for one that comes again and again. */
int session_behind(const char *address, int64_t now);
/* It was no wrong one, and counts nowhere; `right` when it was looked at. */
void session_welcome(const char *address, bool right, int64_t now);

#endif
