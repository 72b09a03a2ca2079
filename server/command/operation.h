/* Operations of the API without a socket. They print the problem of one that is refused. */
#ifndef THIDUA_OPERATION_H
#define THIDUA_OPERATION_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db.h"
#include "engine/dispatch.h"
#include "secret.h"

/* Returns the status, 200 to 299, or 0 after printing the problem, which `what` begins. The answer
 * goes to *out, which may be NULL; json_decref() frees it. */
int operation_call(struct db *db, const char *what, const struct errand *errand, json_t **out);

/* The server itself does what follows, as the admin of the top unit. False after the problem. */

/* "07-clusters" or "clusters": rows for POST /api/v1/clusters/import. */
bool operation_import(struct db *db, const char *name, const char *csv, size_t size);
/* `days` 0: as long as the API gives by itself. */
bool operation_token(struct db *db, const char *unit, const char *role, const char *label,
	int64_t days, char out[SECRET_TOKEN_SIZE]);

/* A user of config->file, ->full_name, ->unit and ->role, and a new password for one: the one-time password in `out`. */
struct config;
bool operation_user(struct db *db, const struct config *config, char out[SECRET_ONE_TIME_SIZE]);
bool operation_password(struct db *db, const char *user, char out[SECRET_ONE_TIME_SIZE]);

#endif
