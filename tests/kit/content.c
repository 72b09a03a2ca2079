/* The rows of a database, by SQLite alone: what our own code makes of them is tested elsewhere. */
#include "content.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "victim.h"

/* The first column of the first row; freed with free(). */
static char *first_of(sqlite3 *handle, const char *sql)
{
	sqlite3_stmt *q = NULL;

	if (sqlite3_prepare_v2(handle, sql, -1, &q, NULL) != SQLITE_OK ||
		sqlite3_step(q) != SQLITE_ROW)
		victim_give_up(sqlite3_errmsg(handle));
	char *text = strdup((const char *)sqlite3_column_text(q, 0));

	sqlite3_finalize(q);
	return text;
}

static void digest_rows(sqlite3 *handle, const char *sql, struct digest *digest)
{
	sqlite3_stmt *q = NULL;

	if (sqlite3_prepare_v2(handle, sql, -1, &q, NULL) != SQLITE_OK)
		victim_give_up(sqlite3_errmsg(handle));
	while (sqlite3_step(q) == SQLITE_ROW)
		for (int i = 0; i < sqlite3_column_count(q); i++) {
			const void *bytes = sqlite3_column_blob(q, i);

			digest_int(digest, sqlite3_column_type(q, i));
			digest_part(digest, bytes ? bytes : "", (size_t)sqlite3_column_bytes(q, i));
		}
	sqlite3_finalize(q);
}

#define TABLES "FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"

struct content content_of(const char *path)
{
	sqlite3 *handle = NULL;
	struct content content = {0};
	struct digest digest;
	sqlite3_stmt *q = NULL;

	if (sqlite3_open(path, &handle) != SQLITE_OK)
		victim_give_up(path);
	char *whole = first_of(handle, "PRAGMA integrity_check");
	char *step = first_of(handle, "PRAGMA user_version");

	expect(!strcmp(whole, "ok"), "%s: %s", path, whole);
	content.step = atoi(step);
	free(whole);
	free(step);
	digest_start(&digest);
	digest_rows(
		handle, "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name", &digest);
	sqlite3_prepare_v2(
		handle, "SELECT 'SELECT * FROM ' || name " TABLES " ORDER BY name", -1, &q, NULL);
	while (sqlite3_step(q) == SQLITE_ROW)
		digest_rows(handle, (const char *)sqlite3_column_text(q, 0), &digest);
	sqlite3_finalize(q);
	sqlite3_close(handle);
	digest_end(&digest, content.hash);
	return content;
}

bool content_is_same(const struct content *a, const struct content *b)
{
	return a->step == b->step && !memcmp(a->hash, b->hash, sizeof a->hash);
}
