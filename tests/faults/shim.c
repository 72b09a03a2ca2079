/* The program's side of disk.h: libc's calls, each with its failure. */
#undef _FORTIFY_SOURCE /* its headers would define the calls a second time */
#include "kit/disk.h"

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
#define SECTOR     512

static struct disk *disk; /* NULL without a test */
static _Atomic unsigned char
	kinds[MOST_FILES]; /* enum disk_file by descriptor; 0 for what is none */

/* libc's own. */
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_pread)(int, void *, size_t, off_t);
static ssize_t (*real_write)(int, const void *, size_t);
static int (*real_fdatasync)(int), (*real_fsync)(int), (*real_ftruncate)(int, off_t);
static int (*real_open)(const char *, int, ...), (*real_close)(int);
static int (*real_clock)(clockid_t, struct timespec *);
static void *(*real_mmap)(void *, size_t, int, int, int, off_t);

static void find(void *out, const char *name)
{
	void *found = dlsym(RTLD_NEXT, name);

	memcpy(out, &found, sizeof found);
}

static void prepare(void)
{
	if (real_close)
		return;
	find(&real_pwrite, "pwrite");
	find(&real_pread, "pread");
	find(&real_write, "write");
	find(&real_fdatasync, "fdatasync");
	find(&real_fsync, "fsync");
	find(&real_ftruncate, "ftruncate");
	find(&real_open, "open");
	find(&real_mmap, "mmap");
	find(&real_clock, "clock_gettime");
	find(&real_close, "close");
}

