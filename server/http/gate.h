/*
 * The header gate: what no operation should ever see. libmicrohttpd lets ambiguous framing through
 * (two lengths, a length beside chunks, spaces before the colon), and a proxy in front may read
 * such a request differently than we do, so it is refused and its connection closed. Pure functions
 * over plain text.
 */
#ifndef THIDUA_GATE_H
#define THIDUA_GATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define GATE_HEADERS 64
#define GATE_BYTES   8192

struct gate_header {
	const char *name;
	size_t name_length;
	const char *value;
	size_t value_length;
};

struct gate_request {
	const char *method;
	const char *target;  /* raw request target */
	const char *version; /* "HTTP/1.1" */
	const struct gate_header *headers;
	size_t count; /* may be above GATE_HEADERS: the rest was not kept, and it is refused */
};

/* How the body comes, as far as the headers say. */
struct gate_body {
	bool chunked;
	bool expects_continue; /* the client waits for "100 Continue" before it sends */
	bool encoded;          /* compressed or the like: 415 */
	uint64_t length;       /* 0 when chunked */
};

/* NULL when the request may pass, with *out set; else the code of the problem: "malformed_request"
 * or "headers_too_large". */
const char *gate_check(const struct gate_request *request, struct gate_body *out);

/* The value of the first header of this name, or NULL. */
const char *gate_find(const struct gate_request *request, const char *name);

/* Splits a raw target in place at its '?'. "http://host/path" loses its scheme and host, as a
 * server has to accept that form, too. *out_query is "" when there is none. */
void gate_split(char *target, const char **out_path, const char **out_query);

#endif
