/* Copies of a running database, and the check that a database is whole. */
#include "db_sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

#define PIECE               256   /* pages: a MiB */
#define INSTRUCTIONS_A_LOOK 20000 /* of a check, between two questions whether it goes on */

static enum error copy_pages(sqlite3 *from, sqlite3 *to, db_go_on *go_on)
{
	int step;

	sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");

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

struct pace {
	db_go_on *go_on;
};

static int is_ended(void *pace)
{
	return !((struct pace *)pace)->go_on();
}

/* The copy is one file without a log beside it, and it is read again before it gets its name. */
static enum error write_copy(sqlite3 *from, const char *path, db_go_on *go_on)
{
	struct pace pace = {go_on};
	sqlite3 *to = NULL;
	int code = sqlite3_open_v2(path, &to,
		SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX |
			SQLITE_OPEN_EXRESCODE,
		NULL);
	enum error error =
		code == SQLITE_OK ? copy_pages(from, to, go_on) : db_sqlite_fail(to, code, path);

	if (!error)
		error = db_sqlite_exec(to, "PRAGMA journal_mode = DELETE");
	if (go_on)
		sqlite3_progress_handler(to, INSTRUCTIONS_A_LOOK, is_ended, &pace);
	if (!error)
		error = verify(to);
	sqlite3_progress_handler(to, 0, NULL, NULL);
	/* As the server leaves it, so that opening the copy to look at it changes no byte of it. */
	if (!error)
		error = db_sqlite_exec(to, "PRAGMA journal_mode = WAL");
	sqlite3_close(to);
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

enum error db_backup(struct db *db, const char *path, db_go_on *go_on)
{
	char *temporary = NULL;
	enum error error = OK;

	if (asprintf(&temporary, "%s.part", path) < 0)
		return db_report(E_MEMORY, "out of memory");
	db_remove(temporary); /* of an attempt that was killed */
	error = write_copy(db->handle, temporary, go_on);
	if (!error)
		error = publish(temporary, path);
	if (error)
		db_remove(temporary);
	free(temporary);
	return error;
}
