/*
 * When tokens were used last: noted by every thread, stored by the writer in batches
 * (token_uses_store). To the minute, and a note may be lost: it tells an admin which tokens are
 * dead.
 */
#ifndef THIDUA_TOKEN_USES_H
#define THIDUA_TOKEN_USES_H

#include <stdint.h>

#include "error.h"

struct db;

/* `now` in milliseconds. Once a minute for each token and thread. */
void token_uses_note(int64_t token, int64_t now);

/* Those since the last call, in a transaction of the writer. */
enum error token_uses_store(struct db *db);

#endif
