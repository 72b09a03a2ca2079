/*
 * Which documented answers the tests have seen. The server counts its answers by operation and
 * status; each test program adds the counts of its servers to one file, and the last one fails for
 * every documented pair that is still at zero.
 */
#ifndef THIDUA_TEST_COVERAGE_H
#define THIDUA_TEST_COVERAGE_H

#include "client.h"

/* Adds the counts of a running server, from its /metrics. */
void coverage_scrape(struct client *client);
/* A code that a client has seen. */
void coverage_problem(const char *code);

/* Adds the counts that earlier programs left in the file; a file that is not there is empty. */
void coverage_load(const char *path);
void coverage_save(const char *path);

/* Tallies every documented pair of api_routes, and lists the problems of the catalogue that nobody
 * saw. `catalogue` is the answer of the problem list, or NULL. */
void coverage_judge(const json_t *catalogue);

#endif
