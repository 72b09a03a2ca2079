/*
 * Requests that must be refused. One server, its client and the tokens that the refusals need, and
 * the check that all of them end in.
 */
#ifndef THIDUA_TEST_REFUSAL_H
#define THIDUA_TEST_REFUSAL_H

#include <stdbool.h>

#include "buffer.h"
#include "client.h"
#include "contract.h"
#include "secret.h"

#define REFUSAL_ROLES 8

struct refusal {
	struct client client;
	char tokens[REFUSAL_ROLES][80]; /* of the sector's unit, by the bit of the role */
	char session[80],
		one_time[80]; /* cookies of an admin: by its token, by a one-time password */
	char revoked[80];     /* a token that was good once */
	char unknown[SECRET_TOKEN_SIZE]; /* one that is well-formed, and nobody's */
};

extern struct refusal refusal;
extern const char *const refusal_methods[]; /* by enum method */

/* Makes the tokens; the client is open. */
void refusal_make_tokens(void);
/* One that this operation takes; NULL when it takes none. */
const char *refusal_token(const struct route *route);

/* A request of this operation that is right but for what the caller changes (its body is `{}`, or the beginning of a PDF).
 * `target` owns its path. */
struct question refusal_question(const struct route *route, struct buffer *target);

/* Sends it as a dry run where the operation has one: who is let in by it changes nothing. */
bool refusal_send_dry(
	const struct route *route, const struct question *question, struct answer *answer);
/* Sends, and tallies: this status, which the operation documents, and with a pointer a fault there
 * and nowhere else. */
void refuse(const struct route *route, const struct question *question, int status,
	const char *pointer, const char *what);

/* Is there a fault at `pointer`, and with `alone` nowhere outside it but for what names nothing? */
bool points_to(const struct answer *answer, const char *pointer, bool alone);

/* refuse_bodies.c: content types, syntax, size, and every field of the body. */
void refuse_bodies(const struct route *route);

/* refuse_files.c: the same of a body that is a file. */
void refuse_files(const struct route *route);

/* round_trip.c: what its list gives, an import takes, and nothing changes. */
void round_trip(const struct route *import);

/* refuse_rows.c: an import of rows that are all at fault. */
void refuse_rows(const struct route *route);

/* refuse_sessions.c: the cookies, and what they may not. */
void refusal_make_sessions(void);
void refuse_sessions(const struct route *route);

#endif
