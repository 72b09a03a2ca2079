/* The program's side of disk.h: libc's calls, each with its failure. */
#include "faults/shim.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define MOST_FILES 4096

struct disk *shim_disk;
struct libc libc;
static _Atomic unsigned char
	kinds[MOST_FILES]; /* enum disk_file by descriptor; 0 for what is none */

static void find(void *out, const char *name)
{
	void *found = dlsym(RTLD_NEXT, name);

	memcpy(out, &found, sizeof found);
}

static void prepare(void)
{
	if (libc.close)
		return;
	find(&libc.pwrite, "pwrite");
	find(&libc.pread, "pread");
	find(&libc.write, "write");
	find(&libc.fdatasync, "fdatasync");
	find(&libc.fsync, "fsync");
	find(&libc.ftruncate, "ftruncate");
	find(&libc.open, "open");
	find(&libc.mmap, "mmap");
	find(&libc.clock_gettime, "clock_gettime");
	find(&libc.close, "close");
}

__attribute__((constructor)) static void begin(void)
{
	const char *path = getenv("FAULTS_DISK");
	int fd;

	prepare();
	if (!path || (fd = libc.open(path, O_RDWR | O_CLOEXEC)) < 0)
		return;
	void *page = libc.mmap(NULL, sizeof *shim_disk, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	libc.close(fd);
	if (page != MAP_FAILED)
		shim_disk = page;
}

/* ---- Files ---- */

static bool ends_with(const char *name, const char *end)
{
	size_t length = strlen(name), tail = strlen(end);

	return length >= tail && !strcmp(name + length - tail, end);
}

static unsigned char kind_of(const char *name)
{
	const char *file = strrchr(name, '/');

	file = file ? file + 1 : name;
	if (!strstr(file, ".db") || ends_with(file, ".lock") || ends_with(file, ".pepper"))
		return 0;
	if (ends_with(file, "-wal"))
		return DISK_LOG;
	if (ends_with(file, "-shm"))
		return DISK_INDEX;
	return ends_with(file, ".db") && !strstr(file, "thidua-") ? DISK_MAIN : DISK_OTHER;
}

int shim_kind(int fd)
{
	return shim_disk && fd >= 0 && fd < MOST_FILES ? kinds[fd] : 0;
}

static int open_any(const char *name, int flags, mode_t mode)
{
	prepare();
	int fd = libc.open(name, flags, mode);

	if (shim_disk && fd >= 0 && fd < MOST_FILES) {
		kinds[fd] = kind_of(name);
		power_opened(fd);
	}
	return fd;
}

#define OPEN(function)                                                                             \
	int function(const char *name, int flags, ...)                                             \
	{                                                                                          \
		mode_t mode = 0;                                                                   \
		va_list list;                                                                      \
                                                                                                   \
		va_start(list, flags);                                                             \
		if (flags & O_CREAT)                                                               \
			mode = va_arg(list, mode_t);                                               \
		va_end(list);                                                                      \
		return open_any(name, flags, mode);                                                \
	}
OPEN(open)
OPEN(open64)

int close(int fd)
{
	prepare();
	if (shim_kind(fd)) {
		power_closed(fd);
		kinds[fd] = 0;
	}
	return libc.close(fd);
}

/* ---- Failures ---- */

/* True, with errno, when this call is one that fails. */
static bool fails(enum disk_call call, int fd)
{
	if (!shim_disk || !(shim_kind(fd) & shim_disk->files) || (int)call != shim_disk->call)
		return false;
	int64_t n = atomic_fetch_add(&shim_disk->asked, 1) + 1;

	if (n < shim_disk->first || n > shim_disk->last)
		return false;
	if (!shim_disk->error)
		kill(getpid(), SIGKILL);
	errno = shim_disk->error;
	return true;
}

/* Only the writer writes. */
static void watch(int fd)
{
	int none = 0, me = gettid();

	if (!shim_disk || !shim_disk->watching || !(shim_kind(fd) & (DISK_MAIN | DISK_LOG)))
		return;
	atomic_compare_exchange_strong(&shim_disk->writer, &none, me);
	atomic_fetch_add(
		shim_disk->writer == me ? &shim_disk->by_writer : &shim_disk->by_others, 1);
}

/* ---- The calls ---- */

static ssize_t pwrite_any(int fd, const void *bytes, size_t length, off_t at)
{
	prepare();
	if (shim_kind(fd)) {
		watch(fd);
		if (fails(DISK_WRITE, fd))
			return -1;
		power_before_write(fd, length, at);
	}
	return libc.pwrite(fd, bytes, length, at);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at)
{
	return pwrite_any(fd, bytes, length, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at)
{
	return pwrite_any(fd, bytes, length, at);
}

ssize_t write(int fd, const void *bytes, size_t length)
{
	prepare();
	return shim_kind(fd) && fails(DISK_WRITE, fd) ? -1 : libc.write(fd, bytes, length);
}

static ssize_t pread_any(int fd, void *bytes, size_t length, off_t at)
{
	prepare();
	return shim_kind(fd) && fails(DISK_READ, fd) ? -1 : libc.pread(fd, bytes, length, at);
}

ssize_t pread(int fd, void *bytes, size_t length, off_t at)
{
	return pread_any(fd, bytes, length, at);
}

ssize_t pread64(int fd, void *bytes, size_t length, off64_t at)
{
	return pread_any(fd, bytes, length, at);
}

static int sync_any(int fd, int (*real)(int))
{
	if (!shim_kind(fd))
		return real(fd);
	watch(fd);
	if (fails(DISK_SYNC, fd))
		return -1;
	power_before_sync(fd);
	int status = real(fd);

	power_after_sync(fd);
	return status;
}

int fdatasync(int fd)
{
	prepare();
	return sync_any(fd, libc.fdatasync);
}

int fsync(int fd)
{
	prepare();
	return sync_any(fd, libc.fsync);
}

static int truncate_any(int fd, off_t size)
{
	prepare();
	if (!shim_kind(fd))
		return libc.ftruncate(fd, size);
	watch(fd);
	if (fails(DISK_TRUNCATE, fd))
		return -1;
	int status = libc.ftruncate(fd, size);

	power_after_truncation(fd, size);
	return status;
}

int ftruncate(int fd, off_t size)
{
	return truncate_any(fd, size);
}

int ftruncate64(int fd, off64_t size)
{
	return truncate_any(fd, size);
}

static void *map_any(void *at, size_t length, int may, int flags, int fd, off_t offset)
{
	prepare();
	return shim_kind(fd) && fails(DISK_MAP, fd) ? MAP_FAILED
						    : libc.mmap(at, length, may, flags, fd, offset);
}

void *mmap(void *at, size_t length, int may, int flags, int fd, off_t offset)
{
	return map_any(at, length, may, flags, fd, offset);
}

void *mmap64(void *at, size_t length, int may, int flags, int fd, off64_t offset)
{
	return map_any(at, length, may, flags, fd, offset);
}

int clock_gettime(clockid_t which, struct timespec *out)
{
	prepare();
	int status = libc.clock_gettime(which, out);
	int64_t ahead = shim_disk && which == CLOCK_REALTIME ? shim_disk->clock : 0;

	out->tv_sec += ahead / 1000;
	return status;
}
