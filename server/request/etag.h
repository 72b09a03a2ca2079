/*
 * Entity tags: every object's is the number of its revision in quotes.
 */
#ifndef THIDUA_ETAG_H
#define THIDUA_ETAG_H

#include <stdbool.h>
#include <stdint.h>

#include "request/request.h"

/* `list` is the value of If-Match (strong: a weak tag never matches) or If-None-Match: "*" or a list of tags. */
bool etag_matches(const char *list, int64_t revision, bool strong);

/* If-Match against the row's revision; sets 412 with the current ETag. OK when there is no
 * If-Match. */
enum error check_if_match(struct request *req, int64_t revision);

#endif
