/*
 * How browsers see the server: under which address, whether it may give them sessions, and whether a request comes from
 * its own pages. It rests on --public-url, --listen and --insecure-sessions alone; nothing is asked of a request's own
 * word but by the rules of site_is_own().
 */
#ifndef THIDUA_SITE_H
#define THIDUA_SITE_H

#include <stdbool.h>

struct config;

/* The two names that the cookie of a session may have: behind TLS, and in plain HTTP. */
#define SITE_COOKIE_SECURE "__Host-sid"
#define SITE_COOKIE_PLAIN  "sid"

/* Once, before threads. False when --public-url is no origin. */
bool site_start(const struct config *config);

/* Over TLS as far as browsers are concerned. */
bool site_is_secure(void);
const char *site_cookie(void); /* the name that counts here */
/* Sessions may be given: over TLS, on this machine alone, or because somebody took the risk. */
bool site_gives_sessions(void);

/* What a browser says of where a request comes from; NULL where it says nothing. */
struct site_request {
	const char *host, *origin;
	const char *fetch_site; /* Sec-Fetch-Site */
	const char *custom;     /* X-Thidua, which no form can send and no other origin may */
};

/* It was sent by a page of this server. */
bool site_is_own(const struct site_request *request);

#endif
