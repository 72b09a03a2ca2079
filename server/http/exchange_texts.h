/* One request as libmicrohttpd sees it, around the struct call that the rest of the server sees. For
 * exchange*.c only. */
#ifndef THIDUA_EXCHANGE_TEXTS_H
#define THIDUA_EXCHANGE_TEXTS_H

#include <microhttpd.h>
#include <stdbool.h>
#include <stddef.h>

#include "http/gate.h"
#include "request/call.h"

struct peer;

/* Explicit, not a counter: libmicrohttpd may repeat a callback. */
enum stage { STAGE_LINE, STAGE_BODY, STAGE_PARKED, STAGE_ANSWERED };

struct exchange {
	struct call call;                  /* first */
	struct MHD_Connection *connection; /* for the serving thread, and to resume it */
	struct peer *peer;                 /* for the serving thread */
	enum stage stage;
	bool early;            /* answered before the body was read */
	bool refused;          /* the answer is in `call`, or it is a page; the body is swallowed */
	size_t swallow;        /* bytes of body after which the connection is dropped */
	size_t received;       /* bytes of body so far */
	size_t counted;        /* of them, what is kept */
	const char *preflight; /* Access-Control-Request-Method */
	char *texts;           /* storage of the copied headers */
	char target[];         /* storage of call.path and call.query */
};

/* Copies the method, the address and the headers that the call needs: a lane may still read them
 * when the connection is gone. False when memory is short. */
bool exchange_copy_texts(struct exchange *x, const struct gate_request *request);

#endif
