/* From a path to SQLite's handle of the file. */
#include "db_sqlite.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* Says better than SQLite why a path can't be a database. A path without a file is fine for a
 * writer. */
static enum error check_path(const char *path, enum db_mode mode)
{
	struct stat status;

	if (stat(path, &status) != 0) {
		if (errno == ENOENT && mode == DB_WRITER)
			return OK;
		return db_report(E_FAULT, "cannot open %s: %s", path, strerror(errno));
	}
	if (S_ISREG(status.st_mode))
		return OK;
	return db_report(E_FAULT, "cannot open %s: it is %s", path,
		S_ISDIR(status.st_mode) ? "a directory" : "not a regular file");
}

/* `file:PATH?immutable=1`: SQLite then takes no lock, and looks at no log. So there must be none. */
static enum error name_still(const char *path, char **out)
{
	struct stat status;
	char *log = sqlite3_mprintf("%s-wal", path);
	sqlite3_str *uri = sqlite3_str_new(NULL);
	enum error error = OK;

	sqlite3_str_appendall(uri, "file:");
	for (const char *c = path; *c; c++)
		sqlite3_str_appendf(uri, strchr("%?#", *c) ? "%%%02x" : "%c", *c);
	sqlite3_str_appendall(uri, "?immutable=1");
	*out = sqlite3_str_finish(uri);
	if (!log || !*out)
		error = db_report(E_MEMORY, "out of memory opening %s", path);
	else if (stat(log, &status) == 0 && status.st_size > 0)
		error = db_report(E_FAULT,
			"%s was not closed, and its log cannot be played in here: copy both elsewhere",
			path);
	sqlite3_free(log);
	return error;
}

static int open_file(const char *path, enum db_mode mode, char *still, sqlite3 **out)
{
	int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;

	if (still)
		return sqlite3_open_v2(
			still, out, flags | SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL);
	flags |= SQLITE_OPEN_READWRITE | (mode == DB_WRITER ? SQLITE_OPEN_CREATE : 0);
	return sqlite3_open_v2(
		path, out, flags, mode == DB_REHEARSAL ? db_rehearsal_files() : NULL);
}

enum error db_sqlite_open(const char *path, enum db_mode mode, sqlite3 **out)
{
	char *still = NULL;
	enum error error = check_path(path, mode);

	if (!error && mode == DB_STILL)
		error = name_still(path, &still);
	if (error) {
		sqlite3_free(still);
		return error;
	}

	sqlite3 *handle = NULL;
	int code = open_file(path, mode, still, &handle);
	sqlite3_free(still);
	if (code != SQLITE_OK)
		error = db_sqlite_fail(handle, code, path);
	else if (mode != DB_STILL && sqlite3_db_readonly(handle, "main") != 0)
		error = db_report(E_FAULT, "cannot open %s: it may not be written", path);
	if (error) {
		sqlite3_close(handle);
		return error;
	}
	*out = handle;
	return OK;
}

bool db_exists(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && status.st_size > 0;
}

void db_stem(const char *path, char *out, size_t size)
{
	sqlite3_snprintf((int)size, out, "%s", path);
}

char *db_draft_name(const char *path)
{
	char *name = NULL;

	return asprintf(&name, "%s.new", path) < 0 ? NULL : name;
}

char *db_before_name(const char *path, int next)
{
	char *name = NULL;

	return asprintf(&name, "%s.before-%03d", path, next) < 0 ? NULL : name;
}
