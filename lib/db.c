/*
 * What does not depend on the engine: the lock file, the detail of the last failure, and the calls
 * that are made of others.
 */
#include "db.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "db_sqlite.h"

/* A connection belongs to one thread at a time, so the thread's last failure is the
 * connection's. */
static _Thread_local char last_failure[512];

enum error db_report(enum error error, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(last_failure, sizeof(last_failure), format, arguments);
	va_end(arguments);
	return error;
}

const char *db_message(const struct db *db)
{
	(void)db;
	return last_failure;
}

void db_forget_failure(const struct db *db)
{
	(void)db;
	last_failure[0] = '\0';
}

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

void bind_text(struct stmt *stmt, const char *name, const char *value)
{
	bind_text_n(stmt, name, value, value ? strlen(value) : 0);
}

enum error db_run(struct stmt *stmt)
{
	while (db_row(stmt))
		;
	return db_done(stmt);
}

/* Savepoints of one name nest: the innermost is meant. */
enum error db_savepoint(struct db *db)
{
	return db_run(db_query(db, "SAVEPOINT j"));
}

enum error db_release(struct db *db)
{
	return db_run(db_query(db, "RELEASE SAVEPOINT j"));
}

enum error db_rollback_to(struct db *db)
{
	enum error error = db_run(db_query(db, "ROLLBACK TO SAVEPOINT j"));

	return error ? error : db_release(db);
}
