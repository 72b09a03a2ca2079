#include "base/counters_machine.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/server.h"
#include "buffer.h"

void counters_print_one(
	struct buffer *out, const char *name, const char *type, const char *help, int64_t value)
{
	buffer_printf(out, "# HELP %s %s\n# TYPE %s %s\n%s %lld\n", name, help, name, type, name,
		(long long)value);
}

/* 0 where /proc is not mounted. */
static int64_t resident_bytes(void)
{
	long long size, resident = 0;
	FILE *file = fopen("/proc/self/statm", "re");

	if (!file)
		return 0;
	if (fscanf(file, "%lld %lld", &size, &resident) != 2)
		resident = 0;
	fclose(file);
	return resident * sysconf(_SC_PAGESIZE);
}

static int64_t open_files(void)
{
	DIR *folder = opendir("/proc/self/fd");
	int64_t count = 0;

	if (!folder)
		return 0;
	while (readdir(folder))
		count++;
	closedir(folder);
	return count - 3; /* itself, and the two names that each folder has */
}

static int64_t file_bytes(const char *ending)
{
	char path[PATH_MAX];
	struct stat found;

	snprintf(path, sizeof path, "%s%s", server.config.db, ending);
	return stat(path, &found) == 0 ? (int64_t)found.st_size : 0;
}

static int64_t free_bytes(void)
{
	struct statvfs found;

	return statvfs(server.config.db, &found) == 0
		? (int64_t)((uint64_t)found.f_bavail * found.f_frsize)
		: 0;
}

void counters_print_machine(struct buffer *out)
{
	counters_print_one(
		out, "thidua_database_bytes", "gauge", "The database file.", file_bytes(""));
	counters_print_one(out, "thidua_log_bytes", "gauge", "The log of commits beside it.",
		file_bytes("-wal"));
	counters_print_one(out, "thidua_disk_free_bytes", "gauge",
		"Free space on the disk of the database.", free_bytes());
	counters_print_one(out, "process_open_fds", "gauge", "Open descriptors.", open_files());
	counters_print_one(out, "process_resident_memory_bytes", "gauge", "Resident memory.",
		resident_bytes());
	counters_print_one(out, "process_start_time_seconds", "gauge",
		"Start, in seconds since 1970.", server.started / 1000);
}
