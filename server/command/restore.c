/*
 * thidua restore: puts a copy in the place of the database. The copy is checked against its
 * manifest and read as a whole before the old database is touched, and the old one stays beside it.
 */
#include "command/command.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "backup/manifest.h"
#include "command/database.h"
#include "command/witness.h"
#include "request/journal.h"

static int check_sum(const char *path, const struct manifest *manifest)
{
	uint8_t sum[SECRET_HASH_SIZE];
	char text[2 * SECRET_HASH_SIZE + 1];

	if (!digest_file_sha256(path, sum))
		return command_fail(EX_NOINPUT, "cannot read %s: %s", path, strerror(errno));
	digest_hex(sum, text);
	if (strcmp(text, manifest->sha256) != 0)
		return command_fail(EX_DATAERR,
			"%s is not the file of its manifest: its SHA-256 is %s", path, text);
	return EX_OK;
}

static bool copy_bytes(int from, int to)
{
	char bytes[65536];
	ssize_t n;

	while ((n = read(from, bytes, sizeof bytes)) > 0) {
		if (write(to, bytes, (size_t)n) != n)
			return false;
	}
	return n == 0;
}

static int copy_file(const char *path, const char *draft)
{
	int from = open(path, O_RDONLY | O_CLOEXEC);
	int to = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	bool copied = from >= 0 && to >= 0 && copy_bytes(from, to);
	int cause = errno;

	if (from >= 0)
		close(from);
	if (to >= 0 && close(to) != 0 && copied) {
		copied = false;
		cause = errno;
	}
	return copied
		? EX_OK
		: command_fail(EX_IOERR, "cannot copy %s to %s: %s", path, draft, strerror(cause));
}

/* Its own chain, up to the event that the manifest witnesses. */
static int check_events(struct db *db, const struct manifest *manifest)
{
	int64_t count = 0, bad = 0;
	char hash[2 * SECRET_HASH_SIZE + 1];

	if (journal_open(db) || journal_verify(db, &count, &bad))
		return command_fail(EX_DATAERR, "%s", db_message(db));
	digest_hex(journal_head().hash, hash);
	if (bad || journal_head().seq != manifest->event_seq ||
		strcmp(hash, manifest->event_hash) != 0)
		return command_fail(
			EX_DATAERR, "the events of the copy are not those of its manifest");
	return EX_OK;
}

static int check_draft(const char *draft, const struct manifest *manifest)
{
	struct db *db = NULL;
	struct witness witness = {0};
	int version = 0;
	int status = database_look(draft, &db, &version);

	if (!status && version != manifest->schema)
		status = command_fail(EX_DATAERR, "the copy has schema %d, its manifest says %lld",
			version, (long long)manifest->schema);
	if (!status && db_verify(db))
		status = command_fail(EX_DATAERR, "%s", db_message(db));
	if (!status)
		status = check_events(db, manifest);
	if (!status && witness_verify(db, &witness) == OK && *witness.finding)
		status = command_fail(EX_DATAERR, "%s", witness.finding);
	db_close(db);
	return status;
}

/* Closing the old database plays its log in, so that what stays beside the new one is complete. */
static int keep_old(const char *path)
{
	struct db *old = NULL;
	char aside[4096];

	if (access(path, F_OK) != 0)
		return EX_OK;
	if (db_open(path, DB_WRITER, &old))
		return command_fail(EX_DATAERR,
			"the old database cannot be kept: %s; move it away first, with its -wal",
			db_message(NULL));
	db_close(old);
	if (snprintf(aside, sizeof aside, "%s.before-restore", path) >= (int)sizeof aside)
		return command_fail(EX_USAGE, "the path is too long");
	unlink(aside);
	if (link(path, aside) != 0)
		return command_fail(
			EX_IOERR, "cannot keep %s as %s: %s", path, aside, strerror(errno));
	printf("the old database is kept as %s\n", aside);
	return EX_OK;
}

static int swap(const char *draft, const char *path)
{
	int status = keep_old(path);

	if (!status && db_replace(draft, path))
		status = command_fail(EX_IOERR, "%s", db_message(NULL));
	return status;
}

static int read_manifest(const char *copy, struct manifest *out)
{
	enum error error = manifest_read(copy, out);

	if (error == E_NOT_FOUND)
		return command_fail(EX_NOINPUT, "cannot read the manifest %s.json", copy);
	return error ? command_fail(EX_DATAERR, "%s.json is not the manifest of a copy", copy)
		     : EX_OK;
}

static int restore(const struct config *config)
{
	struct manifest manifest;
	char draft[4096];

	if (snprintf(draft, sizeof draft, "%s.restore", config->db) >= (int)sizeof draft)
		return command_fail(EX_USAGE, "the path is too long");

	int status = read_manifest(config->file, &manifest);
	if (!status)
		status = check_sum(config->file, &manifest);
	if (status)
		return status;
	db_remove(draft); /* of an attempt that was killed */
	status = copy_file(config->file, draft);
	if (!status)
		status = check_draft(draft, &manifest);
	if (!status)
		status = swap(draft, config->db);
	if (status)
		db_remove(draft);
	else
		database_tell_pepper(config, manifest.pepper);
	return status;
}

int command_restore(int argc, char **argv)
{
	struct config config;

	if (!config_read("restore", argc, argv, &config))
		return EX_USAGE;
	int status = database_lock(config.db);
	if (!status)
		status = restore(&config);
	if (!status)
		printf("%s is restored from %s\n", config.db, config.file);
	return status;
}
