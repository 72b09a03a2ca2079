/* One copy of the running database, with its manifest. */
#include "backup/backup.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/embed.h"
#include "base/server.h"
#include "calendar.h"
#include "request/journal.h"

static enum error say(
	char why[BACKUP_WHY_SIZE], enum error error, const char *what, const char *cause)
{
	snprintf(why, BACKUP_WHY_SIZE, "%s%s", what, cause);
	return error;
}

/* The chain's head of the same snapshot: reading it is what begins the snapshot. */
static enum error copy_snapshot(
	struct db *db, const char *path, db_go_on *go_on, struct journal_head *out)
{
	enum error error = db_begin(db);

	if (!error)
		error = journal_newest(db, out);
	if (!error)
		error = db_copy(db, path, go_on);
	db_rollback(db);
	return error;
}

/* The log of the database is held up only while its pages are read, not while the copy is checked. */
static enum error copy(const char *database, const char *path, db_go_on *go_on,
	struct journal_head *out, char why[BACKUP_WHY_SIZE])
{
	struct db *db = NULL;

	atomic_store(&server.copying, true);
	enum error error = db_open(database, DB_READER, &db);

	if (!error)
		error = copy_snapshot(db, path, go_on, out);
	if (error)
		say(why, error, "", db_message(db));
	db_close(db);
	atomic_store(&server.copying, false);
	if (error)
		return error;
	error = db_copy_finish(path, go_on);
	return error ? say(why, error, "", db_message(NULL)) : OK;
}

enum error backup_describe(const char *path, const char *pepper_file, int64_t schema, int64_t at,
	const struct journal_head *head, struct manifest *out, char why[BACKUP_WHY_SIZE])
{
	uint8_t sum[SECRET_HASH_SIZE], pepper[SECRET_PEPPER_SIZE];

	*out = (struct manifest){.schema = schema, .event_seq = head->seq, .at = at};
	if (!digest_file_sha256(path, sum))
		return say(why, E_FAULT, "cannot read the copy: ", strerror(errno));
	digest_hex(sum, out->sha256);
	digest_hex(head->hash, out->event_hash);
	if (access(pepper_file, R_OK) == 0 && secret_pepper(pepper_file, pepper))
		secret_pepper_mark(pepper, out->pepper);
	enum error error = manifest_write(path, out);

	return error ? say(why, errno == ENOSPC ? E_FULL : error,
			       "cannot write the manifest: ", strerror(errno))
		     : OK;
}

enum error backup_make(const char *database, const char *pepper_file, const char *path,
	db_go_on *go_on, struct manifest *out, char why[BACKUP_WHY_SIZE])
{
	struct journal_head head = {0};
	int64_t at = calendar_now();
	enum error error = copy(database, path, go_on, &head, why);

	return error ? error
		     : backup_describe(path, pepper_file, (int64_t)embed_migration_count, at, &head,
			       out, why);
}
