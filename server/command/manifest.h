/* What is known of a copy, in a JSON file beside it. */
#ifndef THIDUA_MANIFEST_H
#define THIDUA_MANIFEST_H

#include <stdint.h>

#include "secret.h"

struct manifest {
	char sha256[2 * SECRET_HASH_SIZE + 1];
	int64_t schema;    /* step */
	int64_t event_seq; /* newest event; 0 without one */
	char event_hash[2 * SECRET_HASH_SIZE + 1];
	int64_t at; /* milliseconds */
};

int manifest_write(const char *path, const struct manifest *manifest);
int manifest_read(const char *path, struct manifest *out);

#endif
