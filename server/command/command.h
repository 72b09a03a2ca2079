/*
 * The sub-commands. Each takes its own argv (argv[0] is its name) and returns the exit status of
 * the process, a word of sysexits.h after it has said on stderr what is wrong. Below them, what
 * several need.
 */
#ifndef THIDUA_COMMAND_H
#define THIDUA_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/config.h"
#include "db.h"
#include "secret.h"

int command_serve(int argc, char **argv);
int command_init(int argc, char **argv);
int command_token(int argc, char **argv);
int command_import(int argc, char **argv);
int command_backup(int argc, char **argv);
int command_restore(int argc, char **argv);
int command_verify(int argc, char **argv);
int command_routes(int argc, char **argv);

/* One line on stderr: "thidua: ..". Returns `status`. */
int command_fail(int status, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* command/database.c */

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

/* command/operation.c: operations of the API, done by the server itself as the admin of the
 * sector's top unit. False after printing the problem. */

/* "07-clusters" or "clusters": rows for POST /api/v1/clusters/import. */
bool operation_import(struct db *db, const char *name, const char *csv, size_t size);
bool operation_token(struct db *db, const char *unit, const char *role, const char *label,
	int64_t days, char out[SECRET_TOKEN_SIZE]);

/* command/manifest.c: what is known of a copy, in a JSON file beside it. */

struct manifest {
	char sha256[2 * SECRET_HASH_SIZE + 1];
	int64_t schema;    /* step */
	int64_t event_seq; /* newest event; 0 without one */
	char event_hash[2 * SECRET_HASH_SIZE + 1];
	int64_t at; /* milliseconds */
};

int manifest_write(const char *path, const struct manifest *manifest);
int manifest_read(const char *path, struct manifest *out);

#endif
