/*
 * The life of a request, from a raw path to a finished answer. See dispatch.c, which reads from top
 * to bottom.
 */
#ifndef THIDUA_DISPATCH_H
#define THIDUA_DISPATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "error.h"

struct call;
struct db;
struct request;

/* First, when only the headers are known: finds call->route and its decoded path parameters. False
 * when the call is refused already (400 bad path, 404, 405 with Allow, 415): the answer is then
 * complete in `call`. OPTIONS is answered here, too. */
bool dispatch_route(struct call *call);

/* The largest body that call->route takes, in bytes; 0 for none. */
size_t dispatch_body_cap(const struct call *call);

/* A refusal that http.c found out by itself (gate, size, drain): the problem `code` of
 * problems.yaml with its status. */
void dispatch_refuse(struct call *call, const char *code);

/* Last, with the body complete: true when the answer is ready in `call`, false when the call was
 * parked: then call->resume() will come. */
bool dispatch(struct call *call);

/* One line of the access log and the counters; http.c calls it once the answer is queued. */
void dispatch_finish(struct call *call);

/* For the lanes: runs the handler on `db` (a transaction is open) and completes the answer in the
 * call. Returns OK when a write is to be kept. */
enum error dispatch_run(struct request *req, struct db *db);

/* For the lanes: the answer becomes a problem for a failure of ours (E_BUSY, E_FULL, E_MEMORY,
 * E_FAULT), whatever it was before. */
void dispatch_fail(struct call *call, enum error error);

/* An operation called by the server itself (catalogue, sub-commands): a call as if the top unit's
 * admin had sent it. Freed by call_end() and free(). */
struct call *dispatch_internal(const char *method, const char *path, const char *content_type,
	const char *body, size_t length);

/* Frees what dispatch attached. The caller frees `call` itself. */
void call_end(struct call *call);

#endif
