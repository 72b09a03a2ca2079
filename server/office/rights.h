/* What the log of events says of the rights of a token or a user, so that rights which somebody wrote into the file can
 * be told from those that were given. */
#ifndef THIDUA_RIGHTS_H
#define THIDUA_RIGHTS_H

#include "request/request.h"
#include "secret.h"

/* The event of the operation, about `object` ("/tokens/17"); `role` "" of a user who may not sign in. */
enum error rights_event(
	struct request *req, const char *object, const char *unit, const char *role);
/* The digest in that event. */
void rights_digest(const char *unit, const char *role, uint8_t out[SECRET_HASH_SIZE]);

#endif
