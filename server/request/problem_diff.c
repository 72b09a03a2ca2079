/* What a dry run would change: objects for the member `diff`, in the order in which they are told. */
#include <string.h>

#include "request/problem.h"

void req_difference_item(struct request *req, const char *members)
{
	struct buffer *diff = &req->faults.diff;

	if (req->dry_run)
		buffer_printf(diff, "%s{%s}", diff->length ? "," : "", members);
}

void req_difference(
	struct request *req, const char *pointer, const char *old_json, const char *new_json)
{
	struct buffer members = {0};

	if (!req->dry_run || !pointer)
		return;
	buffer_text(&members, "\"pointer\":");
	buffer_json(&members, pointer, strlen(pointer));
	buffer_printf(&members, ",\"old\":%s,\"new\":%s", old_json ? old_json : "null",
		new_json ? new_json : "null");
	req_difference_item(req, req_take(req, &members));
}

void problem_print_differences(const struct request *req, struct buffer *out)
{
	buffer_bytes(out, req->faults.diff.data, req->faults.diff.length);
}
