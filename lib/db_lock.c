/* The lock file, so that one process owns the database. */
#include "db_sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

static enum error report_holder(int fd, const char *lock_path)
{
	char holder[24] = "";
	ssize_t length = pread(fd, holder, sizeof(holder) - 1, 0);

	holder[length > 0 ? strspn(holder, "0123456789") : 0] = '\0';
	return db_report(E_BUSY, "%s is held by process %s", lock_path, *holder ? holder : "?");
}

enum error db_lock(const char *path, int *out)
{
	char lock_path[4096];
	int length = snprintf(lock_path, sizeof(lock_path), "%s.lock", path);

	if (length < 0 || (size_t)length >= sizeof(lock_path))
		return db_report(E_FAULT, "the path of the database is too long");

	int fd = open(lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return db_report(E_FAULT, "cannot open %s: %s", lock_path, strerror(errno));

	if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		enum error error = errno == EWOULDBLOCK
			? report_holder(fd, lock_path)
			: db_report(E_FAULT, "cannot lock %s: %s", lock_path, strerror(errno));
		close(fd);
		return error;
	}

	/* The number only helps a person to find the holder: the lock is good without it. */
	if (ftruncate(fd, 0) == 0)
		dprintf(fd, "%ld\n", (long)getpid());
	*out = fd;
	return OK;
}

void db_share(void)
{
}
