/*
 * Passwords of users against what they send: the slow half on the password thread, the other in the writer, where
 * failures are counted. All that is refused is refused alike, whether there is such a user or not.
 */
#ifndef THIDUA_SIGN_IN_H
#define THIDUA_SIGN_IN_H

#include "request/request.h"

/* Does this password open this login now? *out says so; at once when the login has to wait. */
enum error sign_in_prove(
	struct db *db, int64_t now, const char *login, const char *password, struct proof *out);

/* In the writer: the problem login_delayed when the login has to wait. */
enum error sign_in_require_patience(struct request *req, const char *login);
/* Whether the proof holds, for the user as it is now. If not, the failure is counted, which stays though the request
 * is refused; if so, those before are forgotten. */
bool sign_in_holds(struct request *req, const char *login);
enum error sign_in_forgive(struct request *req, const char *login);
/* The one refusal of whatever does not sign in. */
enum error sign_in_refuse(struct request *req);

/* Ends the user's sessions but the one that asks; how many there were. */
int64_t sign_in_end_sessions(struct request *req, const char *login);

/* A new one-time password for a user, with its end; shown once (req_secret()). "" when memory is short. */
const char *sign_in_one_time(
	struct request *req, uint8_t out_hash[SECRET_HASH_SIZE], int64_t *out_until);

/* The code that the server prints at its start: good once, for a quarter of an hour. The first before there are
 * threads, the second in the writer alone. */
void sign_in_code_make(char out[SECRET_SESSION_SIZE], int64_t now);
bool sign_in_code_take(const char *code, int64_t now);

#endif
