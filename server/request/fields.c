#include "request/fields.h"

#include <string.h>

bool fields_name(const struct request *req, const char *member)
{
	size_t offset = req->route->fields_offset, length = strlen(member);
	const char *at =
		offset == NO_OFFSET ? NULL : *(const char *const *)((const char *)req->in + offset);

	if (!at)
		return true;
	for (size_t n; *at; at += n + (at[n] == ',')) {
		n = strcspn(at, ",");
		if (n == length && !strncmp(at, member, n))
			return true;
	}
	return false;
}
