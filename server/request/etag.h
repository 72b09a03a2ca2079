/*
 * Entity tags: every object's is the number of its revision in quotes; that of a file is its digest.
 */
#ifndef THIDUA_ETAG_H
#define THIDUA_ETAG_H

#include <stdbool.h>
#include <stdint.h>

#include "request/request.h"

/* `list` is the value of If-Match or If-None-Match: "*" or a list of tags. A weak tag counts as the
 * strong one: a proxy that compresses weakens ours on the way out, and the revision is the same. */
bool etag_matches(const char *list, int64_t revision);
/* The same for a tag that is no revision. */
bool etag_matches_text(const char *list, const char *own);

/* If-Match against the row's revision; sets 412 with the current ETag, and who gave it and when. OK
 * when there is no If-Match. */
enum error check_if_match(struct request *req, int64_t revision);

#endif