__attribute__((constructor)) static void begin(void)
{
	const char *path = getenv("FAULTS_DISK");
	int fd;

	prepare();
	if (!path || (fd = real_open(path, O_RDWR | O_CLOEXEC)) < 0)
		return;
	void *page = real_mmap(NULL, sizeof *disk, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	real_close(fd);
	if (page != MAP_FAILED)
		disk = page;
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

static int kind(int fd)
{
	return disk && fd >= 0 && fd < MOST_FILES ? kinds[fd] : 0;
}

/* What a sector held at the last sync; of one that was not there yet nothing is kept. */
struct sector {
	off_t number;
	bool was_there;
	unsigned char old[SECTOR];
};

static struct file {
	int fd;
	struct sector *dirty;
	size_t count, room;
	off_t synced_size;
} sides[2] = {{.fd = -1}, {.fd = -1}}; /* the database and its log */

/* The first connection to open a database is the writer's, which stays. */
static void remember(int fd)
{
	struct file *side = kinds[fd] == DISK_MAIN ? &sides[0]
		: kinds[fd] == DISK_LOG            ? &sides[1]
						   : NULL;
	struct stat status;

	if (!side || side->fd >= 0 || fstat(fd, &status) != 0)
		return;
	*side = (struct file){.fd = fd, .synced_size = status.st_size};
}

static int open_any(const char *name, int flags, mode_t mode)
{
	prepare();
	int fd = real_open(name, flags, mode);

	if (disk && fd >= 0 && fd < MOST_FILES)
		kinds[fd] = kind_of(name);
	if (disk && fd >= 0 && fd < MOST_FILES)
		remember(fd);
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
	for (size_t i = 0; kind(fd) && i < 2; i++)
		if (sides[i].fd == fd)
			sides[i].fd = -1;
	if (kind(fd))
		kinds[fd] = 0;
	return real_close(fd);
}

/* ---- Failures ---- */

/* True, with errno, when this call is one that fails. */
static bool fails(enum disk_call call, int fd)
{
	if (!disk || !(kind(fd) & disk->files) || (int)call != disk->call)
		return false;
	int64_t n = atomic_fetch_add(&disk->asked, 1) + 1;

	if (n < disk->first || n > disk->last)
		return false;
	if (!disk->error)
		kill(getpid(), SIGKILL);
	errno = disk->error;
	return true;
}

/* Only the writer writes. */
static void watch(int fd)
{
	int none = 0, me = gettid();

	if (!disk || !disk->watching || !(kind(fd) & (DISK_MAIN | DISK_LOG)))
		return;
	atomic_compare_exchange_strong(&disk->writer, &none, me);
	atomic_fetch_add(disk->writer == me ? &disk->by_writer : &disk->by_others, 1);
}

/* ---- Power ---- */

static pthread_mutex_t power = PTHREAD_MUTEX_INITIALIZER;

static struct file *side_of(int fd)
{
	int of = kind(fd);

	return of == DISK_MAIN ? &sides[0] : of == DISK_LOG ? &sides[1] : NULL;
}

static void soil(struct file *side, off_t number)
{
	for (size_t i = 0; i < side->count; i++)
		if (side->dirty[i].number == number)
			return;
	if (side->count == side->room) {
		side->room = side->room ? 2 * side->room : 256;
		side->dirty = realloc(side->dirty, side->room * sizeof *side->dirty);
		if (!side->dirty)
			abort();
	}
	struct sector *sector = &side->dirty[side->count++];

	*sector = (struct sector){.number = number};
	sector->was_there = number * SECTOR < side->synced_size;
	if (sector->was_there && real_pread(side->fd, sector->old, SECTOR, number * SECTOR) < 0)
		abort();
}

static void settle(struct file *side)
{
	struct stat status;

	side->count = 0;
	if (side->fd >= 0 && fstat(side->fd, &status) == 0)
		side->synced_size = status.st_size;
}

static void before_write(int fd, size_t length, off_t at)
{
	pthread_mutex_lock(&power);
	struct file *side = side_of(fd);

	if (side == &sides[0] && disk->lazy_log)
		settle(&sides[1]);
	if (side && length)
		for (off_t n = at / SECTOR; n <= (at + (off_t)length - 1) / SECTOR; n++)
			soil(side, n);
	pthread_mutex_unlock(&power);
}

/* A truncation is taken as done. */
static void after_truncation(int fd, off_t size)
{
	pthread_mutex_lock(&power);
	struct file *side = side_of(fd);
	size_t kept = 0;

	for (size_t i = 0; side && i < side->count; i++)
		if (side->dirty[i].number * SECTOR < size)
			side->dirty[kept++] = side->dirty[i];
	if (side) {
		side->count = kept;
		side->synced_size = side->synced_size < size ? side->synced_size : size;
	}
	pthread_mutex_unlock(&power);
}

static void copy_whole(int from, int to)
{
	static char bytes[1 << 20];
	ssize_t n;

	for (off_t at = 0; (n = real_pread(from, bytes, sizeof bytes, at)) > 0; at += n)
		if (real_pwrite(to, bytes, (size_t)n, at) != n)
			abort();
}

/* Of three sectors that were not synced one is there, one is not, and one is half there. */
static void leave(struct file *side, const char *end, unsigned *seed)
{
	char name[140];

	if (side->fd < 0)
		return;
	snprintf(name, sizeof name, "%s/%lld.db%s", disk->folder, (long long)disk->cuts_made, end);
	int to = real_open(name, O_RDWR | O_CREAT | O_TRUNC, 0600);
	if (to < 0)
		abort();
	copy_whole(side->fd, to);
	off_t size = side->synced_size;

	for (size_t i = 0; i < side->count; i++) {
		struct sector *sector = &side->dirty[i];
		off_t at = sector->number * SECTOR;
		int fate = rand_r(seed) % 3;

		if (fate && real_pwrite(to, sector->old, fate == 1 ? SECTOR : SECTOR / 2, at) < 0)
			abort();
		if (fate != 1 && at + SECTOR > size)
			size = at + SECTOR;
	}
	struct stat status;

	if (fstat(to, &status) == 0 && size < status.st_size && real_ftruncate(to, size) != 0)
		abort();
	real_close(to);
}

static void before_sync(int fd)
{
	pthread_mutex_lock(&power);
	static unsigned seed;

	if (side_of(fd) && disk->cuts_made < disk->cuts_wanted && rand_r(&seed) % 3 == 0) {
		seed += disk->seed;

		for (int i = 0; i < DISK_CLIENTS; i++)
			disk->cut[disk->cuts_made].acknowledged[i] = disk->acknowledged[i];
		leave(&sides[0], "", &seed);
		leave(&sides[1], "-wal", &seed);
		disk->cuts_made++;
	}
	pthread_mutex_unlock(&power);
}

static void after_sync(int fd)
{
	pthread_mutex_lock(&power);
	struct file *side = side_of(fd);

	if (side && !(side == &sides[1] && disk->lazy_log))
		settle(side);
	pthread_mutex_unlock(&power);
}

/* ---- The calls ---- */

static ssize_t pwrite_any(int fd, const void *bytes, size_t length, off_t at)
{
	prepare();
	if (kind(fd)) {
		watch(fd);
		if (fails(DISK_WRITE, fd))
			return -1;
		before_write(fd, length, at);
	}
	return real_pwrite(fd, bytes, length, at);
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
	return kind(fd) && fails(DISK_WRITE, fd) ? -1 : real_write(fd, bytes, length);
}

static ssize_t pread_any(int fd, void *bytes, size_t length, off_t at)
{
	prepare();
	return kind(fd) && fails(DISK_READ, fd) ? -1 : real_pread(fd, bytes, length, at);
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
	if (!kind(fd))
		return real(fd);
	watch(fd);
	if (fails(DISK_SYNC, fd))
		return -1;
	before_sync(fd);
	int status = real(fd);

	after_sync(fd);
	return status;
}

int fdatasync(int fd)
{
	prepare();
	return sync_any(fd, real_fdatasync);
}

int fsync(int fd)
{
	prepare();
	return sync_any(fd, real_fsync);
}

static int truncate_any(int fd, off_t size)
{
	prepare();
	if (!kind(fd))
		return real_ftruncate(fd, size);
	watch(fd);
	if (fails(DISK_TRUNCATE, fd))
		return -1;
	int status = real_ftruncate(fd, size);

	after_truncation(fd, size);
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
	return kind(fd) && fails(DISK_MAP, fd) ? MAP_FAILED
					       : real_mmap(at, length, may, flags, fd, offset);
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
	int status = real_clock(which, out);
	int64_t ahead = disk && which == CLOCK_REALTIME ? disk->clock : 0;

	out->tv_sec += ahead / 1000;
	return status;
}
