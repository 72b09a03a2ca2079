/*
 * A rehearsal stands on a file system of its own: the real files, read only, without a lock. SQLite
 * keeps the index of the log in its own memory when it believes that it has the database alone
 * (locking_mode = exclusive) and builds it from the log itself; changed pages stay in its cache
 * (cache_spill = off) until they are rolled back. So a rehearsal sees what is committed, writes as it
 * likes, and nobody ever hears of it. What would reach a file, as at a commit, is refused here.
 *
 * Without locks, two things are left to the caller. An open snapshot of a reader keeps what the
 * rehearsal reads: from the log, as it was, and from the database file. Where the log had been saved
 * whole before that snapshot, it may begin anew all the same; then its header is another one, which
 * db_rehearsal_holds() sees.
 */
#include "db_sqlite.h"

#include <pthread.h>
#include <sqlite3.h>
#include <string.h>

#define LOG_HEADER 32 /* of the log's file: salt and checksum change when it begins anew */

/* What SQLite holds; the real file follows it in memory. */
struct file {
	sqlite3_file base;
	sqlite3_file *real;
	bool is_log, seen;
	unsigned char header[LOG_HEADER]; /* of the log, when it was read first */
};

static sqlite3_vfs *real_files, files;

static sqlite3_file *real_of(sqlite3_file *file)
{
	return ((struct file *)file)->real;
}

static int close_file(sqlite3_file *file)
{
	return real_of(file)->pMethods->xClose(real_of(file));
}

static int read_file(sqlite3_file *base, void *out, int size, sqlite3_int64 offset)
{
	struct file *file = (struct file *)base;
	int code = file->real->pMethods->xRead(file->real, out, size, offset);

	if (code == SQLITE_OK && file->is_log && !file->seen && !offset && size >= LOG_HEADER) {
		memcpy(file->header, out, LOG_HEADER);
		file->seen = true;
	}
	return code;
}

static int write_file(sqlite3_file *file, const void *data, int size, sqlite3_int64 offset)
{
	(void)file;
	(void)data;
	(void)size;
	(void)offset;
	return SQLITE_READONLY;
}

static int truncate_file(sqlite3_file *file, sqlite3_int64 size)
{
	(void)file;
	(void)size;
	return SQLITE_READONLY;
}

static int delete_file(sqlite3_vfs *vfs, const char *name, int sync)
{
	(void)vfs;
	(void)name;
	(void)sync;
	return SQLITE_READONLY;
}

static int size_of_file(sqlite3_file *file, sqlite3_int64 *out)
{
	return real_of(file)->pMethods->xFileSize(real_of(file), out);
}

/* Of a sync and of both ways of locking: there is nothing to do. */
static int nothing(sqlite3_file *file, int how)
{
	(void)file;
	(void)how;
	return SQLITE_OK;
}

static int is_reserved(sqlite3_file *file, int *out)
{
	(void)file;
	*out = 0;
	return SQLITE_OK;
}

static int control_file(sqlite3_file *file, int operation, void *argument)
{
	(void)file;
	if (operation != SQLITE_FCNTL_MMAP_SIZE)
		return SQLITE_NOTFOUND;
	*(sqlite3_int64 *)argument = 0;
	return SQLITE_OK;
}

static int sector_size(sqlite3_file *file)
{
	return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static int characteristics(sqlite3_file *file)
{
	return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

/* Of version 1: without shared memory, which is where the index of the log would be. */
static const sqlite3_io_methods methods = {
	.iVersion = 1,
	.xClose = close_file,
	.xRead = read_file,
	.xWrite = write_file,
	.xTruncate = truncate_file,
	.xSync = nothing,
	.xFileSize = size_of_file,
	.xLock = nothing,
	.xUnlock = nothing,
	.xCheckReservedLock = is_reserved,
	.xFileControl = control_file,
	.xSectorSize = sector_size,
	.xDeviceCharacteristics = characteristics,
};

/* Temporary files are what they always are. The others are opened by the real file system, which
 * knows that closing one must not drop the locks of this process on it. */
static int open_file(
	sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags, int *out_flags)
{
	struct file *file = (struct file *)base;

	(void)vfs;
	if (!(flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL)))
		return real_files->xOpen(real_files, name, base, flags, out_flags);
	*file = (struct file){
		.real = (sqlite3_file *)(file + 1), .is_log = (flags & SQLITE_OPEN_WAL) != 0};
	int code = real_files->xOpen(
		real_files, name, file->real, flags & ~SQLITE_OPEN_CREATE, out_flags);

	if (code == SQLITE_OK)
		file->base.pMethods = &methods;
	return code;
}

static void register_files(void)
{
	real_files = sqlite3_vfs_find(NULL);
	if (!real_files)
		return;
	files = *real_files;
	files.zName = "rehearsal";
	files.szOsFile += (int)sizeof(struct file);
	files.xOpen = open_file;
	files.xDelete = delete_file;
	sqlite3_vfs_register(&files, 0);
}

const char *db_rehearsal_files(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, register_files);
	return "rehearsal";
}

bool db_rehearsal_holds(const struct db *db)
{
	unsigned char header[LOG_HEADER];
	sqlite3_file *log = NULL;

	sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
	if (!log || log->pMethods != &methods)
		return false;
	const struct file *file = (const struct file *)log;

	if (!file->seen)
		return true;
	return file->real->pMethods->xRead(file->real, header, LOG_HEADER, 0) == SQLITE_OK &&
		!memcmp(header, file->header, LOG_HEADER);
}

bool db_rehearsal_changed(const struct db *db)
{
	return sqlite3_total_changes64(db->handle) > 0;
}
