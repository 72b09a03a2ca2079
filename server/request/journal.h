/*
 * The event log and the stored answers of idempotent writes: what the writer adds to a change, in
 * the same savepoint. The head of the chain is kept in memory by the writer; it is marked before
 * each savepoint and restored with it.
 */
#ifndef THIDUA_JOURNAL_H
#define THIDUA_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "request/request.h"
#include "secret.h"

struct journal_head {
	int64_t seq;
	int64_t at; /* of the newest event, milliseconds; 0 without one */
	uint8_t hash[SECRET_HASH_SIZE];
};

enum error journal_open(struct db *db); /* reads the head */
struct journal_head journal_head(void);
void journal_restore(struct journal_head marked);

/* One event. `after` is the digest of the state after the change; the state before is the newest
 * event's of the same object. */
enum error journal_append(struct request *req, const char *action, const char *unit,
	const char *object, const uint8_t after[SECRET_HASH_SIZE]);

/* The event of a write whose handler recorded none itself: its operation, about the object of its
 * Location or path, with the answer as the state after it. */
enum error journal_operation(struct request *req);

/* Walks the whole chain. *out_bad is the first seq whose hash does not follow, or 0. */
enum error journal_verify(struct db *db, int64_t *out_count, int64_t *out_bad);

/* A stored answer for the request's Idempotency-Key: *out_found, with the answer put into the call;
 * or the problem idempotency_key_reused or idempotency_key_invalid. */
enum error idempotency_find(struct request *req, bool *out_found);
enum error idempotency_store(struct request *req);
/* Some of the answers that were stored before that instant; called again and again. */
enum error idempotency_purge(struct db *db, int64_t before);

#endif
