/*
 * When tokens were used last: noted by every thread, stored by the writer in batches
 * (session_store_used). To the minute, and a note may be lost: it tells an admin which tokens are
 * dead.
 */
#ifndef THIDUA_TOKEN_USES_H
#define THIDUA_TOKEN_USES_H

#include <stdint.h>

/* `now` in milliseconds. Once a minute for each token and thread. */
void used_note(int64_t token, int64_t now);

#endif
