/*
 * With --check-replies: is the answer what the contract says? For tests; in production the contract
 * is trusted and nothing is parsed again.
 */
#ifndef THIDUA_CONFORMITY_H
#define THIDUA_CONFORMITY_H

#include <stdbool.h>

struct request;

/* A 2xx or 3xx: documented, and a JSON body fits its schema. What does not fit is logged. */
bool conforms(struct request *req);
/* Statuses of ours (429, 500, 503, 507) are covered by `default`; every other one must be written
 * out. */
bool status_is_documented(struct request *req);

#endif
