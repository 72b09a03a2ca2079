/*
 * JSON read where memory may be short. What jansson does about its own failed allocations is not
 * enough: some it takes for bad syntax, and a byte of a string that has no room is only left out. When
 * that is the closing quote it copies on behind the end, unless the memory for the copy fails as well.
 * So behind the first that failed all do, and what was read is none.
 */
#ifndef THIDUA_JSON_READ_H
#define THIDUA_JSON_READ_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "slab.h"

/* json_loadb(); NULL when memory was short, too. */
json_t *json_read(const char *text, size_t length, size_t flags);

/* For more than one call of jansson: between the two this thread is watched, and json_is_short() tells
 * whether an allocation has failed since the first. */
void json_watch(void);
bool json_is_short(void);
void json_unwatch(void);

/* Until it is NULL, values that this thread makes lie in these slabs as far as those go, and are freed
 * before them; none of their texts is for free(). */
void json_use(struct slabs *slabs);

#endif
