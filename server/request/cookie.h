/* The cookie in which a browser keeps its session. Its name and where it may be given: base/site.h. */
#ifndef THIDUA_COOKIE_H
#define THIDUA_COOKIE_H

#include <stdbool.h>

#include "secret.h"

struct call;

/* The id of a session as the value of a Cookie header has it; false when it has none, or no id. Whether there is
 * such a session is another matter. */
bool cookie_read(const char *value, char out[SECRET_SESSION_SIZE]);

void cookie_give(struct call *call, const char *session);
void cookie_take_away(struct call *call);

#endif
