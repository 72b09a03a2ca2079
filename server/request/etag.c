/* Entity tags of If-Match and If-None-Match. */
#include "request/etag.h"

#include <stdio.h>
#include <string.h>

#include "gen/problems.h"
#include "request/call.h"

bool etag_matches(const char *list, int64_t revision, bool strong)
{
	char tag[24];
	int length = snprintf(tag, sizeof tag, "\"%lld\"", (long long)revision);
	const char *at = list;

	at += strspn(at, " \t,");
	if (!strcmp(at, "*"))
		return true;
	while (*at) {
		bool weak = !strncmp(at, "W/", 2);

		at += weak ? 2 : 0;
		if (!(strong && weak) && !strncmp(at, tag, (size_t)length))
			return true;
		at += strcspn(at, ",");
		at += strspn(at, " \t,");
	}
	return false;
}

enum error check_if_match(struct request *req, int64_t revision)
{
	if (!req->call->if_match || etag_matches(req->call->if_match, revision, true))
		return OK;
	call_set_header(req->call, "ETag", "\"%lld\"", (long long)revision);
	return fail_precondition_failed(req);
}
