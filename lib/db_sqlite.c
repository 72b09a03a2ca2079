/* SQL that is no cached statement: pragmas and migrations. */
#include "db_sqlite.h"

#include <sqlite3.h>
#include <stdlib.h>

enum error db_sqlite_exec(sqlite3 *handle, const char *sql)
{
	int code = sqlite3_exec(handle, sql, NULL, NULL, NULL);

	return code == SQLITE_OK ? OK : db_sqlite_fail(handle, code, sql);
}

enum error db_sqlite_text(sqlite3 *handle, const char *sql, char *out, size_t size)
{
	sqlite3_stmt *stmt = NULL;
	int code = sqlite3_prepare_v2(handle, sql, -1, &stmt, NULL);
	enum error error = OK;

	if (code == SQLITE_OK)
		code = sqlite3_step(stmt);
	if (code == SQLITE_ROW) {
		const unsigned char *text = sqlite3_column_text(stmt, 0);
		sqlite3_snprintf((int)size, out, "%s", text ? (const char *)text : "");
	} else if (code == SQLITE_DONE) {
		error = db_report(E_FAULT, "no answer to: %s", sql);
	} else {
		error = db_sqlite_fail(handle, code, sql);
	}
	sqlite3_finalize(stmt);
	return error;
}

enum error db_sqlite_int(sqlite3 *handle, const char *sql, int64_t *out)
{
	char text[24];
	enum error error = db_sqlite_text(handle, sql, text, sizeof(text));

	if (!error)
		*out = strtoll(text, NULL, 10);
	return error;
}
