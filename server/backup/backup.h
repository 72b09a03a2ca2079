/*
 * Copies of the running database, in a folder of their own: made by a thread beside the lanes, when
 * somebody asked (POST /backups) and every some hours. A copy is whole when it has its manifest; that is
 * written last. Older ones go when a newer whole one is there, never before.
 */
#ifndef THIDUA_BACKUP_H
#define THIDUA_BACKUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backup/manifest.h"
#include "db.h"
#include "request/journal.h"

#define BACKUP_NAME_SIZE 48
#define BACKUP_WHY_SIZE  512

/* Copies the database at `database`, which may be in use, to `path` and writes the manifest, with the mark of the
 * pepper at `pepper_file` if there is one; see db_copy() for `go_on`. The manifest goes to *out, and what went wrong to `why`, in a sentence for the
 * log: it names files. */
enum error backup_make(const char *database, const char *pepper_file, const char *path,
	db_go_on *go_on, struct manifest *out, char why[BACKUP_WHY_SIZE]);

/* Writes the manifest of a copy that is there: its schema is on that step, its newest event is `head`, and it was begun at `at`; the rest
 * as above. */
enum error backup_describe(const char *path, const char *pepper_file, int64_t schema, int64_t at,
	const struct journal_head *head, struct manifest *out, char why[BACKUP_WHY_SIZE]);

struct backup {
	char file[BACKUP_NAME_SIZE]; /* in the folder */
	int64_t bytes;
	struct manifest manifest;
};

/* The whole ones of a folder, newest first; *out is freed with free(). E_NOT_FOUND with errno when the
 * folder can't be read, which is so before the first one. */
enum error backup_list(const char *folder, struct backup **out, size_t *out_count);
/* A name for a copy of that instant, that no older one has. */
void backup_name(const char *folder, int64_t at, char out[BACKUP_NAME_SIZE]);
/* Removes what an attempt that was killed left. */
void backup_sweep(const char *folder);
/* Removes all but the newest `keep` whole ones. */
void backup_retire(const char *folder, int64_t keep);

/* The thread of the server. False when it can't be started. */
bool backup_start(void);
/* Ends a copy that is under way. */
void backup_stop(void);

enum backup_failure { BACKUP_FINE, BACKUP_DISK_FULL, BACKUP_STORAGE_FAILED };
struct backup_state {
	bool waiting;      /* one was asked for, or is under way */
	int64_t failed_at; /* of the last try, when it failed; milliseconds */
	enum backup_failure failure;
};
struct backup_state backup_state(void);

#endif
