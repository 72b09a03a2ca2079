/*
 * The door: from a raw path to a request on its lane.
 */
#ifndef THIDUA_DISPATCH_H
#define THIDUA_DISPATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "error.h"

struct call;

/* First, when only the headers are known: finds call->route and its decoded path parameters. False
 * when the call is refused already (400 bad path, 404, 405 with Allow, 415): the answer is then
 * complete in `call`. OPTIONS is answered here, too. */
bool dispatch_route(struct call *call);

/* The largest body that call->route takes, in bytes; 0 for none. */
size_t dispatch_body_cap(const struct call *call);

/* Of a file, which is long: false when its caller may not send it. The answer is then complete. */
bool dispatch_admit(struct call *call);

/* Then, while it comes: the next bytes of the body. E_FULL, E_MEMORY or E_FAULT. */
enum error dispatch_body(struct call *call, const char *bytes, size_t length);
void dispatch_drop_body(struct call *call);
/* Or there are more than that: 413, and complete. */
void dispatch_refuse_size(struct call *call);

/* The body is a file, which waits on the disk. */
bool dispatch_takes_file(const struct call *call);

/* Last, with the body complete: true when the answer is ready in `call`, false when the call was
 * parked: then call->resume() will come. */
bool dispatch(struct call *call);

/* An operation called by the server itself (catalogue, sub-commands): a call as if the top unit's
 * admin had sent it. Freed by call_end() and free(). */
struct call *dispatch_internal(const char *method, const char *path, const char *content_type,
	const char *body, size_t length);

#endif
