/* What the parts of the shim share, which stands in the program under test: see kit/disk.h. */
#ifndef THIDUA_FAULTS_SHIM_H
#define THIDUA_FAULTS_SHIM_H

#undef _FORTIFY_SOURCE /* the headers would define the calls a second time */
#include <sys/types.h>
#include <time.h>

#include "kit/disk.h"

extern struct disk *shim_disk; /* the page; NULL without a test */
int shim_kind(int fd); /* enum disk_file; 0 for what is none of a database's, and without a test */

extern struct libc {
	ssize_t (*pwrite)(int, const void *, size_t, off_t);
	ssize_t (*pread)(int, void *, size_t, off_t);
	ssize_t (*write)(int, const void *, size_t);
	int (*fdatasync)(int), (*fsync)(int), (*ftruncate)(int, off_t);
	int (*open)(const char *, int, ...), (*close)(int);
	int (*clock_gettime)(clockid_t, struct timespec *);
	void *(*mmap)(void *, size_t, int, int, int, off_t);
} libc;

/* shim_power.c: what becomes of a database and its log. The calls themselves are made between these. */
void power_opened(int fd);
void power_closed(int fd);
void power_before_write(int fd, size_t length, off_t at);
void power_after_truncation(int fd, off_t size);
void power_before_sync(int fd); /* the moment of a cut */
void power_after_sync(int fd);

#endif
