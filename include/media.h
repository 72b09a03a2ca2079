/* What a file is, by its first bytes and not by its name. */
#ifndef THIDUA_MEDIA_H
#define THIDUA_MEDIA_H

#include <stddef.h>

#define MEDIA_HEAD 512 /* bytes that are enough to tell */

struct media {
	const char *word; /* "pdf": of the group file_content in words.yaml */
	const char *
		type; /* its media type, when it is a scan or a picture as offices keep them; else NULL */
};

/* Never NULL; what is none of those that are known has the word "unknown". */
const struct media *media_of(const void *head, size_t length);

/* The literal of such a type that was kept as text; of any other one "application/octet-stream". */
const char *media_type(const char *type);

#endif
