/* Who is asking, and what the year has for its office: the answer of GET /me, and of whoever signs in. */
#ifndef THIDUA_WHOAMI_H
#define THIDUA_WHOAMI_H

#include "request/request.h"

/* Of req->caller. */
enum error whoami_reply(struct request *req, int status);

#endif
