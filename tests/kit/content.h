/* All that a database holds, to be compared: its step, its schema, and every row of every table. */
#ifndef THIDUA_TEST_CONTENT_H
#define THIDUA_TEST_CONTENT_H

#include <stdbool.h>
#include <stdint.h>

#include "secret.h"

struct content {
	int step;
	uint8_t hash[SECRET_HASH_SIZE];
};

/* Plays in what a crash left in the log. Expects the file to be whole. */
struct content content_of(const char *path);
bool content_is_same(const struct content *a, const struct content *b);

#endif
