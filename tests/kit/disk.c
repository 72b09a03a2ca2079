/* The test's side of disk.h. */
#include "disk.h"

#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

struct disk *disk_share(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	void *page = MAP_FAILED;

	if (fd >= 0 && ftruncate(fd, sizeof(struct disk)) == 0)
		page = mmap(NULL, sizeof(struct disk), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (fd >= 0)
		close(fd);
	if (page == MAP_FAILED || setenv("FAULTS_DISK", path, 1) != 0)
		return NULL;
	return page;
}

void disk_break(
	struct disk *disk, enum disk_call call, int files, int64_t first, int64_t last, int error)
{
	disk->files = 0;
	disk->call = (int)call;
	disk->error = error;
	disk->first = first;
	disk->last = last;
	disk->asked = 0;
	disk->files = files;
}

void disk_mend(struct disk *disk)
{
	disk->files = 0;
}
