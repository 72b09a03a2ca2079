/*
 * Whose request it is behind proxies. What a header says of it anybody can write; so it counts only from a proxy that
 * the server was told to trust, and only up to the first hop that is not one of those.
 */
#ifndef THIDUA_FORWARDED_H
#define THIDUA_FORWARDED_H

#include "http/gate.h"

#define FORWARDED_SIZE 48

/* The address that `peer` speaks for: `peer` itself, or `out`. `trusted` is a comma-separated list, or NULL. A proxy
 * passes on what it does not write, so of a request with both X-Forwarded-For and Forwarded neither is believed. */
const char *forwarded_address(const struct gate_request *request, const char *peer,
	const char *trusted, char out[FORWARDED_SIZE]);

#endif
