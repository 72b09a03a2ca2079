/* What a power cut would leave of a database: what its sectors held at the last sync, and what was written since. */
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "faults/shim.h"

#define SECTOR 512

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

static struct file *side_of(int fd)
{
	int of = shim_kind(fd);

	return of == DISK_MAIN ? &sides[0] : of == DISK_LOG ? &sides[1] : NULL;
}

/* The first connection to open a database is the writer's, which stays. */
void power_opened(int fd)
{
	struct file *side = side_of(fd);
	struct stat status;

	if (!side || side->fd >= 0 || fstat(fd, &status) != 0)
		return;
	*side = (struct file){.fd = fd, .synced_size = status.st_size};
}

void power_closed(int fd)
{
	for (size_t i = 0; i < 2; i++)
		if (sides[i].fd == fd)
			sides[i].fd = -1;
}

static pthread_mutex_t power = PTHREAD_MUTEX_INITIALIZER;

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
	if (sector->was_there && libc.pread(side->fd, sector->old, SECTOR, number * SECTOR) < 0)
		abort();
}

static void settle(struct file *side)
{
	struct stat status;

	side->count = 0;
	if (side->fd >= 0 && fstat(side->fd, &status) == 0)
		side->synced_size = status.st_size;
}

void power_before_write(int fd, size_t length, off_t at)
{
	pthread_mutex_lock(&power);
	struct file *side = side_of(fd);

	if (side == &sides[0] && shim_disk->lazy_log)
		settle(&sides[1]);
	if (side && length)
		for (off_t n = at / SECTOR; n <= (at + (off_t)length - 1) / SECTOR; n++)
			soil(side, n);
	pthread_mutex_unlock(&power);
}

/* A truncation is taken as done. */
void power_after_truncation(int fd, off_t size)
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

	for (off_t at = 0; (n = libc.pread(from, bytes, sizeof bytes, at)) > 0; at += n)
		if (libc.pwrite(to, bytes, (size_t)n, at) != n)
			abort();
}

/* Of three sectors that were not synced one is there, one is not, and one is half there. */
static void leave(struct file *side, const char *end, unsigned *seed)
{
	char name[140];

	if (side->fd < 0)
		return;
	snprintf(name, sizeof name, "%s/%lld.db%s", shim_disk->folder,
		(long long)shim_disk->cuts_made, end);
	int to = libc.open(name, O_RDWR | O_CREAT | O_TRUNC, 0600);
	if (to < 0)
		abort();
	copy_whole(side->fd, to);
	off_t size = side->synced_size;

	for (size_t i = 0; i < side->count; i++) {
		struct sector *sector = &side->dirty[i];
		off_t at = sector->number * SECTOR;
		int fate = rand_r(seed) % 3;

		if (fate && libc.pwrite(to, sector->old, fate == 1 ? SECTOR : SECTOR / 2, at) < 0)
			abort();
		if (fate != 1 && at + SECTOR > size)
			size = at + SECTOR;
	}
	struct stat status;

	if (fstat(to, &status) == 0 && size < status.st_size && libc.ftruncate(to, size) != 0)
		abort();
	libc.close(to);
}

void power_before_sync(int fd)
{
	pthread_mutex_lock(&power);
	static unsigned seed;

	if (side_of(fd) && shim_disk->cuts_made < shim_disk->cuts_wanted &&
		rand_r(&seed) % 3 == 0) {
		seed += shim_disk->seed;

		for (int i = 0; i < DISK_CLIENTS; i++)
			shim_disk->cut[shim_disk->cuts_made].acknowledged[i] =
				shim_disk->acknowledged[i];
		leave(&sides[0], "", &seed);
		leave(&sides[1], "-wal", &seed);
		shim_disk->cuts_made++;
	}
	pthread_mutex_unlock(&power);
}

void power_after_sync(int fd)
{
	pthread_mutex_lock(&power);
	struct file *side = side_of(fd);

	if (side && !(side == &sides[1] && shim_disk->lazy_log))
		settle(side);
	pthread_mutex_unlock(&power);
}
