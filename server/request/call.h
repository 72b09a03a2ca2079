/*
 * One HTTP exchange as plain data: what http.c (or a test, or a fuzzer) gives to dispatch, and what
 * comes back. No socket here.
 */
#ifndef THIDUA_CALL_H
#define THIDUA_CALL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/site.h"
#include "buffer.h"

struct route;
struct request;
struct upload;

enum call_state { CALL_READING, CALL_QUEUED, CALL_RUNNING, CALL_DONE };

#define CALL_PATH_PARAMS 4
#define CALL_HEADERS     10  /* more than any answer has */
#define CALL_HEADER_TEXT 256 /* small, so that a call fits the allocator's cache */

struct call_header {
	const char *name;  /* a literal */
	const char *value; /* in header_text; a long one in the request's memory */
};

struct call {
	/* In. Strings are its maker's and live until the call is freed; absent headers are NULL. */
	const char *method; /* "GET", "HEAD", .. as sent */
	const char *path;   /* raw: not decoded, without the query */
	const char *query;  /* raw, without '?'; "" when absent */
	const char *authorization;
	const char *cookie;
	struct site_request site; /* of where a browser says that it comes from */
	const char *content_type;
	const char *accept;
	const char *accept_language;
	const char *if_match;
	const char *if_none_match;
	const char *idempotency_key;
	const char *request_id; /* the client's, not yet judged */
	const char *address;    /* of the peer, without port */
	struct buffer body;
	struct upload *upload; /* instead of it, of a body that is a file; freed by call_end() */

	/* Set by dispatch_route(). */
	const struct route *route;
	const char *segment[CALL_PATH_PARAMS]; /* decoded path parameters, in order */
	char *path_text;                       /* their storage; freed by call_end() */

	/* Out. */
	char id[65]; /* X-Request-Id */
	int status;
	struct buffer reply;
	/* The body of a long list stands in a file instead, from its beginning; whoever answers
	 * takes it. */
	bool in_file;
	int file;
	size_t file_size;
	const char *content_type_out;             /* a literal; NULL without a body */
	struct call_header headers[CALL_HEADERS]; /* Location, ETag, Allow, Retry-After, .. */
	size_t header_count, header_used;
	char header_text[CALL_HEADER_TEXT];
	bool header_lost; /* an answer that lacks one of its headers misleads: E_FAULT */
	bool close;       /* answer with Connection: close */
	bool omit_body;   /* HEAD, 304 */
	int64_t started;  /* monotonic microseconds */

	/* Parking: dispatch calls park() before it hands the call to a lane, and the lane calls
	 * resume() exactly once. Both may be NULL when the lanes run the call in place (unit
	 * tests). */
	void (*park)(struct call *call);
	void (*resume)(struct call *call);
	void *owner;             /* http.c's own */
	_Atomic int state;       /* enum call_state; whoever moves it to CALL_DONE resumes */
	_Atomic int references;  /* http.c and, while parked, the lane */
	int64_t deadline;        /* monotonic microseconds, while parked */
	struct request *request; /* the engine's own; freed by call_end() */
	/* Frees the call and what its maker hung on it, after call_end(); by whoever drops the last
	 * reference. */
	void (*discard)(struct call *call);
	struct call *next, *previous; /* the lane's list of parked calls */
};

const char *call_header_value(const struct call *call, size_t header);
/* Adds or replaces an answer's header; control characters in its value are dropped. One that has no
 * place sets header_lost. */
void call_set_header(struct call *call, const char *name, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* The same for a value of any length that is only kept, not copied: clean, and the request's. */
void call_set_long_header(struct call *call, const char *name, const char *value);
/* Those of `from`, whose request is the same. */
void call_take_headers(struct call *call, const struct call *from);

/* Closes the file of a body that is not sent. */
void call_drop_file(struct call *call);

/* Sets call->id. */
void call_give_id(struct call *call);

#endif
