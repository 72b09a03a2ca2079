/*
 * A PUT takes what the GET of the same path gave. The members that only the answer has are set aside
 * before the body is checked, and must be as they are stored: they are compared with what the GET
 * says in the transaction of the write.
 */
#ifndef THIDUA_AS_READ_H
#define THIDUA_AS_READ_H

#include "request/request.h"

/* Takes those members out of req->body, which is kept whole in req->sent. */
enum error as_read_take(struct request *req);

/* Before the handler runs: each member set aside that is not as stored becomes a fault. What an answer
 * says about itself (warnings, unchanged, diff) is stored nowhere, and passes. */
enum error as_read_compare(struct request *req);

#endif
