/* Copies of a running database, and the check that a database is whole. */
#include "db_sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PIECE               256   /* pages: a MiB */
#define INSTRUCTIONS_A_LOOK 20000 /* of a check, between two questions whether it goes on */

static enum error check_integrity(sqlite3 *handle)
{
	char finding[256];
	enum error error =
		db_sqlite_text(handle, "PRAGMA integrity_check(1)", finding, sizeof(finding));

	if (!error && strcmp(finding, "ok") != 0)
		error = db_report(E_FAULT, "the database is damaged: %s", finding);
	return error;
}

static enum error check_references(sqlite3 *handle)
{
	static const char sql[] = "PRAGMA foreign_key_check";
	sqlite3_stmt *stmt = NULL;
	int code = sqlite3_prepare_v2(handle, sql, -1, &stmt, NULL);
	enum error error = OK;

	if (code == SQLITE_OK)
		code = sqlite3_step(stmt);
	if (code == SQLITE_ROW)
		error = db_report(E_FAULT, "a row of %s (rowid %lld) refers to nothing in %s",
			(const char *)sqlite3_column_text(stmt, 0),
			(long long)sqlite3_column_int64(stmt, 1),
			(const char *)sqlite3_column_text(stmt, 2));
	else if (code != SQLITE_DONE)
		error = db_sqlite_fail(handle, code, sql);
	sqlite3_finalize(stmt);
	return error;
}

static enum error verify(sqlite3 *handle)
{
	enum error error = check_integrity(handle);

	return error ? error : check_references(handle);
}

enum error db_verify(struct db *db)
{
	return verify(db->handle);
}

enum error db_sqlite_copy(sqlite3 *from, sqlite3 *to, db_go_on *go_on)
{
	sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
	int step;

	if (!backup)
		return db_sqlite_fail(to, sqlite3_extended_errcode(to), "backup");
	do {
		step = sqlite3_backup_step(backup, go_on ? PIECE : -1);
	} while (step == SQLITE_OK && go_on && go_on());
	int code = sqlite3_backup_finish(backup);
	if (step == SQLITE_OK && code == SQLITE_OK)
		return db_report(E_BUSY, "the copy was ended");
	if (step != SQLITE_DONE || code != SQLITE_OK)
		return db_sqlite_fail(to, code != SQLITE_OK ? code : step, "backup");
	return OK;
}

static enum error open_copy(const char *path, sqlite3 **out)
{
	int code = sqlite3_open_v2(path, out,
		SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX |
			SQLITE_OPEN_EXRESCODE,
		NULL);

	return code == SQLITE_OK ? OK : db_sqlite_fail(*out, code, path);
}

/* The copy is one file without a log beside it. */
static enum error write_copy(sqlite3 *from, const char *path, db_go_on *go_on)
{
	sqlite3 *to = NULL;
	enum error error = open_copy(path, &to);

	if (!error)
		error = db_sqlite_copy(from, to, go_on);
	if (!error)
		error = db_sqlite_exec(to, "PRAGMA journal_mode = DELETE");
	sqlite3_close(to);
	return error;
}

struct questions {
	db_go_on *go_on;
};

static int is_ended(void *questions)
{
	return !((struct questions *)questions)->go_on();
}

static enum error check_copy(const char *path, db_go_on *go_on)
{
	struct questions questions = {go_on};
	sqlite3 *copy = NULL;
	enum error error = open_copy(path, &copy);

	if (!error && go_on)
		sqlite3_progress_handler(copy, INSTRUCTIONS_A_LOOK, is_ended, &questions);
	if (!error)
		error = verify(copy);
	if (!error)
		sqlite3_progress_handler(copy, 0, NULL, NULL);
	/* As the server leaves it, so that opening the copy to look at it changes no byte of it. */
	if (!error)
		error = db_sqlite_exec(copy, "PRAGMA journal_mode = WAL");
	sqlite3_close(copy);
	return error;
}

static enum error sync_path(const char *path, int flags)
{
	int fd = open(path, flags | O_RDONLY | O_CLOEXEC);
	bool synced = fd >= 0 && fsync(fd) == 0;
	int cause = errno;

	if (fd >= 0)
		close(fd);
	return synced ? OK : db_report(E_FAULT, "cannot sync %s: %s", path, strerror(cause));
}

static enum error sync_folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash ? strndup(path, (size_t)(slash - path) + 1) : strdup(".");

	if (!folder)
		return db_report(E_MEMORY, "out of memory");

	enum error error = sync_path(folder, O_DIRECTORY);
	free(folder);
	return error;
}

static enum error publish(const char *temporary, const char *path)
{
	enum error error = sync_path(temporary, 0);

	if (!error && rename(temporary, path) != 0)
		error = db_report(
			E_FAULT, "cannot rename %s to %s: %s", temporary, path, strerror(errno));
	return error ? error : sync_folder_of(path);
}

/* A log that outlived its database would be played into the next one of that name. */
static void remove_log(const char *path)
{
	static const char *const endings[] = {"-wal", "-shm", "-journal"};

	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		char *name = NULL;

		if (asprintf(&name, "%s%s", path, endings[i]) < 0)
			continue;
		unlink(name);
		free(name);
	}
}

enum error db_replace(const char *from, const char *path)
{
	remove_log(path);
	return publish(from, path);
}

void db_remove(const char *path)
{
	unlink(path);
	remove_log(path);
}

static char *name_of_part(const char *path)
{
	char *part = NULL;

	if (asprintf(&part, "%s.part", path) >= 0)
		return part;
	db_report(E_MEMORY, "out of memory");
	return NULL;
}

enum error db_copy(struct db *db, const char *path, db_go_on *go_on)
{
	char *part = name_of_part(path);

	if (!part)
		return E_MEMORY;
	db_remove(part); /* of an attempt that was killed */
	enum error error = write_copy(db->handle, part, go_on);

	if (error)
		db_remove(part);
	free(part);
	return error;
}

enum error db_copy_finish(const char *path, db_go_on *go_on)
{
	char *part = name_of_part(path);

	if (!part)
		return E_MEMORY;
	enum error error = check_copy(part, go_on);

	if (!error)
		error = publish(part, path);
	if (error)
		db_remove(part);
	free(part);
	return error;
}

enum error db_backup(struct db *db, const char *path)
{
	enum error error = db_copy(db, path, NULL);

	return error ? error : db_copy_finish(path, NULL);
}
