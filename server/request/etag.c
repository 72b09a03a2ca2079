/* Entity tags of If-Match and If-None-Match. */
#include "request/etag.h"

#include <stdio.h>
#include <string.h>

#include "gen/problems.h"
#include "header.h"
#include "request/call.h"

bool etag_matches(const char *list, int64_t revision, bool strong)
{
	char own[24];
	int length = snprintf(own, sizeof own, "%lld", (long long)revision);
	struct header_tag tag;

	if (header_is_any(list))
		return true;
	while (header_next_tag(&list, &tag))
		if (!(strong && tag.weak) && tag.text.length == (size_t)length &&
			!memcmp(tag.text.text, own, tag.text.length))
			return true;
	return false;
}

enum error check_if_match(struct request *req, int64_t revision)
{
	if (!req->call->if_match || etag_matches(req->call->if_match, revision, true))
		return OK;
	call_set_header(req->call, "ETag", "\"%lld\"", (long long)revision);
	return fail_precondition_failed(req);
}
