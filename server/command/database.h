/* Locking, opening and making a database. All return an exit status after saying what is wrong. */
#ifndef THIDUA_DATABASE_H
#define THIDUA_DATABASE_H

#include <stdbool.h>

#include "base/config.h"
#include "db.h"
#include "secret.h"

int database_lock(const char *path); /* held until db_share() or the end of the process */
/* Opens an existing database as the writer and brings its schema up to date. *out_from, which may
 * be NULL, is the step it was on. */
int database_open(const char *path, struct db **out, int *out_from);
/* Opens one to look at it; see db_look(). The caller has the lock, unless it is on a medium that is only read. */
int database_look(const char *path, struct db **out, int *out_version);
bool database_is_read_only(const char *path);
/* What a new database is filled with: the catalogue of the program, or the sector's top unit alone,
 * from which an admin can make everything else. False after saying what is wrong. */
bool database_load_catalogue(struct db *db);
bool database_load_top_unit(struct db *db);
/* Makes a database; it gets its name when it is filled. */
int database_create(const char *path, bool (*fill)(struct db *db));
/* The same as a command: locks it, has a pepper, and says that it is ready. A database that is there stays as it is; `instead` tells
 * the reader what to do then. */
int database_make(const struct config *config, bool (*fill)(struct db *db), const char *instead);
/* Loads the catalogue of awards into a database with a catalogue from before there were awards;
 * *out_loaded says whether it had to. One that was made empty stays as it is. */
int database_complete(struct db *db, bool *out_loaded);
/* Reads the pepper into server.pepper, and makes one unless the database has tokens already: they
 * would be worthless with another. `db` may be NULL: no database yet. */
int database_pepper(const struct config *config, struct db *db);
bool database_has_tokens(struct db *db);
void database_pepper_mark(
	const struct config *config, char out[SECRET_MARK_SIZE]); /* "" when it is not there */
/* Says where another pepper must be put: one by its mark, "" when it is not known. Whoever brings a copy to another machine
 * must bring the pepper too, which is in no copy. */
void database_tell_pepper(const struct config *config, const char *wanted);

#endif
