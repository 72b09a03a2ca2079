/* What the targets above lib/ share: a database with the schema and three offices, and calls without a socket. */
#ifndef THIDUA_FUZZ_WORLD_H
#define THIDUA_FUZZ_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "contract.h"
#include "request/call.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct db;

/* Ends the program, which libFuzzer reports with its input. */
void must(bool good);

/* The database: made by the first call, in a folder that goes away with the program. */
struct db *world_db(void);
/* A good token of the top unit's admin, without "Bearer". */
const char *world_token(void);

/* The bytes as text that ends with NUL; freed by free(). */
char *world_text(const uint8_t *data, size_t size);

/* One of the operations: those of a method (GET, or one that writes) that have what `fits` asks for. */
const struct route *world_route(uint8_t number, bool (*fits)(const struct route *route));

/* Runs a call of an operation here and now, as somebody who may, a write as a dry run; `query` may be NULL. What it answers
 * must keep the promises of all answers. Returns the status. */
int world_ask(const struct route *route, const char *query, const char *content_type,
	const char *body, size_t length);

/* Aborts unless it is no fault of ours, parses, and its headers are lines. */
void world_judge(struct call *call);

#endif
