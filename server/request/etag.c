/* Entity tags of If-Match and If-None-Match. */
#include "request/etag.h"

#include <stdio.h>
#include <string.h>

#include "gen/problems.h"
#include "header.h"
#include "request/call.h"
#include "request/journal.h"

bool etag_matches_text(const char *list, const char *own)
{
	size_t length = strlen(own);
	struct header_tag tag;

	if (header_is_any(list))
		return true;
	while (header_next_tag(&list, &tag))
		if (tag.text.length == length && !memcmp(tag.text.text, own, length))
			return true;
	return false;
}

bool etag_matches(const char *list, int64_t revision)
{
	char own[24];

	snprintf(own, sizeof own, "%lld", (long long)revision);
	return etag_matches_text(list, own);
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
