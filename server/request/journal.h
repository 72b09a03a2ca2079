/*
 * The event log: what a change adds in its own savepoint. The head of the chain is kept in memory by the
 * writer; it is marked before each savepoint and restored with it.
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
/* The newest event that `db` sees, beside the writer; zeros without one. */
enum error journal_newest(struct db *db, struct journal_head *out);
struct journal_head journal_head(void);
void journal_restore(struct journal_head marked);

/* One event. `after` is the digest of the state after the change; the state before is the newest
 * event's of the same object. */
enum error journal_append(struct request *req, const char *action, const char *unit,
	const char *object, const uint8_t after[SECRET_HASH_SIZE]);
/* The same for an object that this request made, so that there is no state before: nobody has to look. */
enum error journal_append_first(struct request *req, const char *action, const char *unit,
	const char *object, const uint8_t after[SECRET_HASH_SIZE]);

/* An event of the program itself, outside of a request: its own transaction has begun. */
enum error journal_witness(struct db *db, const char *action, const char *unit, const char *object,
	const uint8_t after[SECRET_HASH_SIZE]);

/* The event of a write whose handler recorded none itself: its operation, about the object of its
 * Location or path, with the answer as the state after it. */
enum error journal_operation(struct request *req);
bool journal_has_event(const struct request *req); /* whether it did */

/* Who asks, as the log tells it: the token's unit, a slash, and its label. */
const char *req_actor(struct request *req);

/* The newest event of the object that the path names: the actor as /events has it, NULL for whoever does
 * not see that event there, and the instant in RFC 3339. Both NULL when the log knows none. */
struct change {
	const char *by, *at;
};
enum error journal_last(struct request *req, struct change *out);

/* Appends to the event log, in this request's savepoint: one event about `object` ("/reports/17"),
 * that concerns `unit` (NULL: the caller's), with `digest_text` as the state after it (NULL: the
 * answer's body). Handlers of one object need not call it: the writer adds one event for the
 * operation, with the Location or the path as its object, if they did not. Imports call it per
 * object. */
enum error req_event(
	struct request *req, const char *unit, const char *object, const char *digest_text);
/* The same for what another object suffers in passing: the operation's own event is still added. */
enum error req_event_beside(
	struct request *req, const char *unit, const char *object, const char *digest_text);
/* The unit that the automatic event is about. */
void req_about(struct request *req, const char *unit);

/* Walks the whole chain. *out_bad is the first seq whose hash does not follow, or 0. */
enum error journal_verify(struct db *db, int64_t *out_count, int64_t *out_bad);
/* Whether the event `seq` has this hash, in hexadecimal; of 0, the chain without events, nothing but zeros. */
enum error journal_has(struct db *db, int64_t seq, const char *hash, bool *out);

#endif
