/*
 * Entity tags: every object's is the number of its revision in quotes.
 */
#ifndef THIDUA_ETAG_H
#define THIDUA_ETAG_H

#include <stdbool.h>
#include <stdint.h>

/* `list` is the value of If-Match (strong: a weak tag never matches) or If-None-Match: "*" or a list of tags. */
bool etag_matches(const char *list, int64_t revision, bool strong);

#endif
