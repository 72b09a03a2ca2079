#include "request/fields.h"

#include <string.h>

bool list_names(const char *list, const char *word)
{
	size_t length = strlen(word);

	for (size_t n; *list; list += n + (list[n] == ',')) {
		n = strcspn(list, ",");
		if (n == length && !strncmp(list, word, n))
			return true;
	}
	return false;
}

bool fields_name(const struct request *req, const char *member)
{
	size_t offset = req->route->fields_offset;
	const char *fields =
		offset == NO_OFFSET ? NULL : *(const char *const *)((const char *)req->in + offset);

	return !fields || list_names(fields, member);
}
