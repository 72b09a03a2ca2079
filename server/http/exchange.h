/*
 * One request as libmicrohttpd sees it, around the struct call that the rest of the server sees.
 * For http*.c only.
 */
#ifndef THIDUA_EXCHANGE_H
#define THIDUA_EXCHANGE_H

#include <microhttpd.h>
#include <stdbool.h>
#include <stddef.h>

#include "http/gate.h"
#include "request/call.h"

struct peer;

/* Kept in the open and never counted: a callback that libmicrohttpd repeats must not move it on. */
enum stage { STAGE_LINE, STAGE_BODY, STAGE_PARKED, STAGE_ANSWERED };

struct exchange {
	struct call call;                  /* first */
	struct MHD_Connection *connection; /* for the serving thread, and to resume it */
	struct peer *peer;                 /* for the serving thread */
	enum stage stage;
	bool refused;                   /* the answer is in `call`; the body is swallowed */
	size_t swallow;                 /* bytes of body after which the connection is dropped */
	size_t received;                /* bytes of body so far */
	size_t counted;                 /* of them, what is in call.body */
	const char *origin, *preflight; /* for CORS; NULL when absent */
	char *texts;                    /* storage of the copied headers */
	char target[];                  /* storage of call.path and call.query */
};

/* Callbacks of the daemon: the request line is there; headers, body and end of body; the end. */
void *http_call_begin(void *context, const char *target, struct MHD_Connection *connection);
enum MHD_Result http_call_continue(void *context, struct MHD_Connection *connection,
	const char *url, const char *method, const char *version, const char *data,
	size_t *data_size, void **request);
void http_call_end(void *context, struct MHD_Connection *connection, void **request,
	enum MHD_RequestTerminationCode code);

/* http_head.c */
struct http_head {
	struct gate_header headers[GATE_HEADERS];
	size_t count; /* may be above GATE_HEADERS: see gate.h */
};

void http_head_read(struct MHD_Connection *connection, struct http_head *out);
/* False when the bytes of the head were not as the pairs say. `target` is the raw one; the others
 * are libmicrohttpd's own pointers. In the first call only. */
bool http_head_is_exact(struct MHD_Connection *connection, const struct http_head *head,
	const char *method, const char *target, const char *version);

/* From now on requests are refused with 503; returns when none is with dispatch. */
void http_call_refuse_all(void);
/* Calls that wait for their lane. */
int http_call_suspended(void);

/* http_answer.c: hands call->status, headers and reply to libmicrohttpd. */
bool http_answer_start(const char *cors_origins); /* NULL: no CORS */
enum MHD_Result http_answer(struct exchange *x, bool close);
/* The answer for want of memory, made at the start. */
enum MHD_Result http_answer_unavailable(struct MHD_Connection *connection);
void http_answer_stop(void);

#endif
