/*
 * From a finished call to libmicrohttpd's response. Every answer carries Cache-Control,
 * X-Content-Type-Options and X-Request-Id; one that cannot, for want of memory, becomes the answer
 * of answer_unavailable().
 */
#ifndef THIDUA_ANSWER_H
#define THIDUA_ANSWER_H

#include <microhttpd.h>
#include <stdbool.h>
#include <stddef.h>

struct call;

/* `cors_origins`: exact origins, comma-separated; NULL: no CORS. False when memory is short. */
bool answer_start(const char *cors_origins);
void answer_stop(void);

/* Hands call->status, headers and reply to libmicrohttpd, and writes the access log. MHD_NO when
 * it did not take it: the connection ends without an answer. `preflight` is the request's
 * Access-Control-Request-Method, or NULL. */
enum MHD_Result answer_send(
	struct MHD_Connection *connection, struct call *call, const char *preflight, bool close);

/* 503, made at the start; it closes the connection. The second is the same as bytes, for a
 * connection that libmicrohttpd has not got. */
enum MHD_Result answer_unavailable(struct MHD_Connection *connection);
const char *answer_unavailable_text(size_t *out_length);

#endif
