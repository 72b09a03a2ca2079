/*
 * A person at the door, in a browser: signs in as the page of the server does. `from` is the address: one of this
 * machine (127.1.2.3), from which the connection comes, or any other, which a trusted proxy would tell.
 */
#ifndef THIDUA_TEST_GUEST_H
#define THIDUA_TEST_GUEST_H

#include <stdbool.h>
#include <stddef.h>

#include "kit/wire.h"

#define GUEST_USER     "mai.gl"
#define GUEST_PASSWORD "Chiều nay gió mát lắm"

/* One request under /api/v1 over a connection of its own; `lines` are further headers. The status, or 0. */
int guest_ask(int port, const char *from, const char *method, const char *path, const char *lines,
	const char *body, struct answer *out);
int guest_sign_in(
	int port, const char *from, const char *user, const char *password, struct answer *out);
/* As long as it is told to, it waits and comes again. */
int guest_sign_in_patiently(int port, const char *from, const char *user, const char *password);
/* Told to come again: too many are at the door, or the machine is too slow to look at them in time. */
bool guest_is_put_off(int status);

/* Makes that user of gialai, with that password; the cookie of its session goes to `out`. */
void guest_make(int port, const char *from, char *out_cookie, size_t size);

#endif
