/* Locking, opening and making a database. All return an exit status after saying what is wrong. */
#ifndef THIDUA_DATABASE_H
#define THIDUA_DATABASE_H

#include <stdbool.h>

#include "base/config.h"
#include "db.h"

bool database_exists(const char *path); /* there, and not an empty file */
int database_lock(const char *path);    /* held until the end of the process */
/* Opens an existing database as the writer and brings its schema up to date. *out_from, which may
 * be NULL, is the step it was on. */
int database_open(const char *path, struct db **out, int *out_from);
/* Makes a database with the catalogue of the program; `empty`: with the sector's top unit alone.
 * It gets its name when it is complete. */
int database_create(const char *path, bool empty);
/* Loads the catalogue of awards into a database with a catalogue from before there were awards;
 * *out_loaded says whether it had to. One that was made empty stays as it is. */
int database_complete(struct db *db, bool *out_loaded);
/* Reads the pepper into server.pepper, and makes one unless the database has tokens already: they
 * would be worthless with another. `db` may be NULL: no database yet. */
int database_pepper(const struct config *config, struct db *db);
bool database_has_tokens(struct db *db);

#endif
