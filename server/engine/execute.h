/*
 * Runs the handler of a request and completes its answer.
 */
#ifndef THIDUA_EXECUTE_H
#define THIDUA_EXECUTE_H

#include "error.h"

struct call;
struct db;
struct request;

/* Runs the handler on `db` (a transaction is open) and completes the answer in the call. Returns OK
 * when a write is to be kept. */
enum error execute(struct request *req, struct db *db);

/* Ends a request with `error`, or with what it failed with before; a failure without an answer
 * becomes a problem. Returns the outcome. */
enum error execute_conclude(struct request *req, enum error error);

/* A refusal that needs no request (gate, size, drain): the problem `code` of problems.yaml with its
 * status. */
void execute_refuse(struct call *call, const char *code);

/* The answer becomes a problem for `error`, whatever it was before, headers too; a failure of ours (E_BUSY, E_FULL,
 * E_MEMORY, E_FAULT) is logged with `detail`, which is never shown. */
void execute_explain(struct call *call, enum error error, const char *detail);

/* The same for a lane that gave up. */
void execute_fail(struct call *call, enum error error);

/* Frees what was attached to the call. The caller frees `call` itself. */
void call_end(struct call *call);

#endif
