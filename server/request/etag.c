/* Entity tags of If-Match and If-None-Match. */
#include "request/etag.h"

#include <stdio.h>
#include <string.h>

#include "gen/problems.h"
#include "header.h"
#include "request/call.h"
#include "request/journal.h"

bool etag_matches(const char *list, int64_t revision)
{
	char own[24];
	int length = snprintf(own, sizeof own, "%lld", (long long)revision);
	struct header_tag tag;

	if (header_is_any(list))
		return true;
	while (header_next_tag(&list, &tag))
		if (tag.text.length == (size_t)length &&
			!memcmp(tag.text.text, own, tag.text.length))
			return true;
	return false;
}

enum error check_if_match(struct request *req, int64_t revision)
{
	if (!req->call->if_match || etag_matches(req->call->if_match, revision))
		return OK;
	const char *etag = req_printf(req, "\"%lld\"", (long long)revision);
	struct change change;

	if (journal_last(req, &change))
		return req->failed;
	call_set_header(req->call, "ETag", "%s", etag);
	return fail_precondition_failed(req, etag, change.by, change.at);
}
