/* Locking, opening and making a database, for all sub-commands. */
#include "command/database.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "backup/backup.h"
#include "base/embed.h"
#include "base/server.h"
#include "calendar.h"
#include "command/command.h"
#include "command/operation.h"
#include "command/witness.h"

/* The engine's own words, kept by db_message(). */
static int fail_with(enum error error)
{
	int status = error == E_BUSY  ? EX_TEMPFAIL
		: error == E_CONFLICT ? EX_CONFIG
		: error == E_FULL     ? EX_IOERR
				      : EX_DATAERR;

	return command_fail(status, "%s", db_message(NULL));
}

int database_lock(const char *path)
{
	static int lock;
	enum error error = db_lock(path, &lock);

	if (error == E_BUSY)
		return command_fail(EX_TEMPFAIL,
			"%s; while the server runs, use its API (POST /tokens, the imports)",
			db_message(NULL));
	return error ? command_fail(EX_IOERR, "%s", db_message(NULL)) : EX_OK;
}

/* So that `restore` takes the copy from before the first step as it takes any other. Without a manifest it still is a database,
 * and the steps are done. */
static void describe_copy(const char *path, struct db *db, int from)
{
	char *copy = db_before_name(path, from + 1), why[BACKUP_WHY_SIZE];
	struct journal_head head;
	struct manifest manifest;

	if (!copy || access(copy, F_OK) != 0 || journal_newest(db, &head)) {
		free(copy);
		return;
	}
	if (backup_describe(copy, "", from, calendar_now(), &head, &manifest, why))
		command_fail(EX_IOERR, "%s: %s", copy, why);
	free(copy);
}

static int open_and_migrate(const char *path, struct db **out, int *out_from)
{
	struct db *db = NULL;
	enum error error = db_open(path, DB_WRITER, &db);

	if (!error)
		error = db_migrate(db, embed_migrations, embed_migration_count, out_from);
	if (error) {
		int status = fail_with(error);
		db_close(db);
		return status;
	}
	if (*out_from > 0 && *out_from < (int)embed_migration_count)
		describe_copy(path, db, *out_from);
	*out = db;
	return EX_OK;
}

int database_open(const char *path, struct db **out, int *out_from)
{
	int from = 0;

	if (!db_exists(path))
		return command_fail(EX_NOINPUT,
			"there is no database %s; `thidua init --db %s` makes one", path, path);
	int status = open_and_migrate(path, out, &from);
	if (status == EX_OK && out_from)
		*out_from = from;
	return status;
}

bool database_is_read_only(const char *path)
{
	char *folder = strdup(path);
	char *slash = folder ? strrchr(folder, '/') : NULL;

	if (slash)
		slash[slash == folder] = '\0';
	bool read_only = folder && access(slash ? folder : ".", W_OK) != 0;

	free(folder);
	return read_only;
}

int database_look(const char *path, struct db **out, int *out_version)
{
	enum db_mode mode = database_is_read_only(path) ? DB_STILL : DB_WRITER;
	enum error error =
		db_look(path, mode, embed_migrations, embed_migration_count, out, out_version);

	return error ? fail_with(error) : EX_OK;
}

/* Of the units only the header and the first row. */
bool database_load_top_unit(struct db *db)
{
	for (size_t i = 0; i < embed_catalogue_count; i++) {
		const struct embedded *file = &embed_catalogue[i];

		if (!strstr(file->name, "units"))
			continue;
		const char *header = strchr(file->data, '\n');
		const char *row = header ? strchr(header + 1, '\n') : NULL;
		size_t size = row ? (size_t)(row - file->data) + 1 : file->size;
		return operation_import(db, file->name, file->data, size);
	}
	return false;
}

bool database_load_catalogue(struct db *db)
{
	for (size_t i = 0; i < embed_catalogue_count; i++) {
		const struct embedded *file = &embed_catalogue[i];

		if (!operation_import(db, file->name, file->data, file->size))
			return false;
	}
	return true;
}

