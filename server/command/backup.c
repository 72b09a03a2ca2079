/* thidua backup: a copy of the database in one file, with a manifest that says what it holds. */
#include "command/command.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/embed.h"
#include "calendar.h"
#include "command/database.h"
#include "command/manifest.h"
#include "request/journal.h"

static int describe(struct db *db, const char *copy, struct manifest *out)
{
	uint8_t sum[SECRET_HASH_SIZE];

	if (journal_open(db))
		return command_fail(EX_DATAERR, "%s", db_message(db));
	if (!digest_file_sha256(copy, sum))
		return command_fail(EX_IOERR, "cannot read %s: %s", copy, strerror(errno));
	digest_hex(sum, out->sha256);
	digest_hex(journal_head().hash, out->event_hash);
	out->event_seq = journal_head().seq;
	out->schema = (int64_t)embed_migration_count;
	out->at = calendar_now();
	return EX_OK;
}

static int copy(struct db *db, const char *path)
{
	struct manifest manifest;
	char manifest_path[4096];

	if (snprintf(manifest_path, sizeof manifest_path, "%s.json", path) >=
		(int)sizeof manifest_path)
		return command_fail(EX_USAGE, "the path is too long");
	enum error error = db_backup(db, path);
	if (error)
		return command_fail(EX_IOERR, "%s", db_message(db));
	int status = describe(db, path, &manifest);
	if (!status)
		status = manifest_write(manifest_path, &manifest);
	if (!status)
		printf("%s and %s are written\n", path, manifest_path);
	return status;
}

int command_backup(int argc, char **argv)
{
	struct config config;
	struct db *db = NULL;

	if (!config_read("backup", argc, argv, &config))
		return EX_USAGE;
	if (access(config.file, F_OK) == 0)
		return command_fail(EX_CANTCREAT, "%s exists already", config.file);
	int status = database_lock(config.db);
	if (!status)
		status = database_open(config.db, &db, NULL);
	if (!status)
		status = copy(db, config.file);
	db_close(db);
	return status;
}
