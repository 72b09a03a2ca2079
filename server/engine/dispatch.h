/*
 * The door: from a raw path to a request on its lane.
 */
#ifndef THIDUA_DISPATCH_H
#define THIDUA_DISPATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "error.h"
#include "request/request.h"

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

/* A call without a socket, by the program itself (catalogue, sub-commands). Its texts live until the
 * call is freed. */
struct errand {
	struct caller caller; /* without a token: the server, as the admin of the top unit */
	const char *method, *path, *query; /* as in struct call; `query` may be NULL */
	const char *content_type;
	const char *body;
	size_t length;
};

/* It is judged, and then a write needs lane_write_here(), unless it has a status already. Freed by
 * call_end() and free(); NULL when memory is short. */
struct call *dispatch_errand(const struct errand *errand);

#endif