/* Asked of the rows and not of the schema: the schema may have been brought up to date by a command
 * that loads nothing, or by a start that was killed before the last of these files. */
static bool lacks_awards(struct db *db)
{
	struct stmt *q = db_query(
		db, "SELECT 1 FROM elements WHERE NOT EXISTS (SELECT 1 FROM award_rules) LIMIT 1");
	bool lacks = db_row(q);

	return db_done(q) == OK && lacks;
}

int database_complete(struct db *db, bool *out_loaded)
{
	*out_loaded = lacks_awards(db);
	for (size_t i = 0; *out_loaded && i < embed_catalogue_count; i++) {
		const struct embedded *file = &embed_catalogue[i];
		bool of_awards = strcmp(file->name, "10-") > 0;

		if (of_awards && !operation_import(db, file->name, file->data, file->size))
			return EX_SOFTWARE;
	}
	return EX_OK;
}

static int make(const char *path, bool (*fill)(struct db *db))
{
	struct db *db = NULL;
	int from = 0;
	int status = open_and_migrate(path, &db, &from);

	if (status)
		return status;
	if (from)
		status = command_fail(EX_CANTCREAT, "%s exists already and stays as it is", path);
	else if (!fill(db))
		status = EX_SOFTWARE;
	else if (witness_seal(db) || db_checkpoint(db, DB_SAVE_ALL_AND_CUT))
		status = fail_with(E_FAULT);
	db_close(db);
	return status;
}

int database_create(const char *path, bool (*fill)(struct db *db))
{
	char *draft = db_draft_name(path);

	if (!draft)
		return command_fail(EX_OSERR, "out of memory");
	db_remove(draft); /* of an attempt that was killed */
	int status = make(draft, fill);
	enum error error = status ? OK : db_replace(draft, path);
	if (error)
		status = fail_with(error);
	if (status)
		db_remove(draft);
	free(draft);
	return status;
}

bool database_has_tokens(struct db *db)
{
	struct stmt *q = db_query(db, "SELECT id FROM tokens LIMIT 1");
	bool found = db_row(q);

	return db_done(q) == OK && found;
}

int database_pepper(const struct config *config, struct db *db)
{
	if (access(config->pepper_file, F_OK) != 0 && db && database_has_tokens(db))
		return command_fail(EX_CONFIG,
			"%s is missing, and without it no token of %s works: put it back,"
			" or make a new one (32 random bytes) and new tokens",
			config->pepper_file, config->db);
	if (!secret_pepper(config->pepper_file, server.pepper))
		return command_fail(EX_CONFIG, "cannot use the pepper %s: %s", config->pepper_file,
			strerror(errno));
	return EX_OK;
}

void database_pepper_mark(const struct config *config, char out[SECRET_MARK_SIZE])
{
	uint8_t pepper[SECRET_PEPPER_SIZE];

	*out = '\0';
	if (access(config->pepper_file, R_OK) == 0 && secret_pepper(config->pepper_file, pepper))
		secret_pepper_mark(pepper, out);
}

void database_tell_pepper(const struct config *config, const char *wanted)
{
	char mark[SECRET_MARK_SIZE];

	database_pepper_mark(config, mark);
	if (*wanted && strcmp(mark, wanted) != 0)
		printf("%s %s; the tokens of the copy work with the pepper %s alone: put that file there\n",
			config->pepper_file, *mark ? "is another pepper" : "is not there", wanted);
}

int database_make(const struct config *config, bool (*fill)(struct db *db), const char *instead)
{
	int status = database_lock(config->db);
	if (status)
		return status;
	if (db_exists(config->db))
		return command_fail(EX_CANTCREAT, "%s exists already and stays as it is; %s",
			config->db, instead);
	status = database_pepper(config, NULL);
	if (!status)
		status = database_create(config->db, fill);
	if (!status)
		printf("%s is ready; `thidua serve --db %s` serves it\n", config->db, config->db);
	return status;
}
