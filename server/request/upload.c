#include "request/upload.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "request/scratch.h"

#define MOST_MEMORY ((size_t)64 << 10)

static struct upload *begin(void)
{
	struct upload *upload = calloc(1, sizeof *upload);

	if (upload)
		sha256_start(&upload->digest);
	return upload;
}

static enum error move_to_file(struct upload *upload)
{
	enum error error = upload->in_file ? OK : scratch_open(&upload->file);

	if (error)
		return error;
	upload->in_file = true;
	error = scratch_write(upload->file, upload->memory.data, upload->memory.length);
	buffer_truncate(&upload->memory, 0);
	return error;
}

enum error upload_add(struct upload **upload, const void *bytes, size_t length)
{
	if (!*upload)
		*upload = begin();
	if (!*upload)
		return E_MEMORY;
	sha256_add(&(*upload)->digest, bytes, length);
	(*upload)->length += length;
	buffer_bytes(&(*upload)->memory, bytes, length);
	if ((*upload)->memory.failed)
		return E_MEMORY;
	return (*upload)->memory.length > MOST_MEMORY ? move_to_file(*upload) : OK;
}

enum error upload_end(struct upload *upload)
{
	sha256_end(&upload->digest, upload->sha256);
	if (!upload->in_file)
		return OK;
	enum error error = move_to_file(upload);

	buffer_free(&upload->memory);
	return error;
}

bool upload_read(const struct upload *upload, size_t offset, void *out, size_t length)
{
	if (!upload->in_file) {
		memcpy(out, upload->memory.data + offset, length);
		return true;
	}
	for (size_t done = 0; done < length;) {
		ssize_t n = pread(
			upload->file, (char *)out + done, length - done, (off_t)(offset + done));

		if (n == 0 || (n < 0 && errno != EINTR))
			return false;
		done += n > 0 ? (size_t)n : 0;
	}
	return true;
}

void upload_free(struct upload *upload)
{
	if (!upload)
		return;
	if (upload->in_file)
		close(upload->file);
	buffer_free(&upload->memory);
	free(upload);
}
