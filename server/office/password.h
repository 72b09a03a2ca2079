/* What a new password may not be. */
#ifndef THIDUA_PASSWORD_H
#define THIDUA_PASSWORD_H

#include "request/request.h"

/* A word of the group password_fault: "common" for what consists of common words (common_words.txt), repeated
 * letters, digits and signs alone; "own" for what has the login or the name in it. NULL for any other password. */
const char *password_fault(
	struct request *req, const char *password, const char *login, const char *full_name);

#endif
