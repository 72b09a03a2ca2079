/* What is known of a copy of the database, in a JSON file beside it: the copy's name and ".json". */
#ifndef THIDUA_MANIFEST_H
#define THIDUA_MANIFEST_H

#include <stdint.h>

#include "error.h"
#include "secret.h"

struct manifest {
	char sha256[2 * SECRET_HASH_SIZE + 1];
	int64_t schema;    /* step */
	int64_t event_seq; /* newest event; 0 without one */
	char event_hash[2 * SECRET_HASH_SIZE + 1];
	char pepper[SECRET_MARK_SIZE]; /* with which its tokens work; "" when it was not known */
	int64_t at;                    /* milliseconds; no later than what the copy holds */
};

/* Whole or not at all; E_FAULT with errno. */
enum error manifest_write(const char *copy, const struct manifest *manifest);
/* E_NOT_FOUND when there is none that can be read, E_FAULT when it is not one of ours. */
enum error manifest_read(const char *copy, struct manifest *out);
/* With errno; that there is none is fine. */
enum error manifest_remove(const char *copy);

#endif
