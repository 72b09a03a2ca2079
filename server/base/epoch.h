/*
 * What threads keep in memory of the database, and when it is stale: each kind has a number that
 * moves with every commit that changed it, and one of this thread, which moves with changes that are
 * not committed yet.
 */
#ifndef THIDUA_EPOCH_H
#define THIDUA_EPOCH_H

#include <stdint.h>

#include "error.h"

struct db;

enum epoch {
	EPOCH_TOKENS,    /* tokens were created or revoked */
	EPOCH_CATALOGUE, /* elements, identities or indicators */
	EPOCH_BACKUPS,   /* a copy was asked for */
	EPOCHS
};

/* The set of one, as struct request and the writer keep what was changed. */
#define CHANGED(epoch) (1u << (epoch))

int64_t epoch_now(enum epoch epoch);
/* Behind a commit, for every thread. */
void epoch_publish(unsigned changed);

/* The writer ran a change, or undid one: what this thread read before no longer holds. */
void epoch_touch(unsigned changed);
int64_t epoch_touched(enum epoch epoch);

/* The same for other processes with this database, where db_nature.is_shared. In the transaction of the change, */
enum error epoch_store(struct db *db, unsigned changed);
/* and whenever it may have moved: publishes what others have stored. */
enum error epoch_follow(struct db *db);

#endif
