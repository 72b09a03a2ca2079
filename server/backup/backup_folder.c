/* The folder of the copies. Names sort by time; what has another name is none of ours and is left alone. */
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup/backup.h"
#include "base/log.h"
#include "calendar.h"

#define PREFIX "thidua-"
#define ENDING ".db"
#define SHAPE  "thidua-20000101-000000-000.db"

static bool path_in(const char *folder, const char *file, char out[PATH_MAX])
{
	return snprintf(out, PATH_MAX, "%s/%s", folder, file) < PATH_MAX;
}

static bool is_ours(const char *file)
{
	size_t length = strlen(file);

	if (length < sizeof SHAPE - 1 || strncmp(file, PREFIX, sizeof PREFIX - 1) != 0)
		return false;
	for (size_t i = sizeof PREFIX - 1; i < sizeof SHAPE - sizeof ENDING; i++) {
		bool digit = file[i] >= '0' && file[i] <= '9';

		if (SHAPE[i] == '-' ? file[i] != '-' : !digit)
			return false;
	}
	return strncmp(file + sizeof SHAPE - sizeof ENDING, ENDING, sizeof ENDING - 1) == 0;
}

static int is_copy(const struct dirent *entry)
{
	return strlen(entry->d_name) == sizeof SHAPE - 1 && is_ours(entry->d_name);
}

static int is_half(const struct dirent *entry)
{
	return is_ours(entry->d_name);
}

static bool look_at(const char *folder, const char *file, struct backup *out)
{
	char path[PATH_MAX];
	struct stat found;

	snprintf(out->file, sizeof out->file, "%s", file);
	if (!path_in(folder, file, path) || manifest_read(path, &out->manifest) ||
		stat(path, &found) != 0)
		return false;
	out->bytes = (int64_t)found.st_size;
	return true;
}

static void free_names(struct dirent **names, int count)
{
	for (int i = 0; i < count; i++)
		free(names[i]);
	free(names);
}

enum error backup_list(const char *folder, struct backup **out, size_t *out_count)
{
	struct dirent **names = NULL;
	int count = scandir(folder, &names, is_copy, alphasort);

	*out = NULL;
	*out_count = 0;
	if (count < 0)
		return E_NOT_FOUND;
	*out = calloc((size_t)count + 1, sizeof **out);
	for (int i = count; *out && i-- > 0;)
		*out_count += look_at(folder, names[i]->d_name, *out + *out_count);
	free_names(names, count);
	return *out ? OK : E_MEMORY;
}

void backup_name(const char *folder, int64_t at, char out[BACKUP_NAME_SIZE])
{
	char path[PATH_MAX], day[CALENDAR_DAY_SIZE];

	do {
		int64_t in_day = at % 86400000;

		calendar_print_day(at / 86400000, day);
		snprintf(out, BACKUP_NAME_SIZE, PREFIX "%.4s%.2s%.2s-%02d%02d%02d-%03d" ENDING, day,
			day + 5, day + 8, (int)(in_day / 3600000), (int)(in_day / 60000 % 60),
			(int)(in_day / 1000 % 60), (int)(in_day % 1000));
		at++;
	} while (path_in(folder, out, path) && access(path, F_OK) == 0);
}

/* The manifest first: what is left of a removal that was killed is no whole copy. */
static void remove_copy(const char *folder, const char *file)
{
	char path[PATH_MAX];

	if (path_in(folder, file, path) && !manifest_remove(path)) {
		db_remove(path);
		log_info("backup_removed", "file", file, NULL);
	}
}

static void remove_half(const char *folder, const char *file)
{
	char path[PATH_MAX], copy[BACKUP_NAME_SIZE];
	struct backup whole;

	snprintf(copy, sizeof copy, "%.*s", (int)sizeof SHAPE - 1, file);
	if (path_in(folder, file, path) && !look_at(folder, copy, &whole))
		unlink(path);
}

void backup_sweep(const char *folder)
{
	struct dirent **names = NULL;
	int count = scandir(folder, &names, is_half, alphasort);

	for (int i = 0; i < count; i++)
		remove_half(folder, names[i]->d_name);
	if (count >= 0)
		free_names(names, count);
}

void backup_retire(const char *folder, int64_t keep)
{
	struct backup *list;
	size_t count;

	if (backup_list(folder, &list, &count))
		return;
	for (size_t i = (size_t)keep; i < count; i++)
		remove_copy(folder, list[i].file);
	free(list);
}
