#include "request/scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/server.h"
#include "db.h"
#include "secret.h"

static enum error error_of_disk(void)
{
	return errno == ENOSPC ? E_FULL : E_FAULT;
}

enum error scratch_open(int *out)
{
	char stem[PATH_MAX];
	uint64_t number;
	char *path;

	secret_random(&number, sizeof number);
	db_stem(server.config.db, stem, sizeof stem);
	if (asprintf(&path, "%s.scratch-%016llx", stem, (unsigned long long)number) < 0)
		return E_MEMORY;
	*out = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
	enum error error = *out < 0 ? error_of_disk() : OK;

	if (!error)
		unlink(path);
	free(path);
	return error;
}

enum error scratch_write(int file, const void *bytes, size_t length)
{
	for (size_t done = 0; done < length;) {
		ssize_t n = write(file, (const char *)bytes + done, length - done);

		if (n < 0 && errno != EINTR)
			return error_of_disk();
		done += n > 0 ? (size_t)n : 0;
	}
	return OK;
}
