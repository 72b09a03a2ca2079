/*
 * A body that is a file: while it comes in, and for the handler that keeps it. Little of it is in
 * memory, the rest in a scratch file.
 */
#ifndef THIDUA_UPLOAD_H
#define THIDUA_UPLOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buffer.h"
#include "error.h"
#include "secret.h"

struct upload {
	size_t length;
	/* Once it is whole: */
	const char *type; /* the media type, as the bytes say and the client too */
	uint8_t sha256[SECRET_HASH_SIZE];

	/* upload.c alone */
	struct sha256 digest;
	struct buffer memory; /* all of it, or what is not in the file yet */
	bool in_file;
	int file;
};

/* The next bytes; *upload is made with the first. E_FULL, E_MEMORY or E_FAULT. */
enum error upload_add(struct upload **upload, const void *bytes, size_t length);
/* There are no more; fills sha256. The same errors. */
enum error upload_end(struct upload *upload);
/* Of a whole one. False when the file cannot be read. */
bool upload_read(const struct upload *upload, size_t offset, void *out, size_t length);
void upload_free(struct upload *upload); /* NULL is fine */

#endif
