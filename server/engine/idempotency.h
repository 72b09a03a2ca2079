/* The stored answers of writes that carried an Idempotency-Key. */
#ifndef THIDUA_IDEMPOTENCY_H
#define THIDUA_IDEMPOTENCY_H

#include <stdbool.h>
#include <stdint.h>

#include "request/request.h"

/* The request has a key that counts: that of a POST that is no dry run. */
bool idempotency_applies(const struct request *req);

/* A stored answer for the request's Idempotency-Key: *out_found, with the answer put into the call;
 * or the problem idempotency_key_reused or idempotency_key_invalid. */
enum error idempotency_find(struct request *req, bool *out_found);
enum error idempotency_store(struct request *req);
/* Some of the answers that were stored before that instant; called again and again. */
enum error idempotency_purge(struct db *db, int64_t before);

#endif
